"""Ranking: four kinds of evidence, added up.

Lexical and sound scores of whole documents, and the nearness of meaning, choose the candidates; the best of
them are compared sentence by sentence with the question. Every part is brought to 0..1, where 1 would be a
perfect match, so that the weights below are shares. They were set by principle and checked by
``benchmarks/relevance``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deskbook.model.entry import Kind
from deskbook.search.card import Card, Passage
from deskbook.search.encoder import Vectors
from deskbook.search.postings import K1, Choice, PostingReader
from deskbook.search.question import Question
from deskbook.search.segments import Floats, Ids
from deskbook.search.snapshot import Snapshot
from deskbook.search.vectors import Mask


@dataclass(frozen=True, slots=True)
class Weights:
    """The share of each kind of evidence: ``sound`` where Latin letters were typed, else ``homophone``."""

    text: float = 1.0
    sentence: float = 0.2
    sound: float = 1.0
    homophone: float = 0.2
    meaning: float = 0.5


KIND_BONUS: Mapping[Kind, float] = {
    Kind.FAQ: 0.02,
    Kind.SOP: 0.015,
    Kind.CASE: 0.0,
    Kind.PHRASE: -0.02,
}
"""Breaks ties: an FAQ or SOP answers a customer sooner than a case or a banned phrase does."""

_CANDIDATES = 32
_SENTENCES = 200
_SPARE = 12
_SHARES = (0.7, 0.5, 0.35, 0.2, 0.0)
_FLOOR = 0.2
"""Cosines below this are what unrelated sentences have."""

MEANT = 0.25
"""From here on nearness of meaning is a reason to be found, even without any other."""

_LEAST, _LEAST_SHARE = 0.1, 0.25
"""What scores less, or less than this share of the best, is chance: a character in common."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate. ``meaning`` and ``sound`` are parts of its evidence, from 0 to 1."""

    doc: int
    card: Card
    score: float
    meaning: float
    sound: float


def rank(
    snapshot: Snapshot,
    question: Question,
    vector: Vectors | None,
    allowed: Mask,
    limit: int,
    weights: Weights,
) -> list[Ranked]:
    """Return the best ``limit`` documents, best first.

    :param vector: the question's unit vector; None while there is no encoder.
    :param allowed: for each document whether it may be returned.
    """
    with snapshot.lock:
        terms = snapshot.text.choose(question.terms)
        text = _shares(snapshot.text, terms)
        sound = _shares(snapshot.sound, snapshot.sound.choose(question.sounds))
    text[~allowed] = 0
    sound[~allowed] = 0
    width = max(_CANDIDATES, limit)
    pools = [_top(text, width), _top(sound, width)]
    nearest = snapshot.nearest
    if vector is not None and nearest is not None:
        docs, _ = nearest.search(vector, allowed, max(_SENTENCES, limit))
        pools.append(docs[:width])
    union = np.unique(np.concatenate(pools))
    meaning = np.zeros(len(union), np.float32)
    if vector is not None and nearest is not None:
        meaning = np.maximum(nearest.nearness(vector, union) - _FLOOR, 0) / (1 - _FLOOR)
    heard = weights.sound if question.spelled else weights.homophone
    rough = weights.text * text[union] + heard * sound[union] + weights.meaning * meaning
    worth = {term.text: value for term, value in terms}
    total = sum(worth.values()) or 1.0
    ranked: list[Ranked] = []
    for i in np.argsort(-rough, kind="stable")[: limit + _SPARE].tolist():
        doc = int(union[i])
        card = snapshot.card(doc)
        sentence = max(_likeness(each, worth, total) for each in card.sentences)
        score = float(rough[i]) + weights.sentence * sentence + KIND_BONUS[card.kind]
        if text[doc] or sound[doc] or meaning[i] >= MEANT:
            ranked.append(Ranked(doc, card, score, float(meaning[i]), float(sound[doc])))
    ranked.sort(key=lambda r: (-r.score, r.card.id))
    least = max(_LEAST, ranked[0].score * _LEAST_SHARE) if ranked else 0.0
    return [each for each in ranked[:limit] if each.score >= least]


def _likeness(sentence: Passage, worth: Mapping[str, float], total: float) -> float:
    """Return how much of the question a sentence holds, weakened where the sentence says much else."""
    text = sentence.folded
    shared = [term for term in worth if term in text]
    if not shared:
        return 0.0
    covered = sum(worth[term] for term in shared) / total
    # A text of n characters has about 2 n terms, its characters and their pairs.
    precise = min(1.0, len(shared) / (2 * len(text)))
    return covered * (0.6 + 0.4 * precise)


def _shares(reader: PostingReader, choices: Sequence[Choice]) -> Floats:
    """Return each document's BM25 score as a share of the best that any document could have."""
    scores = reader.scores(choices)
    scores /= np.float32(sum(choice.worth for choice in choices) * (K1 + 1) or 1)
    return scores


def _top(scores: Floats, count: int) -> Ids:
    """Return the documents with the highest scores above 0, in no order."""
    # Most scores are far below the best: a few comparisons leave little to select from.
    best = scores.max(initial=0.0)
    for share in _SHARES:
        top = np.flatnonzero(scores > best * share)
        if len(top) >= count:
            break
    if len(top) > count:
        top = top[np.argpartition(scores[top], -count)[-count:]]
    return top.astype(np.int32)
