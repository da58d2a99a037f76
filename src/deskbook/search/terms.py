"""Terms: what a text is indexed under and what a query looks up.

Chinese has no spaces, and word segmentation loses substrings, so a run of CJK characters gives each
character and each pair of neighbours. ASCII words give themselves and, for typing, their prefixes. Codes
such as ``XM-A`` also give their joined form, and a number is paired with the character after it (``7天``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_LATIN = "0-9a-zÀ-ɏ"
_TOKEN = re.compile(
    rf"(?P<word>[{_LATIN}]+(?:[-_./+'][{_LATIN}]+)*)"
    rf"|(?P<run>(?:[^\W_{_LATIN}]|[☀-➿\U0001F000-\U0001FAFF])+)"
)
_PART = re.compile(rf"[{_LATIN}]+")
_PREFIX_MARK = "*"
_SHORTEST_PREFIX, _LONGEST_PREFIX = 2, 12
_LONGEST_WORD = 40


class Term(NamedTuple):
    """A term at a place of a folded text. ``weight`` says how much a match of it counts in a query."""

    text: str
    start: int
    end: int
    weight: float = 1.0


class Token(NamedTuple):
    """A maximal piece of a folded text: a run of CJK characters, or an ASCII word or code."""

    text: str
    start: int
    is_word: bool


def tokens(folded: str) -> Iterator[Token]:
    """Yield the runs and words of a folded text, in order."""
    for match in _TOKEN.finditer(folded):
        yield Token(match.group(), match.start(), match.lastgroup == "word")


def document_terms(folded: str) -> Iterator[str]:
    """Yield the terms that a folded text is indexed under, once for each occurrence."""
    number, number_end = "", -1
    for token in tokens(folded):
        if token.is_word:
            yield from _word_forms(token.text)
            number, number_end = _trailing_number(token.text), token.start + len(token.text)
            continue
        text = token.text
        yield from text
        yield from map("".join, pairwise(text))
        if number and token.start == number_end:
            yield number + text[0]


def _word_forms(word: str) -> Iterator[str]:
    parts = _PART.findall(word)
    if len(parts) > 1:
        parts.append("".join(parts))
    for part in parts:
        yield part[:_LONGEST_WORD]
        for size in range(_SHORTEST_PREFIX, min(len(part), _LONGEST_PREFIX) + 1):
            yield part[:size] + _PREFIX_MARK


def _trailing_number(word: str) -> str:
    return word if word.isdigit() and len(word) <= 4 else ""


UNIGRAM_WEIGHT = 0.5
"""What a single character of a longer run counts: its pairs carry the meaning, it only breaks ties."""
PREFIX_WEIGHT = 0.6


def query_terms(folded: str) -> list[Term]:
    """Return the terms to look up for a folded query, with their places in it; some occur more than once."""
    found: list[Term] = []
    number: Token | None = None
    for token in tokens(folded):
        if token.is_word:
            found.extend(_query_word(token))
            number = token if _trailing_number(token.text) else None
            continue
        text, start = token.text, token.start
        single = 1.0 if len(text) == 1 else UNIGRAM_WEIGHT
        found.extend(Term(char, start + i, start + i + 1, single) for i, char in enumerate(text))
        found.extend(Term(text[i : i + 2], start + i, start + i + 2) for i in range(len(text) - 1))
        if number is not None and number.start + len(number.text) == start:
            found.append(Term(number.text + text[0], number.start, start + 1))
        number = None
    return found


def _query_word(token: Token) -> Iterator[Term]:
    parts = [
        (match.group(), token.start + match.start(), token.start + match.end())
        for match in _PART.finditer(token.text)
    ]
    if len(parts) > 1:
        joined = "".join(part for part, _, _ in parts)
        parts.append((joined, token.start, token.start + len(token.text)))
    for part, start, end in parts:
        yield Term(part[:_LONGEST_WORD], start, end)
        if len(part) >= _SHORTEST_PREFIX:
            yield Term(part[:_LONGEST_PREFIX] + _PREFIX_MARK, start, end, PREFIX_WEIGHT)
