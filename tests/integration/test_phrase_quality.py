"""The phrases of the starter handbook find what they should in the labelled sentences, and little else."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.phrases.quality import (
    HELD_OUT,
    OTHER_HAND,
    SENTENCES,
    Quality,
    judged,
    mark,
    measure,
    phrases,
    sentences,
)

from deskbook.guard.engine import Guard

INNOCENTS = Path(__file__).parents[2] / "resources" / "innocent-sentences.txt"


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(phrases())


def categories() -> dict[str, str]:
    return {phrase.id: phrase.category.value for phrase in phrases()}


def measured(guard: Guard, path: Path) -> Quality:
    return measure(guard, sentences(path), categories())


def test_the_part_that_may_be_mended_meets_the_aims(guard: Guard) -> None:
    quality = measured(guard, SENTENCES)
    assert quality.overall.precision >= 0.97, quality.faults
    assert quality.overall.recall >= 0.95, quality.faults


def test_the_part_held_out_is_about_as_good_as_it_was(guard: Guard) -> None:
    overall = measured(guard, HELD_OUT).overall
    assert overall.precision >= 0.96
    assert overall.recall >= 0.94


def test_sentences_of_other_hands_are_marked(guard: Guard) -> None:
    at_all = mark(guard, judged(OTHER_HAND), categories()).at_all
    assert at_all.precision >= 0.97
    assert at_all.recall >= 0.95


def test_the_innocent_corpus_is_found_innocent(guard: Guard) -> None:
    lines = INNOCENTS.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and guard.check(line)] == []
