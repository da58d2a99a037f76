"""Which scripts a person copies: the one that became a habit is offered first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from deskbook.ports import DeskData

_HABIT = 3
"""Copies from which on a script is preferred to the first one: fewer may have been an exception."""


class Copies:
    """Counts copies at this desk. Thread-safe."""

    def __init__(self, desk: DeskData, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._clock = clock

    def count(self, entry_id: str, script: str) -> None:
        """Count a copy of a script, by its key within the entry.

        :raises StorageError: if it cannot be kept.
        """
        self._desk.remember_copy(entry_id, script, self._clock())

    def preferred(self, entry_id: str, scripts: Sequence[str]) -> int:
        """Return the number, from 1, of the script copied most; 1 as long as none is a habit.

        :param scripts: the keys of the entry's scripts in their order.
        """
        times = self._desk.copies_of(entry_id)
        habits = [(-times[key], n) for n, key in enumerate(scripts, 1) if times.get(key, 0) >= _HABIT]
        return min(habits, default=(0, 1))[1]
