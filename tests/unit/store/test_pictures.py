"""A name means the same bytes for ever, in either kind of database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest

from deskbook.errors import TakenPictureError
from deskbook.model.picture import Picture
from deskbook.store.database import Place, Server
from deskbook.store.restore import restore_workspace
from deskbook.store.workspace import SqlWorkspace
from tests.fakes.pictures import SVG, png
from tests.unit.store.support import NOON, opened, put, run

LABEL = Picture("label.png", png())
FLOW = Picture("flow.svg", SVG)


def add(workspace: SqlWorkspace, *pictures: Picture) -> list[bool]:
    with workspace.work(write=True) as work:
        new = [work.pictures.add(picture) for picture in pictures]
        work.commit()
    return new


def test_pictures_are_kept_once_to_the_byte(workspace: SqlWorkspace) -> None:
    assert add(workspace, LABEL, FLOW, LABEL) == [True, True, False]
    with workspace.work() as work:
        assert work.pictures.find("label.png") == LABEL
        assert work.pictures.find("other.png") is None
        assert work.pictures.hashes() == {"label.png": LABEL.hash, "flow.svg": FLOW.hash}
    assert workspace.check() == ()


def test_a_name_never_gets_other_bytes(workspace: SqlWorkspace) -> None:
    add(workspace, LABEL)
    with pytest.raises(TakenPictureError):
        add(workspace, Picture("label.png", png(shade=9)))
    with workspace.work() as work:
        assert work.pictures.find("label.png") == LABEL


def test_only_a_unit_of_work_that_writes_adds(workspace: SqlWorkspace) -> None:
    with workspace.work() as work, pytest.raises(RuntimeError):
        work.pictures.add(LABEL)


def test_what_any_revision_shows_is_not_idle(workspace: SqlWorkspace) -> None:
    add(workspace, LABEL, FLOW, Picture("a_b.png", png(shade=1)))
    put(workspace, "faq-a", "![面单](pictures/label.png)\n![图](pictures/aXb.png)")
    put(workspace, "faq-a", "没有图了", seen=1)
    names = ["label.png", "flow.svg", "a_b.png"]
    with workspace.work() as work:
        assert work.pictures.never_shown(names) == {"flow.svg", "a_b.png"}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM pictures",
        "UPDATE pictures SET data = ''",
        "UPDATE pictures SET name = 'x.png'",
        "INSERT INTO pictures SELECT name, 'x', data FROM pictures",
    ],
)
def test_the_database_itself_refuses_another_meaning(place: Place, statement: str) -> None:
    with opened(place) as workspace:
        add(workspace, LABEL)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        run(place, statement)


def test_a_replacement_is_refused_too(path: Path) -> None:
    with opened(path) as workspace:
        add(workspace, LABEL)
    with pytest.raises(sqlite3.IntegrityError):
        run(path, "INSERT OR REPLACE INTO pictures VALUES ('label.png', 'x', x'00')")


def test_altered_bytes_are_found(place: Place) -> None:
    with opened(place) as workspace:
        add(workspace, LABEL)
        guard = "pictures_fixed"
        off = f"DROP TRIGGER {guard}" + (" ON pictures" if isinstance(place, Server) else "")
        define = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = '{}'"
        if not isinstance(place, Server):
            define = "SELECT sql FROM sqlite_master WHERE name = '{}'"
        ((definition,),) = run(place, define.format(guard))
        run(place, off, "UPDATE pictures SET data = '' WHERE name = 'label.png'", str(definition))
        assert workspace.check() == ("picture label.png does not match its hash",)


def test_a_backup_carries_pictures_and_gives_them_back(place: Place, tmp_path: Path) -> None:
    many = [Picture(f"p{n}.png", png(shade=n)) for n in range(9)]  # more than are held in memory at a time
    with opened(place) as workspace:
        add(workspace, *many)
        workspace.backup(tmp_path / "kept.sqlite")
        add(workspace, LABEL)
    restore_workspace(tmp_path / "kept.sqlite", place, at=NOON)
    with opened(place) as workspace, workspace.work() as work:
        assert work.pictures.hashes() == {picture.name: picture.hash for picture in many}
        assert work.pictures.find("p8.png") == many[8]
