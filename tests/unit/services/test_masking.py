"""Whoever wrote it, what is kept tells of no customer."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbook.services.masking import CARD, EMAIL, FEWEST_DIGITS, IDENTITY, ORDER, PHONE, masked

words = st.text(st.sampled_from("退款什么时候到账，。！ 的我"), max_size=12)
digits = st.text(st.sampled_from("0123456789"), min_size=FEWEST_DIGITS, max_size=30)
between = st.sampled_from(["", "", "", " ", "-", "－", "  "])


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """Draw a number as somebody might write it."""
    full = draw(st.booleans())
    shown = [chr(ord(d) + 0xFEE0) if full else d for d in draw(digits)]
    return "".join(part for d in shown for part in (d, draw(between))).strip()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("我的手机13800138000还没退款", f"我的手机{PHONE}还没退款"),
        ("+86 138-0013-8000", PHONE),
        ("138.0013.8000", PHONE),
        ("０１０－８２３４５６７８", PHONE),
        ("400-800-1234", PHONE),
        ("一三八零零一三八零零零", PHONE),
        ("身份证 11010519491231002X 吧", f"身份证 {IDENTITY} 吧"),
        ("4111 1111 1111 1111", CARD),
        ("SF1234567890123到哪了", f"{ORDER}到哪了"),
        ("订单号：A12b 退", f"订单号{ORDER} 退"),
        ("写信到a.b+c@example.com.cn！", f"写信到{EMAIL}！"),
        ("2026-11-22 起 19.90 元，7天无理由", "2026-11-22 起 19.90 元，7天无理由"),
        ("iPhone15 Pro Max 256", "iPhone15 Pro Max 256"),
        ("第一二三条", "第一二三条"),
    ],
)
def test_what_is_masked_and_what_stays(written: str, kept: str) -> None:
    assert masked(written) == kept


@given(before=words, number=disguised(), after=words)
@example(before="", number="2026-11-2213800138000", after="")
def test_no_long_number_is_left_however_it_is_written(before: str, number: str, after: str) -> None:
    kept = unicodedata.normalize("NFKC", masked(f"{before}：{number}：{after}"))
    left = re.sub(r"\b(19|20)\d\d-\d{1,2}-\d{1,2}\b", "", kept)
    assert not re.search(rf"(?:\d[ -]{{0,2}}){{{FEWEST_DIGITS},}}", left)


@given(text=st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@given(
    text=st.text(
        st.characters(exclude_categories=["Nd"], exclude_characters="@＠〇零一二三四五六七八九幺单编")
    )
)
def test_a_text_without_numbers_and_addresses_stays_as_it_is(text: str) -> None:
    assert masked(text) == text
