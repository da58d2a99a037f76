"""Settling what a text and the one that overtook it contradict each other in; decisions are kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from deskbook.errors import DeskbookError, StaleRevisionError
from deskbook.model.problem import Problem
from deskbook.revision.conflict import Choice
from deskbook.revision.diff import VersionDiff, diff_versions
from deskbook.services.editing import Editing, Opened
from deskbook.services.merging import Joining, Merging, Settled
from deskbook.ui.ports import Lane, Runner


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A text that another one overtook: it was saved meanwhile, or accepted by a release.

    :param source: the exact text, made from revision ``seen``; None for a new entry.
    :param message: what the save was to be about.
    :param by_release: whether a release accepted the other text since the entry's change was begun.
    """

    entry_id: str
    source: str
    seen: int | None
    message: str = ""
    by_release: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What saving would do to the other text, with what is still open left as they have it."""

    diff: VersionDiff
    problems: tuple[Problem, ...]


class MergeView(Protocol):
    """What the presenter needs of the view."""

    def show_joining(self, joining: Joining, message: str) -> None:
        """Show what contradicts, and what was settled already."""

    def show_settled(self, settled: Sequence[Settled]) -> None:
        """Show what is settled and what is open."""

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what would be saved."""

    def point_at(self, number: int) -> None:
        """Lead to a conflict that is open, counted from 0."""

    def say_moved_on(self) -> None:
        """Say that yet another text was saved meanwhile."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing is lost."""


class Outlet(Protocol):
    """Where to go when it is done."""

    def joined(self, opened: Opened) -> None:
        """Go on writing from the text that was saved."""

    def left(self) -> None:
        """Go back to one's own text, which is as it was."""


class MergePresenter:
    """Holds one joining. Every look at the outcome has a number: what comes too late is dropped."""

    def __init__(
        self, view: MergeView, outlet: Outlet, merging: Merging, editing: Editing, jobs: Runner
    ) -> None:
        self._view = view
        self._outlet = outlet
        self._merging = merging
        self._editing = editing
        self._jobs = jobs
        self.overtaken: Overtaken | None = None
        self.joining: Joining | None = None
        self._settled: list[Settled] = []
        self._kept: tuple[Settled, ...] = ()
        self._looked = 0
        self._writing = Lock()
        self._writes = 0
        self._written = 0

    @property
    def open(self) -> int:
        """How many conflicts are not settled."""
        return sum(choice is None for choice in self._settled)

    def begin(self, overtaken: Overtaken, *, again: bool = False) -> None:
        """Join a text with the one that overtook it; ``again`` if yet another did meanwhile."""
        self.overtaken, self.joining = overtaken, None
        self._looked += 1

        def show(joining: Joining | None) -> None:
            if self.overtaken is not overtaken:
                return
            if joining is None:  # somebody else joined them already
                self.leave()
                return
            self.joining, self._settled = joining, list(joining.settled)
            self._kept = joining.settled
            self._view.show_joining(joining, overtaken.message)
            self._view.show_settled(self._settled)
            if again:
                self._view.say_moved_on()
            self._look()

        def work() -> Joining | None:
            join = self._merging.onto_accepted if overtaken.by_release else self._merging.begin
            return join(overtaken.entry_id, overtaken.source, overtaken.seen)

        def failed(error: DeskbookError) -> None:
            if isinstance(error, StaleRevisionError) and self.overtaken is overtaken:
                self.begin(replace(overtaken, by_release=False), again=True)  # first the newest draft
            else:
                self._view.show_problem(error)

        # In the lane of keeping: what was decided last is kept before it is read again.
        self._jobs.run(Lane.KEEP, work, show, failed)

    def settle(self, number: int, choice: Choice | str) -> None:
        """Settle a conflict, counted from 0, by a choice or in own words."""
        if self.joining is None or self._settled[number] == choice:
            return
        self._settled[number] = choice
        self._view.show_settled(self._settled)
        self._keep()
        self._look()

    def keep_now(self) -> None:
        """Keep what was decided before anything else happens: the window closes.

        :raises StorageError: if it cannot be written.
        """
        if self.joining is not None and tuple(self._settled) != self._kept:
            self._writes += 1
            self._write_down(self.joining, tuple(self._settled), self._writes)

    def save(self, message: str) -> None:
        """Save the joined text as a revision; where that is refused, everything stays as it is."""
        joining = self.joining
        if joining is None:
            return
        if self.open:
            self._view.point_at(self._settled.index(None))
            return
        source = self._text(joining, self._settled)

        def saved(opened: Opened) -> None:
            self.stop()
            self._outlet.joined(opened)

        def failed(error: DeskbookError) -> None:
            if isinstance(error, StaleRevisionError) and self.overtaken is not None:
                self.begin(self.overtaken, again=True)
            else:
                self._view.show_problem(error)

        self._jobs.run(Lane.KEEP, lambda: self._save(joining, source, message), saved, failed)

    def leave(self) -> None:
        """Go back to one's own text; what was decided is remembered."""
        self.stop()
        self._outlet.left()

    def stop(self) -> None:
        """Fall silent."""
        self.overtaken = self.joining = None
        self._looked += 1

    def _save(self, joining: Joining, source: str, message: str) -> Opened:
        entry_id, seen = joining.entry_id, joining.seen
        if not joining.accepted:
            return self._editing.save(entry_id, source, seen=seen, message=message)
        onto = joining.theirs.number if joining.theirs else None
        return self._editing.merge(entry_id, source, seen=seen, onto=onto, message=message)

    def _keep(self) -> None:
        joining, settled = self.joining, tuple(self._settled)
        if joining is None:
            return
        self._writes += 1
        number = self._writes

        def work() -> None:
            if number == self._writes:  # else later words follow at once
                self._write_down(joining, settled, number)

        self._jobs.run(Lane.KEEP, work, lambda _none: None, self._view.show_problem)

    def _write_down(self, joining: Joining, settled: tuple[Settled, ...], number: int) -> None:
        with self._writing:
            if number > self._written:
                self._merging.keep(joining, settled)
                self._written, self._kept = number, settled

    def _look(self) -> None:
        joining, settled = self.joining, tuple(self._settled)
        if joining is None:
            return
        self._looked += 1
        number = self._looked

        def look() -> Outcome | None:
            if number != self._looked:
                return None
            text = self._text(joining, settled)
            theirs = joining.theirs.source if joining.theirs else ""
            return Outcome(diff_versions(theirs, text), self._editing.examine(text).problems)

        def show(outcome: Outcome | None) -> None:
            if outcome is not None and number == self._looked:
                self._view.show_outcome(outcome)

        self._jobs.run(Lane.CHECK, look, show, self._view.show_problem)

    @staticmethod
    def _text(joining: Joining, settled: Sequence[Settled]) -> str:
        return joining.merge.text([Choice.THEIRS if one is None else one for one in settled])
