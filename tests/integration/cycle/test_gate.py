"""The gate lists everything that still stops a release, and nothing is published past it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskbook.errors import CycleStateError, ReleaseStoppedError
from deskbook.model.cycle import CycleState
from deskbook.model.problem import Gravity
from tests.integration.cycle.support import REVIEWER, Team, faq


def codes(desk: Team, cycle: str = "") -> set[str]:
    return {problem.code for problem in desk.gate.check(cycle).problems}


def ready(desk: Team, cycle: str = "2026Q4") -> None:
    desk.submit_all(cycle)
    desk.cycles.move(cycle, CycleState.REVIEW)
    desk.approve_all(cycle)
    desk.cycles.move(cycle, CycleState.PUBLISH)


def test_an_approved_sound_change_passes(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "一")
    assert codes(desk) == {"wrong-state", "unapproved"}
    ready(desk)
    assert desk.gate.check().open


def test_what_is_not_approved_stops(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "一")
    desk.planner.assign("sop-refund")
    desk.cycles.move("2026Q4", CycleState.REVIEW)
    desk.cycles.move("2026Q4", CycleState.PUBLISH)
    report = desk.gate.check()
    assert {(p.code, p.entry_id) for p in report.problems} == {
        ("unapproved", "faq-invoice"),
        ("unapproved", "sop-refund"),
    }
    with pytest.raises(ReleaseStoppedError, match="2 things"):
        desk.publisher.publish()
    assert desk.cycles.get().state is CycleState.PUBLISH


def test_an_error_anywhere_in_the_handbook_to_be_stops_and_cannot_be_accepted(desk: Team) -> None:
    desk.open_for_editing()
    draft = desk.drafts.text("faq-refund-arrival")
    desk.drafts.save(
        "faq-refund-arrival",
        draft.source.replace("(sop-refund)", "(sop-nowhere)"),
        seen=draft.seen,
        message="断链",
    )
    ready(desk)
    (problem,) = desk.gate.check().problems
    assert (problem.code, problem.entry_id, problem.gravity) == (
        "dead-link",
        "faq-refund-arrival",
        Gravity.ERROR,
    )
    assert problem.line > 0
    with pytest.raises(CycleStateError, match="error"):
        desk.gate.accept("dead-link", "faq-refund-arrival", reason="先这样")
    with pytest.raises(ReleaseStoppedError) as caught:
        desk.publisher.publish()
    assert caught.value.where.startswith("faq-refund-arrival:")


def test_links_to_what_is_retired_are_told(desk: Team) -> None:
    desk.open_for_editing()
    desk.drafts.retire("faq-refund-arrival", message="并入流程")
    assert ("archived-link", "case-late-parcel-kept") in {
        (p.code, p.entry_id) for p in desk.gate.check().problems
    }


def test_a_warning_is_accepted_for_one_text_with_a_reason(desk: Team) -> None:
    desk.open_for_editing()
    desk.write("faq-new", faq("faq-new").replace("2026-11-22", "2026-01-01"), "新问题")
    assert "overdue-review" in codes(desk)
    with pytest.raises(CycleStateError, match="reason"):
        desk.gate.accept("overdue-review", "faq-new", reason=" ")
    with pytest.raises(CycleStateError, match="stops the release"):
        desk.gate.accept("overdue-review", "faq-invoice", reason="没有这回事")
    desk.gate.accept("overdue-review", "faq-new", reason="年底一起复核")
    report = desk.gate.check()
    assert "overdue-review" not in {p.code for p in report.problems}
    assert [(a.reason, p.code) for p, a in report.accepted] == [("年底一起复核", "overdue-review")]
    desk.append("faq-new", "又改了")
    assert "overdue-review" in codes(desk)


def test_warnings_that_stood_before_elsewhere_do_not_stop(desk: Team) -> None:
    desk.now = desk.now.replace(year=2027, month=6)
    desk.open_for_editing("2027Q2")
    desk.append("faq-invoice", "一")
    report = desk.gate.check()
    assert report.standing > 0
    overdue = {p.entry_id for p in report.problems if p.code == "overdue-review"}
    assert overdue == {"faq-invoice"}


def test_a_release_takes_effect_today_or_later(desk: Team) -> None:
    desk.open_for_editing(effective=desk.today)
    desk.append("faq-invoice", "一")
    ready(desk)
    desk.later(days=1)
    assert codes(desk) == {"past-effective-date"}
    with pytest.raises(CycleStateError, match="past"):
        desk.cycles.schedule("2026Q4", desk.today - timedelta(days=1))
    desk.cycles.schedule("2026Q4", desk.today)
    assert desk.gate.check().open


def test_somebody_has_to_name_the_day(desk: Team) -> None:
    desk.cycles.open("2026Q4")
    desk.cycles.move("2026Q4", CycleState.PLAN)
    desk.cycles.move("2026Q4", CycleState.EDIT)
    desk.append("faq-invoice", "一")
    ready(desk)
    assert codes(desk) == {"no-effective-date"}
    desk.cycles.schedule("2026Q4", date(2027, 1, 1))
    assert desk.gate.check().open


def test_a_clock_that_went_backwards_stops_everything_that_is_dated(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "一")
    ready(desk)
    desk.cycles.schedule("2026Q4", date(2026, 11, 25))
    desk.later(hours=-3)
    assert codes(desk) == {"clock-behind"}
    with pytest.raises(ReleaseStoppedError):
        desk.publisher.publish()
    desk.later(hours=3)
    assert desk.publisher.publish().release.effective == date(2026, 11, 25)


def test_saving_goes_on_while_the_clock_is_wrong(desk: Team) -> None:
    desk.open_for_editing()
    desk.later(days=-400)
    desk.append("faq-invoice", "一")
    desk.later(days=400)
    assert desk.audit.faults() == ()


def test_an_empty_cycle_is_not_published(desk: Team) -> None:
    desk.open_for_editing()
    assert "nothing-to-publish" in codes(desk)
    desk.append("faq-invoice", "一")
    desk.drafts.withdraw("faq-invoice")
    assert "nothing-to-publish" in codes(desk)


def test_what_was_altered_since_the_gate_looked_is_not_published(
    desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "一")
    desk.append("sop-refund", "一")
    ready(desk)
    looked = desk.gate.check

    def look_then_withdraw(cycle: str = "") -> object:
        report = looked(cycle)
        with desk.acting(REVIEWER):
            desk.drafts.withdraw("sop-refund")
        return report

    monkeypatch.setattr(desk.gate, "check", look_then_withdraw)
    with pytest.raises(ReleaseStoppedError, match="altered"):
        desk.publisher.publish()
    assert "附注" not in desk.read()["faq-invoice"]
    monkeypatch.undo()
    desk.publisher.publish()
    assert "附注" in desk.read()["faq-invoice"]
    assert "附注" not in desk.read()["sop-refund"]
