"""Inside a text: nothing is lost, numbers and placeholders stay whole, and changes fall on words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.revision.align import Effort
from deskbook.revision.words import (
    Op,
    Vocabulary,
    new_side,
    old_side,
    sentences,
    text_diff,
    tokens,
    unified,
)
from tests.unit.revision.support import marked

WHOLE = [
    "{{退款时效}}",
    "48",
    "1-7",
    "2026-11-22",
    "19.90",
    "30%",
    "limit=5m",
    "faq-refund-arrival",
    "VIP",
    "👨‍👩‍👧",
    "🇨🇳",
]
texts = st.lists(
    st.sampled_from(
        [*WHOLE, "退", "款", "换货", "，", "。", "！", " ", "\n", "\r\n", "“", "”", "[退货](sop-return)"]
    )
    | st.text(max_size=3),
    max_size=14,
).map("".join)


def diff(old: str, new: str) -> str:
    return marked(text_diff(old, new, Vocabulary(old, new), Effort()))


@given(texts, texts)
@settings(max_examples=500, deadline=None)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    spans = text_diff(old, new, Vocabulary(old, new), Effort())
    assert (old_side(spans), new_side(spans)) == (old, new)
    assert all(span.old or span.new for span in spans)
    for span in spans:
        assert (unified(span.old) == unified(span.new)) == (span.op is Op.SAME)


@given(texts)
def test_a_text_is_its_sentences_and_its_tokens(text: str) -> None:
    assert "".join(sentences(text)) == text
    assert "".join(tokens(text)) == text


@given(
    st.lists(st.sampled_from(WHOLE), min_size=1, max_size=6),
    st.lists(st.sampled_from(WHOLE), min_size=1, max_size=6),
)
def test_numbers_placeholders_words_and_emoji_are_never_cut(old: list[str], new: list[str]) -> None:
    spans = text_diff("，".join(old), "，".join(new), Vocabulary(), Effort())
    for side, parts in ((0, old), (1, new)):
        pieces = [re.sub("，", "", span.new if side else span.old) for span in spans]
        assert "".join(pieces) == "".join(parts)
        cuts = {len("".join(pieces[:n])) for n in range(len(pieces) + 1)}
        allowed = {len("".join(tokens("，".join(parts))[:n]).replace("，", "")) for n in range(200)}
        assert cuts <= allowed


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("", "退款。", "[+退款。+]"),
        ("退款。", "", "[-退款。-]"),
        ("甲，乙。", "甲，丙，乙。", "甲，[+丙，+]乙。"),
        ("甲，丙，乙。", "甲，乙。", "甲，[-丙，-]乙。"),
        ("48 小时内发出。", "24 小时内发出。", "[48→24] 小时内发出。"),
        ("{{退款时效}}到账", "{{到账时间}}到账", "[{{退款时效}}→{{到账时间}}]到账"),
        ("一般 1-7 天", "一般 1-5 天", "一般 [1-7→1-5] 天"),
        ("先看VIP等级", "先看SVIP等级", "先看[VIP→SVIP]等级"),
        ("见 sop-return", "见 sop-refund", "见 [sop-return→sop-refund]"),
        ("送您👨‍👩‍👧", "送您👨‍👩‍👦", "送您[👨‍👩‍👧→👨‍👩‍👦]"),
        ("申请退款。退款快。退货慢。", "申请退货。退款快。退货慢。", "申请[退款→退货]。退款快。退货慢。"),
        ("请在三天内寄回。", "请在五天内寄回。", "请在[三→五]天内寄回。"),
        ("甲乙丙丁。", "一乙二丁。", "[甲乙丙→一乙二]丁。"),
        (
            "您先稍等一下。我去查查看。",
            "我去查查看。您先稍等一下。",
            "~[-您先稍等一下。-]我去查查看。~[+您先稍等一下。+]",
        ),
        ("先登记原因，再核对订单。", "先登记原因。再核对订单。", "先登记原因[，→。]再核对订单。"),
        ("先登记原因。再核对订单。", "先登记原因，再核对订单。", "先登记原因[。→，]再核对订单。"),
        ("这是规定。", "按平台规则要等验货。", "[这是规定→按平台规则要等验货]。"),
    ],
)
def test_readings(old: str, new: str, expected: str) -> None:
    assert diff(old, new) == expected


def test_line_ends_are_no_difference() -> None:
    assert diff("甲\r\n乙", "甲\n乙") == "甲\n乙"
