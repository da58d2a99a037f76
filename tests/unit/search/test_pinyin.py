from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.search.pinyin import document_sounds, readings, spoken
from deskbook.search.spelling import is_foreign, query_sounds

TITLE = "退款什么时候到账"


def sought(query: str) -> set[str]:
    return {term.text for term in query_sounds(query)}


@pytest.mark.parametrize(
    "query",
    [
        "tuikuan",
        "tui kuan",
        "tuik",
        "tuikua",
        "tui",
        "tui款",
        "退kuan",
        "tk",
        "tks",
        "shenmeshihou",
        "daozhang",
    ],
)
def test_a_title_is_found_by_pinyin_initials_and_mixtures(query: str) -> None:
    assert sought(query) <= set(document_sounds(TITLE))
    assert sought(query)


@pytest.mark.parametrize("query", ["腿款", "退宽", "到帐", "倒账", "daozang", "senmesihou"])
def test_homophones_and_southern_spelling_sound_the_same(query: str) -> None:
    assert sought(query) <= set(document_sounds(TITLE))
    assert sought(query)


def test_ambiguous_spelling_gives_every_shortest_reading() -> None:
    assert sought("fangan") == {"fan'an", "fan'gan"}


def test_usual_second_readings_count_and_archaic_ones_do_not() -> None:
    assert set(readings("还")) == {"hai", "huan"}
    assert readings("款") == ("kuan",)


def test_latin_words_are_no_sounds_of_a_document() -> None:
    assert list(document_sounds("sku 9081")) == []


@pytest.mark.parametrize("query", ["x" * 5000, "1234", "", "😡", "' ~"])
def test_what_is_not_pinyin_asks_for_little_or_nothing(query: str) -> None:
    assert len(query_sounds(query)) < 10


@given(st.text("退款运费险什么时候到账优惠券", min_size=2, max_size=10))
def test_a_text_is_found_by_its_own_sounds(text: str) -> None:
    assert sought(text) <= set(document_sounds(text))
    assert sought("".join(spoken(text).split())) or len(text) > 60


@given(st.text(st.characters(), max_size=30))
def test_spoken_has_one_syllable_for_each_character(text: str) -> None:
    assert len(spoken(text).split(" ")) == len(text) + 1 or " " in text or any(c.isspace() for c in text)


def test_pairs_overlap_along_a_run() -> None:
    run = "退款到账"
    expected = {f"{readings(a)[0]}'{readings(b)[0]}" for a, b in pairwise(run)}
    assert expected <= sought(run)


@pytest.mark.parametrize(
    ("typed", "foreign"),
    [
        ("where is my refund", True),
        ("invoice", True),
        ("tuikuan", False),
        ("tuik shij", False),
        ("tkdz", False),
        ("退款 vip", True),
        ("退款tk", False),
        ("123", False),
    ],
)
def test_a_word_that_is_neither_pinyin_nor_initials_is_foreign(typed: str, foreign: bool) -> None:
    assert is_foreign(typed) is foreign


def test_beside_a_foreign_word_no_latin_word_is_spelled() -> None:
    assert sought("where can he go") == set()
    assert sought("where can 退款") == {"tui'kuan"}
