"""Telling when a search ended without a copy."""

from __future__ import annotations

from collections.abc import Callable

_SHORTEST = 2
"""A single character is the beginning of a search, none by itself."""


class Episode:
    """What somebody types until they clear the field or begin with something else is one search.

    It is told by its longest text that was answered: what follows is it being deleted again.
    """

    def __init__(self, in_vain: Callable[[str, int], None]) -> None:
        """Begin.

        :param in_vain: called with the text of a search, and how many hits it had, if nothing was copied.
        """
        self._in_vain = in_vain
        self._last = ""
        self._text = ""
        self._hits = 0
        self._copied = False

    def typed(self, text: str) -> None:
        """Note what stands in the field."""
        text = " ".join(text.split())
        if self._last and text[:1] != self._last[:1] and self._last not in text:
            self._end()
        self._last = text

    def answered(self, text: str, hits: int) -> None:
        """Note how many hits a text has."""
        text = " ".join(text.split())
        if len(text) >= max(_SHORTEST, len(self._text)):
            self._text, self._hits = text, hits

    def copied(self) -> None:
        """Note that it helped."""
        self._copied = True

    def _end(self) -> None:
        if self._text and not self._copied:
            self._in_vain(self._text, self._hits)
        self._text, self._hits, self._copied = "", 0, False
