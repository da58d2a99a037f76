"""A difference loses nothing, finds nothing where nothing changed, and reads as a person would tell it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.revision.align import Effort
from deskbook.revision.diff import Change, diff_versions
from deskbook.revision.outline import outline
from deskbook.revision.reading import Side, lines
from deskbook.revision.words import new_side, old_side
from tests.strategies import sops
from tests.unit.revision.support import reading, versions

FIXTURES = sorted((Path(__file__).parents[2] / "data" / "diff").glob("*.md"))
KB = sorted((Path(__file__).parents[3] / "kb").glob("*/**/*.md"))

markup = MarkdownMarkup()


def _fixture(path: Path) -> dict[str, str]:
    parts = path.read_text(encoding="utf-8").split("======== ")
    return {name: text for name, _, text in (part.partition("\n") for part in parts[1:])}


@pytest.mark.parametrize("path", FIXTURES, ids=[path.stem for path in FIXTURES])
def test_edits_of_the_handbook_read_well(path: Path) -> None:
    fixture = _fixture(path)
    diff = diff_versions(fixture["old"], fixture["new"])
    assert reading(diff) == fixture["reading"]
    assert (diff.old_source, diff.new_source) == (fixture["old"], fixture["new"])


@given(versions())
@settings(max_examples=400, deadline=None)
def test_both_sources_can_be_put_together_again(pair: tuple[str, str]) -> None:
    old, new = pair
    diff = diff_versions(old, new)
    assert diff.old_source == old
    assert diff.new_source == new


@given(versions())
@settings(max_examples=150, deadline=None)
def test_nothing_changed_reads_as_nothing(pair: tuple[str, str]) -> None:
    for source in pair:
        diff = diff_versions(source, source)
        assert not diff
        assert not diff.fields
        assert not diff.body
        assert {block.change for part in diff.parts for block in part.blocks} <= {Change.SAME}


@given(versions())
@settings(max_examples=150, deadline=None)
def test_each_column_of_the_side_by_side_reading_shows_its_version_in_order(pair: tuple[str, str]) -> None:
    old, new = pair
    diff = diff_versions(old, new)
    shown = list(lines(diff.parts))
    left = [line.block for line in shown if line.side is not Side.NEW]
    right = [line.block for line in shown if line.side is not Side.OLD]
    assert sorted(b.old.line for b in left if b.old) == sorted(b.line for p in outline(old) for b in p.blocks)
    assert sorted(b.new.line for b in right if b.new) == sorted(
        b.line for p in outline(new) for b in p.blocks
    )
    assert [b.new.line for b in right if b.new] == sorted(b.new.line for b in right if b.new)
    for block in left:
        assert block.old is not None
        assert old_side(block.spans) == block.old.text
    for block in right:
        assert block.new is not None
        assert new_side(block.spans) == block.new.text


@pytest.mark.parametrize("alter", [str.rstrip, "{}\n\n".format, lambda s: s.replace("\n", "\r\n")])
def test_blank_lines_and_line_ends_are_no_change_to_a_reader(alter: Callable[[str], str]) -> None:
    for path in KB[::20]:
        source = path.read_text(encoding="utf-8")
        diff = diff_versions(source, alter(source))
        assert not diff
        assert diff.new_source == alter(source)


def test_the_notation_of_fields_is_no_change_to_a_reader() -> None:
    old = "---\nid: faq-a\ntitle: '退款'\naliases:\n  - 钱呢\n---\n"
    new = '---\ntitle: "退款"\nid: faq-a # 不改\naliases:\n- "钱呢"\n---\n'
    assert not diff_versions(old, new)


@given(sops(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_step_that_moved_is_the_same_step(sop: Any, data: st.DataObject) -> None:
    old = markup.write(sop)
    parts = outline(old)
    steps = [part for part in parts if part.kind == "step"]
    if len(steps) < 2:
        return
    at = data.draw(st.integers(0, len(steps) - 1))
    to = data.draw(st.integers(0, len(steps) - 1).filter(lambda n: n != at))
    order = [step for step in steps if step is not steps[at]]
    order.insert(to, steps[at])
    rest = iter(order)
    new = "".join((next(rest) if part.kind == "step" else part).source for part in parts)
    diff = diff_versions(old, new)
    moved = [part for part in diff.parts if part.moved]
    assert moved
    assert all(part.old and part.new and part.old.key == part.new.key for part in moved)
    assert {part.change for part in diff.parts if part.kind == "step"} == {Change.SAME}
    if abs(at - to) > 1:
        assert [(p.old.number, p.new.number) for p in moved if p.old and p.new] == [(at + 1, to + 1)]


@pytest.mark.parametrize("path", KB[::9], ids=[path.stem for path in KB[::9]])
def test_the_handbook_is_cut_where_its_format_says(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    parts = outline(source)
    assert "".join(part.source for part in parts) == source
    entry = markup.parse(source) if path.suffix == ".md" else None
    steps = [part.name for part in parts if part.kind == "step"]
    if entry is not None:
        assert not isinstance(entry, tuple)
        assert steps == [s.anchor for s in getattr(entry, "steps", getattr(entry, "scripts", ()))]


def _giant(name: str, size: int) -> tuple[str, str]:
    """Two texts of ``size`` characters each that are as hard to align as possible."""
    match name:
        case "nothing in common":
            return "退" * size, "货" * size
        case "two letters in another order":
            return "退货" * (size // 2), ("货" + "退退货" * size)[:size]
        case "every sentence touched":
            old = [f"第{n}条请在七天内申请退款" for n in range(size // 13)]
            return "。".join(old), "。".join(s.replace("七天", "十五天") for s in old)
        case "short sentences turned round":
            old = [f"{n}。" for n in range(size // 6)]
            return "".join(old), "".join(reversed(old))
        case "list items":
            old = [f"- 第{n}条\n" for n in range(size // 8)]
            return "".join(old), "".join(reversed(old))
        case "steps":
            old = [f"### 第{n}步 {{#s{n}}}\n\n做{n}。\n\n" for n in range(size // 25)]
            new = [text.replace("{#s", "{#t") for text in old]
            return "---\n---\n## 步骤\n\n" + "".join(old), "---\n---\n## 步骤\n\n" + "".join(new)
    raise KeyError(name)


GIANTS = [
    "nothing in common",
    "two letters in another order",
    "every sentence touched",
    "short sentences turned round",
    "list items",
    "steps",
]


@pytest.mark.parametrize("name", GIANTS)
def test_effort_grows_with_the_length_of_the_texts(name: str) -> None:
    old, new = _giant(name, 100_000)
    effort = Effort()
    diff = diff_versions(old, new, effort)
    assert (diff.old_source, diff.new_source) == (old, new)
    assert effort.spent < 120 * (len(old) + len(new))


@pytest.mark.parametrize("name", GIANTS)
def test_the_effort_told_is_the_effort_made(name: str) -> None:
    """Count the lines of Python that run: they double, at most, when the length does."""
    made = [_lines_run(*_giant(name, size)) for size in (4_000, 8_000, 16_000)]
    assert made[2] < 300 * 16_000
    assert made[2] < 2.2 * made[1] < 2.2 * 2.2 * made[0]


def _lines_run(old: str, new: str) -> int:
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        diff_versions(old, new)
    finally:
        sys.settrace(before)
    return count
