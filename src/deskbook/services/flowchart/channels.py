"""Lines that run sideways between two layers, each in a track of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_APART = 8.0
"""How far apart two lines of one track are at least."""


@dataclass(frozen=True, slots=True)
class Run:
    """A line's way through a channel.

    :param above_start: whether it comes from above at its start; ``above_end`` whether it goes there.
    """

    way: int
    start: float
    end: float
    above_start: bool
    above_end: bool

    @property
    def left(self) -> float:
        """Where it begins, read from the left."""
        return min(self.start, self.end)

    @property
    def right(self) -> float:
        """Where it ends, read from the left."""
        return max(self.start, self.end)

    def upper(self) -> tuple[float, ...]:
        """Return where it goes up out of the channel."""
        return tuple(x for x, up in ((self.start, self.above_start), (self.end, self.above_end)) if up)

    def lower(self) -> tuple[float, ...]:
        """Return where it goes down out of the channel."""
        return tuple(x for x, up in ((self.start, self.above_start), (self.end, self.above_end)) if not up)


def laid(runs: Sequence[Run]) -> list[int]:
    """Return the track of each run, from 0 at the top; -1 for one that goes straight through.

    Runs of one track do not touch. Where one goes up at the place at which another goes down, the first lies
    above the other, so that they do not run into each other; a circle of such wishes is cut anywhere.
    """
    tracks = [-1] * len(runs)
    waiting = {number for number, run in enumerate(runs) if run.start != run.end}
    above = {
        number: {other for other in waiting - {number} if _touch(runs[other].upper(), runs[number].lower())}
        for number in waiting
    }
    while waiting:
        ready = [number for number in waiting if not above[number] & waiting] or [min(waiting)]
        for number in sorted(ready, key=lambda one: (runs[one].left, runs[one].right, one)):
            lowest = max((tracks[other] + 1 for other in above[number] if other not in waiting), default=0)
            taken = {
                tracks[other]
                for other, run in enumerate(runs)
                if tracks[other] >= 0
                and run.left < runs[number].right + _APART
                and runs[number].left < run.right + _APART
            }
            tracks[number] = next(t for t in range(lowest, len(runs) + lowest + 1) if t not in taken)
            waiting.discard(number)
    return tracks


def _touch(ups: Sequence[float], downs: Sequence[float]) -> bool:
    return any(abs(up - down) < _APART / 2 for up in ups for down in downs)
