"""Posting lists as arrays: decoded once, then scored by numpy.

Whoosh scores one posting at a time in Python. Here a term's whole list becomes two arrays, document numbers
and BM25 impacts, and a query is a handful of vectorised additions. :class:`Bm25` is the same model as a
stock Whoosh weighting; a test holds both to the same scores.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from math import log
from typing import Any, NamedTuple

import numpy as np
from whoosh.scoring import BM25F

from deskbook.search.segments import Floats, Ids, field_lengths, frequency, postings
from deskbook.search.terms import Term

K1, B = 2.0, 0.4
_MOST_TERMS = 32
_MOST_POSTINGS = 300_000
"""Where common terms of a long question would cost more than this, the rarer ones decide by themselves."""

_CACHE_BYTES = 48 << 20
_POSTING_BYTES = 8


def inverse_frequency(documents: int, frequency: int) -> float:
    """Return how much a term says: near 0 for one that is everywhere, and never negative."""
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


class Bm25(BM25F):
    """The weighting model of this index, for Whoosh's own searcher."""

    def __init__(self) -> None:
        super().__init__(B=B, K1=K1)

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        """Return :func:`inverse_frequency` of a term."""
        parent = searcher.get_parent()
        return inverse_frequency(parent.doc_count_all(), parent.doc_frequency(fieldname, text))


class Postings(NamedTuple):
    """One term's documents, ascending, each with its BM25 impact before the inverse frequency."""

    ids: Ids
    impacts: Floats


class Choice(NamedTuple):
    """A term that is scored, and what a match of it is worth: its weight times its inverse frequency."""

    term: Term
    worth: float


class PostingReader:
    """Scores one field from decoded posting lists, and keeps those used last. Not thread-safe."""

    def __init__(self, reader: Any, field: str, budget: int = _CACHE_BYTES) -> None:
        """Prepare to read a field.

        :param budget: bytes of decoded postings to keep.
        """
        self._reader = reader
        self._field = field
        self._documents = reader.doc_count_all()
        self._budget = budget
        self._kept = 0
        self._cache: OrderedDict[str, Postings] = OrderedDict()
        self._frequencies: dict[str, int] = {}
        average = reader.field_length(field) / (self._documents or 1) or 1
        lengths = field_lengths(reader, field)
        self._saturation = (K1 * (1 - B + B * lengths / average)).astype(np.float32)

    def terms(self) -> tuple[str, ...]:
        """Return the terms whose postings are kept, those used last at the end."""
        return tuple(self._cache)

    def choose(self, terms: Iterable[Term]) -> list[Choice]:
        """Return the terms to score: the most telling ones, as far as the work stays bounded."""
        choices = [
            Choice(t, t.weight * inverse_frequency(self._documents, self.frequency(t.text))) for t in terms
        ]
        choices.sort(key=lambda choice: -choice.worth)
        chosen: list[Choice] = []
        work = 0
        for choice in choices[:_MOST_TERMS]:
            work += self.frequency(choice.term.text)
            if chosen and work > _MOST_POSTINGS:
                break
            chosen.append(choice)
        return chosen

    def scores(self, choices: Iterable[Choice]) -> Floats:
        """Return the BM25 score of every document for the chosen terms."""
        scores = np.zeros(self._documents, np.float32)
        for term, worth in choices:
            ids, impacts = self.get(term.text)
            scores[ids] += np.float32(worth) * impacts
        return scores

    def get(self, term: str) -> Postings:
        """Return the postings of a term; empty if no document has it."""
        found = self._cache.get(term)
        if found is not None:
            self._cache.move_to_end(term)
            return found
        ids, weights = postings(self._reader, self._field, term)
        found = Postings(ids, weights * np.float32(K1 + 1) / (weights + self._saturation[ids]))
        self._cache[term] = found
        self._kept += len(ids) * _POSTING_BYTES
        while self._kept > self._budget and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._kept -= len(dropped.ids) * _POSTING_BYTES
        return found

    def frequency(self, term: str) -> int:
        """Return how many documents have a term."""
        known = self._frequencies.get(term)
        if known is None:
            known = self._frequencies[term] = frequency(self._reader, self._field, term)
        return known
