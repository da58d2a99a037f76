"""Homophones and pinyin: phrases that opted in are also found by how they sound.

A text is read as toneless syllables, each character by its usual reading; Latin letters are read as pinyin
where they spell syllables of a phrase (``jia weixin``, ``加weixin``). What sounds alike is mostly not meant:
a hit needs three syllables, and one character at least that is written as the phrase writes it, or in pinyin.
Two syllables (``shabi``) are enough where they are a word of their own, wholly in pinyin.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import ahocorasick
import numpy as np
from numpy.typing import NDArray

from deskbook.guard.folding import Dense

SHORTEST = 3
"""Syllables that a literal needs to be found by its sound."""
SHORTEST_WORD = 2
"""Syllables that it needs where it stands by itself in pinyin."""

_SPOKEN_DIGITS = dict(
    zip("0123456789", ["ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"], strict=True)
)
_SILENT = "\0"
_FIRST_SIGN = 0x100  # a syllable's sign: one character each, away from the Latin letters
_CODE_POINTS = 0x110000
_UNMET, _STRANGE, _LATIN, _FIRST_KIND = 0, 1, 2, 3
"""Kinds of characters: not met yet, in no literal, a letter, and then one for each syllable."""


@cache
def syllable(char: str) -> str:
    """Return the usual reading of a folded character, without its tone; empty if it has none."""
    if char in _SPOKEN_DIGITS:
        return _SPOKEN_DIGITS[char]
    # Only single characters are looked up: without the phrase dictionary the import takes a quarter of the
    # time and memory. The package knows no other switch than the environment.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.constants import PINYIN_DICT  # slow to load, and most lists have no such phrase

    reading = PINYIN_DICT.get(ord(char), "").partition(",")[0]
    marked = unicodedata.normalize("NFD", reading).replace("u\u0308", "v").replace("ve", "ue")
    return "".join(part for part in marked if not unicodedata.combining(part))


class Ear:
    """Hears literals, given as dense texts."""

    def __init__(self, literals: Sequence[str]) -> None:
        self._literals = literals
        self._signs: dict[str, str] = {}
        self._automaton = ahocorasick.Automaton()
        heard: dict[str, list[int]] = {}
        for index, literal in enumerate(literals):
            syllables = [syllable(char) for char in literal]
            if len(syllables) >= SHORTEST_WORD and all(syllables):
                heard.setdefault("".join(map(self._sign, syllables)), []).append(index)
        for signs, indexes in heard.items():
            self._automaton.add_word(signs, tuple(indexes))
        self._automaton.make_automaton()
        self._pinyin = re.compile("|".join(sorted(self._signs, key=lambda s: (-len(s), s))) + "|[^a-z]")
        self._kinds = np.zeros(_CODE_POINTS, np.uint16)
        self._neighbours = self._neighbouring(heard)

    def __bool__(self) -> bool:
        return bool(self._signs)

    def hear(self, dense: Dense) -> Iterator[tuple[int, int, int]]:
        """Yield ``(index, start, end)`` for every literal heard: its index in the list given, its places."""
        for first, last in self._worth_hearing(dense):
            yield from self._hear(dense, first, last)

    def _sign(self, sound: str) -> str:
        return self._signs.setdefault(sound, chr(_FIRST_SIGN + len(self._signs)))

    def _neighbouring(self, heard: Iterable[str]) -> NDArray[np.bool_]:
        """Return which kinds follow each other in some literal; letters go with anything but silence."""
        kinds = len(self._signs) + _FIRST_KIND
        together = np.zeros((kinds, kinds), np.bool_)
        for signs in heard:
            for first, second in pairwise(signs):
                together[self._kind(first), self._kind(second)] = True
        together[_LATIN, _LATIN:] = together[_LATIN:, _LATIN] = True
        return together

    @staticmethod
    def _kind(sign: str) -> int:
        return ord(sign) - _FIRST_SIGN + _FIRST_KIND

    def _worth_hearing(self, dense: Dense) -> list[tuple[int, int]]:
        """Return the stretches in which all that stands together also does in some literal."""
        kinds = self._kinds[dense.codes]
        if kinds.size and kinds.min() == _UNMET:
            for code in np.unique(dense.codes[kinds == _UNMET]).tolist():
                sign = self._signs.get(syllable(chr(code)))
                latin = ord("a") <= code <= ord("z")
                self._kinds[code] = _LATIN if latin else self._kind(sign) if sign else _STRANGE
            kinds = self._kinds[dense.codes]
        together = self._neighbours[kinds[:-1], kinds[1:]]
        edges = np.diff(together.astype(np.int8), prepend=0, append=0)
        starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) + 1
        long = ends - starts >= SHORTEST
        return list(zip(starts[long].tolist(), ends[long].tolist(), strict=True))

    def _hear(self, dense: Dense, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        text = dense.text
        signs: list[str] = []
        places: list[tuple[int, int]] = []
        end = first
        for match in self._pinyin.finditer(text, first, last):
            if match.start() > end:
                signs.append(_SILENT)
                places.append((end, match.start()))
            end = match.end()
            signs.append(self._signs[match[0] if match[0] in self._signs else syllable(match[0])])
            places.append(match.span())
        for at, indexes in self._automaton.iter("".join(signs)):
            for index in indexes:
                size = len(self._literals[index])
                spans = places[at + 1 - size : at + 1]
                if _meant(dense, spans, self._literals[index]):
                    yield index, spans[0][0], spans[-1][1]


def _meant(dense: Dense, spans: Sequence[tuple[int, int]], literal: str) -> bool:
    first, last = spans[0][0], spans[-1][1]
    written = dense.text[first:last]
    if len(spans) < SHORTEST:
        return written.isascii() and written.isalpha() and _a_word(dense, first, last)
    if all(end - start == 1 for start, end in spans):
        # What is written as the phrase has it is found as such, and judged there.
        return written != literal and any(a == b for a, b in zip(written, literal, strict=True))
    return True


def _a_word(dense: Dense, first: int, last: int) -> bool:
    """Tell whether no letter stands right beside these places."""
    text = dense.text
    return not (
        (first > 0 and text[first - 1].isascii() and dense.touching(first - 1))
        or (last < len(text) and text[last].isascii() and dense.touching(last - 1))
    )
