"""Start-up work, the index, and changes made by other processes: in the background, and to be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.ports import Cancelled, Progress, SyncReport
from deskbook.services.finding import Finder
from deskbook.ui.ports import Lane, Runner
from deskbook.ui.reporting import reporting


class Phase(Enum):
    """What is being done."""

    FILLING = auto()
    INDEXING = auto()


class Outcome(Enum):
    """How one piece of work ended."""

    DONE = auto()
    CANCELLED = auto()


class UpkeepView(Protocol):
    """What the presenter needs of the view."""

    def show_progress(self, phase: Phase, done: int, total: int) -> None:
        """Show how far the work is; ``total`` 0 if nobody knows."""

    def show_idle(self) -> None:
        """Show that nothing is being done."""

    def show_paused(self) -> None:
        """Show that the work was cancelled and can be taken up again."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong; the work can be tried again."""


class UpkeepPresenter:
    """Fills an empty handbook once, then keeps the index in step with the handbook.

    One piece of work at a time. Cancelled or failed work is only taken up again when asked for.
    """

    def __init__(
        self,
        view: UpkeepView,
        finder: Finder,
        jobs: Runner,
        starter: Callable[[Progress], None] | None,
        changed: Callable[[], None],
        warm: Callable[[], None],
    ) -> None:
        self._view = view
        self._finder = finder
        self._jobs = jobs
        self._starter = starter
        self._changed = changed
        self._warm = warm
        self._busy = False
        self._held = False
        self._warming = False
        self._asking = False
        self._cancelled = False
        self._fresh = True
        self._shown: Callable[[], None] = view.show_idle

    @property
    def busy(self) -> bool:
        """Whether work is going on."""
        return self._busy or self._warming

    def show_again(self) -> None:
        """Repeat what was shown last: the view was made anew."""
        self._shown()

    def start(self) -> None:
        """Begin the start-up work, or take up what was cancelled or failed."""
        if self._busy:
            return
        self._busy, self._held, self._cancelled = True, False, False
        if self._starter is not None:
            self._work(Phase.FILLING, self._starter, self._filled)
        else:
            self._index()

    def cancel(self) -> None:
        """Stop the work at its next report; everything stays as it was before."""
        self._cancelled = True

    def tick(self) -> None:
        """Look whether the handbook changed on disk; call it every few seconds."""
        if self._busy or self._held or self._asking:
            return
        self._asking = True

        def answered(behind: bool) -> None:
            self._asking = False
            if behind:
                self.start()

        def failed(error: DeskbookError) -> None:
            self._asking = False
            self._fail(error)

        self._jobs.run(Lane.READ, self._finder.behind, answered, failed)

    def _filled(self) -> None:
        self._starter, self._fresh = None, False
        self._index()

    def _index(self) -> None:
        def work(progress: Progress) -> None:
            report = self._finder.refresh(progress)
            # The window has only just read what it shows: an index in step with it holds nothing new.
            self._fresh = self._fresh and report == SyncReport() and self._finder.ready()

        self._work(Phase.INDEXING, work, self._indexed)

    def _indexed(self) -> None:
        self._busy = False
        self._tell(self._view.show_idle)
        if not self._fresh:
            self._changed()
        self._fresh = False
        self._warming = True
        self._jobs.run(Lane.LONG, self._finder.warm_up, lambda _none: self._warmed(), self._fail)

    def _warmed(self) -> None:
        self._warming = False
        self._warm()

    def _work(self, phase: Phase, work: Callable[[Progress], None], done: Callable[[], None]) -> None:
        def tell(so_far: int, total: int) -> None:
            self._jobs.post(lambda: self._show(phase, so_far, total))

        progress = reporting(tell, lambda: self._cancelled)

        def run() -> Outcome:
            try:
                work(progress)
            except Cancelled:
                return Outcome.CANCELLED
            return Outcome.DONE

        def ended(outcome: Outcome) -> None:
            if outcome is Outcome.DONE:
                done()
            else:
                self._busy, self._held = False, True
                self._tell(self._view.show_paused)

        self._jobs.run(Lane.LONG, run, ended, self._fail)

    def _show(self, phase: Phase, done: int, total: int) -> None:
        if self._busy:
            self._tell(lambda: self._view.show_progress(phase, done, total))

    def _fail(self, error: DeskbookError) -> None:
        self._busy, self._held, self._warming = False, True, False
        self._tell(lambda: self._view.show_problem(error))

    def _tell(self, show: Callable[[], None]) -> None:
        self._shown = show
        show()
