"""A disk that fills up, a quota that is reached."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from deskbook.errors import BackupError, StorageError
from deskbook.store.backups import kept_copies
from deskbook.store.database import Place
from deskbook.store.local import LocalDatabase, open_database
from deskbook.store.restore import restore_workspace
from deskbook.store.schema import WORKSPACE
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, opened, put, sources

LONG = "long " * 200_000


@contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_database_is_said_to_be_full(path: Path) -> None:
    engine = open_database(path, WORKSPACE, at=NOON, wait=5)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 64"))
    engine.dispose()
    workspace = SqlWorkspace(LocalDatabase(engine, path))
    put(workspace, "faq-a", "one")
    with pytest.raises(StorageError) as caught:
        put(workspace, "faq-b", LONG)
    assert "space" in str(caught.value.what)
    assert caught.value.where == str(path)
    assert sources(workspace) == {"faq-a": "one"}
    assert workspace.check() == ()
    put(workspace, "faq-b", "short")
    workspace.close()


# From a journal that cannot even begin, by way of one that tears in the middle, to a commit that
# cannot be finished.
@pytest.mark.parametrize("room", [0, 10_000, 100_000, 500_000, 900_000])
def test_a_write_that_fails_half_way_leaves_the_old_state(path: Path, room: int) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-a", "one")
        journal = path.with_name(path.name + "-wal").stat().st_size
        with no_file_grows_beyond(journal + room), pytest.raises(StorageError) as caught:
            put(workspace, "faq-b", LONG)
        assert caught.value.where == str(path)
        assert sources(workspace) == {"faq-a": "one"}
        assert workspace.check() == ()
        put(workspace, "faq-b", LONG)
        assert set(sources(workspace)) == {"faq-a", "faq-b"}


@pytest.mark.parametrize("room", [0, 5000, 20_000])
def test_a_workspace_that_cannot_be_created_leaves_nothing(path: Path, room: int) -> None:
    with no_file_grows_beyond(room), pytest.raises(StorageError) as caught, opened(path):
        pass
    assert caught.value.where == str(path)
    assert list(path.parent.iterdir()) == []
    with opened(path) as workspace:
        assert workspace.check() == ()


@pytest.mark.parametrize("room", [0, 5000, 500_000])
def test_a_backup_without_room_leaves_the_older_one(place: Place, tmp_path: Path, room: int) -> None:
    target = tmp_path / "copies" / "backup.sqlite"
    target.parent.mkdir()
    target.write_text("older")
    with opened(place) as workspace:
        put(workspace, "faq-a", LONG)
        with no_file_grows_beyond(room), pytest.raises(BackupError) as caught:
            workspace.backup(target)
    assert caught.value.where == str(target)
    assert [(p.name, p.read_text()) for p in target.parent.iterdir()] == [("backup.sqlite", "older")]


def test_a_restore_without_room_leaves_the_workspace(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite"
    with opened(tmp_path / "big.sqlite") as workspace:
        put(workspace, "faq-a", LONG)
        workspace.backup(backup)
    with opened(path) as workspace:
        put(workspace, "faq-b", "later")
    failed = 0
    # Up to what the copies of the backup need, and a little more for the journal that holds them.
    for room in range(0, backup.stat().st_size + 100_000, 50_000):
        try:
            with no_file_grows_beyond(room):
                restore_workspace(backup, path, at=NOON)
        except (StorageError, BackupError):
            failed += 1
            with opened(path) as workspace:
                assert sources(workspace) == {"faq-b": "later"}
                assert workspace.check() == ()
        else:
            break
    assert failed > backup.stat().st_size // 50_000 - 1
    with opened(path) as workspace:
        assert set(sources(workspace)) == {"faq-a"}
    assert kept_copies(path)
