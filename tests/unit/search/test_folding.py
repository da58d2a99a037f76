from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.search.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("退貨運費", "退货运费"),
        ("ＸＭ－Ａ", "xm-a"),
        ("Refund", "refund"),
        ("①号", "1号"),
        ("退\u200b款", "退款"),
        ("退\t款\n", "退 款 "),
        ("\ud83d退", " 退"),
    ],
)
def test_one_spelling_for_what_readers_take_to_be_the_same(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_sentence_punctuation_stays_so_that_most_text_is_its_own_folded_form() -> None:
    text = "先核对订单，再退款……好吗？"
    assert fold(text).text == text
    assert fold(text).origin is None


def test_spans_lead_back_over_characters_that_grow_or_vanish() -> None:
    text = "x㎏\u200b退貨"
    folded = fold(text)
    start = folded.text.index("退货")
    assert folded.span(start, start + 2) == (3, 5)
    start = folded.text.index("kg")
    assert folded.span(start, start + 2) == (1, 2)


@given(st.text(st.characters()))
def test_every_folded_character_has_an_origin_in_order(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.text(st.characters()))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
