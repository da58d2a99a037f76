from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import opened, put, raw


def test_a_sound_workspace_has_no_problems(workspace: SqlWorkspace) -> None:
    assert workspace.check() == ()
    put(workspace, "faq-a", "one")
    assert workspace.check() == ()


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        ("DROP TRIGGER revisions_kept", "trigger revisions_kept is missing"),
        ("DROP TABLE release_items", "table release_items is missing"),
        ("CREATE TABLE extra (x)", "table extra does not belong here"),
        (
            "DROP TRIGGER revisions_kept;"
            "CREATE TRIGGER revisions_kept AFTER INSERT ON revisions BEGIN SELECT 1; END",
            "trigger revisions_kept was altered",
        ),
        (
            "DROP TRIGGER entries_versioned; UPDATE entries SET head = 9",
            "row 1 of entries refers to a missing row of revisions",
        ),
    ],
)
def test_a_broken_structure_is_named(path: Path, statements: str, problem: str) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-a", "one")
        with raw(path) as database:
            database.executescript(statements)
        assert problem in workspace.check()


def test_a_changed_text_is_named(path: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-a", "one")
        put(workspace, "faq-b", "two")
        with raw(path) as database:
            (trigger,) = database.execute(
                "SELECT sql FROM sqlite_master WHERE name = 'revisions_fixed'"
            ).fetchone()
            database.executescript(
                "DROP TRIGGER revisions_fixed;"
                f"UPDATE revisions SET source = 'forged' WHERE entry_id = 'faq-b'; {trigger}"
            )
        assert workspace.check() == ("revision 1 of faq-b does not match its hash",)


def test_a_damaged_page_is_reported_not_raised(path: Path) -> None:
    with opened(path) as workspace:
        for n in range(50):
            put(workspace, f"faq-{n}", "long " * 1000)
    content = bytearray(path.read_bytes())
    late = len(content) * 3 // 4 // 4096 * 4096
    content[late : late + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    with opened(path) as workspace:
        assert workspace.check()[0].startswith("damaged: ")
