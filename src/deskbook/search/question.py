"""A question: a query's text, analysed once."""

from __future__ import annotations

from dataclasses import dataclass

from deskbook.search.folding import Folded, fold
from deskbook.search.pinyin import has_latin, query_sounds
from deskbook.search.terms import Term, query_terms

LONGEST = 300
"""Characters of a query that are looked at; what is pasted beyond them is ignored."""
_LONGEST_SOUND = 60


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked up for a query text.

    :param terms: lexical terms, each once, with the weight of a match.
    :param sounds: sound terms, each once.
    :param spelled: whether Latin letters were typed, so that pinyin may be meant.
    """

    folded: Folded
    terms: tuple[Term, ...]
    sounds: tuple[Term, ...]
    spelled: bool

    @classmethod
    def of(cls, text: str) -> Question:
        """Analyse a query text of any length and content."""
        folded = fold(text[:LONGEST].strip())
        short = folded.text[:_LONGEST_SOUND]
        return cls(
            folded,
            _distinct(query_terms(folded.text)),
            _distinct(query_sounds(short)),
            has_latin(short),
        )

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look up."""
        return not self.terms


def _distinct(terms: list[Term]) -> tuple[Term, ...]:
    best: dict[str, Term] = {}
    for term in terms:
        known = best.get(term.text)
        if known is None or known.weight < term.weight:
            best[term.text] = term
    return tuple(best.values())
