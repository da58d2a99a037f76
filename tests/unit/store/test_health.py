from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.store.database import Place, Server
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import opened, put, run

TRIGGER_MISSING = "trigger revisions_kept is missing"
ON_SQLITE = [
    (["DROP TRIGGER revisions_kept"], TRIGGER_MISSING),
    (["DROP TABLE release_items"], "table release_items is missing"),
    (["CREATE TABLE extra (x)"], "table extra does not belong here"),
    (
        [
            "DROP TRIGGER revisions_kept",
            "CREATE TRIGGER revisions_kept AFTER INSERT ON revisions BEGIN SELECT 1; END",
        ],
        "trigger revisions_kept was altered",
    ),
    (
        ["DROP TRIGGER entries_versioned", "UPDATE entries SET head = 9"],
        "row 1 of entries refers to a missing row of revisions",
    ),
]
ON_POSTGRESQL = [
    (["DROP TRIGGER revisions_kept ON revisions"], TRIGGER_MISSING),
    (["DROP TABLE release_items"], "table release_items is missing"),
    (["CREATE TABLE extra (x int)"], "table extra does not belong here"),
    (["CREATE VIEW extra AS SELECT 1"], "view extra does not belong here"),
    (["ALTER TABLE revisions DISABLE TRIGGER revisions_kept"], "trigger revisions_kept was altered"),
    (
        [
            "CREATE OR REPLACE FUNCTION revisions_kept() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN OLD; END $$"
        ],
        "function revisions_kept was altered",
    ),
    (["ALTER TABLE revisions ALTER COLUMN author TYPE text"], "table revisions was altered"),
    (["ALTER TABLE revisions ALTER COLUMN parent SET DEFAULT 1"], "table revisions was altered"),
    (["ALTER TABLE entries ALTER COLUMN version DROP NOT NULL"], "table entries was altered"),
    (
        ["ALTER TABLE entries DROP CONSTRAINT fk_entries_head"],
        "constraint fk_entries_head of entries is missing",
    ),
    (["ALTER TABLE entries DISABLE TRIGGER ALL"], "constraint fk_entries_head of entries was altered"),
    (["CREATE INDEX extra ON revisions (hash)"], "index extra does not belong here"),
]


def test_a_sound_workspace_has_no_problems(workspace: SqlWorkspace) -> None:
    assert workspace.check() == ()
    put(workspace, "faq-a", "one")
    assert workspace.check() == ()


@pytest.mark.parametrize(
    ("kind", "statements", "problem"),
    [
        *(("sqlite", *case) for case in ON_SQLITE),
        *(("postgresql", *case) for case in ON_POSTGRESQL),
    ],
)
def test_a_broken_structure_is_named(place: Place, statements: list[str], problem: str) -> None:
    with opened(place) as workspace:
        put(workspace, "faq-a", "one")
        run(place, *statements)
        assert problem in workspace.check()


def forge(place: Place) -> None:
    if isinstance(place, Server):
        off, on = (f"ALTER TABLE revisions {word} TRIGGER USER" for word in ("DISABLE", "ENABLE"))
    else:
        ((trigger,),) = run(place, "SELECT sql FROM sqlite_master WHERE name = 'revisions_fixed'")
        off, on = "DROP TRIGGER revisions_fixed", str(trigger)
    run(place, off, "UPDATE revisions SET source = 'forged' WHERE entry_id = 'faq-b'", on)


def test_a_changed_text_is_named(place: Place) -> None:
    with opened(place) as workspace:
        put(workspace, "faq-a", "one")
        put(workspace, "faq-b", "two")
        forge(place)
        assert workspace.check() == ("revision 1 of faq-b does not match its hash",)


def test_looking_at_a_server_leaves_nothing_behind(server: Server) -> None:
    schemas = "SELECT count(*) FROM pg_namespace"
    before = run(server, schemas)
    with opened(server) as workspace:
        assert workspace.check() == ()
    assert run(server, schemas) == before


def test_a_damaged_page_is_reported_not_raised(path: Path) -> None:
    with opened(path) as workspace:
        for n in range(50):
            put(workspace, f"faq-{n}", "long " * 1000)
    content = bytearray(path.read_bytes())
    late = len(content) * 7 // 8 // 4096 * 4096
    content[late : late + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    with opened(path) as workspace:
        (found, *_) = workspace.check()
        assert "damaged: " in found or "malformed" in found
