from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from deskbook.errors import BackupError, BusyError, NewerDatabaseError, StorageError
from deskbook.store.backups import kept_copies
from deskbook.store.desk import open_desk
from deskbook.store.restore import restore_workspace
from deskbook.store.schema import WORKSPACE
from tests.unit.store.support import NOON, opened, put, raw, sources

OLD = Path(__file__).parent / "data" / "workspace-0001.sql"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup that holds one entry."""
    folder = tmp_path / "safe"
    target = folder / "backup.sqlite"
    with opened(folder / "origin.sqlite") as workspace:
        put(workspace, "faq-a", "saved " * 5000)
        workspace.backup(target)
    return target


def restored(path: Path) -> bool:
    with opened(path) as workspace:
        return sources(workspace) == {"faq-a": "saved " * 5000} and workspace.check() == ()


def test_a_backup_replaces_the_workspace_which_is_kept(path: Path, backup: Path) -> None:
    before = backup.read_bytes()
    with opened(path) as workspace:
        put(workspace, "faq-b", "later")
    restore_workspace(backup, path, at=NOON)
    assert restored(path)
    assert backup.read_bytes() == before
    (kept,) = kept_copies(path)
    with opened(kept) as workspace:
        assert sources(workspace) == {"faq-b": "later"}
    leftovers = {p.name for p in path.parent.iterdir()} - {path.name, "backups", "safe"}
    assert leftovers == set()


def test_a_restored_workspace_can_be_undone(path: Path, backup: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-b", "later")
    restore_workspace(backup, path, at=NOON)
    (kept,) = kept_copies(path)
    restore_workspace(kept, path, at=NOON + timedelta(hours=1))
    with opened(path) as workspace:
        assert sources(workspace) == {"faq-b": "later"}


def test_a_missing_workspace_is_made_from_the_backup(tmp_path: Path, backup: Path) -> None:
    path = tmp_path / "new" / "home" / "workspace.sqlite"
    restore_workspace(backup, path, at=NOON)
    assert restored(path)


def test_an_orphaned_journal_does_not_reach_the_restored_workspace(path: Path, backup: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-b", "later")
        for suffix in ("-wal", "-shm"):
            shutil.copy(path.with_name(path.name + suffix), path.with_name("copy" + suffix))
    path.unlink()
    for suffix in ("-wal", "-shm"):
        path.with_name("copy" + suffix).rename(path.with_name(path.name + suffix))
    restore_workspace(backup, path, at=NOON)
    assert restored(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def rubbish(path: Path) -> None:
    path.write_bytes(b"\xa5" * 50_000)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def torn_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:-8192] = b"\xa5" * (len(content) - 16384)
    path.write_bytes(content)


def another_programs(path: Path) -> None:
    path.unlink()
    with raw(path) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")


def newer(path: Path) -> None:
    with raw(path) as database:
        database.execute(f"UPDATE {WORKSPACE.version_table} SET version_num = '0042'")


@pytest.mark.parametrize("damage", [empty, rubbish, cut, torn_in_the_middle, another_programs, newer])
def test_whatever_is_there_can_be_replaced_and_is_kept(
    path: Path, backup: Path, damage: Callable[[Path], None]
) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-b", "later " * 5000)
    damage(path)
    before = path.read_bytes()
    restore_workspace(backup, path, at=NOON)
    assert restored(path)
    (kept,) = (path.parent / "backups").iterdir()
    if kept.suffix == ".damaged":
        assert kept.read_bytes() == before
    else:
        with raw(kept) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_damaged_workspace_is_kept_with_its_journal(path: Path, backup: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-b", "later")
        shutil.copytree(path.parent, path.parent / "crashed", ignore=lambda *_: {"safe"})
    crashed = path.parent / "crashed" / path.name
    rubbish(crashed)
    journal = crashed.with_name(crashed.name + "-wal").read_bytes()
    restore_workspace(backup, crashed, at=NOON)
    assert restored(crashed)
    kept = {p.name.rpartition(".")[2]: p for p in (crashed.parent / "backups").iterdir()}
    assert kept["damaged"].read_bytes() == b"\xa5" * 50_000
    assert kept["damaged-wal"].read_bytes() == journal


def a_desks(path: Path) -> None:
    path.unlink()
    open_desk(path, at=NOON).close()


def forged(path: Path) -> None:
    with raw(path) as database:
        (trigger,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'revisions_fixed'"
        ).fetchone()
        database.executescript(
            f"DROP TRIGGER revisions_fixed; UPDATE revisions SET source = 'forged'; {trigger}"
        )


def unguarded(path: Path) -> None:
    with raw(path) as database:
        database.execute("DROP TRIGGER revisions_fixed")


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        empty,
        rubbish,
        cut,
        torn_in_the_middle,
        another_programs,
        a_desks,
        forged,
        unguarded,
        missing,
        folder,
    ],
)
@pytest.mark.parametrize("present", [True, False], ids=["over one", "over none"])
def test_an_unsound_backup_is_refused_before_anything_is_touched(
    path: Path, backup: Path, damage: Callable[[Path], None], present: bool
) -> None:
    if present:
        with opened(path) as workspace:
            put(workspace, "faq-b", "later")
    damage(backup)
    before = {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
    with pytest.raises(BackupError) as caught:
        restore_workspace(backup, path, at=NOON)
    assert caught.value.where == str(backup)
    assert {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before
    assert not (path.parent / "backups").exists()


def test_a_newer_backup_is_refused(path: Path, backup: Path) -> None:
    newer(backup)
    with pytest.raises(NewerDatabaseError) as caught:
        restore_workspace(backup, path, at=NOON)
    assert caught.value.where == str(backup)
    assert not path.exists()


def test_an_old_backup_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    with raw(old) as database:
        database.executescript(OLD.read_text(encoding="utf-8"))
    before = old.read_bytes()
    restore_workspace(old, path, at=NOON)
    assert old.read_bytes() == before
    with opened(path) as workspace:
        assert set(sources(workspace)) == {"faq-invoice", "faq-refund-arrival"}
        assert workspace.check() == ()


def test_a_workspace_in_use_is_left_alone(path: Path, backup: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-b", "later")
        with pytest.raises(BusyError):
            restore_workspace(backup, path, at=NOON, wait=0.05)
        assert sources(workspace) == {"faq-b": "later"}
        put(workspace, "faq-b", "and later", seen=1)


def test_the_generation_never_goes_back(path: Path, backup: Path) -> None:
    with opened(path) as workspace:
        for n in range(5):
            put(workspace, "faq-b", f"later {n}", seen=n or None)
        before = workspace.generation()
    restore_workspace(backup, path, at=NOON)
    with opened(path) as workspace:
        assert workspace.generation() > before


def test_what_cannot_be_kept_is_not_replaced(path: Path, backup: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-b", "later")
    (path.parent / "backups").touch()
    with pytest.raises(BackupError):
        restore_workspace(backup, path, at=NOON)
    with opened(path) as workspace:
        assert sources(workspace) == {"faq-b": "later"}


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, backup: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        restore_workspace(backup, tmp_path / "file" / "workspace.sqlite", at=NOON)
    assert caught.value.where == str(tmp_path / "file" / "workspace.sqlite")
