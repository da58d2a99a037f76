"""Places in a text: Python counts code points, Qt counts UTF-16 units.

An emoji is one of the first and two of the second.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Offsets:
    """Converts places in one text between code points and UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._points = [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [point + earlier for earlier, point in enumerate(self._points)]

    def units(self, point: int) -> int:
        """Return the UTF-16 unit at which a code point begins."""
        return point + bisect_left(self._points, point)

    def point(self, unit: int) -> int:
        """Return the code point that a UTF-16 unit belongs to."""
        return unit - bisect_left(self._units, unit)
