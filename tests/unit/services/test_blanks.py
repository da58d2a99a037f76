"""What may be filled in: what is plausible, and what an agent of a level may promise."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model.entry import Level
from deskbook.model.register import Asked, Check, Limits, Shop, Value, amount
from deskbook.services.blanks import Blank, fault

LIMITS = Limits({Level.JUNIOR: "初级", Level.INTERMEDIATE: "中级", Level.SENIOR: "高级"}, "售后主管")
SHOP = Shop(
    "小店",
    {"初级": Value("20 元"), "中级": Value("100 元"), "高级": Value("500 元")},
    {"补偿金额": Asked("单位为元", Check.AMOUNT, LIMITS)},
)
PROMISED = Blank.of("补偿金额", SHOP)


def said(value: str, level: Level) -> str:
    return str(fault(PROMISED, value, level) or "")


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (Check.AMOUNT, ["0", "19.9", "1500", "0.01"], ["-1", "19.999", "一百", "1,000", "12345678"]),
        (Check.NUMBER, ["2", "100"], ["2.5", "两件", "-1"]),
        (
            Check.ORDER,
            ["SF1234567890", "2026-1122", "A1B2C3D4"],
            ["abc", "abcdefgh", "单号 123", "x" * 41, "12345 678"],
        ),
        (Check.DIGITS4, ["0042"], ["42", "00421", "abcd"]),
        (
            Check.PHONE,
            ["13800138000", "021-12345678", "075512345678", "400-800-1234"],
            ["12800138000", "1380013800", "110", "138 0013 8000", "手机"],
        ),
        (
            Check.DATE,
            ["12 月 3 日", "2月29日前", "2026-12-03", "12/3", "12.3", "今天", "下周三", "3 日", "3-15 天内"],
            [
                "13 月 3 日",
                "2 月 30 日",
                "2026-02-29",
                "0 月 1 日",
                "2026年4月31日",
                "13.3",
                "50",
                "20261122887",
            ],
        ),
        (Check.TEXT, ["任何 text 😀", "50"], []),
    ],
)
def test_what_is_plausible(check: Check, good: list[str], bad: list[str]) -> None:
    blank = Blank("金额", "", check)
    refused = [value for value in ["", " ", *good] if fault(blank, value, Level.JUNIOR) is not None]
    assert refused == []
    assert [value for value in bad if "金额" not in str(fault(blank, value, Level.JUNIOR))] == []


def test_a_level_is_told_who_may_grant_more() -> None:
    assert said("20", Level.JUNIOR) == ""
    assert said("80", Level.JUNIOR) == (
        "“补偿金额” of 80 yuan is above the 20 yuan that junior agents may promise; "
        "intermediate agents may grant up to 100 yuan."
    )
    assert "senior agents may grant up to 500 yuan" in said("100.01", Level.JUNIOR)
    assert "above the 100 yuan that intermediate agents" in said("101", Level.INTERMEDIATE)
    assert said("500.00", Level.SENIOR) == ""


@pytest.mark.parametrize("level", Level)
def test_beyond_every_level_somebody_else_decides(level: Level) -> None:
    assert said("500.01", level).endswith("may promise; 售后主管 decides.")


def test_a_value_that_is_no_amount_is_told_as_such_first() -> None:
    assert said("80 元", Level.JUNIOR) == "“补偿金额” should be an amount in yuan, such as 19.90."


@given(st.decimals(0, 9_999_999, places=2), st.sampled_from(Level))
def test_a_level_may_promise_exactly_up_to_its_limit(value: Decimal, level: Level) -> None:
    limit = amount(SHOP.values[LIMITS.values[level]].value)
    assert limit is not None
    assert (said(str(value), level) == "") == (value <= limit)


def test_a_placeholder_that_nobody_defined_takes_any_text() -> None:
    assert Blank.of("没人定义", SHOP) == Blank("没人定义", "", Check.TEXT)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("20 元", "20"),
        ("20元", "20"),
        (" 19.90 ", "19.90"),
        ("0 元", "0"),
        ("满 49 元", None),
        ("1-7 元", None),
        ("2 万元", None),
        ("-5 元", None),
        ("１０元", None),
        ("", None),
    ],
)
def test_amounts_of_the_shop_profile(text: str, read: str | None) -> None:
    assert amount(text) == (Decimal(read) if read is not None else None)
