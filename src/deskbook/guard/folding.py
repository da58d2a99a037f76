"""Folding: one spelling for what a reader takes to be the same words, and the way back to the text.

A *dense* text holds letters and digits only. Width, case and the Simplified/Traditional difference are
folded character by character, Chinese digits become digits, and whatever can be put between characters
without hiding the word (spaces, punctuation, emoji, zero-width characters, the same character again) is left
out. Ends of sentences and clauses are left out too, but remembered: what lies across one is rarely one
phrase.

A *plain* text keeps every visible character and folds letters and digits alone, one to one; regular
expressions read that.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from opencc import OpenCC

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]

BREAK = "\n"
"""What a character that ends a sentence or a clause is spelled as."""

_CODE_POINTS = 0x110000
_UNKNOWN = 0  # tables begin as untouched zero pages: only what was met takes memory
_SKIPPED = _CODE_POINTS
_BREAK = _CODE_POINTS + 1
_UNEVEN = 1 << 31
_LONGEST_SPELLING = 4
_ASCII = 0x80

_BREAKS = frozenset("。!?;,、:\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_WORDS = frozenset("LN")
_MARKS = frozenset({"Mn", "Me"})
_INVISIBLE = frozenset({"Cf", "Cc", *_MARKS})
CHINESE_DIGITS = str.maketrans("〇零一壹幺二贰三叁四肆五伍六陆七柒八捌九玖", "001112233445566778899")
_WHITE_ON_BLACK = {chr(first + at): chr(ord("a") + at) for first in (0x1F150, 0x1F170) for at in range(26)}
"""🅐 and 🅰, which Unicode does not decompose as it does Ⓐ and 🄰."""
_GROUPING = tuple(map(ord, " -\u3000‐‑–—－"))
"""What people put between the groups of a long number."""
_REPEATED = re.compile(r"([^\x00-\x7f])\1")
_TENS = str.maketrans("拾佰仟", "十百千")


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # loads dictionaries; most commands check no text

    return OpenCC("t2s")


def _letters(char: str) -> str:
    """Return the folded letters and digits of a character; empty if it has none."""
    char = _WHITE_ON_BLACK.get(char, char)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    kept = "".join(part for part in parts if part == "%" or unicodedata.category(part)[0] in _WORDS)
    return _converter().convert(kept) if kept > "\x7f" else kept


@cache
def spelling(char: str) -> str:
    """Return how a dense text spells one character: letters and digits, :data:`BREAK`, or nothing."""
    if not _BREAKS.isdisjoint(unicodedata.normalize("NFKC", char)):
        return BREAK
    return _letters(char).translate(CHINESE_DIGITS).translate(_TENS)[:_LONGEST_SPELLING]


@cache
def plain_spelling(char: str) -> str:
    """Return how a plain text spells one character: one character, or nothing if it is invisible."""
    if unicodedata.category(char) in _INVISIBLE and not char.isspace():
        return ""
    letters = _letters(char)
    return letters if len(letters) == 1 else char


class _Tables:
    """What each code point becomes; learned when a character is first met. Shared by all threads."""

    def __init__(self) -> None:
        self.dense = np.zeros(_CODE_POINTS, np.uint32)
        self.plain = np.zeros(_CODE_POINTS, np.uint32)
        self.spellings = np.zeros((0, _LONGEST_SPELLING), np.uint32)
        self.lengths = np.zeros(0, np.intp)
        self._lock = Lock()

    def look_up(self, table: Codes, codes: Codes) -> Codes:
        found = table[codes]
        if found.size and found.min() == _UNKNOWN:
            with self._lock:
                for code in np.unique(codes[found == _UNKNOWN]).tolist():
                    self._learn(code)
            found = table[codes]
        return found

    def _learn(self, code: int) -> None:
        dense, plain = spelling(chr(code)), plain_spelling(chr(code))
        self.plain[code] = ord(plain) if plain and code else _SKIPPED
        if len(dense) > 1:
            padded = [*map(ord, dense), *([0] * (_LONGEST_SPELLING - len(dense)))]
            self.spellings = np.vstack([self.spellings, np.array([padded], np.uint32)])
            self.lengths = np.append(self.lengths, len(dense))
            self.dense[code] = _UNEVEN | (len(self.lengths) - 1)
        else:
            self.dense[code] = _BREAK if dense == BREAK else ord(dense) if dense else _SKIPPED


@cache
def _tables() -> _Tables:
    return _Tables()


def code_points(text: str) -> Codes:
    """Return the code points of any string, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def as_text(codes: Codes) -> str:
    """Return code points as a string."""
    return codes.astype(np.uint32, copy=False).tobytes().decode("utf-32-le", "surrogatepass")


class Dense:
    """A dense text and the way back. Positions in it are *places*; those in the original are *offsets*."""

    def __init__(self, codes: Codes) -> None:
        """Fold the code points of a text."""
        tables = _tables()
        found = tables.look_up(tables.dense, codes)
        offsets: Places | None = None
        if found.size and found.max() >= _UNEVEN:
            found, offsets = _spelled_out(tables, found)
        shown = np.flatnonzero(found != _SKIPPED)
        self._shown = found[shown]
        self._offsets: Places = shown if offsets is None else offsets[shown]
        fresh = np.ones(len(shown), np.bool_)
        # The same character again adds nothing, but a digit or a letter of a code does.
        fresh[1:] = (self._shown[1:] != self._shown[:-1]) | (self._shown[1:] < _ASCII)
        self._runs = np.flatnonzero(fresh)
        self._kept = self._runs[self._shown[self._runs] != _BREAK]
        self.codes: Codes = self._shown[self._kept]

    @cached_property
    def text(self) -> str:
        """The dense text."""
        return as_text(self.codes)

    @cached_property
    def _starts(self) -> Places:
        starts: Places = self._offsets[self._kept]
        return starts

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets that the places ``start < end`` came from, repeated characters included."""
        return int(self._offsets[self._kept[start]]), int(self._offsets[self._last(end - 1)]) + 1

    def places(self, first: int, last: int) -> tuple[int, int]:
        """Return the places that the offsets ``first < last`` hold; one place twice if they hold none."""
        start, end = np.searchsorted(self._starts, (first, last))
        return int(start), int(end)

    def run(self, place: int) -> int:
        """Return how many times the character at a place stands there."""
        return self._last(place) - int(self._kept[place]) + 1

    def broken(self, start: int, end: int) -> bool:
        """Tell whether a sentence or clause ends between the first and the last of these places."""
        # Without a break and without repetition, places lie as close as what was shown does.
        close = self._kept[end - 1] - self._kept[start] == end - 1 - start
        return not close and self._breaks(start, end - 1).size > 0

    def spaced(self, start: int, end: int) -> bool:
        """Tell whether something was put between every two neighbouring places of these."""
        return not any(self.touching(place) for place in range(start, end - 1))

    def touching(self, place: int) -> bool:
        """Tell whether nothing was put between a place and the next."""
        return self.span(place, place + 1)[1] == self.span(place + 1, place + 2)[0]

    def alone(self, start: int, end: int) -> bool:
        """Tell whether each of these places is a clause of its own."""
        inner = all(self.broken(place, place + 2) for place in range(start, end - 1))
        return inner and not self.before(start, 1) and not self.after(end, 1)

    def before(self, place: int, most: int) -> str:
        """Return up to ``most`` characters of the same clause that stand before a place."""
        start = max(0, place - most)
        if start == place:
            return ""
        breaks = self._breaks(start, place)
        if breaks.size:
            start = int(np.searchsorted(self._kept, breaks[-1]))
        return self.text[start:place]

    def after(self, place: int, most: int) -> str:
        """Return up to ``most`` characters of the same clause that stand at and after a place."""
        end = min(len(self.codes), place + most)
        if place == end or place == 0:
            return self.text[place:end]
        breaks = self._breaks(place - 1, end - 1)
        if breaks.size:
            end = int(np.searchsorted(self._kept, breaks[0]))
        return self.text[place:end]

    def _breaks(self, first: int, last: int) -> Places:
        """Return the indexes in what was shown of the breaks between two places."""
        start = int(self._kept[first])
        return start + np.flatnonzero(self._shown[start : self._kept[last]] == _BREAK)

    def _last(self, place: int) -> int:
        following = np.searchsorted(self._runs, self._kept[place], side="right")
        return int(self._runs[following] if following < len(self._runs) else len(self._shown)) - 1


def _spelled_out(tables: _Tables, found: Codes) -> tuple[Codes, Places]:
    """Write characters of several letters (㎏) out; return the codes and the offset each came from."""
    uneven = found >= _UNEVEN
    which = np.where(uneven, found & (_UNEVEN - 1), 0).astype(np.intp)
    lengths = np.where(uneven, tables.lengths[which], 1)
    offsets = np.repeat(np.arange(len(found), dtype=np.intp), lengths)
    within = np.arange(len(offsets)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.where(uneven[offsets], tables.spellings[which[offsets], within], found[offsets]), offsets


class Plain:
    """A plain text and the way back.

    :param numeric: read Chinese digits as digits, and digits in groups (138-0013 8000) as one number.
    """

    def __init__(self, codes: Codes, *, numeric: bool = False) -> None:
        tables = _tables()
        found = tables.look_up(tables.plain, codes)
        self._offsets = np.flatnonzero(found != _SKIPPED)
        found = found[self._offsets]
        if numeric:
            found = _as_digits()[found]
            digit = (found >= ord("0")) & (found <= ord("9"))
            grouping = np.isin(found, _GROUPING)
            grouping[1:-1] &= digit[:-2] & digit[2:]
            grouping[:1] = grouping[-1:] = False
            self._offsets, found = self._offsets[~grouping], found[~grouping]
        self.text = as_text(found)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets that the characters ``start < end`` came from."""
        return int(self._offsets[start]), int(self._offsets[end - 1]) + 1


@cache
def _as_digits() -> Codes:
    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    for chinese, digit in CHINESE_DIGITS.items():
        table[chinese] = digit
    return table


@dataclass(frozen=True, slots=True)
class Wording:
    """A literal of a phrase, folded as a dense text is.

    :param runs: how often each character stands at least; empty if each stands once.
    :param broken: a sentence or clause ends inside it.
    """

    text: str
    runs: tuple[int, ...] = ()
    broken: bool = False


def wording(literal: str) -> Wording:
    """Fold a literal."""
    spelt = "".join(map(spelling, literal))
    if BREAK not in spelt and not _REPEATED.search(spelt):  # as nearly all are
        return Wording(spelt)
    text: list[str] = []
    runs: list[int] = []
    pending = broken = False
    for char in literal:
        for part in spelling(char):
            if part == BREAK:
                pending = bool(text)
            elif text and text[-1] == part and ord(part) >= _ASCII and not pending:
                runs[-1] += 1
            else:
                broken |= pending
                pending = False
                text.append(part)
                runs.append(1)
    return Wording("".join(text), tuple(runs) if len(text) < sum(runs) else (), broken)
