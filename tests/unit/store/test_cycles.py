"""Cycles, changes and reviews in the database, and what it refuses itself."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import psycopg
import pytest

from deskbook.model.cycle import (
    Acceptance,
    Change,
    ChangeKind,
    ChangeState,
    Comment,
    Cycle,
    CycleKind,
    CycleState,
    Judgement,
    Verdict,
)
from deskbook.store.database import Place, Server
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, content, put, run

QUARTER = Cycle("2026Q4", CycleKind.QUARTERLY, CycleState.EDIT, date(2027, 1, 1), "撰稿人", NOON)
CHANGE = Change(
    0, "2026Q4", "faq-a", ChangeKind.EDIT, ChangeState.DRAFT, 1, 2, "撰稿人", "售前主管", date(2026, 12, 1)
)


@pytest.fixture
def filled(workspace: SqlWorkspace, place: Place) -> Place:
    put(workspace, "faq-a", "one")
    with workspace.work(write=True) as work:
        work.cycles.add(replace(QUARTER, name="2026Q3", state=CycleState.CLOSED))
        work.cycles.add(QUARTER)
        work.entries.draft("faq-a", "faq", "two", author="撰稿人", message="", at=NOON, parent=1)
        change = work.changes.add(CHANGE)
        work.changes.saved(change.id, 2)
        work.changes.add(replace(CHANGE, entry_id="faq-b", base=None, head=None, state=ChangeState.WITHDRAWN))
        work.reviews.judge(Verdict(change.id, 2, Judgement.RETURN, "再看看", "复核人", NOON))
        work.reviews.comment(Comment(0, change.id, 2, 1, "哪天？", "复核人", NOON))
        work.reviews.accept(Acceptance("overdue-review", "faq-a", "h", "知道", "复核人", NOON))
        work.commit()
    return place


def test_everything_comes_back_as_it_was_kept(workspace: SqlWorkspace, filled: Place) -> None:
    change = replace(CHANGE, id=1)
    with workspace.work() as work:
        assert work.cycles.find("2026Q4") == QUARTER
        assert work.cycles.find("2026Q5") is None
        assert work.cycles.open() == (QUARTER,)
        assert work.cycles.open(CycleKind.EMERGENCY) == ()
        assert [cycle.name for cycle in work.cycles.all()] == ["2026Q4", "2026Q3"]
        assert work.cycles.governed()
        assert work.changes.of_entry("faq-a") == work.changes.find(1) == change
        assert work.changes.of_entry("faq-b") is None
        assert [c.entry_id for c in work.changes.of_cycle("2026Q4")] == ["faq-a", "faq-b"]
        assert work.changes.revisions(1) == (2,)
        assert work.changes.authors(1) == {"撰稿人"}
        assert [v.judgement for v in work.reviews.verdicts(1)] == [Judgement.RETURN]
        assert [(c.id, c.resolved) for c in work.reviews.comments(1)] == [(1, False)]
        assert work.reviews.acceptances() == (
            Acceptance("overdue-review", "faq-a", "h", "知道", "复核人", NOON),
        )


def test_a_draft_moves_no_head(workspace: SqlWorkspace, filled: Place) -> None:
    with workspace.work(write=True) as work:
        revision = work.entries.draft(
            "faq-new", "faq", "new", author="撰稿人", message="", at=NOON, parent=None
        )
        assert (revision.number, work.entries.find("faq-new")) == (1, None)
        assert work.entries.kind("faq-new") == "faq"
        assert work.entries.numbers() == {"faq-a": 1}
        with pytest.raises(ValueError, match="kind"):
            work.entries.draft("faq-new", "sop", "x", author="", message="", at=NOON, parent=None)
        work.entries.accept({"faq-new": 1})
        assert work.entries.numbers() == {"faq-new": 1}
        assert work.entries.find("faq-a") is None
        work.entries.accept({"faq-a": 2, "faq-new": 1})
        assert work.entries.get("faq-a").head.source == "two"
        work.commit()


def test_a_release_can_be_read_instead_of_the_heads(workspace: SqlWorkspace, filled: Place) -> None:
    with workspace.work(write=True) as work:
        for items in ({"faq-a": 1}, {"faq-a": 2}):
            work.releases.add(
                name="r", effective=date(2026, 10, 1), author="", notes="", at=NOON, items=items
            )
        work.commit()
    with workspace.work() as work:
        assert work.entries.get("faq-a", 2).head.source == "two"
        assert [stored.head.number for stored in work.entries.many(["faq-a", "faq-b"], 2)] == [2]
        assert [stored.head.number for stored in work.entries.many(release=1)] == [1]
        assert work.entries.heads(2) == {"faq-a": work.entries.revision("faq-a", 2).hash}
        assert work.entries.find("faq-b", 1) is None


def test_carried_changes_wait_until_one_takes_them_up(workspace: SqlWorkspace, filled: Place) -> None:
    with workspace.work(write=True) as work:
        change = work.changes.of_entry("faq-a")
        assert change is not None
        carried = work.changes.put(replace(change, state=ChangeState.CARRIED))
        assert carried.version == 2
        assert work.changes.waiting() == (carried,)
        later = work.changes.add(replace(carried, state=ChangeState.DRAFT, origin=carried.id))
        work.changes.inherited(later.id, carried.id)
        assert work.changes.waiting() == ()
        assert work.changes.authors(later.id) == {"撰稿人"}


REST = "entry_id, kind, state, base, head, author, owner, due, reason, message, version, origin"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM cycles",
        "UPDATE cycles SET name = 'x' WHERE name = '2026Q4'",
        "UPDATE cycles SET state = 'edit' WHERE name = '2026Q3'",
        "INSERT INTO cycles SELECT '2027Q1', kind, state, effective, opened_by, opened_at FROM cycles "
        "WHERE name = '2026Q4'",
        "DELETE FROM changes",
        "UPDATE changes SET entry_id = 'faq-x', version = 9 WHERE id = 1",
        "UPDATE changes SET message = 'x'",
        "UPDATE changes SET state = 'draft', version = 9 WHERE id = 2",
        f"INSERT INTO changes SELECT 3, cycle, {REST} FROM changes WHERE id = 1",
        f"INSERT INTO changes SELECT 7, cycle, {REST} FROM changes WHERE id = 2",
        "DELETE FROM change_revisions",
        "UPDATE change_revisions SET revision = 1",
        "DELETE FROM verdicts",
        "UPDATE verdicts SET judgement = 'approve'",
        "INSERT INTO verdicts SELECT 9, change, revision, judgement, text, reviewer, at FROM verdicts",
        "DELETE FROM comments",
        "UPDATE comments SET text = 'x'",
        "DELETE FROM acceptances",
        "UPDATE acceptances SET hash = 'x'",
    ],
)
def test_what_people_did_cannot_be_changed(filled: Place, statement: str) -> None:
    before = content(filled)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        run(filled, statement)
    assert content(filled) == before


def test_what_people_did_cannot_be_replaced(filled: Place) -> None:
    replacing = "INSERT OR REPLACE INTO cycles SELECT * FROM cycles"
    if isinstance(filled, Server):
        replacing = "INSERT INTO cycles SELECT * FROM cycles ON CONFLICT (name) DO UPDATE SET opened_by = 'x'"
    before = content(filled)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        run(filled, replacing)
    assert content(filled) == before


def test_a_reading_unit_of_work_keeps_nothing(workspace: SqlWorkspace, filled: Place) -> None:
    with workspace.work() as work:
        for act in (
            lambda: work.cycles.add(QUARTER),
            lambda: work.changes.add(CHANGE),
            lambda: work.reviews.resolve(1, "x"),
            lambda: work.audit.append([]),
            lambda: work.entries.accept({}),
        ):
            with pytest.raises(RuntimeError, match="write=True"):
                act()
