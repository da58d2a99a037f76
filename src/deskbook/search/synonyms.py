"""Synonyms: other wordings of the trade, so that 退钱, “refund” and 退款 find each other.

The groups stand in ``resources/search/synonyms.toml``, where a shop's language can be added to, and beside
them the plain words for what people of a region say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from deskbook.search.folding import Folded, fold

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SHORTEST = 2
_ENDINGS = ("", "s", "es", "d", "ed", "ing")


class Wording(NamedTuple):
    """A wording found in a folded text, and the others of its group, the one the trade uses first."""

    start: int
    end: int
    others: tuple[str, ...]


class Synonyms:
    """Groups of wordings that mean the same."""

    def __init__(self, groups: Iterable[Sequence[str]] = (), plain: Iterable[Sequence[str]] = ()) -> None:
        """Prepare groups of wordings.

        :param groups: of each group the wording that the trade uses comes first.
        :param plain: of each group the plain word comes first; the others are dialect or slang for it.
        """
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
        self._plain = {fold(said).text: fold(meant).text for meant, *ways in plain for said in ways}
        longest_first = sorted(self._plain, key=len, reverse=True)
        self._said = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    @classmethod
    def load(cls, path: Path) -> Synonyms:
        """Read the groups of a file; without the file there are none.

        :raises tomllib.TOMLDecodeError: if the file is damaged.
        """
        try:
            read = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(read["groups"], read.get("plain", ()))
        except FileNotFoundError:
            return cls()

    def plain(self, folded: str) -> Folded:
        """Return a folded text in plain words, with the way back to it."""
        if self._said is None or self._said.search(folded) is None:
            return Folded(folded)
        text, origin, end = "", list[int](), 0
        for match in self._said.finditer(folded):
            meant = self._plain[match.group()]
            text += folded[end : match.start()] + meant
            origin += range(end, match.start())
            origin += [match.start()] * (len(meant) - 1)
            origin.append(match.end() - 1)
            end = match.end()
        return Folded(text + folded[end:], [*origin, *range(end, len(folded))])

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
        stems = (phrase.removesuffix(ending) for ending in _ENDINGS if phrase.endswith(ending))
        return next((self._latin[stem] for stem in stems if stem in self._latin), ())
