from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model.query import Why
from deskbook.search import open_index
from deskbook.search.question import Question
from deskbook.search.synonyms import Synonyms
from tests.unit.search.support import ask, shown, small_handbook

SYNONYMS = Synonyms([["退款", "退钱", "refund", "money back"], ["尺码", "size"]])


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("给我退钱", {"退款"}),
        ("refunds please", {"退款", "退钱"}),
        ("my money back now", {"退款", "退钱"}),
        ("REFUND", {"退款", "退钱"}),
        ("refunded", {"退款", "退钱"}),
        ("到账", set()),
    ],
)
def test_another_wording_of_a_group_is_asked_for(typed: str, others: set[str]) -> None:
    plain = {term.text for term in Question.of(typed).terms}
    assert {term.text for term in Question.of(typed, SYNONYMS).terms} - plain == others


@pytest.mark.parametrize("typed", ["refund", "refunds", "refunded", "refunding"])
def test_of_an_english_words_meanings_the_trades_own_counts_most(typed: str) -> None:
    weights = {term.text: term.weight for term in Question.of(typed, SYNONYMS).terms}
    assert weights["退款"] > weights["退钱"]


def test_dialect_is_asked_for_in_plain_words_too() -> None:
    known = Synonyms([["多久", "多长时间"]], [["怎么", "咋"], ["没有", "冇", "莫得"], ["多久", "几耐"]])
    question = Question.of("冇货咋退要几耐", known)
    assert question.plain == "没有货怎么退要多久"
    weights = {term.text: term.weight for term in question.terms}
    assert {"冇货", "咋退", "几耐"} <= weights.keys()
    assert weights["没有"] == weights["么退"] == weights["多久"] == 1
    assert weights["长时"] < 1


@given(st.text(alphabet="冇咋退货莫得 a", max_size=12))
def test_the_way_back_from_plain_words_stays_within_the_text(typed: str) -> None:
    plain = Synonyms((), [["怎么", "咋"], ["没有", "冇", "莫得"], ["货", "退货"]]).plain(typed)
    assert plain.origin is None or (
        len(plain.origin) == len(plain.text) and list(plain.origin) == sorted(plain.origin)
    )
    for start in range(len(plain.text)):
        begin, end = plain.span(start, len(plain.text))
        assert 0 <= begin < end == len(typed)


def test_an_english_word_of_the_trade_is_not_meant_as_pinyin() -> None:
    assert Question.of("size").sounds
    assert not Question.of("size", SYNONYMS).sounds


def test_a_missing_file_means_no_synonyms_and_the_products_own_can_be_read(tmp_path: Path) -> None:
    assert not list(Synonyms.load(tmp_path / "none.toml").within("退钱"))
    own = Synonyms.load(Path(__file__).parents[3] / "resources" / "search" / "synonyms.toml")
    assert any("退款" in wording.others for wording in own.within("refund"))


def test_a_hit_by_another_wording_is_marked_and_its_reason_true(tmp_path: Path) -> None:
    index = open_index(tmp_path, encoder=False, synonyms=SYNONYMS)
    handbook = small_handbook()
    index.sync(handbook.heads(), handbook.load)
    hits = {hit.id: hit for hit in index.search(ask("退钱")).hits}
    assert shown(hits["sop-refund"].title) == ["退款"]
    assert hits["sop-refund"].why[0] is Why.TITLE
