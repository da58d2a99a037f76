"""Limits of a placeholder: read as written, and every fault told with its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import Level
from deskbook.model.problem import Problem
from deskbook.model.register import Shop

markup = MarkdownMarkup()
SHOP = """\
name: 小店
values:
  甲: {{value: {0}}}
  乙: {{value: {1}}}
  丙: {{value: {2}}}
asked:
  补偿金额:
    hint: 单位为元
    check: amount
    limits:
      junior: 甲
      intermediate: 乙
      senior: 丙
      above: 售后主管
"""
SOUND = SHOP.format("20 元", "100 元", "500 元")
amounts = st.decimals(0, 9_999_999, places=2)


def parse(source: str) -> Shop | tuple[Problem, ...]:
    return markup.parse_shop(source, "shop.yaml")


def yuan(value: Decimal) -> str:
    return f"{value} 元"


@given(st.tuples(amounts, amounts, amounts), st.sampled_from(["{} 元", "{}元", "{}"]))
def test_limits_that_rise_are_read_and_others_are_told(
    limits: tuple[Decimal, Decimal, Decimal], written: str
) -> None:
    parsed = parse(SHOP.format(*(written.format(limit) for limit in limits)))
    if sorted(limits) == list(limits):
        assert isinstance(parsed, Shop)
        named = parsed.asked["补偿金额"].limits
        assert named is not None
        assert dict(named.values) == dict(zip(Level, "甲乙丙", strict=True))
        assert named.above == "售后主管"
    else:
        assert isinstance(parsed, tuple)
        assert {problem.code for problem in parsed} == {"falling-limits"}
        assert {problem.line for problem in parsed} <= {12, 13}


@given(st.text(max_size=12))
def test_whatever_a_value_says_there_is_an_answer(text: str) -> None:
    scalar = '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else "x" for c in text) + '"'
    parsed = parse(SHOP.format(scalar, "100 元", "500 元"))
    assert isinstance(parsed, Shop) or all(problem.line for problem in parsed)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("senior: 丙", "expert: 丙", "missing-field", 11),
        ("senior: 丙", "senior: 丙\n      expert: 丙", "unknown-field", 14),
        ("senior: 丙", "senior: 丁", "unknown-limit", 13),
        ("senior: 丙", "senior: 补偿金额", "unknown-limit", 13),
        ("senior: 丙", "senior: 甲", "falling-limits", 13),
        ("junior: 甲", "junior: 丙", "falling-limits", 12),
        ("junior: 甲", "junior:", "missing-field", 11),
        ("{value: 500 元}", "{value: 五百元}", "limit-not-amount", 13),
        ("{value: 500 元}", "{value: 5 万元}", "limit-not-amount", 13),
        ("      above: 售后主管\n", "", "missing-field", 11),
        ("check: amount", "check: number", "limits-without-amount", 10),
        ("    check: amount\n", "", "limits-without-amount", 9),
    ],
)
def test_faults_in_limits(old: str, new: str, code: str, line: int) -> None:
    assert old in SOUND
    problems = parse(SOUND.replace(old, new, 1))
    assert isinstance(problems, tuple)
    assert (code, line) in {(problem.code, problem.line) for problem in problems}
    assert all(problem.path == "shop.yaml" for problem in problems)


def test_limits_that_are_no_group_are_told() -> None:
    problems = parse("name: a\nasked:\n  甲: {check: amount, limits: 20}\n")
    assert isinstance(problems, tuple)
    assert "not-a-mapping" in {problem.code for problem in problems}


def test_a_placeholder_without_limits_has_none() -> None:
    parsed = parse("name: a\nasked:\n  甲: {check: amount}\n")
    assert isinstance(parsed, Shop)
    assert parsed.asked["甲"].limits is None
