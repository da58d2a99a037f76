"""Each paragraph, list item and field is told by whom it was last changed, wherever it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model.revision import Revision, content_hash
from deskbook.revision.blame import blame
from tests.unit.revision.support import versions

FIRST = """---
id: sop-refund
title: 退款
aliases:
  - 怎么退钱
---

## 步骤

### 核对 {#check role=售后接待}

看付款和发货状态。

> 我先帮您核对订单。

- 没发货 → [退款](#pay)

### 退款 {#pay}

原路退回，备注写明原因。
"""


def _revisions(*sources: str) -> list[Revision]:
    return [
        Revision(
            "sop-refund",
            n,
            content_hash(s),
            s,
            f"作者{n}",
            datetime(2026, 1, n, tzinfo=UTC),
            f"改{n}",
            n - 1 or None,
        )
        for n, s in enumerate(sources, start=1)
    ]


def _told(revisions: Sequence[Revision]) -> dict[str, int]:
    return {one.block.text: one.revision.number for one in blame(revisions)}


def test_only_what_was_changed_has_another_author() -> None:
    second = FIRST.replace("原路退回", "按原支付方式退回").replace(
        "  - 怎么退钱\n", "  - 怎么退钱\n  - 退钱\n"
    )
    third = second.replace("title: 退款", "title: 退款流程")
    told = _told(_revisions(FIRST, second, third))
    assert {text: n for text, n in told.items() if n > 1} == {
        "  - 退钱": 2,
        "按原支付方式退回，备注写明原因。": 2,
        "title: 退款流程": 3,
    }


def test_what_moved_keeps_its_author() -> None:
    check, pay = FIRST.index("### 核对"), FIRST.index("### 退款")
    moved = FIRST[:check] + FIRST[pay:] + "\n" + FIRST[check:pay].rstrip("\n") + "\n"
    elsewhere = moved.replace("看付款和发货状态。\n\n", "").replace(
        "备注写明原因。\n", "备注写明原因。\n\n看付款和发货状态。\n"
    )
    renamed = elsewhere.replace("{#check role=售后接待}", "{#verify role=售后接待}")
    told = _told(_revisions(FIRST, moved, elsewhere, renamed))
    assert {text: n for text, n in told.items() if n > 1} == {"### 核对 {#verify role=售后接待}": 4}


def test_line_ends_are_nobodys_change() -> None:
    assert set(_told(_revisions(FIRST, FIRST.replace("\n", "\r\n"))).values()) == {1}


@given(st.lists(versions(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_every_block_of_the_newest_is_told_once_in_order(pairs: list[tuple[str, str]]) -> None:
    sources = [source for pair in pairs for source in pair]
    revisions = _revisions(*sources)
    told = blame(revisions)
    assert "".join(one.block.text + one.block.tail for one in told) == sources[-1]
    for one in told:
        assert one.block.text.replace("\r\n", "\n").replace("\r", "\n") in one.revision.source.replace(
            "\r\n", "\n"
        ).replace("\r", "\n")
