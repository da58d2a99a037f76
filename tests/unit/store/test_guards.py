"""What the database itself refuses, whichever program asks."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, opened, put, raw

RELEASE = "effective, created_at, '', '', NULL, 'setup', '', NULL"
REVISION = "'h', 's', 'a', '2026-11-22 12:00:00.000000', 'm'"


@pytest.fixture
def filled(workspace: SqlWorkspace, path: Path) -> Path:
    put(workspace, "faq-a", "one")
    put(workspace, "faq-a", "two", seen=1)
    put(workspace, "faq-b", "one")
    with workspace.work(write=True) as work:
        work.releases.add(
            name="r", effective=date(2026, 10, 1), author="", notes="", at=NOON, items={"faq-a": 1}
        )
        work.commit()
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE id = 'faq-a'",
        "UPDATE entries SET id = 'faq-c' WHERE id = 'faq-a'",
        "UPDATE entries SET kind = 'sop' WHERE id = 'faq-a'",
        "UPDATE entries SET version = version",
        "UPDATE entries SET version = version - 1",
        "UPDATE entries SET head = 1 WHERE id = 'faq-a'",
        "INSERT OR REPLACE INTO entries VALUES ('faq-a', 'sop', 1, 1)",
        "DELETE FROM revisions",
        "UPDATE revisions SET source = 'x'",
        "UPDATE revisions SET message = 'x' WHERE entry_id = 'faq-a' AND number = 1",
        f"INSERT OR REPLACE INTO revisions VALUES ('faq-a', 2, {REVISION}, 1)",
        f"INSERT INTO revisions VALUES ('faq-a', 4, {REVISION}, 2)",
        f"INSERT INTO revisions VALUES ('faq-b', 0, {REVISION}, NULL)",
        f"INSERT INTO revisions VALUES ('faq-b', 2, {REVISION}, 2)",
        "DELETE FROM releases",
        "UPDATE releases SET notes = 'x'",
        f"INSERT OR REPLACE INTO releases SELECT 1, 'x', {RELEASE} FROM releases",
        f"INSERT INTO releases SELECT 3, 'x', {RELEASE} FROM releases",
        "DELETE FROM release_items",
        "UPDATE release_items SET revision = 2",
        "INSERT INTO release_items VALUES (1, 'faq-b', 1)",
        "INSERT OR REPLACE INTO release_items VALUES (1, 'faq-a', 2)",
        "UPDATE generation SET value = 0",
        "UPDATE generation SET value = value",
        "DELETE FROM generation",
        "INSERT INTO generation VALUES (9)",
    ],
)
def test_what_is_immutable_cannot_be_changed(filled: Path, statement: str) -> None:
    with raw(filled) as database:
        before = list(database.iterdump())
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement)
        assert list(database.iterdump()) == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO release_items VALUES (2, 'faq-b', 1)",
        "INSERT INTO entries VALUES ('faq-c', 'faq', 1, 1)",
        f"INSERT INTO revisions VALUES ('faq-c', 1, {REVISION}, NULL)",
    ],
    ids=["items without a release", "entry without a revision", "revision without an entry"],
)
def test_half_a_record_is_refused_at_the_commit(filled: Path, statement: str) -> None:
    with raw(filled) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.executescript(f"BEGIN; {statement}; COMMIT")
    with opened(filled) as workspace:
        assert workspace.check() == ()
