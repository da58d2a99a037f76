"""What writing needs of the screen around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.entry import AnyEntry
from deskbook.model.query import Hit
from deskbook.services.editing import Examined, Underlined, Vocabulary
from deskbook.ui.features.editing.completing import Choice
from deskbook.ui.features.editing.sheet import Row, Sheet


class EditingView(Protocol):
    """What the presenter needs of the editor."""

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """List the entries to choose from."""

    def show_sheet(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        """Show an entry to write on."""

    def apply(self, text: str, start: int, end: int) -> None:
        """Edit the text so that it can be undone, and select a part of it, in code points."""

    def show_examined(self, text: str, examined: Examined) -> None:
        """Show what is to be said about the text."""

    def show_place(self, anchor: str) -> None:
        """Mark the step or variant the cursor is in; empty for none."""

    def show_fields(
        self, fields: Mapping[str, str | tuple[str, ...]] | None, names: Mapping[str, str]
    ) -> None:
        """Show the fields, None if they are unreadable, and what the entries they name are called."""

    def show_state(self, sheet: Sheet) -> None:
        """Say whether the text is saved, or at least kept, and whether it has to be joined with another."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing is lost."""

    def say_refused(self, error: DeskbookError) -> None:
        """Say why something was not taken; the text is as it was."""

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer completions at the cursor; none to offer nothing."""

    def show_fixes(self, underlined: Underlined) -> None:
        """Offer what to say instead of a banned phrase."""

    def show_found(self, field: str, hits: tuple[Hit, ...]) -> None:
        """Offer entries to refer to in a field."""

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line, counted from 1."""

    def ask_reason_to_retire(self) -> None:
        """Ask why the entry is retired."""

    def say_retired(self) -> None:
        """Confirm that the entry is retired."""

    def say_save_first(self) -> None:
        """Say that what was typed has to be saved, or given up, first."""

    def ask_message(self) -> None:
        """Ask what the save is about."""

    def say_saved(self) -> None:
        """Confirm a save."""

    def say_nothing_new(self) -> None:
        """Say that there is nothing to save."""

    def say_taken(self, entry_id: str) -> None:
        """Say that an id belongs to another entry."""


class Outlet(Protocol):
    """Where the text is shown as agents will read it."""

    def clear(self) -> None:
        """Show nothing: another entry is on the desk."""

    def preview(self, entry: AnyEntry) -> None:
        """Show the entry as it would be."""

    def follow(self, anchor: str) -> None:
        """Scroll to where the cursor is; empty for the top."""

    def overtaken(
        self, entry_id: str, source: str, seen: int | None, message: str, *, by_release: bool
    ) -> None:
        """Join a text with the one that overtook it.

        :param seen: the revision that the text was made from.
        :param by_release: a release accepted the other one; else it was saved since ``seen``.
        """
