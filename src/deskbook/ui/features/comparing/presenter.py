"""What became of the handbook between two releases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.revision import Release
from deskbook.services.history import Difference, History, ReleaseDifference
from deskbook.ui.ports import Lane, Runner


class Fate(Enum):
    """What became of an entry."""

    ADDED = auto()
    EDITED = auto()
    RETIRED = auto()


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that two releases hold differently."""

    entry_id: str
    title: str
    fate: Fate


class CompareView(Protocol):
    """What the presenter needs of the view."""

    def show_releases(self, releases: tuple[Release, ...], old: int, new: int) -> None:
        """Offer releases, newest first, two of them chosen; numbers are 0 where there are fewer than two."""

    def show_changed(self, changed: tuple[Changed, ...], unchanged: int) -> None:
        """List the entries that differ; ``unchanged`` is how many do not."""

    def show_difference(self, difference: Difference) -> None:
        """Show how one entry differs."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""


class ComparePresenter:
    """Holds the two releases. Requests are numbered: what comes too late is dropped."""

    def __init__(self, view: CompareView, history: History, jobs: Runner) -> None:
        self._view = view
        self._history = history
        self._jobs = jobs
        self.old = self.new = 0
        self._asked = 0

    def refresh(self) -> None:
        """Offer the releases that there are; those chosen stay so, at first the newest two."""

        def show(releases: tuple[Release, ...]) -> None:
            numbers = [release.number for release in releases]
            if len(numbers) < 2:
                self.old = self.new = 0
            elif not {self.old, self.new} <= set(numbers):
                self.new, self.old = numbers[:2]
            self._view.show_releases(releases, self.old, self.new)
            if self.new:
                self.compare(self.old, self.new)

        self._jobs.run(Lane.READ, self._history.releases, show, self._view.show_problem)

    def compare(self, old: int, new: int) -> None:
        """Compare two releases."""
        self.old, self.new = old, new
        self._asked += 1
        number = self._asked

        def show(difference: ReleaseDifference) -> None:
            if number == self._asked:
                self._view.show_changed(_changed(difference), len(difference.entries.unchanged))

        self._jobs.run(Lane.READ, lambda: self._history.compare(old, new), show, self._view.show_problem)

    def show_entry(self, entry_id: str) -> None:
        """Show how one entry differs."""
        self._asked += 1
        number, old, new = self._asked, self.old, self.new

        def show(difference: Difference) -> None:
            if number == self._asked:
                self._view.show_difference(difference)

        self._jobs.run(
            Lane.READ,
            lambda: self._history.diff_releases(entry_id, old, new),
            show,
            self._view.show_problem,
        )


def _changed(difference: ReleaseDifference) -> tuple[Changed, ...]:
    groups = (
        (Fate.ADDED, difference.entries.added),
        (Fate.EDITED, difference.entries.edited),
        (Fate.RETIRED, difference.entries.retired),
    )
    return tuple(Changed(i, difference.titles[i], fate) for fate, ids in groups for i in ids)
