"""Synonyms: other wordings of the trade, so that 退钱, “refund” and 退款 find each other.

The groups stand in ``resources/search/synonyms.toml``, where a shop's language can be added to.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from deskbook.search.folding import fold

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SHORTEST = 2


class Wording(NamedTuple):
    """A wording found in a folded text, and the others of its group."""

    start: int
    end: int
    others: tuple[str, ...]


class Synonyms:
    """Groups of wordings that mean the same."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._chinese: dict[str, tuple[str, ...]] = {}
        self._latin: dict[str, tuple[str, ...]] = {}
        for group in groups:
            words = [fold(word).text for word in group]
            spoken = tuple(word for word in words if not _WORD.match(word))
            for word in words:
                others = tuple(other for other in spoken if other != word)
                (self._latin if _WORD.match(word) else self._chinese)[word] = others
        self._longest = max(map(len, self._chinese), default=0)
        self._most_words = max((len(word.split()) for word in self._latin), default=0)

    @classmethod
    def load(cls, path: Path) -> Synonyms:
        """Read the groups of a file; without the file there are none.

        :raises tomllib.TOMLDecodeError: if the file is damaged.
        """
        try:
            return cls(tomllib.loads(path.read_text(encoding="utf-8"))["groups"])
        except FileNotFoundError:
            return cls()

    def within(self, folded: str) -> Iterator[Wording]:
        """Yield the wordings of a folded text that have synonyms, the longest at each place."""
        yield from self._within_chinese(folded)
        yield from self._within_latin(folded)

    def _within_chinese(self, folded: str) -> Iterator[Wording]:
        start = 0
        while start <= len(folded) - _SHORTEST:
            for end in range(min(start + self._longest, len(folded)), start + _SHORTEST - 1, -1):
                others = self._chinese.get(folded[start:end])
                if others:
                    yield Wording(start, end, others)
                    start = end
                    break
            else:
                start += 1

    def _within_latin(self, folded: str) -> Iterator[Wording]:
        words = list(_WORD.finditer(folded))
        at = 0
        while at < len(words):
            for last in range(min(at + self._most_words, len(words)), at, -1):
                others = self._latin_group([word.group() for word in words[at:last]])
                if others:
                    yield Wording(words[at].start(), words[last - 1].end(), others)
                    at = last
                    break
            else:
                at += 1

    def _latin_group(self, words: Sequence[str]) -> tuple[str, ...]:
        phrase = " ".join(words)
        return self._latin.get(phrase) or self._latin.get(phrase.removesuffix("s")) or ()
