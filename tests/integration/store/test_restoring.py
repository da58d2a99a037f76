from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from deskbook.errors import BackupError, BusyError, NewerDatabaseError, StorageError
from deskbook.store.backups import kept_copies
from deskbook.store.database import Place, Server
from deskbook.store.desk import open_desk
from deskbook.store.restore import restore_workspace
from deskbook.store.schema import WORKSPACE
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, opened, put, raw, run, sources

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


def restored(place: Place) -> bool:
    with opened(place) as workspace:
        return sources(workspace) == {"faq-a": "saved " * 5000} and workspace.check() == ()


def copies(place: Place) -> list[Path]:
    return kept_copies(place.local if isinstance(place, Server) else place)


def test_a_backup_replaces_the_workspace_which_is_kept(place: Place, backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    with opened(place) as workspace:
        put(workspace, "faq-b", "later")
    restore_workspace(backup, place, at=NOON)
    assert restored(place)
    assert backup.read_bytes() == before
    (kept,) = copies(place)
    with opened(kept) as workspace:
        assert sources(workspace) == {"faq-b": "later"}
    itself = set() if isinstance(place, Server) else {place.name}
    assert {p.name for p in tmp_path.iterdir()} == itself | {"backups", "safe"}


def test_a_restored_workspace_can_be_undone(place: Place, backup: Path) -> None:
    with opened(place) as workspace:
        put(workspace, "faq-b", "later")
    restore_workspace(backup, place, at=NOON)
    (kept,) = copies(place)
    restore_workspace(kept, place, at=NOON + timedelta(hours=1))
    with opened(place) as workspace:
        assert sources(workspace) == {"faq-b": "later"}


def test_a_restored_workspace_is_worked_on_as_before(place: Place, backup: Path) -> None:
    restore_workspace(backup, place, at=NOON)
    with opened(place) as workspace:
        put(workspace, "faq-a", "changed", seen=1)
        put(workspace, "faq-c", "new")
        assert workspace.check() == ()
        with workspace.work() as work:
            assert [r.number for r in work.entries.history("faq-a")] == [2, 1]


@pytest.mark.parametrize("target", ["path", "empty_server"])
def test_a_backup_moves_a_workspace_to_either_kind_of_database(
    place: Place, target: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with opened(place) as workspace:
        for n in range(2):
            put(workspace, "faq-a", f"{n} 退款 😀", seen=n or None, at=NOON + timedelta(microseconds=n))
        put(workspace, "faq-b", "one")
        with workspace.work(write=True) as work:
            work.releases.add(
                name="2026Q4",
                effective=date(2026, 10, 1),
                author="发布人",
                notes="说明",
                at=NOON,
                items={"faq-a": 1},
            )
            work.commit()
        before = everything(workspace)
        workspace.backup(tmp_path / "backup")
    other: Place = request.getfixturevalue(target)
    restore_workspace(tmp_path / "backup", other, at=NOON)
    with opened(other) as workspace:
        assert everything(workspace) == before
        assert workspace.check() == ()


def everything(workspace: SqlWorkspace) -> object:
    with workspace.work() as work:
        stored = tuple(work.entries.many())
        histories = [work.entries.history(one.id) for one in stored]
        releases = work.releases.all()
        return stored, histories, releases, [dict(work.releases.items(r.number)) for r in releases]


def test_a_server_without_a_workspace_gets_one_from_the_backup(empty_server: Server, backup: Path) -> None:
    restore_workspace(backup, empty_server, at=NOON)
    assert restored(empty_server)
    assert copies(empty_server) == []


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE release_items",
        "ALTER TABLE revisions DISABLE TRIGGER USER",
        "DROP TABLE workspace_version",
        "UPDATE workspace_version SET version_num = '0042'",
    ],
)
def test_whatever_a_server_holds_can_be_replaced_and_is_kept(
    server: Server, backup: Path, damage: str
) -> None:
    with opened(server) as workspace:
        put(workspace, "faq-b", "later")
    run(server, damage)
    restore_workspace(backup, server, at=NOON)
    assert restored(server)
    ((kept,),) = run(server, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'deskbook#__%' ESCAPE '#'")
    assert kept == "deskbook_20261122_120000_123456"
    assert run(server, f"SELECT source FROM {kept}.revisions") == [("later",)]
    assert copies(server) == []


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


@pytest.mark.parametrize("damage", [cut, a_desks, forged, missing])
def test_an_unsound_backup_touches_no_server(
    server: Server, backup: Path, damage: Callable[[Path], None]
) -> None:
    with opened(server) as workspace:
        put(workspace, "faq-b", "later")
    damage(backup)
    with pytest.raises(BackupError) as caught:
        restore_workspace(backup, server, at=NOON)
    assert caught.value.where == str(backup)
    with opened(server) as workspace:
        assert sources(workspace) == {"faq-b": "later"}
    assert [p.name for p in server.folder.iterdir()] == ["safe"]


def test_a_newer_backup_is_refused(path: Path, backup: Path) -> None:
    newer(backup)
    with pytest.raises(NewerDatabaseError) as caught:
        restore_workspace(backup, path, at=NOON)
    assert caught.value.where == str(backup)
    assert not path.exists()


def test_an_old_backup_is_brought_up_to_date(place: Place, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    with raw(old) as database:
        database.executescript(OLD.read_text(encoding="utf-8"))
    before = old.read_bytes()
    restore_workspace(old, place, at=NOON)
    assert old.read_bytes() == before
    with opened(place) as workspace:
        assert set(sources(workspace)) == {"faq-invoice", "faq-refund-arrival"}
        assert workspace.check() == ()


def test_a_workspace_in_use_is_left_alone(place: Place, backup: Path) -> None:
    with opened(place) as workspace:
        put(workspace, "faq-b", "later")
        with pytest.raises(BusyError):
            restore_workspace(backup, place, at=NOON, wait=0.05)
        assert sources(workspace) == {"faq-b": "later"}
        put(workspace, "faq-b", "and later", seen=1)


def test_the_generation_never_goes_back(place: Place, backup: Path) -> None:
    with opened(place) as workspace:
        for n in range(5):
            put(workspace, "faq-b", f"later {n}", seen=n or None)
        before = workspace.generation()
    restore_workspace(backup, place, at=NOON)
    with opened(place) as workspace:
        assert workspace.generation() > before


def test_what_cannot_be_kept_is_not_replaced(place: Place, backup: Path, tmp_path: Path) -> None:
    with opened(place) as workspace:
        put(workspace, "faq-b", "later")
    (tmp_path / "backups").touch()
    with pytest.raises(BackupError):
        restore_workspace(backup, place, at=NOON)
    with opened(place) as workspace:
        assert sources(workspace) == {"faq-b": "later"}


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, backup: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        restore_workspace(backup, tmp_path / "file" / "workspace.sqlite", at=NOON)
    assert caught.value.where == str(tmp_path / "file" / "workspace.sqlite")
