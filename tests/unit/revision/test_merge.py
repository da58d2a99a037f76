"""Two people's changes are joined without losing either, and what contradicts is said in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import Decision, Faq, Section, Sop, Step
from deskbook.model.register import Shop
from deskbook.revision.conflict import Choice, Conflict, ConflictKind, as_scalar
from deskbook.revision.merge import merge
from tests.strategies import entries
from tests.unit.revision.support import sources, texts, versions

markup = MarkdownMarkup()
KB = Path(__file__).parents[3] / "kb"
REFUND = (KB / "sop" / "aftersale" / "sop-refund.md").read_text(encoding="utf-8")


@given(versions())
@settings(max_examples=200, deadline=None)
def test_what_one_side_left_alone_is_the_other_side(pair: tuple[str, str]) -> None:
    base, changed = pair
    for merged in (
        merge(base, base, changed),
        merge(base, changed, base),
        merge(base, changed, changed),
    ):
        assert merged.text() == changed


@given(versions(), st.data())
@settings(max_examples=200, deadline=None)
def test_it_does_not_matter_who_merges(pair: tuple[str, str], data: st.DataObject) -> None:
    base, mine = pair
    theirs = data.draw(
        st.just(base).map(lambda s: s.replace("退", "换")) | texts.map(lambda t: base + t) | texts
    )
    here, there = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [(c.kind, c.base, c.mine, c.theirs) for c in here.conflicts] == [
        (c.kind, c.base, c.theirs, c.mine) for c in there.conflicts
    ]
    for choice, opposite in ((Choice.MINE, Choice.THEIRS), (Choice.BASE, Choice.BASE)):
        texts_of_both = [
            re.sub(r"(?:[ \t]*[\r\n])+", "\n", merged.text([chosen] * len(merged.conflicts))).strip()
            for merged, chosen in ((here, choice), (there, opposite))
        ]
        assert texts_of_both[0] == texts_of_both[1]


def _step(sop: Sop, anchor: str, **values: Any) -> Sop:
    return replace(sop, steps=tuple(replace(s, **values) if s.anchor == anchor else s for s in sop.steps))


def _at(sop: Sop, anchor: str) -> Step:
    return next(step for step in sop.steps if step.anchor == anchor)


def _moved_up(sop: Sop) -> Sop:
    first, *rest = (step for step in sop.steps if step.anchor != "refund")
    return replace(sop, steps=(first, _at(sop, "refund"), *rest))


# Each alters another place of a procedure of four steps, so any two of them can be joined.
EDITS: dict[str, Callable[[Sop], Sop]] = {
    "title": lambda s: replace(s, title="新的标题"),
    "owner": lambda s: replace(s, owner="新的角色"),
    "expires": lambda s: replace(s, effective=None, expires=s.reviewed),
    "level": lambda s: replace(s, level=type(s.level)("senior")),
    "alias added": lambda s: replace(s, aliases=("新的问法", *s.aliases)),
    "alias removed": lambda s: replace(s, aliases=tuple(a for a in s.aliases if a != "旧的问法")),
    "tag added": lambda s: replace(s, tags=(*s.tags, "新的标签")),
    "related removed": lambda s: replace(s, related=()),
    "purpose": lambda s: replace(s, purpose="新的目的。"),
    "role of the first step": lambda s: _step(s, "check", role="新的岗位"),
    "limit of the first step": lambda s: _step(s, "check", limit=77),
    "title of the first step": lambda s: _step(s, "check", title="新的一步"),
    "first sentence": lambda s: _step(
        s, "ship", text=_at(s, "ship").text.replace("先看清楚付款状态。", "先看两遍付款状态。")
    ),
    "second sentence": lambda s: _step(
        s, "ship", text=_at(s, "ship").text.replace("再核对发货状态。", "再核对三遍发货状态。")
    ),
    "script": lambda s: _step(s, "ship", scripts=("新的话术说给客户听。",)),
    "decision added": lambda s: _step(
        s, "decide", decisions=(*_at(s, "decide").decisions, Decision("新的条件", "去", "check"))
    ),
    "decision changed": lambda s: _step(
        s,
        "decide",
        decisions=(
            replace(_at(s, "decide").decisions[0], condition="客户已经签收而且拆封"),
            *_at(s, "decide").decisions[1:],
        ),
    ),
    "step moved": _moved_up,
    "step added": lambda s: replace(
        s, steps=(*s.steps, Step("brand-new", "另一步", text="这一步是新加的。"))
    ),
    "records": lambda s: replace(s, records="新的记录。"),
    "section added": lambda s: replace(s, sections=(*s.sections, Section("新的一节", "新的一节里的文字。"))),
}
SOP = Sop(
    id="sop-refund",
    title="退款",
    aliases=("旧的问法", "另一个问法"),
    topic="退款",
    owner="售后主管",
    tags=("到账",),
    reviewed=date(2026, 11, 22),
    related=("sop-return",),
    purpose="让每一笔退款都有凭证。",
    steps=(
        Step("check", "核对", "售后接待", 5, "打开后台。"),
        Step("ship", "看发货", "售后接待", 30, "先看清楚付款状态。再核对发货状态。", ("我先帮您核对一下。",)),
        Step(
            "decide",
            "判断",
            decisions=(Decision("客户已经签收", "退款", "refund"), Decision("没有签收", "核对", "check")),
        ),
        Step("refund", "退款", "退款处理", 1440, "按原路退回。", (), (), True),
    ),
    records="写明退款原因。",
    sections=(Section("附注", "以平台规则为准。"),),
)


@pytest.mark.parametrize(("one", "other"), list(combinations(EDITS, 2)))
def test_changes_at_different_places_are_all_kept(one: str, other: str) -> None:
    """The merged text says what it would if one person had made both changes."""
    assert EDITS[one](EDITS[other](SOP)) == EDITS[other](EDITS[one](SOP))
    _check_joined([one], [other])


@given(st.permutations(list(EDITS)), st.integers(0, len(EDITS)))
@settings(max_examples=60, deadline=None)
def test_many_changes_at_once(order: list[str], cut: int) -> None:
    _check_joined(order[:cut], order[cut:])


def _check_joined(first: Iterable[str], second: Iterable[str]) -> None:
    mine = theirs = both = SOP
    for name in first:
        mine, both = EDITS[name](mine), EDITS[name](both)
    for name in second:
        theirs, both = EDITS[name](theirs), EDITS[name](both)
    merged = merge(*(markup.write(entry) for entry in (SOP, mine, theirs)))
    assert [str(conflict.sentence) for conflict in merged.conflicts] == []
    assert markup.parse(merged.text()) == both


@st.composite
def _edited(draw: st.DrawFn, source: str, mark: str) -> tuple[str, list[str]]:
    """Write marked sentences into the body of a source, and remove a line here and there."""
    head, fence, body = source.rpartition("---\n")
    kept = body.split("\n")
    marks = [f"{mark}{n}" for n in range(draw(st.integers(1, 4)))]
    for one in marks:
        at = draw(st.integers(0, len(kept) - 1))
        if kept[at].startswith(("#", ">")) or not kept[at].strip() or kept[at].endswith(")"):
            kept[at : at + 1] = [kept[at], "", f"新写一段{one}。", ""]
        else:
            kept[at] += f"补写一句{one}。"
    at = draw(st.integers(0, len(kept) - 1))
    if not any(one in kept[at] for one in marks) and not kept[at].startswith("#"):
        del kept[at]
    return head + fence + "\n".join(kept), marks


@given(sources, st.data())
@settings(max_examples=200, deadline=None)
def test_nothing_that_someone_wrote_is_lost(base: str, data: st.DataObject) -> None:
    mine, my_marks = data.draw(_edited(base, "甲"))
    theirs, their_marks = data.draw(_edited(base, "乙"))
    merged = merge(base, mine, theirs)
    for choice, own, others in ((Choice.MINE, my_marks, their_marks), (Choice.THEIRS, their_marks, my_marks)):
        text = merged.text([choice] * len(merged.conflicts))
        assert all(text.count(mark) == 1 for mark in own)
        other_side = {Choice.MINE: "theirs", Choice.THEIRS: "mine"}[choice]
        told = text + "".join(getattr(conflict, other_side) for conflict in merged.conflicts)
        assert all(mark in told for mark in others)


@given(entries, st.data())
@settings(max_examples=60, deadline=None)
def test_settled_conflicts_give_an_entry(entry: Any, data: st.DataObject) -> None:
    """Whatever both sides did to the fields and texts, and however it is settled, an entry comes of it."""
    words = st.text("退款换货：#，a1 \"'", min_size=1, max_size=8).map(lambda t: f"字{t.strip()}字")

    def altered() -> Any:
        return replace(
            entry,
            title=data.draw(words | st.just(entry.title)),
            owner=data.draw(words | st.just(entry.owner)),
            aliases=tuple(data.draw(st.lists(words, max_size=2, unique=True))) + entry.aliases[1:],
            sections=tuple(replace(s, text=data.draw(words)) for s in entry.sections),
        )

    def choices(conflict: Conflict) -> st.SearchStrategy[Choice | str]:
        return st.sampled_from([c for c in Choice if conflict.joins or c is not Choice.BOTH])

    sides = [markup.write(side) for side in (entry, altered(), altered())]
    merged = merge(*sides)
    whole = {ConflictKind.PART, ConflictKind.ORDER}  # own words about these are a whole part
    settlements = [data.draw(choices(c) if c.kind in whole else choices(c) | words) for c in merged.conflicts]
    read = markup.parse(merged.text(settlements))
    assert not isinstance(read, tuple), [str(problem.reason) for problem in read]


def _merged(mine: Callable[[str], str], theirs: Callable[[str], str]) -> tuple[list[str], Callable[..., str]]:
    merged = merge(REFUND, mine(REFUND), theirs(REFUND))
    return [str(conflict.sentence) for conflict in merged.conflicts], merged.text


def _sub(old: str, new: str) -> Callable[[str], str]:
    assert old in REFUND
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (
            _sub("owner: 售后主管", "owner: 售后组长"),
            _sub("owner: 售后主管", "owner: 客服主管"),
            "Owner: you say “售后组长”, the other version says “客服主管”.",
        ),
        (
            _sub("effective: 2026-10-01\n", ""),
            _sub("2026-10-01", "2027-01-01"),
            "First day in force: you removed it, the other version says “2027-01-01”.",
        ),
        (
            _sub("limit=2h", "limit=4h"),
            _sub("limit=2h", "limit=1h"),
            "步骤 › 拦截包裹, Time limit: you say “4h”, the other version says “1h”.",
        ),
        (
            _sub("拦截是请求，话要留余地。", "拦截只是请求，别说死。"),
            _sub("拦截是请求，话要留余地。", "拦截是请求，话要说得留有余地。"),
            "步骤 › 拦截包裹: you say “拦截只是请求，别说死。”,"
            " the other version says “拦截是请求，话要说得留有余地。”.",
        ),
        (
            _sub("- 不同意 → [说明拒绝](#reject)\n", ""),
            _sub("- 不同意 → [说明拒绝](#reject)", "- 不同意，且已补凭证 → [说明拒绝](#reject)"),
            "步骤 › 主管审核: you removed it,"
            " the other version says “- 不同意，且已补凭证 → [说明拒绝](#reject)”.",
        ),
        (
            _sub("- 同意退款 →", "- 主管同意全额退 →"),
            _sub("- 同意退款 →", "- 主管同意退一部分 →"),
            "步骤 › 主管审核: you say “- 主管同意全额退 → [核对金额](#amount)”, the other version says"
            " “- 主管同意退一部分 → [核对金额](#amount)”.",
        ),
    ],
)
def test_conflicts_are_said_in_words(
    mine: Callable[[str], str], theirs: Callable[[str], str], said: str
) -> None:
    sentences, text = _merged(mine, theirs)
    assert sentences == [said]
    assert text([Choice.MINE]) == mine(REFUND)
    assert text([Choice.THEIRS]) == theirs(REFUND)
    assert text([Choice.BASE]) == REFUND


def test_a_removed_step_that_the_other_side_edited() -> None:
    start, end = REFUND.index("### 财务查账"), REFUND.index("### 说明拒绝")
    sentences, text = _merged(
        lambda s: s[:start] + s[end:], _sub("财务凭退款流水号找支付机构查。", "财务当天找支付机构查。")
    )
    assert len(sentences) == 1
    assert sentences[0].startswith("步骤 › 财务查账: you removed it")
    assert "财务查账 {#finance" not in text([Choice.MINE])
    assert "财务当天找支付机构查。" in text([Choice.THEIRS])


def test_a_step_that_both_moved_elsewhere() -> None:
    start, end = REFUND.index("### 加签"), REFUND.index("### 操作退款")
    step, rest = REFUND[start:end], REFUND[:start] + REFUND[end:]

    def moved(before: str) -> str:
        at = rest.index(before)
        return rest[:at] + step + rest[at:]

    merged = merge(REFUND, moved("### 停发退款"), moved("### 财务查账"))
    assert [c.kind for c in merged.conflicts] == [ConflictKind.ORDER]
    assert merged.text([Choice.MINE]) == moved("### 停发退款")
    assert merged.text([Choice.THEIRS]) == moved("### 财务查账")


def test_comments_and_order_of_the_fields_survive() -> None:
    mine = _sub("tags:\n", "# 标签由培训专员维护\ntags:\n")(REFUND)
    mine = mine.replace("  - 到账\n", "  # 只放名词\n  - 到账\n  - 原路退回\n")
    theirs = _sub("  - 仅退款\n", "")(_sub("owner: 售后主管", "owner: 售后组长")(REFUND))
    merged = merge(REFUND, mine, theirs)
    assert not merged.conflicts
    assert (
        "# 标签由培训专员维护\ntags:\n  # 只放名词\n  - 到账\n  - 原路退回\nowner: 售后组长\n"
        in merged.text()
    )


def test_lists_that_both_reordered_and_fields_that_both_added() -> None:
    base = "---\nid: faq-a\ntags:\n  - 甲\n  - 乙\n  - 丙\n---\n"
    mine = base.replace("  - 甲\n  - 乙\n  - 丙\n", "  - 丙\n  - 甲\n  - 乙\n  - 丁\nlevel: senior\n")
    theirs = base.replace("  - 甲\n  - 乙\n  - 丙\n", "- 乙\n- 丙\n- 甲\n- 戊\nlevel: senior\n")
    merged = merge(base, mine, theirs)
    assert not merged.conflicts
    assert merged.text().count("level: senior") == 1
    assert sorted(line.strip() for line in merged.text().splitlines() if "- " in line) == [
        "- 丁",
        "- 丙",
        "- 乙",
        "- 戊",
        "- 甲",
    ]
    assert {line[:4] for line in merged.text().splitlines() if "- " in line} == {"  - "}


def test_nothing_left_of_a_list_takes_the_field_away() -> None:
    base = "---\nid: faq-a\ntags:\n  - 甲\n  - 乙\nowner: 售后\n---\n"
    merged = merge(base, base.replace("  - 甲\n", ""), base.replace("  - 乙\n", ""))
    assert merged.text() == "---\nid: faq-a\nowner: 售后\n---\n"


def test_registers_merge_record_by_record() -> None:
    base = (KB / "shop.yaml").read_text(encoding="utf-8")
    mine = base.replace("高级补偿上限: {value: 500 元", "高级补偿上限: {value: 800 元")
    theirs = base.replace("凭证时限: {value: 签收后 48 小时内", "凭证时限: {value: 签收后 72 小时内").replace(
        "asked:\n", "  晚发补偿: {value: 5 元券, note: 超过发货时效}\nasked:\n"
    )
    merged = merge(base, mine, theirs)
    assert not merged.conflicts
    shop = markup.parse_shop(merged.text())
    assert isinstance(shop, Shop)
    assert [shop.values[n].value for n in ("高级补偿上限", "凭证时限", "晚发补偿")] == [
        "800 元",
        "签收后 72 小时内",
        "5 元券",
    ]


def test_line_ends_of_the_side_that_changed_them() -> None:
    mine = REFUND.replace("limit=2h", "limit=4h").replace("\n", "\r\n")
    merged = merge(REFUND, mine, _sub("owner: 售后主管", "owner: 售后组长")(REFUND))
    assert merged.text() == mine.replace("owner: 售后主管", "owner: 售后组长")


def test_own_words_stay_inside_their_quotation_and_are_quoted_where_yaml_needs_it() -> None:
    quotation = "> 这单需要主管再核一次发货记录，{{升级时限}}内由我回您，不用您再讲一遍。"
    merged = merge(
        REFUND,
        _sub(quotation, "> 主管会再核一次。")(_sub("title: 退款处理流程", "title: 退款")(REFUND)),
        _sub(quotation, "> 请主管再核发货记录。")(_sub("title: 退款处理流程", "title: 怎么退款")(REFUND)),
    )
    assert [c.kind for c in merged.conflicts] == [ConflictKind.FIELD, ConflictKind.TEXT]
    text = merged.text(["退款: 流程 # 新", "> 主管会再核一次。\n半小时内回您。"])
    read = markup.parse(text)
    assert isinstance(read, Sop)
    assert read.title == "退款: 流程 # 新"
    assert any("主管会再核一次。\n半小时内回您。" in script for step in read.steps for script in step.scripts)


@given(st.text("退款: #-'\"[]{}!&*?|>%@`,a1\\", min_size=1, max_size=12).map(str.strip).filter(bool))
@settings(max_examples=300)
def test_a_value_is_read_back_as_it_was_written(text: str) -> None:
    source = markup.write(
        Faq(id="faq-a", title="x", topic="t", owner="o", reviewed=SOP.reviewed, answer="a", scripts=())
    ).replace("title: x", f"title: {as_scalar(text)}")
    problems = markup.parse(source)
    assert isinstance(problems, tuple)  # it has no scripts; but the title is sound
    assert {problem.code for problem in problems} <= {"missing-section", "nothing-in-section"}


def test_each_conflict_must_be_settled_once() -> None:
    merged = merge("title: a\n", "title: b\n", "title: c\n")
    assert [conflict.kind for conflict in merged.conflicts] == [ConflictKind.FIELD]
    for settlements in ([], [Choice.MINE, Choice.MINE]):
        with pytest.raises(ValueError, match="1 conflicts"):
            merged.text(settlements)


def test_both_are_taken_one_after_the_other_where_they_can_stand_so() -> None:
    base = REFUND
    sentence = "先处理快到期的"
    mine, theirs = base.replace(sentence, "先处理当天的"), base.replace(sentence, "先处理贵重的")
    merged = merge(base, mine, theirs)
    (conflict,) = merged.conflicts
    assert conflict.joins
    text = merged.text([Choice.BOTH])
    assert text.index("先处理当天的") < text.index("先处理贵重的")
    assert text.count("\n") == base.count("\n")


@pytest.mark.parametrize(("added", "between"), [("- 甲，先打电话。\n", "\n"), ("甲方先打电话。\n", "\n\n")])
def test_both_added_lines_are_joined_as_lines_and_paragraphs_as_paragraphs(added: str, between: str) -> None:
    end = REFUND.rstrip("\n") + ("\n" if added.startswith("-") else "\n\n")
    mine, theirs = end + added, end + added.replace("甲", "乙")
    merged = merge(REFUND, mine, theirs)
    texts = {merged.text([Choice.BOTH] * len(merged.conflicts))}
    (text,) = texts
    assert f"{added.strip()}{between}{added.replace('甲', '乙').strip()}" in text


def test_two_values_of_a_field_are_never_both_taken() -> None:
    mine, theirs = (REFUND.replace("owner: 售后主管", f"owner: {name}") for name in ("甲", "乙"))
    merged = merge(REFUND, mine, theirs)
    (conflict,) = merged.conflicts
    assert not conflict.joins
    with pytest.raises(ValueError, match="owner"):
        merged.text([Choice.BOTH])


def test_a_conflict_is_known_again_in_another_merge_and_from_others() -> None:
    first = merge(REFUND, *(REFUND.replace("owner: 售后主管", f"owner: {name}") for name in ("甲", "乙")))
    later = merge(
        REFUND,
        REFUND.replace("owner: 售后主管", "owner: 甲"),
        REFUND.replace("owner: 售后主管", "owner: 乙").replace("先处理快到期的", "先处理当天的"),
    )
    other = merge(REFUND, *(REFUND.replace("owner: 售后主管", f"owner: {name}") for name in ("甲", "丙")))
    assert [c.digest for c in first.conflicts] == [c.digest for c in later.conflicts]
    assert first.conflicts[0].digest != other.conflicts[0].digest
