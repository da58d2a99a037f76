"""What is counted and measured about the handbook's texts. Pure: nothing here reads a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeVar

from deskbook.lint.likeness import jaccard
from deskbook.model.entry import AnyEntry, Faq
from deskbook.model.references import references

_Key = TypeVar("_Key", bound=Hashable)

_SENTENCE_END = re.compile(r"[。！？!?…\n]+")
_CLAUSE_END = re.compile(r"[，、；：,;:—]+")
_LATIN = re.compile(r"[A-Za-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Spread:
    """How a figure is spread over many texts."""

    count: int
    least: float
    p5: float
    median: float
    p95: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Return the spread of at least one value; a percentile is the value at that rank, none in between.

        :raises ValueError: if there is no value.
        """
        ranked = sorted(values)
        if not ranked:
            raise ValueError("nothing to spread")
        p5, median, p95 = (ranked[round((len(ranked) - 1) * p)] for p in (0.05, 0.5, 0.95))
        return cls(len(ranked), ranked[0], p5, median, p95, ranked[-1])


@dataclass(frozen=True, slots=True)
class Ease:
    """How easily texts read.

    ``rare`` counts the Chinese characters outside the first level of GB 2312, its 3,755 common ones.
    """

    sentences: Spread
    clauses: Spread
    characters: int
    rare: Counter[str]

    @property
    def rare_share(self) -> float:
        """The share of the Chinese characters that are not common."""
        return self.rare.total() / self.characters if self.characters else 0.0


def tally(entries: Iterable[AnyEntry], key: Callable[[AnyEntry], _Key]) -> list[tuple[_Key, int]]:
    """Return how many entries share each key, the most frequent first."""
    return Counter(map(key, entries)).most_common()


def letters(text: str) -> int:
    """Return the length of a text as people count it: without white space."""
    return sum(not char.isspace() for char in text)


def words(text: str) -> frozenset[str]:
    """Return what two wordings may share: pairs of neighbouring Chinese characters, Latin words, numbers."""
    latin = {match[0].casefold() for match in _LATIN.finditer(text)}
    return frozenset(latin | {a + b for a, b in pairwise(text) if _chinese(a) and _chinese(b)})


def apart(entry: AnyEntry) -> int:
    """Return how many of an entry's aliases share no word with its title."""
    title = words(entry.title)
    return sum(not title & words(alias) for alias in entry.aliases)


def variant_pairs(faq: Faq, text: Callable[[str], str]) -> Iterator[tuple[str, str, float]]:
    """Yield every two variants of an FAQ with their Jaccard coefficient; ``text`` prepares a script."""
    for one, other in combinations(faq.scripts, 2):
        yield one.anchor, other.anchor, jaccard(text(one.text), text(other.text))


def linked(entries: Sequence[AnyEntry]) -> tuple[list[int], list[str], list[str]]:
    """Return to how many entries each links, which of them none links to, and which stand all alone."""
    targets = {
        entry.id: {ref.partition("#")[0] for _, ref in references(entry)} - {entry.id} for entry in entries
    }
    reached = frozenset().union(*targets.values())
    unreached = [id_ for id_ in targets if id_ not in reached]
    return (
        [len(found) for found in targets.values()],
        unreached,
        [id_ for id_ in unreached if not targets[id_]],
    )


def ease(texts: Iterable[str]) -> Ease:
    """Measure how easily texts read, together.

    :raises ValueError: if there is no sentence in them.
    """
    sentences = [s for text in texts for s in _SENTENCE_END.split(text) if letters(s)]
    clauses = [c for sentence in sentences for c in _CLAUSE_END.split(sentence) if letters(c)]
    characters = [char for sentence in sentences for char in sentence if _chinese(char)]
    return Ease(
        Spread.of(map(letters, sentences)),
        Spread.of(map(letters, clauses)),
        len(characters),
        Counter(char for char in characters if not _common(char)),
    )


def _chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _common(char: str) -> bool:
    """Tell whether a character is in rows 16 to 55 of GB 2312, its first level."""
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
