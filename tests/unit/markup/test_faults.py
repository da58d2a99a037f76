"""Every fault is reported with its file, line, field, reason and remedy; all faults of a file at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import Kind
from deskbook.model.problem import Problem

markup = MarkdownMarkup()

DOCUMENT = Path(__file__).parents[3] / "docs" / "entry-format.md"
EXAMPLES = {
    Kind.of_id(re.search(r"^id: (.*)$", source, re.M)[1]): source  # type: ignore[index]
    for source in re.findall(r"```markdown\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
}


def test_the_documented_examples_are_sound_and_cover_every_kind() -> None:
    assert set(EXAMPLES) == set(Kind)
    for kind, source in EXAMPLES.items():
        entry = markup.parse(source)
        assert not isinstance(entry, tuple), [str(p.reason) for p in entry]
        assert entry.kind is kind
        assert markup.write(entry) == source


FAULTS = [
    (Kind.FAQ, "id: faq-refund-arrival", "id: Refund Arrival", "bad-id", "id"),
    (Kind.FAQ, "id: faq-refund-arrival", "id: faq-other", "file-name", "id"),
    (Kind.FAQ, "title: 退款什么时候到账\n", "", "missing-field", "title"),
    (Kind.FAQ, "title: 退款什么时候到账", "title: [退款, 到账]", "not-a-text", "title"),
    (Kind.FAQ, "title: 退款什么时候到账", "title: |\n  退款\n  到账", "more-than-one-line", "title"),
    (Kind.FAQ, "title: 退款什么时候到账", "title: 退款: 到账", "yaml", ""),
    (Kind.FAQ, "stage: aftersale", "stage: later", "unknown-choice", "stage"),
    (Kind.FAQ, "stage: aftersale", "stage: aftersale\nstage: presale", "repeated-field", "stage"),
    (Kind.FAQ, "reviewed: 2026-11-22", "reviewed: 22.11.2026", "not-a-date", "reviewed"),
    (Kind.FAQ, "reviewed: 2026-11-22", "reviewed: 2026-11-22\nreview_days: 0", "not-a-number", "review_days"),
    (Kind.FAQ, "reviewed: 2026-11-22", "reviewed: 2026-11-22\ncolour: red", "unknown-field", "colour"),
    (Kind.FAQ, "reviewed: 2026-11-22", "reviewed: 2026-11-22\nseverity: warn", "unknown-field", "severity"),
    (
        Kind.FAQ,
        "reviewed: 2026-11-22",
        "reviewed: 2026-11-22\neffective: 2026-12-01\nexpires: 2026-11-30",
        "dates-contradict",
        "expires",
    ),
    (Kind.FAQ, "  - sop-refund#track", "  - 退款流程", "bad-reference", "related"),
    (Kind.FAQ, "  - 到账时间", "  - 到账时间\n  - 到账时间", "repeated-item", "tags"),
    (Kind.FAQ, "## 解答\n", "## 回答\n", "missing-section", "解答"),
    (Kind.FAQ, "## 内部备注", "## 解答", "repeated-section", "解答"),
    (Kind.FAQ, "- 不要承诺", "- 不要\0承诺", "null-character", ""),
    (Kind.FAQ, "### 简洁 {#concise}", "### 简洁", "heading-anchor", ""),
    (Kind.FAQ, "### 简洁 {#concise}", "### 简洁 {#concise tone=warm}", "heading-attribute", ""),
    (Kind.FAQ, "### 安抚 {#warm}", "### 安抚 {#concise}", "repeated-anchor", ""),
    (Kind.FAQ, "> 让您一直", "让您一直", "one-quotation", "话术"),
    (Kind.FAQ, "## 话术\n", "## 话术\n\n先看状态。\n", "text-before-heading", "话术"),
    (Kind.FAQ, "- 不要承诺", "> 不要承诺", "stray-quotation", "内部备注"),
    (Kind.FAQ, "- 不要承诺", "- <b>不要</b>承诺", "raw-html", ""),
    (Kind.FAQ, "- 不要承诺", "- [查这里](https://example.com)不要承诺", "outside-link", ""),
    (Kind.FAQ, "## 内部备注\n", "## 内部备注\n\n# 大标题\n", "heading-level", ""),
    (Kind.SOP, "limit=5m", "limit=soon", "time-limit", "步骤"),
    (Kind.SOP, "(#intercept)", "(#nowhere)", "unknown-step", "步骤"),
    (Kind.SOP, "- 已经发货 → [拦截或等退回](#intercept)", "- 已经发货", "not-a-decision", "步骤"),
    (Kind.SOP, "- 售后主管：单笔", "- 售后主管，单笔", "role-line", "升级"),
    (Kind.PHRASE, "severity: block", "severity: deadly", "unknown-choice", "severity"),
    (Kind.PHRASE, "pattern: 不归我管", "pattern: (不归我管\nmatch: regex", "bad-pattern", "pattern"),
    (Kind.PHRASE, "pattern: 不归我管", "pattern: 不归我管\npinyin: maybe", "not-a-flag", "pinyin"),
    (Kind.PHRASE, "> 我先帮您记录", "我先帮您记录", "only-quotations", "替换说法"),
    (Kind.CASE, "verdict: good", "verdict: fine", "unknown-choice", "verdict"),
    (Kind.CASE, "teaches:\n  - sop-parcel-tracking#reply\n", "", "missing-field", "teaches"),
    (Kind.CASE, "- 买家：好，我等你", "- 好，我等你", "role-line", "对话"),
    (Kind.CASE, "## 启示\n", "## 启发\n", "missing-section", "启示"),
]


@pytest.mark.parametrize(
    ("kind", "old", "new", "code", "field"), FAULTS, ids=[f"{f[3]}-{f[4]}" for f in FAULTS]
)
def test_a_fault_is_located_and_explained(kind: Kind, old: str, new: str, code: str, field: str) -> None:
    source = EXAMPLES[kind]
    assert source.count(old) >= 1
    path = f"{kind.value}/x/{re.search(r'^id: (.*)$', source, re.M)[1]}.md"  # type: ignore[index]
    problems = markup.parse(source.replace(old, new, 1), path)
    assert isinstance(problems, tuple)
    found = [p for p in problems if isinstance(p, Problem) and p.code == code]
    assert found, [p.code for p in problems if isinstance(p, Problem)]
    problem = found[0]
    assert problem.path == path
    assert problem.field == field
    assert str(problem.reason) != str(problem.remedy)
    if (
        code not in {"missing-section", "bad-reference", "dates-contradict", "bad-pattern"}
        and field != "teaches"
    ):
        edited = source.count("\n", 0, source.index(old)) + 1
        # A fault inside a block is reported where the block, or the heading above it, begins.
        assert edited - 4 <= problem.line <= edited + new.count("\n") + 2


def test_all_faults_of_a_file_come_at_once_by_line() -> None:
    source = EXAMPLES[Kind.FAQ].replace("stage: aftersale", "stage: later").replace("{#warm}", "{#concise}")
    problems = markup.parse(source.replace("owner: 售后主管\n", ""), "faq/x/faq-refund-arrival.md")
    assert isinstance(problems, tuple)
    found = [p for p in problems if isinstance(p, Problem)]
    assert {p.code for p in found} == {"unknown-choice", "missing-field", "repeated-anchor"}
    assert [p.line for p in found] == sorted(p.line for p in found)


def test_values_are_text_whatever_yaml_makes_of_them() -> None:
    source = EXAMPLES[Kind.FAQ].replace("  - 到账时间", "  - no\n  - 007\n  - 2026-01-01\n  - ~\n  - 1e3")
    entry = markup.parse(source)
    assert not isinstance(entry, tuple)
    assert entry.tags == ("no", "007", "2026-01-01", "~", "1e3")


def test_an_alias_bomb_in_yaml_costs_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    problems = markup.parse(f"---\n{bomb}---\n")
    assert isinstance(problems, tuple)


def test_registers() -> None:
    kb = Path(__file__).parents[3] / "kb"
    shop = markup.parse_shop((kb / "shop.yaml").read_text(encoding="utf-8"))
    assert not isinstance(shop, tuple)
    assert shop.values["店铺名称"].value == shop.name
    laws = markup.parse_laws((kb / "laws.yaml").read_text(encoding="utf-8"))
    assert len({law.id for law in laws if not isinstance(law, Problem)}) == len(laws)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("values: {}\n", "missing-field"),
        ("name: a\nvalues: [b]\n", "not-a-mapping"),
        ("name: a\nvalues:\n  甲: {value: 1}\nasked:\n  甲: {hint: b}\n", "placeholder-twice"),
        ("name: a\nvalues:\n  甲 乙: {value: 1}\n", "placeholder-name"),
        ("name: a\nasked:\n  甲: {check: colour}\n", "unknown-choice"),
        ("- a\n", "not-a-mapping"),
    ],
)
def test_faulty_shop_profiles(source: str, code: str) -> None:
    problems = markup.parse_shop(source, "shop.yaml")
    assert isinstance(problems, tuple)
    assert code in {p.code for p in problems}
    assert all(p.line for p in problems)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a: b\n", "not-a-list"),
        ("- {id: a, law: b, subject: c}\n", "missing-field"),
        ("- {id: a, law: b, subject: c, checked: 2026-11-22}\n" * 2, "duplicate-id"),
    ],
)
def test_faulty_law_registers(source: str, code: str) -> None:
    problems = markup.parse_laws(source, "laws.yaml")
    assert code in {p.code for p in problems if isinstance(p, Problem)}
