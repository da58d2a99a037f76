"""Spelling: what the Latin letters of a query may be meant as, and the sounds to look up for it.

``tuikuan`` is pinyin and ``tk`` its initials; ``where is my refund`` is neither, though single words of it
could be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deskbook.search.pinyin import BEGINNINGS, LONGEST_SYLLABLE, SYLLABLES, fold_syllable, readings
from deskbook.search.terms import Term, Token, tokens

_LETTERS = re.compile(r"[a-z]+")
_INITIALS = frozenset("abcdefghjklmnopqrstwxyz")
_VOWELS = frozenset("aeo")
_MOST_INITIALS = 8
_LONGEST_SPELLED = 60
_INITIALS_WEIGHT = 0.7
WRITTEN_WEIGHT = 0.3
"""What the sound of characters counts beside letters: they are looked up as they are written, too."""


def is_foreign(folded: str) -> bool:
    """Tell whether some Latin word of a folded query can be neither pinyin nor initials."""
    return any(
        _LETTERS.fullmatch(token.text) and not _initials_like(token.text) and not _spelled(token.text, 0)
        for token in tokens(folded)
        if token.is_word
    )


def _initials_like(word: str) -> bool:
    # Few characters begin with a vowel: 爱, 二, 欧.
    return (
        len(word) <= _MOST_INITIALS
        and _INITIALS.issuperset(word)
        and sum(letter in _VOWELS for letter in word) <= 1
    )


@dataclass(frozen=True, slots=True)
class _Edge:
    """A syllable between two nodes of a chunk. Nodes count what can be spoken, spaces left out."""

    start: int
    end: int
    syllable: str
    finished: bool = True
    typed: bool = True


def query_sounds(folded: str) -> list[Term]:
    """Return the sound terms to look up for a folded query, with their places in it.

    Where one Latin word is foreign, all of them are taken to be.
    """
    found: list[Term] = []
    for chunk in _chunks(folded, spelled=not is_foreign(folded)):
        found.extend(_chunk_sounds(chunk))
    return found


def has_latin(folded: str) -> bool:
    """Tell whether a folded text has Latin letters."""
    return _LETTERS.search(folded) is not None


def _chunks(folded: str, *, spelled: bool) -> Iterator[list[Token]]:
    """Group the tokens that are spoken in one breath: neighbours, or words with one space between them."""
    chunk: list[Token] = []
    end = -1
    for token in tokens(folded):
        gap = folded[end : token.start] if chunk else ""
        joined = not gap or (gap == " " and (token.is_word or chunk[-1].is_word))
        can_be_spoken = not token.is_word or (spelled and _LETTERS.fullmatch(token.text) is not None)
        if chunk and not (joined and can_be_spoken):
            yield chunk
            chunk = []
        if can_be_spoken:
            chunk.append(token)
        end = token.start + len(token.text)
    if chunk:
        yield chunk


def _chunk_sounds(chunk: Sequence[Token]) -> Iterator[Term]:
    edges: list[_Edge] = []
    places: list[int] = []
    letters = ""
    typed: list[bool] = []
    for token in chunk:
        base = len(places)
        abbreviated = False
        if token.is_word:
            spelled = _spelled(token.text, base)
            # What reads as whole syllables is not meant as initials, too.
            whole = bool(spelled) and all(edge.finished for edge in spelled)
            abbreviated = _initials_like(token.text) and not whole
            edges.extend(spelled)
            letters += token.text
        else:
            spoken = [readings(char) for char in token.text]
            edges.extend(
                _Edge(base + i, base + i + 1, r, typed=False) for i, rs in enumerate(spoken) for r in rs
            )
            letters += "".join(rs[0][0] if rs else " " for rs in spoken)
        places.extend(range(token.start, token.start + len(token.text)))
        typed.extend([abbreviated] * len(token.text))
    yield from _pairs(edges, places)
    if len(chunk) == 1 and chunk[0].is_word:
        yield from _lone_syllables(edges, places)
    yield from _initials(letters, typed, places)


def _spelled(word: str, base: int) -> list[_Edge]:
    """Return the syllables on every shortest way to read ``word``; the last may be unfinished."""
    size = len(word)
    if size > _LONGEST_SPELLED:
        return []
    candidates = [
        _Edge(i, j, word[i:j], finished=word[i:j] in SYLLABLES)
        for i in range(size)
        for j in range(i + 1, min(size, i + LONGEST_SYLLABLE) + 1)
        if word[i:j] in SYLLABLES or (j == size and word[i:j] in BEGINNINGS)
    ]
    fewest_before = {0: 0}
    for edge in candidates:
        if edge.start in fewest_before:
            count = fewest_before[edge.start] + 1
            fewest_before[edge.end] = min(count, fewest_before.get(edge.end, count))
    fewest_after = {size: 0}
    for edge in reversed(candidates):
        if edge.end in fewest_after:
            count = fewest_after[edge.end] + 1
            fewest_after[edge.start] = min(count, fewest_after.get(edge.start, count))
    return [
        _Edge(base + e.start, base + e.end, fold_syllable(e.syllable), e.finished)
        for e in candidates
        if e.start in fewest_before
        and e.end in fewest_after
        and fewest_before[e.start] + 1 + fewest_after[e.end] == fewest_before[size]
    ]


def _pairs(edges: Sequence[_Edge], places: Sequence[int]) -> Iterator[Term]:
    starting: dict[int, list[_Edge]] = {}
    for edge in edges:
        starting.setdefault(edge.start, []).append(edge)
    for first in edges:
        if first.finished:
            for second in starting.get(first.end, ()):
                yield Term(
                    f"{first.syllable}'{second.syllable}",
                    places[first.start],
                    places[second.end - 1] + 1,
                    1.0 if first.typed or second.typed else WRITTEN_WEIGHT,
                )


def _lone_syllables(edges: Sequence[_Edge], places: Sequence[int]) -> Iterator[Term]:
    for edge in edges:
        if edge.start == 0 and edge.end == len(places):
            yield Term(edge.syllable, places[0], places[-1] + 1)


def _initials(letters: str, typed: Sequence[bool], places: Sequence[int]) -> Iterator[Term]:
    # Three letters say much more than two; pairs are asked only where there is nothing longer. A group in
    # which no letter was typed as such is only the initials of words that are looked up as they are.
    size = min(len(letters), 3)
    for i in range(len(letters) - size + 1):
        group = letters[i : i + size]
        if size >= 2 and any(typed[i : i + size]) and _INITIALS.issuperset(group):
            yield Term("~" + group, places[i], places[i + size - 1] + 1, _INITIALS_WEIGHT)
