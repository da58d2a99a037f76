from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from deskbook.errors import StaleRevisionError, UnknownEntryError
from deskbook.model.revision import content_hash
from deskbook.store import entries as entries_module
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, put, sources


def test_a_new_entry_comes_back_whole(workspace: SqlWorkspace) -> None:
    source = "---\r\nid: faq-a\n---\n\n\U0001f600 钱什么时候退\x01\n"
    saved = put(workspace, "faq-a", source)
    with workspace.work() as work:
        assert work.entries.get("faq-a") == work.entries.find("faq-a") == saved
        assert work.entries.heads() == {"faq-a": content_hash(source)}
        assert work.entries.history("faq-a") == (saved.head,)
        assert work.entries.revision("faq-a", 1) == saved.head
    assert (saved.version, saved.kind, saved.head.number, saved.head.parent) == (1, "faq", 1, None)
    assert saved.head.source == source


def test_times_are_kept_in_utc(workspace: SqlWorkspace) -> None:
    beijing = timezone(timedelta(hours=8))
    put(workspace, "faq-a", "a", at=datetime(2026, 11, 22, 9, 30, tzinfo=beijing))
    with workspace.work() as work:
        created = work.entries.get("faq-a").head.created_at
    assert created == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    assert created.tzinfo is UTC


def test_each_save_is_a_revision_made_from_the_one_before(workspace: SqlWorkspace) -> None:
    for number, text in enumerate(("one", "two", "one")):
        put(workspace, "faq-a", text, seen=number or None)
    with workspace.work() as work:
        history = work.entries.history("faq-a")
        assert work.entries.get("faq-a").version == 3
    assert [(r.number, r.parent, r.source) for r in history] == [
        (3, 2, "one"),
        (2, 1, "two"),
        (1, None, "one"),
    ]


def test_the_same_content_makes_no_revision(workspace: SqlWorkspace) -> None:
    first = put(workspace, "faq-a", "same")
    before = workspace.generation()
    assert put(workspace, "faq-a", "same", seen=1) == first
    assert workspace.generation() == before


@pytest.mark.parametrize("seen", [None, 1, 3])
def test_a_stale_save_is_refused_and_writes_nothing(workspace: SqlWorkspace, seen: int | None) -> None:
    put(workspace, "faq-a", "one")
    put(workspace, "faq-a", "two", seen=1)
    with pytest.raises(StaleRevisionError):
        put(workspace, "faq-a", "three", seen=seen)
    assert sources(workspace) == {"faq-a": "two"}


def test_a_version_of_an_entry_that_does_not_exist_is_stale(workspace: SqlWorkspace) -> None:
    with pytest.raises(StaleRevisionError):
        put(workspace, "faq-a", "one", seen=1)
    assert sources(workspace) == {}


def test_an_entry_keeps_its_kind(workspace: SqlWorkspace) -> None:
    put(workspace, "faq-a", "one")
    with workspace.work(write=True) as work, pytest.raises(ValueError, match="kind"):
        work.entries.put("faq-a", "sop", "two", author="", message="", at=NOON, seen=1)


def test_a_naive_time_is_refused(workspace: SqlWorkspace) -> None:
    with pytest.raises(ValueError, match="aware"):
        put(workspace, "faq-a", "one", at=datetime(2026, 11, 22))  # noqa: DTZ001
    assert sources(workspace) == {}


def test_a_null_character_is_refused_whichever_database_it_is(workspace: SqlWorkspace) -> None:
    with pytest.raises(ValueError, match="null"):
        put(workspace, "faq-a", "a\0b")
    assert sources(workspace) == {}


def test_unknown_entries_are_named(workspace: SqlWorkspace) -> None:
    put(workspace, "faq-a", "one")
    with workspace.work() as work:
        assert work.entries.find("faq-b") is None
        with pytest.raises(UnknownEntryError, match="faq-b"):
            work.entries.get("faq-b")
        with pytest.raises(UnknownEntryError, match="faq-b"):
            work.entries.history("faq-b")
        with pytest.raises(UnknownEntryError, match="faq-a@2"):
            work.entries.revision("faq-a", 2)


def test_many_pages_come_by_ascending_id(workspace: SqlWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_module, "PAGE", 3)
    ids = [f"faq-{n}" for n in (10, 9, 8, 1, 100, 2, 7)]
    for entry_id in ids:
        put(workspace, entry_id, entry_id)
    with workspace.work() as work:
        assert [s.id for s in work.entries.many()] == sorted(ids)
        wanted = [*ids[:5], "faq-missing", ids[0]]
        assert [s.id for s in work.entries.many(wanted)] == sorted(ids[:5])
        assert list(work.entries.many([])) == []


def test_more_ids_than_a_statement_can_hold(workspace: SqlWorkspace) -> None:
    put(workspace, "faq-40000", "one")
    with workspace.work() as work:
        found = list(work.entries.many([f"faq-{n}" for n in range(50_000)]))
    assert [s.id for s in found] == ["faq-40000"]


def test_a_reading_unit_of_work_cannot_save(workspace: SqlWorkspace) -> None:
    with workspace.work() as work, pytest.raises(RuntimeError, match="write=True"):
        work.entries.put("faq-a", "faq", "a", author="", message="", at=NOON, seen=None)


def test_leaving_without_commit_saves_nothing(workspace: SqlWorkspace) -> None:
    before = workspace.generation()
    with workspace.work(write=True) as work:
        work.entries.put("faq-a", "faq", "a", author="", message="", at=NOON, seen=None)
        assert work.entries.get("faq-a").version == 1
    assert sources(workspace) == {}
    assert workspace.generation() == before


def test_an_exception_saves_nothing(workspace: SqlWorkspace) -> None:
    def fail() -> None:
        with workspace.work(write=True) as work:
            work.entries.put("faq-a", "faq", "a", author="", message="", at=NOON, seen=None)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert sources(workspace) == {}
