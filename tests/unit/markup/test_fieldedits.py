"""Setting one field changes that field and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.markup.fieldedits import FieldValue, read_fields, scalar, with_field
from deskbook.model.entry import AnyEntry, Level, Stage
from tests.strategies import days, entries, lines, words

markup = MarkdownMarkup()

COMMENTED = """\
---
# About this entry.
id: faq-a
title: 退款  # as customers say it
aliases:
  # the most frequent one
  - 钱呢
  - "退: 款"  # seen in chats
  # dialect
  - 咋退
stage: aftersale
tags: [到账, 时间]
owner: 售后主管
reviewed: 2026-11-22

# until the year ends
expires: 2026-12-31
---

## 解答

先查。
"""

texts = st.lists(lines | words | st.text("a: #-[]{}\"'&*!|>%@`,退~0", min_size=1, max_size=8), max_size=4)


def edited(source: str, name: str, value: FieldValue) -> str:
    result = with_field(source, name, value)
    assert isinstance(result, str)
    return result


@given(entries, st.data())
@settings(max_examples=150, deadline=None)
def test_the_field_has_the_value_and_everything_else_stays(entry: AnyEntry, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["title", "aliases", "tags", "owner", "level", "expires", "effective"]))
    source = markup.write(entry)
    value: FieldValue
    wanted: object
    match name:
        case "aliases" | "tags":
            wanted = value = tuple(dict.fromkeys(data.draw(st.lists(lines, max_size=4))))
        case "level":
            wanted = value = data.draw(st.sampled_from(Level))
        case "expires" | "effective":
            entry = replace(entry, effective=None, expires=None)
            source = markup.write(entry)
            wanted = data.draw(st.none() | days)
            value = wanted.isoformat() if isinstance(wanted, date) else None
        case _:
            wanted = value = data.draw(lines)
    result = edited(source, name, value)
    assert markup.parse(result) == replace(entry, **{name: wanted})  # type: ignore[arg-type]
    assert edited(result, name, value) == result


@given(entries, st.sampled_from(["aliases", "tags", "channels"]), texts)
@settings(max_examples=100, deadline=None)
def test_any_text_reads_back_as_it_was_given(entry: AnyEntry, name: str, values: list[str]) -> None:
    wanted = tuple(dict.fromkeys(item for one in values if (item := " ".join(one.split()))))
    parsed = markup.parse(edited(markup.write(entry), name, tuple(values)))
    assert not isinstance(parsed, tuple)
    assert getattr(parsed, name) == wanted


@given(entries, st.data())
@settings(max_examples=100, deadline=None)
def test_putting_the_old_value_back_gives_the_old_source(entry: AnyEntry, data: st.DataObject) -> None:
    source = markup.write(entry)
    fields = read_fields(source)
    assert fields is not None
    name = data.draw(st.sampled_from(sorted(fields)))
    changed = edited(source, name, "anything" if isinstance(fields[name], str) else ("anything",))
    assert read_fields(edited(changed, name, fields[name])) == fields


@given(st.text(max_size=300) | st.text("-#>:[]{}() \n*&|ab退", max_size=300).map("---\ntitle: a\n".__add__))
@settings(max_examples=150, deadline=None)
def test_rubbish_never_raises(source: str) -> None:
    source = source.replace("\r", "")
    result = with_field(source, "title", "新")
    if isinstance(result, str):
        fields = read_fields(result)
        assert fields is None or fields["title"] == "新"
    read_fields(source)


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("title", "换货", "title: 退款  #", "title: 换货  #"),
        ("title", "a # b", "title: 退款  #", 'title: "a # b"  #'),
        ("title", "", "title: 退款  #", "title:  #"),
        ("aliases", ("钱呢", "咋退"), '  - "退: 款"  # seen in chats\n', ""),
        ("aliases", ("钱呢", "退: 款", "咋退", "新"), "  - 咋退\n", "  - 咋退\n  - 新\n"),
        ("tags", ("到账", "a, b"), "[到账, 时间]", '[到账, "a, b"]'),
        ("level", "senior", "owner:", "level: senior\nowner:"),
        ("laws", ("noreason-13",), "31\n---", "31\nlaws:\n  - noreason-13\n---"),
        ("expires", None, "expires: 2026-12-31\n", ""),
        ("stage", "presale", "stage: aftersale", "stage: presale"),
        ("id", "faq-b", "id: faq-a", "id: faq-b"),
    ],
)
def test_only_the_fields_own_lines_change(name: str, value: FieldValue, old: str, new: str) -> None:
    assert COMMENTED.count(old) == 1
    assert edited(COMMENTED, name, value) == COMMENTED.replace(old, new)


def test_taking_a_list_out_keeps_its_comments() -> None:
    result = edited(COMMENTED, "aliases", ())
    assert "钱呢" not in result
    assert "# dialect" in result
    assert read_fields(result) == {k: v for k, v in (read_fields(COMMENTED) or {}).items() if k != "aliases"}


def test_items_in_another_order_take_their_own_comments_along() -> None:
    result = edited(COMMENTED, "aliases", ("咋退", "退: 款", "钱呢"))
    assert '  - "退: 款"  # seen in chats\n' in result
    assert (read_fields(result) or {})["aliases"] == ("咋退", "退: 款", "钱呢")


def test_a_value_of_another_shape_is_written_anew() -> None:
    single = COMMENTED.replace("tags: [到账, 时间]", "tags: 到账")
    assert "tags:\n  - 到账\n  - 时间\nowner:" in edited(single, "tags", ("到账", "时间"))
    assert "aliases: 钱呢\nstage:" in edited(COMMENTED, "aliases", "钱呢")


def test_an_empty_field_is_filled_and_a_shared_value_is_not_touched_elsewhere() -> None:
    source = "---\ntitle:\nowner: &who 主管\ntopic: *who\n---\n"
    assert edited(source, "title", "新").startswith("---\ntitle: 新\nowner")
    assert read_fields(edited(source, "topic", "退款")) == {"title": "", "owner": "主管", "topic": "退款"}


def test_fields_that_cannot_be_told_apart_are_left_alone() -> None:
    assert with_field("no fields", "title", "a") == ()
    faults = with_field("---\ntitle: [\n---\n", "title", "a")
    assert isinstance(faults, tuple)
    assert [fault.code for fault in faults] == ["yaml"]
    assert read_fields("---\n- a\n---\n") is None


def test_choices_are_written_plain() -> None:
    assert all(scalar(stage) == stage for stage in Stage)
    assert scalar("2026-11-22") == "2026-11-22"
    assert scalar("- a") == '"- a"'
