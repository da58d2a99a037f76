"""What the guard answers: hits that explain themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from deskbook.model.entry import Category, Phrase, Severity


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A banned phrase in a text.

    :param start: code point in the text where it begins; ``end`` is the one after it.
    :param text: what stands there, as it was written.
    :param reason: Markdown; ``replacements`` are Markdown too, with placeholders.
    :param laws: ids of the law register.
    """

    start: int
    end: int
    text: str
    phrase_id: str
    category: Category
    severity: Severity
    reason: str
    replacements: tuple[str, ...]
    laws: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        """Whether it must not be sent at all."""
        return self.severity is Severity.BLOCK


@dataclass(frozen=True, slots=True)
class Scan:
    """The hits of a text by ascending start, none overlapping another.

    :param complete: False if there was so much to report that the guard stopped; the text may hold more.
    :param looked_at: how many places were looked at closely.
    """

    hits: tuple[PhraseHit, ...]
    complete: bool = True
    looked_at: int = 0

    @property
    def blocked(self) -> bool:
        """Whether one of the hits blocks."""
        return any(hit.blocks for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase was found, before overlaps are settled."""

    start: int
    end: int
    phrase: Phrase


def settle(text: str, found: Iterable[Found]) -> tuple[PhraseHit, ...]:
    """Settle overlaps: what blocks goes before what warns, then the longer, the earlier, the lower id."""
    ranked = sorted(
        set(found),
        key=lambda f: (f.phrase.severity is not Severity.BLOCK, f.start - f.end, f.start, f.phrase.id),
    )
    starts: list[int] = []
    kept: list[Found] = []
    for one in ranked:
        at = bisect_left(starts, one.start)
        if (at and kept[at - 1].end > one.start) or (at < len(kept) and kept[at].start < one.end):
            continue
        starts.insert(at, one.start)
        kept.insert(at, one)
    return tuple(_hit(text, one) for one in kept)


def _hit(text: str, found: Found) -> PhraseHit:
    phrase = found.phrase
    return PhraseHit(
        found.start,
        found.end,
        text[found.start : found.end],
        phrase.id,
        phrase.category,
        phrase.severity,
        phrase.reason,
        phrase.replacements,
        phrase.laws,
    )
