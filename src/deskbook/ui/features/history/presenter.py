"""The revisions of an entry: compared, blamed, restored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.query import Hit, Query
from deskbook.revision.blame import Blamed
from deskbook.services.finding import Finder
from deskbook.services.history import Difference, History, Version, title_of
from deskbook.services.saving import Written
from deskbook.ui.ports import Lane, Runner

_FOUND = 60


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Every revision of one entry, newest first."""

    entry_id: str
    title: str
    versions: tuple[Version, ...]

    @property
    def newest(self) -> int:
        """The number of the newest revision."""
        return self.versions[0].revision.number


class HistoryView(Protocol):
    """What the presenter needs of the view."""

    def show_found(self, hits: tuple[Hit, ...]) -> None:
        """List entries to choose from."""

    def show_chronicle(self, chronicle: Chronicle, selected: Sequence[int]) -> None:
        """List the revisions of an entry."""

    def show_difference(self, difference: Difference) -> None:
        """Show what changed between two revisions."""

    def show_blame(self, blamed: tuple[Blamed, ...], number: int) -> None:
        """Show who wrote what of a revision."""

    def say_restored(self, number: int) -> None:
        """Confirm that an older text is the newest one again."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""


class HistoryPresenter:
    """Holds one chronicle. Requests are numbered: what comes too late is dropped."""

    def __init__(
        self,
        view: HistoryView,
        history: History,
        saving: Written,
        finder: Finder,
        jobs: Runner,
        today: Callable[[], date],
    ) -> None:
        self._view = view
        self._history = history
        self._saving = saving
        self._finder = finder
        self._jobs = jobs
        self._today = today
        self.chronicle: Chronicle | None = None
        self.selected: tuple[int, ...] = ()
        self._blaming = False
        self.to_newest = False
        """Whether a selected revision is compared with the newest one."""
        self._asked = 0
        self._sought = 0

    def find(self, text: str) -> None:
        """List the entries that a text finds."""
        self._sought += 1
        number = self._sought
        query = Query(text, self._today(), _FOUND, inactive=True)

        def show(hits: tuple[Hit, ...]) -> None:
            if number == self._sought:
                self._view.show_found(hits)

        self._jobs.run(
            Lane.SEARCH,
            lambda: self._finder.search(query).hits if text.strip() else (),
            show,
            self._view.show_problem,
        )

    def open(self, entry_id: str) -> None:
        """Show the history of an entry, with what the newest revision changed."""
        self._sought += 1
        self._load(entry_id, ())

    def handbook_changed(self) -> None:
        """Show what is new; what is selected stays so."""
        if self.chronicle is not None:
            self._load(self.chronicle.entry_id, self.selected)

    def select(self, numbers: Sequence[int]) -> None:
        """Show what one revision changed, or what differs between the oldest and the newest of several."""
        if numbers and tuple(sorted(numbers)) != self.selected:
            self.selected = tuple(sorted(numbers))
            self._show_selected()

    def compare_with_newest(self, on: bool) -> None:
        """Compare a selected revision with the newest one, or with the one it was made from."""
        self.to_newest = on
        self._blaming = False
        self._show_selected()

    def blame(self, on: bool) -> None:
        """Show who wrote what of the selected revision, or what changed."""
        self._blaming = on
        self._show_selected()

    def restore(self, message: str) -> None:
        """Save the text of the selected revision as the newest one."""
        chronicle = self.chronicle
        if chronicle is None or len(self.selected) != 1:
            return
        (number,) = self.selected

        def restored(_none: None) -> None:
            self._view.say_restored(number)
            self._load(chronicle.entry_id, ())

        def failed(error: DeskbookError) -> None:
            # Somebody may have saved: show what is there.
            self._load(chronicle.entry_id, (number,), lambda: self._view.show_problem(error))

        self._jobs.run(
            Lane.KEEP,
            lambda: self._saving.restore(chronicle.entry_id, number, seen=chronicle.newest, message=message),
            restored,
            failed,
        )

    def _load(
        self, entry_id: str, selected: tuple[int, ...], then: Callable[[], None] = lambda: None
    ) -> None:
        self._asked += 1
        number = self._asked

        def show(versions: tuple[Version, ...]) -> None:
            if number != self._asked:
                return
            title = title_of(versions[0].revision)
            self.chronicle = Chronicle(entry_id, title, versions)
            there = {version.revision.number for version in versions}
            self.selected = selected if selected and set(selected) <= there else (self.chronicle.newest,)
            self._view.show_chronicle(self.chronicle, self.selected)
            self._show_selected()
            then()

        self._jobs.run(Lane.READ, lambda: self._history.of(entry_id), show, self._view.show_problem)

    def _show_selected(self) -> None:
        chronicle, selected = self.chronicle, self.selected
        if chronicle is None or not selected:
            return
        self._asked += 1
        number, entry_id, last = self._asked, chronicle.entry_id, selected[-1]

        def unless_late(show: Callable[..., None], *values: object) -> None:
            if number == self._asked:
                show(*values)

        if self._blaming:
            self._jobs.run(
                Lane.READ,
                lambda: self._history.blame(entry_id, last),
                lambda blamed: unless_late(self._view.show_blame, blamed, last),
                self._view.show_problem,
            )
            return
        old, new = (selected[0], last) if len(selected) > 1 else (None, last)
        if len(selected) == 1 and self.to_newest:
            old, new = last, chronicle.newest
        self._jobs.run(
            Lane.READ,
            lambda: self._history.diff(entry_id, old, new),
            lambda difference: unless_late(self._view.show_difference, difference),
            self._view.show_problem,
        )
