"""What a plan gathers, and who it is given to."""

from __future__ import annotations

from datetime import date

import pytest

from deskbook.errors import CycleStateError, StaleRevisionError, TakenIdError, UnknownEntryError
from deskbook.model.cycle import ChangeKind, ChangeState, CycleKind, CycleState
from deskbook.services.planning import Cause
from tests.fakes import handbook as fake
from tests.integration.cycle.support import START, Team


def causes(desk: Team, cycle: str = "") -> dict[Cause, set[str]]:
    found: dict[Cause, set[str]] = {}
    for candidate in desk.planner.gather(cycle):
        found.setdefault(candidate.cause, set()).add(candidate.entry_id or candidate.title)
    return found


def test_nothing_wants_attention_in_a_fresh_handbook(desk: Team) -> None:
    desk.cycles.open("2026Q4", effective=date(2026, 12, 31))
    assert causes(desk) == {}


def test_what_is_due_before_the_release_is_gathered_the_longest_due_first(desk: Team) -> None:
    desk.cycles.open("2027Q1", effective=date(2027, 3, 1))
    everything = set(desk.read())
    assert causes(desk) == {Cause.REVIEW_DUE: everything}
    assert all(candidate.owner for candidate in desk.planner.gather())


def test_searches_in_vain_are_gathered(desk: Team) -> None:
    for text, hits in (("能不能货到付款", 0), ("能不能货到付款", 0), ("退款", 3)):
        desk.desk.remember_search(text, hits, START)
    desk.cycles.open("2026Q4", effective=date(2026, 12, 31))
    (candidate,) = desk.planner.gather()
    assert (candidate.cause, candidate.title, candidate.entry_id) == (Cause.UNANSWERED, "能不能货到付款", "")
    assert "2" in str(candidate.why)


def test_what_a_changed_law_or_phrase_concerns_is_gathered(desk: Team) -> None:
    desk.open_for_editing("2026Q4", effective=date(2026, 12, 31))
    desk.write("laws", fake.LAWS.replace("七日内退款", "七日内退款，逾期付息"), "法条修订")
    assert causes(desk) == {Cause.LAW_CHANGED: {"faq-refund-arrival"}}
    desk.write("laws", fake.LAWS.replace("2026-11-22", "2026-12-01"), "核对")
    assert causes(desk) == {}, "comparing a law with its text changes nothing in it"
    desk.write(
        "ban-not-my-job", fake.BAN.replace("  - 不是我负责", "  - 不是我负责\n  - 申请开票"), "又一种说法"
    )
    assert causes(desk) == {Cause.PHRASE_CHANGED: {"faq-invoice"}}
    desk.append("faq-invoice", "改过了")
    assert causes(desk) == {}, "what is being changed needs no planning"


def test_an_emergency_law_is_still_news_to_the_next_quarter(desk: Team) -> None:
    desk.cycles.open(kind=CycleKind.EMERGENCY)
    desk.write("laws", fake.LAWS.replace("七日内退款", "七日内退款，逾期付息"), "法条修订")
    desk.publish("2026Q4-E1")
    desk.cycles.open("2026Q4", effective=date(2026, 12, 31))
    assert causes(desk) == {Cause.LAW_CHANGED: {"faq-refund-arrival"}}


def test_the_plan_says_who_and_by_when(desk: Team) -> None:
    desk.cycles.open("2026Q4")
    with pytest.raises(CycleStateError):
        desk.planner.assign("faq-invoice")
    desk.cycles.move("2026Q4", CycleState.PLAN)
    change = desk.planner.assign("faq-invoice", due=date(2026, 12, 10), reason="到期复核")
    assert (change.owner, change.due, change.state) == ("售前主管", date(2026, 12, 10), ChangeState.PLANNED)
    again = desk.planner.assign("faq-invoice", owner="培训专员", seen=change.version)
    assert (again.id, again.owner, again.due, again.reason) == (
        change.id,
        "培训专员",
        date(2026, 12, 10),
        "到期复核",
    )
    with pytest.raises(StaleRevisionError):
        desk.planner.assign("faq-invoice", owner="别人", seen=change.version)
    new = desk.planner.assign("faq-pay-on-delivery", owner="培训专员", reason="搜了两次没有答案")
    assert new.kind is ChangeKind.NEW
    for wrong in ("Nonsense!", "退款", "faq-", ""):
        with pytest.raises(UnknownEntryError):
            desk.planner.assign(wrong)


def test_a_draft_keeps_the_plan(desk: Team) -> None:
    desk.open_for_editing()
    desk.planner.assign("faq-invoice", owner="培训专员", due=date(2026, 12, 10))
    change = desk.append("faq-invoice", "一")
    assert (change.owner, change.due, change.state) == ("培训专员", date(2026, 12, 10), ChangeState.DRAFT)
    assert desk.planner.assign("faq-invoice", owner="别人").state is ChangeState.DRAFT


def test_a_planned_change_is_carried_over(desk: Team) -> None:
    desk.open_for_editing()
    desk.planner.assign("faq-invoice", owner="培训专员", due=date(2026, 12, 10))
    desk.drafts.carry("faq-invoice")
    desk.cycles.close()
    desk.cycles.open("2027Q1")
    (card,) = desk.cycles.board().cards
    assert (card.change.state, card.change.owner, card.change.due) == (ChangeState.PLANNED, "培训专员", None)


def test_a_plan_says_what_becomes_of_an_entry_until_a_text_does(desk: Team) -> None:
    desk.open_for_editing()
    planned = desk.planner.assign("faq-invoice", kind=ChangeKind.RETIRE)
    assert (planned.kind, planned.state) == (ChangeKind.RETIRE, ChangeState.PLANNED)
    assert desk.planner.assign("faq-invoice", reason="到期").kind is ChangeKind.RETIRE
    assert desk.append("faq-invoice", "留着").kind is ChangeKind.EDIT
    assert desk.planner.assign("faq-invoice", kind=ChangeKind.RETIRE).kind is ChangeKind.EDIT


def test_a_plan_does_not_call_new_what_exists_or_edit_what_does_not(desk: Team) -> None:
    desk.open_for_editing()
    with pytest.raises(TakenIdError):
        desk.planner.assign("faq-invoice", kind=ChangeKind.NEW)
    with pytest.raises(UnknownEntryError):
        desk.planner.assign("faq-gift-note", kind=ChangeKind.RETIRE)
    assert desk.cycles.board().cards == ()
