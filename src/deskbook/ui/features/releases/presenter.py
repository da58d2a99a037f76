"""Releases without Qt: the list, what one changed, going back, the emergency fix, the audit log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deskbook.errors import DeskbookError, Message
from deskbook.model.audit import AuditRecord
from deskbook.model.cycle import Cycle, CycleKind
from deskbook.model.revision import Release
from deskbook.services.audit import AuditLog
from deskbook.services.cycles import Cycles
from deskbook.services.history import Difference, History, ReleaseDifference
from deskbook.services.publishing import Publisher
from deskbook.ui.ports import Lane, Runner

RECORDS = 500
"""Records of the audit log that are shown: the latest ones. The CSV has all."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All releases, newest first, and the one that agents read today."""

    releases: tuple[Release, ...]
    in_force: Release | None
    emergency_open: bool

    def release(self, number: int) -> Release | None:
        """Return a release by its number."""
        return next((release for release in self.releases if release.number == number), None)


class ReleasesView(Protocol):
    """What the presenter needs of the releases."""

    def show_shelf(self, shelf: Shelf, current: int) -> None:
        """List the releases; ``current`` is the one looked at."""

    def show_changed(self, changed: ReleaseDifference | None) -> None:
        """Show what the release changed; None for the first one."""

    def show_difference(self, entry_id: str, difference: Difference) -> None:
        """Show what became of one entry."""

    def show_log(self, records: tuple[AuditRecord, ...]) -> None:
        """Show the last records of the audit log, the newest first."""

    def show_proof(self, faults: tuple[Message, ...]) -> None:
        """Say whether the log is whole."""

    def show_proving(self) -> None:
        """Say that the log is being read."""

    def say_exported(self, path: Path) -> None:
        """Confirm that the log was written to a file."""

    def say_rolled_back(self, release: Release) -> None:
        """Confirm a rollback."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing was altered."""


class Ways(Protocol):
    """Where the releases lead to."""

    def plan(self) -> None:
        """Go to the board."""

    def choose(self, cycle: str) -> None:
        """Show another cycle, everywhere."""

    def altered(self) -> None:
        """Tell the other screens that something was altered."""


class ReleasesPresenter:
    """Numbers what it asks for: only the answer about the release looked at counts."""

    def __init__(
        self,
        view: ReleasesView,
        ways: Ways,
        publisher: Publisher,
        history: History,
        cycles: Cycles,
        audit: AuditLog,
        jobs: Runner,
    ) -> None:
        self._view = view
        self._ways = ways
        self._publisher = publisher
        self._history = history
        self._cycles = cycles
        self._audit = audit
        self._jobs = jobs
        self._asked = 0
        self._compared = 0
        self.shelf: Shelf | None = None
        self.current = 0
        self._shown = 0

    def refresh(self) -> None:
        """Read the releases and the audit log afresh."""
        self._asked += 1
        number = self._asked

        def read() -> tuple[Shelf, tuple[AuditRecord, ...]]:
            kinds = {cycle.kind for cycle in self._cycles.current()}
            shelf = Shelf(
                self._publisher.releases(), self._publisher.in_force(), CycleKind.EMERGENCY in kinds
            )
            return shelf, self._audit.latest(RECORDS)[::-1]

        def show(found: tuple[Shelf, tuple[AuditRecord, ...]]) -> None:
            if number != self._asked:
                return
            self.shelf, records = found
            if self.shelf.release(self.current) is None:
                self.current = self.shelf.releases[0].number if self.shelf.releases else 0
            self._view.show_shelf(self.shelf, self.current)
            self._view.show_log(records)
            if self.current != self._shown:
                self.open(self.current)

        self._jobs.run(Lane.REVISE, read, show, self._view.show_problem)

    def open(self, number: int) -> None:
        """Show what a release changed against the one before it."""
        shelf = self.shelf
        release = shelf.release(number) if shelf is not None else None
        if shelf is None or release is None:
            return
        self.current = self._shown = number
        self._view.show_shelf(shelf, number)
        self._compared += 1
        asked = self._compared

        def show(changed: ReleaseDifference | None) -> None:
            if asked == self._compared:
                self._view.show_changed(changed)

        parent = release.parent
        self._jobs.run(
            Lane.READ,
            lambda: self._history.compare(parent, number) if parent is not None else None,
            show,
            self._view.show_problem,
        )

    def look(self, entry_id: str) -> None:
        """Show what became of one entry in the release looked at."""
        release = self.shelf.release(self.current) if self.shelf is not None else None
        if release is None or release.parent is None:
            return
        number, parent, asked = release.number, release.parent, self._compared

        def show(difference: Difference) -> None:
            if asked == self._compared:
                self._view.show_difference(entry_id, difference)

        self._jobs.run(
            Lane.READ,
            lambda: self._history.diff_releases(entry_id, parent, number),
            show,
            self._view.show_problem,
        )

    def roll_back(self, number: int, reason: str) -> None:
        """Make a new release out of an old one."""

        def done(release: Release) -> None:
            self.current = release.number
            self._view.say_rolled_back(release)
            self.refresh()
            self._ways.altered()

        self._do(lambda: self._publisher.rollback(number, reason=reason), done)

    def begin_emergency(self) -> None:
        """Open a small cycle outside the quarter, and go to its board."""

        def opened(cycle: Cycle) -> None:
            self._ways.choose(cycle.name)
            self._ways.altered()
            self._ways.plan()

        self._do(lambda: self._cycles.open(kind=CycleKind.EMERGENCY), opened)

    def prove(self) -> None:
        """Read the whole audit log, and say whether it is as it was written."""
        self._view.show_proving()
        self._jobs.run(Lane.GATE, self._audit.faults, self._view.show_proof, self._view.show_problem)

    def export(self, path: Path) -> None:
        """Write the whole audit log to a CSV file."""

        def written(_none: None) -> None:
            self._view.say_exported(path)

        self._do(lambda: self._audit.export(path), written, lane=Lane.GATE)

    def _do(self, work: Callable[[], object], done: Callable[..., None], lane: Lane = Lane.REVISE) -> None:
        self._jobs.run(lane, work, done, self._view.show_problem)
