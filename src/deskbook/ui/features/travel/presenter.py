"""Choosing a time to travel to, getting its handbook ready, and what became of an entry since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from deskbook.errors import DeskbookError, UnknownEntryError, UnknownReleaseError
from deskbook.model.revision import Moment, Release
from deskbook.ports import Cancelled
from deskbook.services.travelling import Since, Then, TimeTravel
from deskbook.ui.ports import Lane, Runner
from deskbook.ui.reporting import reporting


class TravelView(Protocol):
    """What the presenter needs of the dialog."""

    def show_releases(self, releases: tuple[Release, ...], current: int) -> None:
        """List the releases that there are, newest first.

        :param current: the number of the one that is read now; 0 for none of them.
        """

    def show_moment(self, moment: Moment, *, today: bool) -> None:
        """Say which release was in force at the time that is asked for."""

    def show_hint(self) -> None:
        """Say how a time is written: there is none yet."""

    def show_fault(self, error: DeskbookError) -> None:
        """Say why nobody can travel there."""

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is; ``total`` 0 if nobody knows."""

    def end(self) -> None:
        """Close: the person is there."""


class TravelPresenter:
    """Says at once what a time means, and gets it ready off the window's thread; nothing changes before."""

    def __init__(
        self,
        view: TravelView,
        travel: TimeTravel,
        jobs: Runner,
        then: Then | None,
        arrived: Callable[[Then | None], None],
    ) -> None:
        """Wire it up.

        :param then: where the person is now; None for today.
        :param arrived: gets the handbook of the time, once it is ready; None for today's.
        """
        self._view = view
        self._travel = travel
        self._jobs = jobs
        self._then = then
        self._arrived = arrived
        self._asked = 0
        self._going = False
        self._cancelled = False

    def begin(self) -> None:
        """List the releases."""
        current = self._then.moment.release.number if self._then is not None else 0
        self._jobs.run(
            Lane.READ,
            self._travel.releases,
            lambda releases: self._view.show_releases(releases, current),
            self._view.show_fault,
        )

    def ask(self, text: str) -> None:
        """Say what a text means as a time: a day, or the number or name of a release."""
        self._asked += 1
        number = self._asked
        if not text.strip():
            self._view.show_hint()
            return

        def show(answer: tuple[Moment, bool]) -> None:
            if number == self._asked and not self._going:
                moment, today = answer
                self._view.show_moment(moment, today=today)

        def fail(error: DeskbookError) -> None:
            if number == self._asked and isinstance(error, UnknownReleaseError):
                self._view.show_hint()  # most likely it is not typed to its end yet
            elif number == self._asked:
                self._view.show_fault(error)

        self._jobs.run(Lane.READ, lambda: self._meant(text), show, fail)

    def go(self, text: str) -> None:
        """Travel to the time that a text means."""
        if self._going:
            return
        self._going = True

        def known(answer: tuple[Moment, bool]) -> None:
            moment, today = answer
            if today:
                self._end(None)
            else:
                self._make_ready(moment)

        self._jobs.run(Lane.READ, lambda: self._meant(text), known, self._fail)

    def cancel(self) -> None:
        """Stop at the next report; everything stays as it was before."""
        self._cancelled = True

    def _meant(self, text: str) -> tuple[Moment, bool]:
        moment = self._travel.moment(text)
        return moment, self._travel.is_today(moment)

    def _make_ready(self, moment: Moment) -> None:
        def tell(done: int, total: int) -> None:
            self._jobs.post(lambda: self._view.show_progress(done, total))

        progress = reporting(tell, lambda: self._cancelled)

        def work() -> Then | None:
            try:
                then = self._travel.go(moment, progress)
                then.finder.warm_up()
            except Cancelled:
                return None
            return then

        def ready(then: Then | None) -> None:
            if then is not None and not self._cancelled:
                self._end(then)

        self._view.show_progress(0, 0)
        self._jobs.run(Lane.LONG, work, ready, self._fail)

    def _end(self, then: Then | None) -> None:
        if not self._cancelled:
            self._view.end()
            self._arrived(then)

    def _fail(self, error: DeskbookError) -> None:
        self._going = False
        self._view.show_fault(error)


class SinceView(Protocol):
    """What the presenter needs of the line above an entry."""

    def show_since(self, since: Since) -> None:
        """Say that the entry reads otherwise today."""

    def end_since(self) -> None:
        """Disappear: nothing is to be said."""

    def open_difference(self, since: Since, then: Then) -> None:
        """Show what changed since."""

    def say_same(self) -> None:
        """Say that the entry reads the same today."""


class SincePresenter:
    """Follows the entry shown, and knows whether it reads otherwise today."""

    def __init__(self, view: SinceView, then: Then | None, jobs: Runner) -> None:
        """Wire it up.

        :param then: where the person is; None for today, when there is nothing to tell.
        """
        self._view = view
        self._then = then
        self._jobs = jobs
        self._shown = ""
        self._since: Since | None = None

    @property
    def changed(self) -> bool:
        """Whether the entry shown is known to read otherwise today."""
        return self._since is not None and self._since.changed

    def follow(self, entry_id: str) -> None:
        """Look what became of another entry; an empty id for none."""
        then = self._then
        if then is None:
            return
        if entry_id != self._shown:
            self._shown, self._since = entry_id, None
            self._view.end_since()
        if not entry_id:
            return

        def look() -> Since | None:
            try:
                return then.since(entry_id)
            except UnknownEntryError:
                return None

        def show(since: Since | None) -> None:
            if self._shown != entry_id:
                return
            self._since = since
            if since is not None and since.changed:
                self._view.show_since(since)
            else:
                self._view.end_since()

        self._jobs.run(Lane.READ, look, show, lambda _error: self._view.end_since())

    def look_again(self) -> None:
        """Look once more: today's handbook changed."""
        self.follow(self._shown)

    def open(self) -> None:
        """Show what changed in the entry shown."""
        if self._then is None or self._since is None:
            return
        if self._since.changed:
            self._view.open_difference(self._since, self._then)
        else:
            self._view.say_same()
