"""Folding: one spelling for what readers take to be the same text.

Width, case and the Simplified/Traditional difference are folded character by character. Folding without
context keeps every substring findable (a phrase-aware converter writes the same character differently in
different company) and makes the way back to the original text an index.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_FIRST_HAN = 0x2E80
_BLANKED = frozenset({"Cc", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
_DROPPED = frozenset({"Cf", "Mn", "Me"})
_JOINERS = frozenset("-_./+'")
"""Punctuation inside codes; other punctuation only separates words and stays as it is."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    :param origin: for each folded character the index of the original character it came from; None where
        both texts have the same length and order.
    """

    text: str
    origin: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span, in code points, of the folded span ``start < end``."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


@cache
def _converter() -> OpenCC:
    # Imported on first use: a query in ASCII, or the command line's help, does without the dictionaries.
    from opencc import OpenCC

    return OpenCC("t2s")


class _Table(dict[int, str]):
    """``str.translate`` table that learns each character when it first meets it."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters whose folding is not exactly one character long."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        self[code] = folded
        return folded


def _fold_character(char: str) -> str:
    category = unicodedata.category(char)
    if category in _BLANKED:
        return " "
    if category in _DROPPED:
        return ""
    folded = unicodedata.normalize("NFKC", char).lower()
    if folded == char:
        return _converter().convert(char) if ord(char) >= _FIRST_HAN else char
    if category[0] == "P":
        return folded if folded in _JOINERS else char
    return "".join(map(_fold_character, folded))


_table = _Table()


def fold(text: str) -> Folded:
    """Return ``text`` folded, with the way back to it. Any string is accepted, lone surrogates included."""
    folded = text.translate(_table)
    if _table.uneven.isdisjoint(text):
        return Folded(folded)
    origin: list[int] = []
    for index, char in enumerate(text):
        origin.extend([index] * len(_table[ord(char)]))
    return Folded(folded, origin)
