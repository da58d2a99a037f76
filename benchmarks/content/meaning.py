"""What says the same in other words: likeness by the sentence encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from benchmarks.content.handbook import bare
from deskbook.model.entry import Faq
from deskbook.search.encoder import Encoder, Vectors

Encode = Callable[[Sequence[str]], Vectors]
"""From texts to unit vectors, one row a text."""

THRESHOLD = 0.77
"""Likeness from which two FAQs need a reason to be two.

It is the mean of two cosines, that of the questions with their aliases and that of the answers. The two pairs
that a reader found to be one, before one of each was given another scenario, were at 0.80 and 0.78; of all
pairs, 1 in 10,000 was above 0.77.
"""
_BATCH = 64


def batched(encoder: Encoder) -> Encode:
    """Return an encoder that takes any number of texts."""

    def encode(texts: Sequence[str]) -> Vectors:
        return np.vstack([encoder.encode(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)])

    return encode


def neighbours(
    faqs: Sequence[Faq], encode: Encode, threshold: float = THRESHOLD
) -> Iterator[tuple[str, str, float]]:
    """Yield the ids of every two FAQs at or above the threshold with their likeness, the nearest first."""
    asked = encode(["。".join((faq.title, *faq.aliases)) for faq in faqs])
    answered = encode([bare(faq.answer) for faq in faqs])
    likeness = np.triu((asked @ asked.T + answered @ answered.T) / 2, 1)
    rows, columns = np.nonzero(likeness >= threshold)
    for place in np.argsort(-likeness[rows, columns], kind="stable"):
        row, column = rows[place], columns[place]
        yield faqs[row].id, faqs[column].id, float(likeness[row, column])


def variants(faqs: Sequence[Faq], encode: Encode) -> list[tuple[str, str, str, float]]:
    """Return every two variants of the same FAQ with their cosine: id, anchor, anchor, cosine."""
    vectors = encode([bare(script.text) for faq in faqs for script in faq.scripts])
    found = []
    start = 0
    for faq in faqs:
        own = vectors[start : start + len(faq.scripts)]
        start += len(faq.scripts)
        for one, other in zip(*np.triu_indices(len(own), 1), strict=True):
            pair = faq.scripts[one].anchor, faq.scripts[other].anchor
            found.append((faq.id, *pair, float(own[one] @ own[other])))
    return found
