"""A quarter from open to rollback, and everything on the way that is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskbook.errors import (
    CycleStateError,
    FourEyesError,
    MovedHeadError,
    ReleaseStoppedError,
    RoleError,
    StaleRevisionError,
    TakenIdError,
    UnknownChangeError,
    UnknownCycleError,
    UnknownEntryError,
    UnsoundDraftError,
)
from deskbook.model.cycle import ChangeKind, ChangeState, CycleKind, CycleState, Judgement
from deskbook.model.person import Role
from deskbook.model.revision import ReleaseKind
from tests.fakes import handbook as fake
from tests.integration.cycle.support import AUTHOR, PUBLISHER, REVIEWER, Team, faq

NEW_YEAR = date(2027, 1, 1)


def test_a_quarter_ends_in_one_release_that_agents_read(desk: Team) -> None:
    before = desk.read()
    desk.open_for_editing(effective=desk.today)
    desk.write("faq-new", faq("faq-new", title="新问题"), "答新问题")
    desk.append("faq-invoice", "电子发票")
    desk.drafts.retire("case-late-parcel-kept", message="过时了")
    assert desk.read() == before, "drafts reached the agents"
    release = desk.publish("2026Q4")
    assert (release.name, release.kind, release.cycle) == ("2026Q4", ReleaseKind.QUARTERLY, "2026Q4")
    assert desk.read() != before
    assert desk.handbook.get("faq-new").title == "新问题"
    assert "电子发票" in desk.read()["faq-invoice"]
    assert desk.handbook.get("case-late-parcel-kept").status == "archived"
    assert desk.cycles.get("2026Q4").state is CycleState.CLOSED
    states = {c.change.entry_id: (c.change.kind, c.change.state) for c in desk.cycles.board("2026Q4").cards}
    assert states == {
        "faq-new": (ChangeKind.NEW, ChangeState.PUBLISHED),
        "faq-invoice": (ChangeKind.EDIT, ChangeState.PUBLISHED),
        "case-late-parcel-kept": (ChangeKind.RETIRE, ChangeState.PUBLISHED),
    }
    assert desk.audit.faults() == ()
    assert desk.workspace.check() == ()


def test_the_notes_are_made_of_the_messages_and_can_be_edited(desk: Team) -> None:
    desk.open_for_editing()
    desk.write("faq-new", faq("faq-new", title="新问题"), "答新问题")
    desk.append("faq-invoice", "电子发票")
    notes = desk.publisher.notes("2026Q4")
    assert "新问题（faq-new）：答新问题" in notes
    assert notes.index("faq-new") < notes.index("补充电子发票")
    assert desk.publish("2026Q4").notes == notes


def test_edited_notes_are_kept(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "电子发票")
    desk.submit_all("2026Q4")
    desk.cycles.move("2026Q4", CycleState.REVIEW)
    desk.approve_all("2026Q4")
    desk.cycles.move("2026Q4", CycleState.PUBLISH)
    assert desk.publisher.publish(notes="手写的说明").release.notes == "手写的说明"


def test_a_scheduled_release_takes_effect_by_itself(desk: Team) -> None:
    before = desk.read()
    desk.open_for_editing(effective=NEW_YEAR)
    desk.append("faq-invoice", "新年起")
    desk.publish("2026Q4")
    seen = desk.handbook.searchable()
    desk.now = desk.now.replace(month=12, day=30)
    assert desk.read() == before
    desk.now += timedelta(days=3)
    assert "新年起" in desk.read()["faq-invoice"]
    assert desk.handbook.searchable() != seen
    assert "新年起" not in desk.handbook.as_of("faq-invoice", date(2026, 12, 31))[0].source


def test_a_rollback_makes_a_new_release_out_of_an_old_one(desk: Team) -> None:
    before = desk.read()
    desk.open_for_editing()
    desk.write("faq-new", faq("faq-new"))
    desk.append("faq-invoice", "写错了")
    bad = desk.publish("2026Q4")
    assert bad.parent is not None
    with pytest.raises(ReleaseStoppedError):
        desk.publisher.rollback(bad.number, reason="什么也不变")
    with pytest.raises(ReleaseStoppedError):
        desk.publisher.rollback(bad.parent, reason=" ")
    again = desk.publisher.rollback(bad.parent, reason="写错了")
    assert (again.kind, again.origin, again.parent) == (ReleaseKind.ROLLBACK, bad.parent, bad.number)
    assert desk.read() == before
    with pytest.raises(UnknownEntryError):
        desk.handbook.get("faq-new")
    assert desk.audit.faults() == ()
    # What was rolled back can be written anew, under its own id, with its history.
    desk.open_for_editing("2027Q1")
    desk.write("faq-new", faq("faq-new", "这次写对了。"))
    desk.publish("2027Q1")
    assert "这次写对了" in desk.read()["faq-new"]
    with desk.workspace.work() as work:
        assert len(work.entries.history("faq-new")) == 2


def test_a_rollback_overrules_what_was_scheduled(desk: Team) -> None:
    desk.open_for_editing(effective=NEW_YEAR)
    desk.append("faq-invoice", "新年起")
    scheduled = desk.publish("2026Q4")
    assert scheduled.parent is not None
    before = desk.read()
    desk.publisher.rollback(scheduled.parent, reason="不改了")
    desk.now = desk.now.replace(year=2027, month=2)
    assert desk.read() == before


def test_an_emergency_does_not_undo_what_was_scheduled(desk: Team) -> None:
    desk.open_for_editing(effective=NEW_YEAR)
    desk.append("faq-invoice", "新年起")
    scheduled = desk.publish("2026Q4")
    cycle = desk.cycles.open(kind=CycleKind.EMERGENCY)
    assert (cycle.name, cycle.state, cycle.effective) == ("2026Q4-E1", CycleState.EDIT, desk.today)
    desk.append("sop-refund", "法律变了")
    fix = desk.publish("2026Q4-E1")
    assert fix.kind is ReleaseKind.EMERGENCY
    assert "法律变了" in desk.read()["sop-refund"]
    assert "新年起" not in desk.read()["faq-invoice"]
    newest = desk.publisher.releases()[0]
    assert (newest.origin, newest.effective, newest.kind) == (scheduled.number, NEW_YEAR, scheduled.kind)
    desk.now = desk.now.replace(year=2027, month=1, day=2)
    assert "法律变了" in desk.read()["sop-refund"]
    assert "新年起" in desk.read()["faq-invoice"]
    with desk.workspace.work() as work:
        assert work.entries.numbers() == work.releases.items(newest.number)


def test_an_emergency_that_brings_scheduled_text_forward_has_to_be_meant(desk: Team) -> None:
    desk.open_for_editing(effective=NEW_YEAR)
    desk.append("faq-invoice", "新年起")
    desk.publish("2026Q4")
    desk.cycles.open(kind=CycleKind.EMERGENCY)
    desk.append("faq-invoice", "急改")
    codes = {(p.code, p.gravity.value) for p in desk.gate.check().problems}
    assert ("brings-forward", "warning") in codes
    desk.accept_warnings("2026Q4-E1")
    desk.publish("2026Q4-E1")
    assert "新年起" in desk.read()["faq-invoice"]


def test_one_cycle_of_a_kind_at_a_time(desk: Team) -> None:
    desk.cycles.open("2026Q4")
    for name in ("2027Q1", "2026Q4"):
        with pytest.raises(CycleStateError, match="2026Q4 is still open"):
            desk.cycles.open(name)
    desk.cycles.open(kind=CycleKind.EMERGENCY)
    with pytest.raises(CycleStateError, match="2026Q4-E1 is still open"):
        desk.cycles.open(kind=CycleKind.EMERGENCY)
    assert [cycle.name for cycle in desk.cycles.current()] == ["2026Q4", "2026Q4-E1"]
    desk.cycles.close("2026Q4")
    with pytest.raises(CycleStateError, match="already"):
        desk.cycles.open("2026Q4")
    desk.cycles.close("2026Q4-E1")
    assert desk.cycles.open(kind=CycleKind.EMERGENCY).name == "2026Q4-E2"


@pytest.mark.parametrize("name", ["Q4", "2026Q5", "2026Q4-E1", "2026q4", "2026Q4 ", "autumn"])
def test_a_quarter_has_a_quarters_name(desk: Team, name: str) -> None:
    with pytest.raises(CycleStateError, match="2026Q4"):
        desk.cycles.open(name)
    assert not desk.cycles.governed()


def test_a_verdict_falls_when_the_head_moves(desk: Team) -> None:
    desk.open_for_editing()
    first = desk.append("faq-invoice", "一")
    assert first.head is not None
    desk.drafts.submit("faq-invoice", seen=first.head)
    desk.cycles.move("2026Q4", CycleState.REVIEW)
    desk.approve_all("2026Q4")
    assert desk.reviews.dossier("faq-invoice").standing is not None
    desk.cycles.move("2026Q4", CycleState.EDIT)
    second = desk.append("faq-invoice", "二")
    dossier = desk.reviews.dossier("faq-invoice")
    assert (dossier.standing, len(dossier.verdicts)) == (None, 1)
    assert second.state is ChangeState.DRAFT
    assert second.head is not None
    desk.drafts.submit("faq-invoice", seen=second.head)
    desk.cycles.move("2026Q4", CycleState.REVIEW)
    with desk.acting(REVIEWER), pytest.raises(MovedHeadError, match=str(second.head)):
        desk.reviews.judge("faq-invoice", Judgement.APPROVE, revision=first.head)
    assert desk.reviews.dossier("faq-invoice").standing is None


def test_whoever_wrote_any_part_cannot_approve(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "一")
    with desk.acting(REVIEWER):
        change = desk.append("faq-invoice", "二")
    with desk.acting(AUTHOR):
        change = desk.append("faq-invoice", "三")
    assert change.head is not None
    desk.drafts.submit("faq-invoice", seen=change.head)
    desk.cycles.move("2026Q4", CycleState.REVIEW)
    for who in (AUTHOR, REVIEWER, f" {AUTHOR} ", "复核人\u3000"):
        with desk.acting(who), pytest.raises(FourEyesError):
            desk.reviews.judge("faq-invoice", Judgement.APPROVE, revision=change.head)
    with desk.acting(PUBLISHER):
        desk.reviews.judge("faq-invoice", Judgement.APPROVE, revision=change.head)
    assert desk.drafts.change("faq-invoice").state is ChangeState.APPROVED


def test_carrying_over_does_not_wash_an_authors_hands(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "一")
    desk.drafts.carry("faq-invoice")
    desk.cycles.close("2026Q4")
    desk.open_for_editing("2027Q1")
    with desk.acting(REVIEWER):
        change = desk.append("faq-invoice", "二")
        assert change.head is not None
        desk.drafts.submit("faq-invoice", seen=change.head)
    desk.cycles.move("2027Q1", CycleState.REVIEW)
    for who in (AUTHOR, REVIEWER):
        with desk.acting(who), pytest.raises(FourEyesError):
            desk.reviews.judge("faq-invoice", Judgement.APPROVE, revision=change.head)


def test_a_change_can_be_sent_back_with_a_word(desk: Team) -> None:
    desk.open_for_editing()
    change = desk.append("faq-invoice", "一")
    assert change.head is not None
    desk.drafts.submit("faq-invoice", seen=change.head)
    desk.cycles.move("2026Q4", CycleState.REVIEW)
    with desk.acting(REVIEWER):
        with pytest.raises(CycleStateError, match="word"):
            desk.reviews.judge("faq-invoice", Judgement.RETURN, revision=change.head)
        desk.reviews.judge("faq-invoice", Judgement.RETURN, revision=change.head, text="写清楚期限")
        comment = desk.reviews.comment("faq-invoice", "哪一天？", revision=change.head, line=3)
        for line in (-1, 1000):
            with pytest.raises(CycleStateError):
                desk.reviews.comment("faq-invoice", "哪一行？", revision=change.head, line=line)
        with pytest.raises(MovedHeadError):
            desk.reviews.comment("faq-invoice", "旧的", revision=change.head - 1, line=1)
    assert desk.drafts.change("faq-invoice").state is ChangeState.RETURNED
    assert desk.cycles.board().cards[0].open_comments == 1
    desk.reviews.resolve("faq-invoice", comment.id)
    with pytest.raises(UnknownChangeError):
        desk.reviews.resolve("faq-invoice", 77)
    assert desk.cycles.board().cards[0].open_comments == 0
    with pytest.raises(CycleStateError, match="edit"):
        desk.append("faq-invoice", "二")


def test_a_stale_save_is_refused_and_loses_nothing(desk: Team) -> None:
    desk.open_for_editing()
    mine = desk.drafts.text("faq-invoice")
    theirs = desk.drafts.text("faq-invoice")
    with desk.acting(REVIEWER):
        desk.drafts.save("faq-invoice", f"{theirs.source}\n## 附\n\n二\n", seen=theirs.seen)
    with pytest.raises(StaleRevisionError):
        desk.drafts.save("faq-invoice", f"{mine.source}\n## 附\n\n一\n", seen=mine.seen)
    assert desk.drafts.text("faq-invoice").source.endswith("二\n")
    with pytest.raises(StaleRevisionError):
        desk.drafts.submit("faq-invoice", seen=mine.seen, message="早了")


def test_ids_are_never_used_again(desk: Team) -> None:
    desk.open_for_editing()
    with pytest.raises(TakenIdError):
        desk.drafts.save("faq-invoice", faq("faq-invoice"), seen=None)
    desk.drafts.retire("faq-invoice", message="不用了")
    desk.publish("2026Q4")
    desk.open_for_editing("2027Q1")
    with pytest.raises(TakenIdError, match="existed"):
        desk.drafts.save("faq-invoice", faq("faq-invoice"), seen=None)


@pytest.mark.parametrize(
    ("entry_id", "source"),
    [
        ("faq-invoice", faq("faq-other")),
        ("faq-invoice", "没有字段"),
        ("faq-invoice", faq("faq-invoice").replace("stage: presale", "stage: soon")),
        ("shop", "name: [\n"),
        ("laws", "- id: a\n"),
    ],
)
def test_only_sound_texts_become_drafts(desk: Team, entry_id: str, source: str) -> None:
    desk.open_for_editing()
    with pytest.raises(UnsoundDraftError) as caught:
        desk.write(entry_id, source)
    assert caught.value.remedy is not None
    assert desk.cycles.board().cards == ()


def test_saving_the_same_again_makes_no_revision(desk: Team) -> None:
    desk.open_for_editing()
    accepted = desk.drafts.text("faq-invoice")
    with pytest.raises(UnsoundDraftError, match="nothing to save"):
        desk.drafts.save("faq-invoice", accepted.source, seen=accepted.seen)
    change = desk.append("faq-invoice", "一")
    draft = desk.drafts.text("faq-invoice")
    again = desk.drafts.save("faq-invoice", draft.source, seen=draft.seen, message="换一句说明")
    assert (again.head, again.message) == (change.head, "换一句说明")


def test_registers_change_the_same_way(desk: Team) -> None:
    desk.open_for_editing()
    desk.write("shop", fake.SHOP.replace("30 分钟", "20 分钟"), "升级更快")
    assert [impact.subject for impact in desk.publisher.impact()] == ["{{升级时限}}"]
    desk.publish("2026Q4")
    assert desk.handbook.shop().values["升级时限"].value == "20 分钟"
    desk.open_for_editing("2027Q1")
    with pytest.raises(UnsoundDraftError, match="register"):
        desk.drafts.retire("shop", message="不要了")


def test_an_entry_is_changed_in_one_cycle_at_a_time(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "季度")
    desk.cycles.open(kind=CycleKind.EMERGENCY)
    text = desk.drafts.text("faq-invoice")
    with pytest.raises(CycleStateError, match="2026Q4"):
        desk.drafts.save("faq-invoice", f"{text.source}\n", seen=text.seen, cycle="2026Q4-E1")


def test_an_emergency_leaves_the_quarters_draft_to_be_merged(desk: Team) -> None:
    desk.open_for_editing()
    draft = desk.append("faq-invoice", "季度")
    desk.drafts.carry("faq-invoice")
    desk.cycles.open(kind=CycleKind.EMERGENCY)
    accepted = desk.drafts.text("faq-invoice", "2026Q4-E1")
    assert (accepted.seen, accepted.change) == (1, None)
    urgent = f"{accepted.source}\n## 急\n\n急改。\n"
    desk.drafts.save("faq-invoice", urgent, seen=accepted.seen, cycle="2026Q4-E1", message="急改")
    desk.publish("2026Q4-E1")
    mine = desk.drafts.text("faq-invoice")
    assert (mine.seen, mine.stale) == (draft.head, True)
    assert mine.accepted is not None
    change = desk.drafts.save("faq-invoice", f"{mine.source}\n补一句。\n", seen=mine.seen)
    assert change.head is not None
    assert {p.code for p in desk.gate.check().problems} >= {"stale-base"}
    merged = f"{mine.source}\n## 急\n\n急改。\n"
    with pytest.raises(StaleRevisionError):
        desk.drafts.merge("faq-invoice", merged, seen=change.head, onto=1)
    change = desk.drafts.merge("faq-invoice", merged, seen=change.head, onto=mine.accepted.number)
    assert not desk.drafts.text("faq-invoice").stale
    desk.publish("2026Q4")
    assert "急改" in desk.read()["faq-invoice"]
    assert "季度" in desk.read()["faq-invoice"]


def test_an_emergency_can_retire_what_the_quarter_is_writing(desk: Team) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "季度")
    desk.drafts.carry("faq-invoice")
    desk.cycles.open(kind=CycleKind.EMERGENCY)
    desk.drafts.retire("faq-invoice", message="法律禁止", cycle="2026Q4-E1")
    with pytest.raises(UnsoundDraftError, match="retired already"):
        desk.drafts.retire("faq-invoice", message="再来一次")
    desk.publish("2026Q4-E1")
    assert desk.handbook.get("faq-invoice").status == "archived"
    assert "季度" not in desk.read()["faq-invoice"]


def test_withdrawn_and_abandoned(desk: Team) -> None:
    before = desk.read()
    desk.open_for_editing()
    desk.write("faq-new", faq("faq-new"))
    with pytest.raises(CycleStateError, match="faq-new"):
        desk.cycles.close()
    desk.drafts.withdraw("faq-new", reason="不要了")
    with pytest.raises(UnknownChangeError):
        desk.drafts.change("faq-new")
    desk.cycles.close()
    assert desk.read() == before
    with pytest.raises(CycleStateError, match="closed"):
        desk.cycles.close("2026Q4")
    with pytest.raises(UnknownCycleError):
        desk.write("faq-new", faq("faq-new"))
    desk.open_for_editing("2027Q1")
    assert desk.write("faq-new", faq("faq-new", "再写一次。")).kind is ChangeKind.NEW


@pytest.mark.parametrize("role", list(Role))
def test_each_act_takes_its_role(desk: Team, role: Role) -> None:
    desk.open_for_editing()
    change = desk.append("faq-invoice", "一")
    assert change.head is not None
    desk.drafts.submit("faq-invoice", seen=change.head)
    desk.cycles.move("2026Q4", CycleState.REVIEW)
    desk.roles = frozenset(Role) - {role}
    desk.who = REVIEWER
    if role is Role.REVIEWER:
        with pytest.raises(RoleError, match="reviewer"):
            desk.reviews.judge("faq-invoice", Judgement.APPROVE, revision=change.head)
    elif role is Role.EDITOR:
        desk.cycles.move("2026Q4", CycleState.EDIT)
        with pytest.raises(RoleError, match="editor"):
            desk.append("faq-invoice", "二")
    else:
        desk.reviews.judge("faq-invoice", Judgement.APPROVE, revision=change.head)
        desk.cycles.move("2026Q4", CycleState.PUBLISH)
        for act in (desk.publisher.publish, desk.cycles.close):
            with pytest.raises(RoleError, match="publisher"):
                act("2026Q4")
        with pytest.raises(RoleError, match="publisher"):
            desk.publisher.rollback(1, reason="回退")
