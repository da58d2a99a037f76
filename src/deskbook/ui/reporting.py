"""Telling the window how far long work is."""

from __future__ import annotations

import time
from collections.abc import Callable

from deskbook.ports import Cancelled, Progress

_EVERY_S = 0.05
"""Between two reports: more would only keep the window busy."""


def reporting(tell: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Progress:
    """Return a progress callback that tells now and then, and ends the work once it is cancelled.

    It raises :class:`Cancelled` in the work then.
    """
    reported = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal reported
        if cancelled():
            raise Cancelled
        now = time.monotonic()
        if now - reported >= _EVERY_S:
            reported = now
            tell(done, total)

    return progress
