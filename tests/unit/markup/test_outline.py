"""Editing steps and variants keeps everything else as it was, anchors above all."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.markup.outline import (
    outline,
    with_decision,
    with_step,
    with_step_moved,
    with_variant,
    without_step,
)
from deskbook.model.entry import END, AnyEntry, Decision, Faq, Script, Sop, Step
from tests.fakes.handbook import ARRIVAL, REFUND
from tests.strategies import entries, faqs, sops

markup = MarkdownMarkup()


def parsed_sop(source: str) -> Sop:
    entry = markup.parse(source)
    assert isinstance(entry, Sop), entry
    return entry


@given(entries)
@settings(max_examples=50, deadline=None)
def test_the_outline_knows_every_anchor_and_where_it_stands(entry: AnyEntry) -> None:
    source = markup.write(entry)
    lines = source.split("\n")
    found = outline(source)
    anchors = [step.anchor for step in entry.steps] if isinstance(entry, Sop) else []
    anchors += [script.anchor for script in entry.scripts] if isinstance(entry, Faq) else []
    assert [place.anchor for place in found.places if place.anchor] == anchors
    assert lines[found.body - 1] == "---"
    for place in found.places:
        assert lines[place.start].startswith("#" * place.level + " ")
        assert found.at(place.start) == place


@given(sops(), st.data())
@settings(max_examples=50, deadline=None)
def test_moved_steps_trade_places_whole(sop: Sop, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(sop.steps) - 1))
    by = data.draw(st.sampled_from([-1, 1]))
    source = markup.write(sop)
    edited = with_step_moved(source, number, by)
    if not 0 <= number + by < len(sop.steps):
        assert edited.source == source
        return
    steps = list(sop.steps)
    steps[number], steps[number + by] = steps[number + by], steps[number]
    assert parsed_sop(edited.source) == replace(sop, steps=tuple(steps))
    assert edited.source[edited.start : edited.end] == sop.steps[number].title
    assert with_step_moved(edited.source, number + by, -by).source == source


@given(sops(), st.data())
@settings(max_examples=50, deadline=None)
def test_an_added_step_is_there_and_taken_out_again_it_leaves_no_trace(sop: Sop, data: st.DataObject) -> None:
    after = data.draw(st.integers(-1, len(sop.steps) - 1))
    edited = with_step(markup.write(sop), after, "新步骤")
    found = parsed_sop(edited.source)
    assert found.steps[after + 1].title == "新步骤"
    assert edited.source[edited.start : edited.end] == "新步骤"
    assert (*found.steps[: after + 1], *found.steps[after + 2 :]) == sop.steps
    assert parsed_sop(without_step(edited.source, after + 1).source) == sop


@given(sops(), st.data())
@settings(max_examples=50, deadline=None)
def test_an_added_decision_comes_last(sop: Sop, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(sop.steps) - 1))
    edited = with_decision(markup.write(sop), number, "客户同意", END, "结束")
    step = sop.steps[number]
    wanted = replace(step, decisions=(*step.decisions, Decision("客户同意", "结束", END)))
    assert parsed_sop(edited.source).steps[number] == wanted
    assert edited.source[edited.start : edited.end] == "客户同意"


@given(faqs())
@settings(max_examples=50, deadline=None)
def test_an_added_variant_waits_for_its_words(faq: Faq) -> None:
    edited = with_variant(markup.write(faq), "安抚", "warm-one")
    typed = edited.source[: edited.start] + "请放心。" + edited.source[edited.end :]
    found = markup.parse(typed)
    assert isinstance(found, Faq)
    assert found == replace(faq, scripts=(*faq.scripts, Script("warm-one", "安抚", "请放心。")))


def test_what_led_to_a_removed_step_leads_to_where_it_led() -> None:
    source = REFUND.replace("- 客户撤回申请 → [结束](#end)", "- 已经发货 → [拦截包裹](#intercept)")
    sop = parsed_sop(without_step(source, 1).source)
    assert [d.target for d in sop.steps[0].decisions] == ["refund", "refund"]
    assert [d.label for d in sop.steps[0].decisions] == ["直接退款", "直接退款"]


def test_what_led_to_a_removed_last_step_leads_to_the_end() -> None:
    sop = parsed_sop(without_step(REFUND, 2).source)
    assert [d.target for d in sop.steps[0].decisions] == [END, END]
    assert [step.anchor for step in sop.steps] == ["check", "intercept"]


def test_a_step_or_variant_makes_the_section_it_belongs_to() -> None:
    bare = "---\nid: sop-a\n---\n\n## 目的\n\n试试。\n"
    edited = with_step(bare, -1, "第一步")
    assert edited.source == bare + "\n## 步骤\n\n### 第一步 {#step-1}\n\n第一步。\n"
    assert "## 话术\n\n### 简洁 {#concise}\n\n> \n" in with_variant(bare, "简洁", "concise").source


def test_a_condition_of_several_lines_stays_whole() -> None:
    source = REFUND.replace("- 客户撤回申请 →", "- 客户\n  撤回申请 →")
    step = parsed_sop(with_decision(source, 0, "其他", "refund", "直接退款").source).steps[0]
    assert [d.condition for d in step.decisions] == ["还没有发货", "客户\n撤回申请", "其他"]


@given(st.text("#> -[]()退款{}=a\n", max_size=200), st.integers(-1, 3))
@settings(max_examples=80, deadline=None)
def test_a_faulty_source_is_edited_all_the_same(text: str, number: int) -> None:
    source = f"---\nid: sop-a\n---\n## 步骤\n{text}"
    steps = outline(source).within("步骤")
    after = min(number, len(steps) - 1)
    assert len(outline(with_step(source, after, "新").source).within("步骤")) >= len(steps)
    for at in range(len(steps)):
        without_step(source, at)
        with_step_moved(source, at, 1)
        with_decision(source, at, "a", END, "b")


def test_a_line_belongs_to_the_innermost_place() -> None:
    found = outline(ARRIVAL)
    line = next(n for n, text in enumerate(ARRIVAL.split("\n")) if "{{金额}}" in text)
    place = found.at(line)
    assert place is not None
    assert (place.anchor, place.section) == ("warm", "话术")
    assert found.at(0) is None


def test_steps_have_scripts_and_roles_when_moved() -> None:
    moved = parsed_sop(with_step_moved(REFUND, 2, -1).source)
    assert moved.steps[1] == Step(
        "refund",
        "直接退款",
        "退款处理",
        24 * 60,
        "按原支付方式退款。",
        ("退款 {{金额}} 元已经提交。",),
        (),
        True,
    )
