"""Going through a procedure one step at a time, and what was done on the way. Nothing here has effects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from deskbook.model.entry import END, Sop, Step


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a step. ``condition`` is empty where there is nothing to decide."""

    condition: str
    target: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A step that was gone through, or is.

    :param until: when it was left; None while one is at it.
    :param way: the condition of the way that was taken.
    :param copied: what was copied there, in order.
    """

    anchor: str
    since: datetime
    until: datetime | None = None
    way: Way | None = None
    copied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is in a procedure. ``visits`` are the steps so far and are never empty."""

    sop: Sop
    visits: tuple[Visit, ...]

    @classmethod
    def begin(cls, sop: Sop, at: datetime) -> Walk:
        """Return a walk that stands at the first step."""
        return cls(sop, (Visit(sop.steps[0].anchor, at),))

    @property
    def finished(self) -> bool:
        """Whether the end of the procedure is reached."""
        return self.visits[-1].until is not None

    @property
    def step(self) -> Step:
        """The step one is at; once finished, the last one."""
        return next(step for step in self.sop.steps if step.anchor == self.visits[-1].anchor)

    @property
    def number(self) -> int:
        """The number of that step in the procedure, from 1."""
        return self.sop.steps.index(self.step) + 1

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways on from here; none once finished. One that leads to no step is left out."""
        return () if self.finished else _ways(self.sop, self.step)

    @property
    def can_go_back(self) -> bool:
        """Whether there is anything to take back."""
        return self.finished or len(self.visits) > 1

    def take(self, n: int, at: datetime) -> Walk:
        """Go a way on, counted from 0.

        :raises IndexError: if there is no such way.
        """
        way = self.ways[n]
        left = replace(self.visits[-1], until=at, way=way)
        following = () if way.target == END else (Visit(way.target, at),)
        return replace(self, visits=(*self.visits[:-1], left, *following))

    def back(self) -> Walk:
        """Take the last way back. What was copied meanwhile stays noted: it may have been sent."""
        *before, last = self.visits
        if not self.can_go_back:
            return self
        if self.finished:
            return replace(self, visits=(*before, replace(last, until=None, way=None)))
        *earlier, reopened = before
        copied = reopened.copied + last.copied
        return replace(self, visits=(*earlier, replace(reopened, until=None, way=None, copied=copied)))

    def noting(self, copied: str) -> Walk:
        """Note that something was copied at this step."""
        *before, last = self.visits
        return replace(self, visits=(*before, replace(last, copied=(*last.copied, copied))))

    def left(self, at: datetime) -> timedelta | None:
        """Return how much of the step's time is left, negative if it is over; None without a limit."""
        if self.finished or not self.step.limit:
            return None
        spent = max(timedelta(), at - self.visits[-1].since)  # a clock may be set back
        return timedelta(minutes=self.step.limit) - spent

    def onto(self, sop: Sop) -> Walk:
        """Return the walk over another version of its procedure, as far as its steps and ways still exist."""
        known = {step.anchor: step for step in sop.steps}
        kept: list[Visit] = []
        for visit in self.visits:
            if visit.anchor not in known:
                break
            kept.append(visit)
            if visit.way is not None and visit.way not in _ways(sop, known[visit.anchor]):
                kept[-1] = replace(visit, until=None, way=None)
                break
        if not kept:
            return Walk.begin(sop, self.visits[0].since)
        last = kept[-1]
        if last.way is not None and last.way.target != END:  # the step it leads to is gone
            kept[-1] = replace(last, until=None, way=None)
        return Walk(sop, tuple(kept))


def _ways(sop: Sop, step: Step) -> tuple[Way, ...]:
    known = {other.anchor for other in sop.steps} | {END}
    if step.decisions:
        return tuple(Way(d.condition, d.target) for d in step.decisions if d.target in known)
    return tuple(Way("", target) for target in sop.ways_on(step.anchor))
