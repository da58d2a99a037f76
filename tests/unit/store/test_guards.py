"""What the database itself refuses, whichever program asks."""

from __future__ import annotations

import sqlite3
from datetime import date

import psycopg
import pytest

from deskbook.store.database import Place, Server
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, content, opened, put, run

REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError)
RELEASE = "(number, name, effective, created_at, author, notes)"
REVISION = "'h', 's', 'a', '2026-11-22 12:00:00.000000', 'm'"

CHANGES = [
    "DELETE FROM entries WHERE id = 'faq-a'",
    "UPDATE entries SET id = 'faq-c' WHERE id = 'faq-a'",
    "UPDATE entries SET kind = 'sop' WHERE id = 'faq-a'",
    "UPDATE entries SET version = version",
    "UPDATE entries SET version = version - 1",
    "UPDATE entries SET head = 1 WHERE id = 'faq-a'",
    "DELETE FROM revisions",
    "UPDATE revisions SET source = 'x'",
    "UPDATE revisions SET message = 'x' WHERE entry_id = 'faq-a' AND number = 1",
    f"INSERT INTO revisions VALUES ('faq-a', 4, {REVISION}, 2)",
    f"INSERT INTO revisions VALUES ('faq-b', 0, {REVISION}, NULL)",
    f"INSERT INTO revisions VALUES ('faq-b', 2, {REVISION}, 2)",
    "DELETE FROM releases",
    "UPDATE releases SET notes = 'x'",
    f"INSERT INTO releases {RELEASE} SELECT 3, 'x', effective, created_at, '', '' FROM releases",
    "DELETE FROM release_items",
    "UPDATE release_items SET revision = 2",
    "INSERT INTO release_items VALUES (1, 'faq-b', 1)",
    "UPDATE generation SET value = 0",
    "UPDATE generation SET value = value",
    "DELETE FROM generation",
    "INSERT INTO generation VALUES (9)",
]
SQLITE_CHANGES = [
    "INSERT OR REPLACE INTO entries VALUES ('faq-a', 'sop', 1, 1)",
    f"INSERT OR REPLACE INTO revisions VALUES ('faq-a', 2, {REVISION}, 1)",
    f"INSERT OR REPLACE INTO releases {RELEASE} SELECT 1, 'x', effective, created_at, '', '' FROM releases",
    "INSERT OR REPLACE INTO release_items VALUES (1, 'faq-a', 2)",
]
POSTGRESQL_CHANGES = [
    "INSERT INTO entries VALUES ('faq-a', 'sop', 1, 1) ON CONFLICT (id) DO UPDATE SET kind = 'sop'",
    f"INSERT INTO revisions VALUES ('faq-a', 2, {REVISION}, 1) "
    "ON CONFLICT (entry_id, number) DO UPDATE SET source = 'x'",
    "INSERT INTO release_items VALUES (1, 'faq-a', 2) "
    "ON CONFLICT (release, entry_id) DO UPDATE SET revision = 2",
    "TRUNCATE entries CASCADE",
    "TRUNCATE release_items",
    "TRUNCATE generation",
]


@pytest.fixture
def filled(place: Place) -> Place:
    with opened(place) as workspace:
        put(workspace, "faq-a", "one")
        put(workspace, "faq-a", "two", seen=1)
        put(workspace, "faq-b", "one")
        with workspace.work(write=True) as work:
            work.releases.add(
                name="r", effective=date(2026, 10, 1), author="", notes="", at=NOON, items={"faq-a": 1}
            )
            work.commit()
    return place


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        *(("sqlite", change) for change in (*CHANGES, *SQLITE_CHANGES)),
        *(("postgresql", change) for change in (*CHANGES, *POSTGRESQL_CHANGES)),
    ],
)
def test_what_is_immutable_cannot_be_changed(filled: Place, statement: str) -> None:
    before = content(filled)
    with pytest.raises(REFUSED):
        run(filled, statement)
    assert content(filled) == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO release_items VALUES (2, 'faq-b', 1)",
        "INSERT INTO entries VALUES ('faq-c', 'faq', 1, 1)",
        f"INSERT INTO revisions VALUES ('faq-c', 1, {REVISION}, NULL)",
    ],
    ids=["items without a release", "entry without a revision", "revision without an entry"],
)
def test_half_a_record_is_refused_at_the_commit(filled: Place, statement: str) -> None:
    on = [] if isinstance(filled, Server) else ["PRAGMA foreign_keys = ON"]
    with pytest.raises(REFUSED):
        run(filled, *on, "BEGIN", statement, "COMMIT")
    with opened(filled) as workspace:
        assert workspace.check() == ()


def test_many_saves_in_one_transaction_still_raise_the_generation(workspace: SqlWorkspace) -> None:
    before = workspace.generation()
    with workspace.work(write=True) as work:
        for n in range(3):
            work.entries.put(f"faq-{n}", "faq", "text", author="", message="", at=NOON, seen=None)
        work.commit()
    after = workspace.generation()
    assert after > before
    put(workspace, "faq-3", "text")
    assert workspace.generation() > after
