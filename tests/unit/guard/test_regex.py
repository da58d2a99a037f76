"""Only patterns of bounded cost are accepted, and the rest is refused with a reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.guard.regex import LONGEST, MOST_WAYS, PatternRefusedError, compile_bounded


@pytest.mark.parametrize(
    ("source", "shortest", "longest", "ways"),
    [
        ("加微信", 3, 3, 1),
        ("加.{0,2}微信", 3, 5, 3),
        ("a|bc|d", 1, 2, 3),
        ("(?:ab?){2}", 2, 4, 4),
        ("[哦嗯]{1,3}[。!]{0,6}", 1, 9, 21),
        (r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", 11, 11, 1),
        (r"a{2,}?"[:4] + "3}", 2, 3, 2),
        (r"a{,3}b", 1, 4, 4),
        ("加{{名}}", 6, 6, 1),
        (r"[]a\]]\d\.", 3, 3, 1),
        ("a??b", 1, 2, 2),
    ],
)
def test_bounds(source: str, shortest: int, longest: int, ways: int) -> None:
    bounds = compile_bounded(source).bounds
    assert (bounds.shortest, bounds.longest, bounds.ways) == (shortest, longest, ways)


@pytest.mark.parametrize(
    ("source", "leads", "trails"),
    [
        ("^a$", True, True),
        ("^(?:a|b)", True, False),
        ("^a|b$", False, False),
        ("^a|^b", True, False),
        ("a$", False, True),
        (r"\Aa\Z", True, True),
        ("(?=b)^a", True, False),
        ("a", False, False),
    ],
)
def test_where_a_pattern_is_tied_to(source: str, leads: bool, trails: bool) -> None:
    bounds = compile_bounded(source).bounds
    assert (bounds.leads, bounds.trails) == (leads, trails)


@pytest.mark.parametrize(
    "source",
    [
        "(a+)+b",
        "a*",
        ".*",
        "a{2,}",
        "a{0,99999}",
        "(a{0,20}){0,10}b",
        "(a|a){20}b",
        "(?:a|ab|b){0,12}c",
        ".{0,20}a.{0,20}b.{0,20}",
        "(?=(a{0,9}){9})b",
        "[a]{201}",
        r"(a)\1",
        "(?P<n>a)",
        "(?i)a",
        "(?#a)a",
        "(?(1)a|b)",
        "a{1,3}+",
        "*a",
        "(a",
        "a)",
        "[a",
        "[[a]",
        "[a--b]",
        "a\\",
        r"\q",
        "(?<=a{0,2})b",
        "[z-a]",
        "",
        "^$",
        "a|",
        "a?",
        "(" * 30 + "a" + ")" * 30,
    ],
)
def test_refused(source: str) -> None:
    with pytest.raises(PatternRefusedError) as refused:
        compile_bounded(source)
    assert str(refused.value.reason)
    assert str(refused.value.remedy)


@given(st.text("ab加^$.|?*+(){}[]\\d-,0123456789=!<: ", max_size=20))
def test_whatever_is_accepted_is_bounded_and_compiles(source: str) -> None:
    try:
        accepted = compile_bounded(source)
    except PatternRefusedError:
        return
    assert 0 < accepted.bounds.shortest <= accepted.bounds.longest <= LONGEST
    assert accepted.bounds.ways <= MOST_WAYS
    assert isinstance(accepted.compiled, re.Pattern)


@given(st.text("ab加^$.|?(){},[]0123", max_size=12), st.text("ab加(){},.^|?0123", max_size=30))
def test_no_match_is_longer_than_its_bound(source: str, text: str) -> None:
    try:
        accepted = compile_bounded(source)
    except PatternRefusedError:
        return
    for match in accepted.compiled.finditer(text):
        assert accepted.bounds.shortest <= len(match[0]) <= accepted.bounds.longest


def test_wide_letters_of_a_pattern_are_folded_and_signs_are_not() -> None:
    assert compile_bounded("ＶＩＰ").compiled.search("a vip b")
    assert compile_bounded("（加）").compiled.search("（加）")
    assert compile_bounded(r"\D群").compiled.search("进群")
