"""Looking for new packs in the background, and telling which release the desk reads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Protocol

from deskbook.errors import DeskbookError, PackHomeError, PackRejectedError, PolicyError
from deskbook.model.pack import Step
from deskbook.model.revision import Release
from deskbook.services.installing import PackDesk, PackStatus
from deskbook.ui.ports import Lane, Runner


class Event(Enum):
    """What there is to tell."""

    ARRIVED = auto()
    WAITING = auto()
    """A release was installed that takes effect later."""
    RETURNED = auto()
    OVERDUE = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell.

    :param other: the release that one press leads to; None if there is none.
    :param until: the last day that the release was planned for.
    :param overdue: days since then.
    """

    event: Event
    release: Release
    other: Release | None = None
    until: date | None = None
    overdue: int = 0


class ReleaseView(Protocol):
    """What the presenter needs of the view."""

    def show_notice(self, notice: Notice) -> None:
        """Tell it."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong."""

    def end_notice(self) -> None:
        """Disappear."""


class ReleasePresenter:
    """Installs what the watched folder brings, and tells once of every change, whoever made it.

    That a release is past its planned end is told as long as it is.
    """

    def __init__(self, packs: PackDesk, jobs: Runner, today: Callable[[], date]) -> None:
        self._packs = packs
        self._jobs = jobs
        self._today = today
        self._view: ReleaseView | None = None
        self._asking = False
        self._known: int | None = None
        self._notice: Notice | None = None
        self._dismissed_on: date | None = None

    @property
    def looking(self) -> bool:
        """Whether it waits for an answer about packs."""
        return self._asking

    def attach(self, view: ReleaseView) -> None:
        """Show things on this view from now on: the one before was made anew."""
        self._view = view
        self._show()

    def tick(self) -> None:
        """Look for a newer pack and for what changed; call it every minute."""
        if self._asking:  # a share may take long to answer
            return
        self._asking = True
        self._jobs.run(Lane.SHARE, self._look, self._looked, self._failed)

    def switch(self) -> None:
        """Go to the release that the notice offers."""
        if self._notice is None or self._notice.other is None:
            return
        move = self._packs.go_on if self._notice.event is Event.RETURNED else self._packs.go_back

        def work() -> PackStatus:
            move()
            return self._packs.status()

        self._jobs.run(Lane.SHARE, work, self._looked, self._failed)

    def dismiss(self) -> None:
        """Tell no more of it; of an old release again tomorrow."""
        if self._notice is not None and self._notice.event is Event.OVERDUE:
            self._dismissed_on = self._today()
        self._notice = None
        self._show()

    def _look(self) -> PackStatus:
        # No share today, an owner's own machine: nothing that an agent could do anything about.
        # “deskbook pack pickup” tells it to whoever can.
        with suppress(PackRejectedError, PackHomeError, PolicyError):
            self._packs.pick_up()
        return self._packs.status()

    def _looked(self, status: PackStatus) -> None:
        self._asking = False
        number = status.latest.number if status.latest else 0
        fresh = self._known is not None and number != self._known
        self._known = number
        notice = _news(status) if fresh else self._notice
        if notice is None or notice.event is Event.OVERDUE:
            notice = _age(status) if self._dismissed_on != self._today() else None
        if notice != self._notice:
            self._notice = notice
            self._show()

    def _failed(self, error: DeskbookError) -> None:
        self._asking = False
        if self._view is not None and not isinstance(error, PolicyError):
            self._view.show_problem(error)

    def _show(self) -> None:
        if self._view is None:
            return
        if self._notice is None:
            self._view.end_notice()
        else:
            self._view.show_notice(self._notice)


def _news(status: PackStatus) -> Notice | None:
    if status.latest is None:
        return None
    if status.latest.step is Step.RETURN and status.release is not None:
        return Notice(Event.RETURNED, status.release, status.onward)
    if status.coming is not None:
        return Notice(Event.WAITING, status.coming)
    return Notice(Event.ARRIVED, status.release, status.back) if status.release is not None else None


def _age(status: PackStatus) -> Notice | None:
    if status.release is None or not status.overdue:
        return None
    return Notice(Event.OVERDUE, status.release, until=status.until, overdue=status.overdue)
