"""The worst inputs cost no more than their length, and any input is answered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
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
    "投保证明",
    "《保证",
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


_units = st.text("加微信保证呵不没能您说的“”《》甲乙100%ｖａ👍\u200b㎏。， \n", min_size=1, max_size=8)


@given(_units)
@settings(max_examples=50)
def test_no_repeated_text_makes_the_work_grow_faster_than_itself(unit: str) -> None:
    first, second, third = (GUARD.scan(unit * times).looked_at for times in (100, 200, 300))
    # What the two ends of the text cost, where long wordings find no room, cancels out.
    assert third - second <= second - first + 100


def test_ten_megabytes_of_chat_and_of_rubbish() -> None:
    chat = "您好，您这单下午发出😊，路上两到三天。\n"
    text = chat * (10_000_000 // len(chat.encode())) + "您加微信聊"
    assert [hit.start for hit in GUARD.scan(text).hits] == [len(text) - 4]
    assert GUARD.scan(bytes(range(256)).decode("latin-1") * 40_000).complete


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
