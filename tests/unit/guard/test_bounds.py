"""The worst inputs cost no more than their length, and any input is answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.guard.engine import MOST_FOUND, MOST_PLACES, Guard
from deskbook.model.entry import Category
from tests.unit.guard.support import phrase, regex

GUARD = Guard(
    [
        phrase("呵呵", "ban-a"),
        phrase("加微信", "ban-b", category=Category.OFF_PLATFORM, pinyin=True, allowed=("增加微信支付",)),
        *(phrase("甲乙" * n, f"ban-nested-{n}", variants=("乙甲" * n,)) for n in range(1, 30)),
        phrase("保证", "ban-c", category=Category.OVERPROMISE),
        regex(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", entry_id="ban-d"),
        regex("转.{0,9}我.{0,9}钱", entry_id="ban-e"),
        regex("^[哦嗯]{1,3}$", entry_id="ban-f"),
    ]
)
WORST = [
    "呵",
    "加 ",
    "甲乙",
    "佳维新",
    "jiaweixin",
    "1380013",
    "不能保证",
    "您说的“加微信”",
    "㎏",
    "加\u200b",
    "转我",
]


@pytest.mark.parametrize("unit", WORST)
def test_twice_the_text_is_at_most_twice_the_work(unit: str) -> None:
    small, large = GUARD.scan(unit * 200), GUARD.scan(unit * 400)
    assert large.looked_at <= 2 * small.looked_at + 100


@pytest.mark.parametrize("unit", WORST)
def test_the_work_ends_however_long_the_text(unit: str) -> None:
    scan = GUARD.scan(unit * 20_000)
    assert scan.looked_at <= MOST_PLACES
    assert len(scan.hits) <= MOST_FOUND


def test_a_scan_that_stopped_says_so() -> None:
    scan = GUARD.scan("保证。" * (MOST_FOUND + 1))
    assert not scan.complete
    assert len(scan.hits) == MOST_FOUND
    assert GUARD.scan("保证。" * 100).complete


def test_megabytes_of_rubbish() -> None:
    rubbish = bytes(range(256)).decode("latin-1") * 10_000
    assert GUARD.scan(rubbish).complete


_any_text = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf", "Co"]),
        st.sampled_from("加微信保证呵不没您说的“”甲乙100%ｖｘ👨‍👩‍👧️\u200b㎏①。，\n "),
    ),
    max_size=60,
)


@given(_any_text)
def test_any_text_is_answered(text: str) -> None:
    scan = GUARD.scan(text)
    assert scan.complete
    for hit in scan.hits:
        assert text[hit.start : hit.end] == hit.text != ""


@given(st.binary(max_size=200))
def test_binary_rubbish_is_answered(content: bytes) -> None:
    assert GUARD.scan(content.decode("utf-8", "surrogateescape")).complete
