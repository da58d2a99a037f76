"""Each rule finds its fault, says where it is, and leaves sound entries alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from deskbook.lint.library import Library
from deskbook.lint.runner import run
from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import (
    END,
    AnyEntry,
    Audience,
    Case,
    Decision,
    Faq,
    Kind,
    Level,
    Match,
    Phrase,
    Script,
    Severity,
    Sop,
    Status,
    Step,
    Turn,
    Verdict,
)
from deskbook.model.problem import Gravity, Problem
from deskbook.model.register import Asked, Law, Shop, Value
from tests.unit.markup.test_faults import EXAMPLES

TODAY = date(2026, 11, 22)
LAW = Law("noreason-13", "暂行办法", "13", "七日内退款", TODAY)
SHOP = Shop(
    "小店",
    {name: Value("x") for name in ("退款时效", "到账时间", "升级时限", "高级补偿上限")},
    {"金额": Asked()},
)

markup = MarkdownMarkup()


def _example(kind: Kind) -> AnyEntry:
    entry = markup.parse(EXAMPLES[kind])
    assert not isinstance(entry, tuple)
    return entry


_faq, _sop, _phrase, _case = (_example(kind) for kind in (Kind.FAQ, Kind.SOP, Kind.PHRASE, Kind.CASE))
assert isinstance(_faq, Faq)
assert isinstance(_sop, Sop)
assert isinstance(_phrase, Phrase)
assert isinstance(_case, Case)
FAQ: Faq = replace(_faq, related=("sop-refund#refund",), laws=("noreason-13",))
SOP: Sop = _sop
PHRASE: Phrase = _phrase
CASE: Case = replace(_case, teaches=("sop-refund#check", "faq-refund-arrival#warm"))
SOUND = (FAQ, SOP, PHRASE, CASE)


def problems(entries: Iterable[AnyEntry], *, laws: Iterable[Law] = (LAW,)) -> list[Problem]:
    found = {entry.id: entry for entry in entries}
    sources = {entry.id: markup.write(entry) for entry in found.values()}
    paths = {entry_id: f"{entry_id}.md" for entry_id in found}
    return list(
        run(
            Library(found, SHOP, {law.id: law for law in laws}, TODAY, sources, paths, pictures={"label.png"})
        )
    )


def codes(*changed: AnyEntry, laws: Iterable[Law] = (LAW,)) -> list[str]:
    entries = {entry.id: entry for entry in (*SOUND, *changed)}
    return [problem.code for problem in problems(entries.values(), laws=laws)]


def test_sound_entries_have_no_problem() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    "faulty",
    [
        replace(FAQ, related=("sop-nowhere",)),
        replace(FAQ, related=("sop-refund#nowhere",)),
        replace(CASE, teaches=("faq-refund-arrival#nowhere",)),
        replace(FAQ, answer="见[流程](sop-nowhere)"),
        replace(SOP, steps=(replace(SOP.steps[0], text="见[别处](faq-refund-arrival#gone)"), *SOP.steps[1:])),
    ],
)
def test_dead_links(faulty: AnyEntry) -> None:
    assert codes(faulty) == ["dead-link"]


def test_a_link_to_an_archived_entry_warns() -> None:
    found = problems([FAQ, replace(SOP, status=Status.ARCHIVED), PHRASE, CASE])
    assert {p.code for p in found} == {"archived-link"}
    assert {p.gravity for p in found} == {Gravity.WARNING}
    assert {p.entry_id for p in found} == {FAQ.id, CASE.id}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("看图：\n\n![面单](pictures/label.png)", []),
        ("看图：\n\n![面单](pictures/gone.png)", ["missing-picture"]),
        ("看图：\n\n![](pictures/label.png)", ["picture-without-text"]),
        ("看图：\n\n![ ](pictures/gone.png)", ["missing-picture", "picture-without-text"]),
    ],
)
def test_pictures(answer: str, expected: list[str]) -> None:
    found = problems([replace(FAQ, answer=answer), SOP, PHRASE, CASE])
    assert [problem.code for problem in found] == expected
    assert {problem.gravity for problem in found} <= {Gravity.ERROR}
    lines = markup.write(replace(FAQ, answer=answer)).split("\n")
    assert all("pictures/" in lines[problem.line - 1] for problem in found)


def _step(anchor: str, *targets: str, ends: bool = False) -> Step:
    return Step(anchor, anchor, decisions=tuple(Decision("若", "去", t) for t in targets), ends=ends)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([_step("a"), _step("b"), _step("c")], {}),
        ([_step("a", "c"), _step("b"), _step("c")], {"b": "unreachable-step"}),
        ([_step("a", ends=True), _step("b")], {"b": "unreachable-step"}),
        ([_step("a"), _step("b", "a")], {"a": "endless-steps", "b": "endless-steps"}),
        ([_step("a"), _step("b", "a", END)], {}),
        ([_step("a", "b", "c"), _step("b", "b"), _step("c")], {"b": "endless-steps"}),
    ],
)
def test_steps(steps: list[Step], expected: dict[str, str]) -> None:
    sop = replace(SOP, id="sop-other", title="另一个", aliases=(), steps=tuple(steps))
    found = [p for p in problems([*SOUND, sop]) if p.entry_id == "sop-other"]
    assert {p.field: p.code for p in found} == expected
    assert all(p.line for p in found)


def test_placeholders_must_be_defined() -> None:
    faulty = replace(FAQ, notes="先看{{没人定义}}，再看{{没人定义}}")
    found = problems([faulty, SOP, PHRASE, CASE])
    assert [(p.code, p.place.rpartition(":")[0], p.line > 0) for p in found] == [
        ("unknown-placeholder", "faq-refund-arrival.md", True)
    ]


def test_laws_must_be_registered_and_fresh() -> None:
    assert codes(laws=()) == ["unknown-law"]
    assert codes(laws=(replace(LAW, checked=date(2025, 11, 21)),)) == ["stale-law"]
    assert codes(laws=(replace(LAW, checked=date(2025, 11, 22)),)) == []


@pytest.mark.parametrize("wording", ["钱什么时候能退给我", "钱什么时候，能退给我？", "钱什么时候能退给我 "])
def test_a_wording_belongs_to_one_entry_of_a_collection(wording: str) -> None:
    answer, scripts = "另一个回答。", (Script("a", "甲", "先查物流。"), Script("b", "乙", "再问仓库。"))
    other = replace(FAQ, id="faq-other", title="别的问题", aliases=(wording,), answer=answer, scripts=scripts)
    assert codes(other) == ["shared-alias"]
    assert codes(replace(SOP, aliases=(wording,))) == []


def test_reviews_and_expiry_warn() -> None:
    assert codes(replace(FAQ, reviewed=date(2026, 8, 23))) == ["overdue-review"]
    assert codes(replace(FAQ, reviewed=date(2026, 8, 24))) == []
    assert codes(replace(FAQ, expires=date(2026, 11, 21))) == ["expired"]
    assert codes(replace(FAQ, expires=TODAY)) == []
    archived = replace(FAQ, expires=date(2026, 11, 21), status=Status.ARCHIVED)
    assert codes(archived, replace(CASE, teaches=("sop-refund",))) == []


def test_an_expired_law_is_an_error() -> None:
    assert codes(laws=(replace(LAW, expires=date(2026, 11, 21)),)) == ["expired-law"]
    assert codes(laws=(replace(LAW, expires=TODAY),)) == []


def test_two_faqs_that_ask_or_answer_nearly_the_same() -> None:
    asks = replace(
        FAQ,
        id="faq-asks",
        title="退款多久到账",
        aliases=tuple(f"{alias}呀" for alias in FAQ.aliases),
        answer="看支付账单里的退款明细。",
        scripts=(Script("warm", "安抚", "账单里能看到进度。"), Script("firm", "坚定", "以账单为准。")),
    )
    answers = replace(
        FAQ,
        id="faq-answers",
        title="别的问题",
        aliases=("另外一种问法",),
        answer=FAQ.answer.replace("操作", "办理"),
    )
    for twin, field in ((asks, "title"), (answers, "answer")):
        found = problems([*SOUND, twin])
        assert [(p.code, p.entry_id, p.field, p.gravity) for p in found] == [
            ("near-duplicate", twin.id, field, Gravity.WARNING)
        ]
        assert "faq-refund-arrival" in str(found[0].reason)
        assert found[0].line
        assert codes(replace(twin, status=Status.ARCHIVED)) == []


def test_a_sentence_of_a_script_is_no_longer_than_a_breath() -> None:
    def said(text: str) -> AnyEntry:
        return replace(FAQ, scripts=(replace(FAQ.scripts[0], text=text), FAQ.scripts[1]))

    assert codes(said(f"好的。{'退款快，' * 20}好吗？")) == ["long-sentence"]
    assert codes(said(f"好的。\n{'退款快，' * 20}。{'换货快，' * 20}！")) == []
    assert codes(replace(FAQ, notes="先看清楚，" * 30)) == []
    faulty = said(f"好的。\n{'退款快，' * 21}好吗？")
    [found] = problems([faulty, SOP, PHRASE, CASE])
    assert "退款快" in markup.write(faulty).splitlines()[found.line - 1]


@pytest.mark.parametrize(
    ("faulty", "code", "gravity"),
    [
        (replace(PHRASE, audience=Audience.PUBLIC), "public-internal", Gravity.ERROR),
        (replace(CASE, audience=Audience.PUBLIC, verdict=Verdict.BAD), "public-internal", Gravity.ERROR),
        (replace(CASE, audience=Audience.PUBLIC), "", None),
        (replace(FAQ, audience=Audience.PUBLIC), "", None),
        (replace(FAQ, audience=Audience.PUBLIC, level=Level.SENIOR), "public-level", Gravity.WARNING),
        (
            replace(FAQ, audience=Audience.PUBLIC, status=Status.WORK_IN_PROGRESS),
            "public-draft",
            Gravity.WARNING,
        ),
        (replace(FAQ, reviewed=date(2026, 11, 23)), "future-review", Gravity.WARNING),
    ],
)
def test_fields_that_contradict(faulty: AnyEntry, code: str, gravity: Gravity | None) -> None:
    found = problems([e for e in SOUND if e.id != faulty.id] + [faulty])
    assert [(p.code, p.gravity) for p in found] == ([(code, gravity)] if code else [])
    assert all(p.line > 1 for p in found)


def test_variants_must_be_several_and_differ() -> None:
    first = FAQ.scripts[0]
    assert codes(replace(FAQ, scripts=(first,)), replace(CASE, teaches=("sop-refund",))) == ["single-variant"]
    twin = Script("warm", "安抚", first.text)
    assert codes(replace(FAQ, scripts=(first, twin))) == ["same-variant"]


@pytest.mark.parametrize(
    ("phrase", "said", "gravity"),
    [
        (PHRASE, "这个不归我管的", Gravity.ERROR),
        (PHRASE, "这个不是我负责", Gravity.ERROR),
        (replace(PHRASE, severity=Severity.WARN), "这个不归我管的", Gravity.WARNING),
        (replace(PHRASE, pattern="加.{0,2}微信", match=Match.REGEX), "您加一下微信", Gravity.ERROR),
        (replace(PHRASE, pattern="VIP专线"), "您打ＶＩＰ专线", Gravity.ERROR),
        (PHRASE, "虽然不归我管，我来帮您", None),
        (replace(PHRASE, status=Status.ARCHIVED), "这个不归我管的", None),
    ],
)
def test_our_scripts_hold_no_banned_phrase(phrase: Phrase, said: str, gravity: Gravity | None) -> None:
    for entry in (
        replace(FAQ, scripts=(replace(FAQ.scripts[0], text=said), FAQ.scripts[1])),
        replace(SOP, steps=(replace(SOP.steps[0], scripts=(said,)), *SOP.steps[1:])),
        replace(CASE, dialogue=(Turn("客服", said),)),
    ):
        others = [e for e in SOUND if e.id not in {entry.id, phrase.id}]
        found = problems([entry, phrase, *others])
        expected = [] if gravity is None else [("banned-phrase", gravity)]
        assert [(p.code, p.gravity) for p in found] == expected


def test_customers_and_bad_cases_may_say_what_they_like() -> None:
    assert codes(replace(CASE, dialogue=(Turn("买家", "不归我管"), Turn("客服", "好的")))) == []


def test_a_ban_that_its_own_replacement_breaks() -> None:
    assert codes(replace(PHRASE, replacements=("这不是我负责",))) == ["banned-phrase"]


def test_a_faulty_list_of_phrases() -> None:
    twin = replace(PHRASE, id="ban-other", title="另一个", severity=Severity.WARN, variants=("最",))
    found = [(p.code, p.entry_id, p.field, p.line > 0) for p in problems([*SOUND, twin])]
    assert found == [
        ("duplicate-pattern", "ban-other", "pattern", True),
        ("short-pattern", "ban-other", "variants", True),
    ]
