from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from deskbook.errors import BackupError, DamagedDatabaseError
from deskbook.store.backups import KEPT, keep_copy, kept_copies
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, opened, put, sources


def test_only_the_newest_copies_of_this_database_are_kept(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    others = {"workspace.sqlite", "workspace-old-20261122T120000.000000Z.sqlite", "notes.txt"}
    for name in others:
        (folder / name).touch()
    made = [keep_copy(Path.touch, path, NOON + timedelta(days=n)) for n in range(KEPT + 3)]
    newest = made[: -KEPT - 1 : -1]
    assert kept_copies(path) == newest
    assert {p.name for p in folder.iterdir()} == others | {p.name for p in newest}
    assert newest[0].name == "workspace-20261204T120000.123456Z.sqlite"


def test_two_copies_of_one_moment_are_both_kept(path: Path) -> None:
    first, second = (keep_copy(Path.touch, path, NOON) for _ in range(2))
    assert kept_copies(path) == [second, first]


def test_a_backup_is_one_sound_file(workspace: SqlWorkspace, tmp_path: Path) -> None:
    put(workspace, "faq-a", "one")
    target = tmp_path / "copies" / "backup.sqlite"
    target.parent.mkdir()
    workspace.backup(target)
    put(workspace, "faq-a", "two", seen=1)
    assert list(target.parent.iterdir()) == [target]
    with opened(target) as copy:
        assert sources(copy) == {"faq-a": "one"}
        assert copy.check() == ()


def test_a_backup_replaces_an_older_one(workspace: SqlWorkspace, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    target.write_text("older")
    put(workspace, "faq-a", "one")
    with target.open() as reader:
        workspace.backup(target)
        assert reader.read() == "older", "the old file was written over while someone reads it"
    with opened(target) as copy:
        assert sources(copy) == {"faq-a": "one"}


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_a_backup_never_replaces_the_database(local: SqlWorkspace, path: Path, suffix: str) -> None:
    put(local, "faq-a", "one")
    (path.parent / "link").symlink_to(path.parent)
    with pytest.raises(BackupError):
        local.backup(path.parent / "link" / (path.name + suffix))
    assert sources(local) == {"faq-a": "one"}
    assert local.check() == ()


@pytest.mark.parametrize("target", ["missing/backup.sqlite", "file/backup.sqlite", "folder"])
def test_a_target_that_cannot_be_written_is_named(
    workspace: SqlWorkspace, tmp_path: Path, target: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BackupError) as caught:
        workspace.backup(tmp_path / target)
    assert caught.value.where == str(tmp_path / target)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_database_makes_no_backup(path: Path, tmp_path: Path) -> None:
    with opened(path) as workspace:
        for n in range(50):
            put(workspace, f"faq-{n}", "long " * 1000)
    content = bytearray(path.read_bytes())
    content[-4096 * 30 : -4096 * 20] = b"\xa5" * 4096 * 10
    path.write_bytes(content)
    target = tmp_path / "backup.sqlite"
    target.write_text("the last good one")
    with opened(path) as workspace, pytest.raises(DamagedDatabaseError) as caught:
        workspace.backup(target)
    assert caught.value.where == str(path)
    assert target.read_text() == "the last good one"
