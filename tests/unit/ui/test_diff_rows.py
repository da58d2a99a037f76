"""A difference as rows: nothing is left out, and changes are counted as a person would."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings

from deskbook.revision.diff import BlockDiff, PartDiff, diff_versions
from deskbook.revision.outline import BlockKind, PartKind
from deskbook.ui.widgets.diff.rows import Ink, Mood, Pieces, Row, RowKind, marked, rows, spoken
from tests.unit.revision.support import versions

KB = Path(__file__).parents[3] / "kb"
REFUND = (KB / "sop" / "aftersale" / "sop-refund.md").read_text(encoding="utf-8")


def said(pieces: Pieces | None) -> str:
    return "".join(piece.text for piece in pieces or () if piece.ink is not Ink.NOTE)


def changed(found: tuple[Row, ...]) -> list[Row]:
    return [row for row in found if row.mood is not Mood.SAME]


def is_text(part: PartDiff, block: BlockDiff) -> bool:
    return part.kind not in {PartKind.FIELD, PartKind.FENCE} and block.kind is not BlockKind.HEADING


@given(versions())
@settings(max_examples=150, deadline=None)
def test_both_columns_tell_every_paragraph(pair: tuple[str, str]) -> None:
    old, new = pair
    diff = diff_versions(old, new)
    found = rows(diff, whole=True)
    olds, news = [said(row.old) for row in found], [said(row.new) for row in found]
    for part in diff.parts:
        for block in part.blocks:
            if is_text(part, block) and block.new is not None:
                assert block.new.text in news
            if is_text(part, block) and block.old is not None and not block.moved:
                assert block.old.text in olds


@given(versions())
@settings(max_examples=150, deadline=None)
def test_changes_are_numbered_without_a_gap(pair: tuple[str, str]) -> None:
    diff = diff_versions(*pair)
    numbers = [row.change for row in rows(diff) if row.change]
    assert sorted(set(numbers)) == list(range(1, len(set(numbers)) + 1))
    assert numbers == sorted(numbers)
    assert bool(numbers) == bool(diff)


@given(versions())
@settings(max_examples=50, deadline=None)
def test_what_stayed_has_no_rows(pair: tuple[str, str]) -> None:
    assert rows(diff_versions(pair[0], pair[0])) == ()


def test_a_changed_field_stands_apart_with_its_name() -> None:
    new = REFUND.replace("owner: ", "owner: 新任", 1)
    (title, owner) = rows(diff_versions(REFUND, new))
    assert title.kind is RowKind.GROUP
    assert owner.mood is Mood.EDITED
    assert marked(owner.inline).startswith("Owner  {+新任+}")
    assert spoken(owner) == "Added: 新任"


def test_a_moved_step_is_one_that_moved_and_stands_where_it_is_now() -> None:
    first, second = REFUND.index("### 停发退款"), REFUND.index("### 拦截包裹")
    third = REFUND.index("### 仅退款判断")
    new = REFUND[:first] + REFUND[second:third] + REFUND[first:second] + REFUND[third:]
    moved = changed(rows(diff_versions(REFUND, new)))
    assert {row.mood for row in moved} == {Mood.MOVED}
    assert sum("moved from" in "".join(piece.text for piece in row.inline) for row in moved) == 1
    assert sum(row.new is None for row in moved) == 1


def test_a_new_line_is_where_the_new_text_has_it() -> None:
    new = REFUND.rstrip("\n") + "\n\n再核对一次。\n"
    (row,) = changed(rows(diff_versions(REFUND, new)))
    assert new.splitlines()[row.new_line - 1] == "再核对一次。"
    assert row.old_line == 0
