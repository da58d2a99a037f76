"""Alignments are sound, minimal where they may be, and recognise what moved."""

from __future__ import annotations

import difflib

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.revision.align import Effort, gaps, longest_increasing, matches, pair_units

sequences = st.text("甲乙丙丁", max_size=14)
units = st.lists(
    st.sampled_from(["退款要几天", "退款要多少天", "先核对订单号", "再通知仓库停发", "短", ""]), max_size=7
)


@given(sequences, sequences)
@settings(max_examples=400)
def test_matches_are_a_longest_common_subsequence(old: str, new: str) -> None:
    found = matches(old, new, Effort())
    kept = "".join(old[m.old : m.old + m.size] for m in found)
    assert kept == "".join(new[m.new : m.new + m.size] for m in found)
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    assert len(kept) == table[-1][-1]


@given(sequences, sequences)
def test_matches_and_gaps_cover_both_sequences(old: str, new: str) -> None:
    found = matches(old, new, Effort())
    covered_old = [i for m in found for i in range(m.old, m.old + m.size)]
    covered_new = [j for m in found for j in range(m.new, m.new + m.size)]
    for top, bottom, left, right in gaps(found, len(old), len(new)):
        assert top < bottom or left < right
        covered_old += range(top, bottom)
        covered_new += range(left, right)
    assert sorted(covered_old) == list(range(len(old)))
    assert sorted(covered_new) == list(range(len(new)))


def test_what_differs_too_much_still_shares_what_stands_once() -> None:
    old, new = [f"a{n}" for n in range(3000)], [f"b{n}" for n in range(3000)]
    old[700:702] = new[1500:1502] = ["here", "there"]
    effort = Effort()
    assert [(m.old, m.new, m.size) for m in matches(old, new, effort)] == [(700, 1500, 2)]
    assert effort.spent < 40 * 6000


@given(units, units)
@settings(max_examples=300)
def test_every_unit_is_told_once_and_what_kept_its_place_in_order(old: list[str], new: list[str]) -> None:
    pairs = pair_units(old, new, Effort())
    assert sorted(p.old for p in pairs if p.old is not None) == list(range(len(old)))
    assert [p.new for p in pairs if p.new is not None] == list(range(len(new)))
    still = [p.old for p in pairs if p.old is not None and not p.moved]
    assert still == sorted(still)
    for pair in pairs:
        if pair.old is not None and pair.new is not None:
            assert pair.equal == (old[pair.old] == new[pair.new])


@given(st.lists(st.integers(0, 30), max_size=12, unique=True))
def test_the_longest_increasing_subsequence(values: list[int]) -> None:
    kept = [values[i] for i in sorted(longest_increasing(values))]
    assert kept == sorted(kept)
    best = [1] * len(values)
    for i in range(len(values)):
        best[i] = 1 + max((best[j] for j in range(i) if values[j] < values[i]), default=0)
    assert len(kept) == max(best, default=0)


def test_a_similar_unit_is_edited_a_different_one_replaced() -> None:
    told = pair_units(["退款要几天到账", "先核对订单"], ["退款要多少天到账", "拨打热线"], Effort())
    assert [(p.old, p.new) for p in told] == [(0, 0), (1, None), (None, 1)]


def test_difflib_agrees_on_what_can_be_kept_of_a_plain_edit() -> None:
    old, new = "请您在七天内提交退款申请", "请您在十五天内提交退货申请"
    ours = sum(m.size for m in matches(old, new, Effort()))
    theirs = sum(
        m.size for m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    )
    assert ours >= theirs
