from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.search.terms import document_terms, query_terms

HAN = st.text("退款运费险什么时候到账优惠券", min_size=1, max_size=12)


@given(before=HAN, wanted=HAN, after=HAN)
def test_any_piece_of_a_text_finds_it(before: str, wanted: str, after: str) -> None:
    indexed = set(document_terms(before + wanted + after))
    assert {term.text for term in query_terms(wanted)} <= indexed


@pytest.mark.parametrize("typed", ["xm-a", "xma", "xm"])
def test_codes_are_found_split_joined_and_while_typing(typed: str) -> None:
    indexed = set(document_terms("现货 xm-a 两件"))
    found = {term.text for term in query_terms(typed)} & indexed
    assert found - {"a", "xm"} or typed == "xm"
    assert found


def test_a_number_is_paired_with_what_it_counts() -> None:
    assert "7天" in set(document_terms("7天无理由"))
    assert "7天" in {term.text for term in query_terms("7天")}
    assert "7天" not in set(document_terms("7 天"))


def test_a_word_is_found_by_its_beginning_only_as_a_prefix_term() -> None:
    indexed = set(document_terms("refund"))
    assert {"refund", "refu*", "refund*"} <= indexed
    assert "refu" not in indexed
    assert [(term.text, term.weight < 1) for term in query_terms("refu")] == [
        ("refu", False),
        ("refu*", True),
    ]


def test_places_are_those_of_the_query() -> None:
    text = "查 xm-a 退款"
    for term in query_terms(text):
        shown = text[term.start : term.end]
        assert term.text.rstrip("*") in (shown, shown.replace("-", ""))


def test_the_longest_word_is_bounded() -> None:
    assert max(map(len, document_terms("x" * 5000))) <= 40


def test_punctuation_alone_is_nothing_to_look_up() -> None:
    assert query_terms("，。！？ …—") == []
