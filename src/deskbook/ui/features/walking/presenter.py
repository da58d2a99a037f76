"""Walks through procedures, one for each of them, and their trails for a ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from deskbook.model.entry import END, AnyEntry, Sop
from deskbook.model.register import Shop
from deskbook.services.filling import fill
from deskbook.services.language import tr as _
from deskbook.services.walking import Walk, Way
from deskbook.ui.ports import Clipboard

_QUOTED = 40
"""Characters of a copied script that the trail quotes."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen of a walk.

    :param anchor: of the step one is at; of the last one once finished.
    :param ways: condition, empty if there is none, and where it leads.
    :param trail: the titles of the steps so far.
    """

    anchor: str
    number: int
    of: int
    ways: tuple[tuple[str, str], ...]
    trail: tuple[str, ...]
    finished: bool
    can_go_back: bool


class WalkView(Protocol):
    """What the presenter needs of the walk's bar."""

    def show_walk(self, scene: Scene) -> None:
        """Show the step one is at and the ways on."""

    def show_left(self, left: timedelta | None) -> None:
        """Show how much time is left, negative if it is over; None without a limit."""

    def show_none(self) -> None:
        """Show no walk."""

    def say_trail_copied(self) -> None:
        """Confirm that the trail is on the clipboard."""


class WalkPresenter:
    """Keeps a walk for each procedure until it is ended: one may look something up and come back."""

    def __init__(
        self,
        view: WalkView,
        clipboard: Clipboard,
        clock: Callable[[], datetime],
        plain: Callable[[str], str],
    ) -> None:
        self._view = view
        self._plain = plain
        self._clipboard = clipboard
        self._clock = clock
        self._sop: Sop | None = None
        self._shop = Shop()
        self._walks: dict[str, Walk] = {}

    @property
    def walks(self) -> Mapping[str, Walk]:
        """The walks that go on, by the id of their procedure."""
        return dict(self._walks)

    @property
    def walk(self) -> Walk | None:
        """The walk through the procedure that is shown, if one goes on."""
        return self._walks.get(self._sop.id) if self._sop is not None else None

    def restore(self, walks: Mapping[str, Walk]) -> None:
        """Take up walks where another view left them."""
        self._walks = dict(walks)

    def entry_shown(self, entry: AnyEntry | None, shop: Shop) -> None:
        """Follow the reading pane: its walk is shown with a procedure, none with anything else."""
        self._sop = entry if isinstance(entry, Sop) else None
        self._shop = shop
        walk = self.walk
        if self._sop is None or walk is None:
            self._view.show_none()
        else:
            self._go(walk if walk.sop == self._sop else walk.onto(self._sop))

    def begin(self) -> None:
        """Begin to walk through the procedure that is shown, or go on."""
        if self._sop is not None:
            self._go(self.walk or Walk.begin(self._sop, self._clock()))

    def start_over(self) -> None:
        """Begin at the first step again: another customer, another trail."""
        if self._sop is not None:
            self._go(Walk.begin(self._sop, self._clock()))

    def take(self, number: int) -> None:
        """Go a way on, counted from 1; there may be no such way."""
        walk = self.walk
        if walk is not None and 0 < number <= len(walk.ways):
            self._go(walk.take(number - 1, self._clock()))

    def back(self) -> None:
        """Take the last way back."""
        if self.walk is not None:
            self._go(self.walk.back())

    def end(self) -> None:
        """Forget the walk, and show the whole procedure again."""
        if self._sop is not None:
            self._walks.pop(self._sop.id, None)
        self._view.show_none()

    def note_copy(self, entry_id: str, text: str) -> None:
        """Note that a script of a procedure was copied, if somebody walks through it."""
        walk = self._walks.get(entry_id)
        if walk is not None:
            words = " ".join(text.split())
            self._walks[entry_id] = walk.noting(words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…")

    def tick(self) -> None:
        """Show how much time is left now."""
        if self.walk is not None:
            self._view.show_left(self.walk.left(self._clock()))

    def copy_trail(self) -> None:
        """Copy what was done as text for a ticket; it goes to nobody outside, so nothing checks it."""
        if self.walk is not None:
            self._clipboard.put("\n".join(self._lines(self.walk)))
            self._view.say_trail_copied()

    def _go(self, walk: Walk) -> None:
        self._walks[walk.sop.id] = walk
        titles = {step.anchor: step.title for step in walk.sop.steps}
        self._view.show_walk(
            Scene(
                anchor=walk.step.anchor,
                number=walk.number,
                of=len(walk.sop.steps),
                ways=tuple((self._condition(way), self._target(way, walk)) for way in walk.ways),
                trail=tuple(titles[visit.anchor] for visit in walk.visits),
                finished=walk.finished,
                can_go_back=walk.can_go_back,
            )
        )
        self.tick()

    def _lines(self, walk: Walk) -> Iterator[str]:
        titles = {step.anchor: step.title for step in walk.sop.steps}
        day = walk.visits[0].since.astimezone().date().isoformat()
        yield _("{title} ({id}), {day}").format(title=walk.sop.title, id=walk.sop.id, day=day)
        for number, visit in enumerate(walk.visits, 1):
            said = f"{number}. {_time(visit.since)} {titles[visit.anchor]}"
            if visit.way is not None and visit.way.condition:
                said += _(": {condition}").format(condition=self._condition(visit.way))
            yield said
            for text in visit.copied:
                yield _("   Sent: {text}").format(text=text)
        last = walk.visits[-1]
        if last.until is not None:
            yield _("Finished at {time}").format(time=_time(last.until))

    def _condition(self, way: Way) -> str:
        return fill(self._plain(way.condition), self._shop).text

    @staticmethod
    def _target(way: Way, walk: Walk) -> str:
        if way.target == END:
            return _("End of the procedure")
        for number, step in enumerate(walk.sop.steps, 1):
            if step.anchor == way.target:
                return _("Step {number}: {title}").format(number=number, title=step.title)
        raise AssertionError(way.target)  # a walk offers only ways to steps that exist


def _time(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M")
