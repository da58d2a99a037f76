"""Ranking: three kinds of evidence, added up.

Words, sounds and meaning each choose their best candidates, and all candidates are then judged by all three.
Every part is brought to 0..1, where 1 would be a perfect match, so that the weights below are shares. They
were set by principle and checked by ``benchmarks/relevance``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from deskbook.search.encoder import Vectors
from deskbook.search.postings import K1, Choice, PostingReader
from deskbook.search.question import Question
from deskbook.search.segments import Floats, Ids
from deskbook.search.snapshot import Snapshot
from deskbook.search.terms import Term
from deskbook.search.vectors import Mask


@dataclass(frozen=True, slots=True)
class Weights:
    """The share of each kind of evidence: ``sound`` where Latin letters were typed, else ``homophone``."""

    text: float = 1.0
    sound: float = 0.8
    homophone: float = 0.3
    meaning: float = 0.6


_CANDIDATES = 32
_SENTENCES = 200
_SHARES = (0.7, 0.5, 0.35, 0.2, 0.0)
_FLOOR = 0.2
"""Nearness below this is what unrelated sentences have."""

MEANT = 0.25
"""From here on nearness of meaning is a reason to be found, even without any other."""

_ASKED_FOR = 0.2
"""What an entry of the kind that was asked for gains, as a share of the best score."""

_NAMED = 0.3
"""What the procedure of a topic gains where nothing but the topic is typed, and so no special case."""

_LEAST, _LEAST_SHARE = 0.1, 0.25
"""What scores less, without a word, a sound or a meaning that it shares with the question, is chance; so is
what scores less than this share of the best."""


class Ranked(NamedTuple):
    """A document that answers, with its score and the parts of it that are no words, from 0 to 1."""

    doc: int
    score: float
    sound: float
    meaning: float


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
        choices = snapshot.text.choose(question.terms)
        words = _shares(snapshot.text, choices, [each for each in choices if each.term.weight >= 1])
        text = words + _shares(snapshot.text, choices, [each for each in choices if each.term.weight < 1])
        heard = snapshot.sound.choose(_suspected(each, question, snapshot.text) for each in question.sounds)
        sound = _shares(snapshot.sound, heard, heard)
    text[~allowed] = 0
    sound[~allowed] = 0
    width = max(_CANDIDATES, limit)
    pools = [_top(text, width), _top(sound, width)]
    nearest = snapshot.nearest if question.meaningful > 0 else None
    if vector is not None and nearest is not None:
        pools.append(nearest.search(vector, allowed, max(_SENTENCES, limit))[0][:width])
    docs = np.unique(np.concatenate(pools))
    words, text, sound = words[docs], text[docs], sound[docs]
    meaning = np.zeros(len(docs), np.float32)
    if vector is not None and nearest is not None:
        meaning = np.maximum(nearest.nearness(vector, docs) - _FLOOR, 0) / (1 - _FLOOR)
        meaning *= np.float32(question.meaningful)
    listened = weights.sound if question.spelled else weights.homophone
    scores = weights.text * text + listened * sound + weights.meaning * meaning
    solid = (words > 0) | (meaning >= MEANT) | ((sound > 0) & question.spelled) | (scores >= _LEAST)
    best = scores.max(initial=0.0)
    scores += best * snapshot.bonus[docs]
    if question.kind is not None:
        scores += best * _ASKED_FOR * snapshot.of_kind(question.kind)[docs]
    procedures = snapshot.procedures(question.names)
    if procedures is not None:
        scores += best * _NAMED * procedures[docs]
    solid &= scores >= best * _LEAST_SHARE
    return [
        Ranked(int(docs[i]), float(scores[i]), float(sound[i]), float(meaning[i]))
        for i in np.argsort(-scores, kind="stable").tolist()
        if solid[i]
    ][:limit]


def _suspected(sound: Term, question: Question, text: PostingReader) -> Term:
    """Return a sound with full weight where what was typed stands in no entry: that is how a typo looks."""
    typed = question.folded.text[sound.start : sound.end]
    return sound if text.frequency(typed) else sound._replace(weight=max(sound.weight, 1.0))


def _shares(reader: PostingReader, choices: Sequence[Choice], some: Sequence[Choice]) -> Floats:
    """Return each document's BM25 score for some of the choices, as a share of the best for all of them."""
    scores = reader.scores(some)
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
