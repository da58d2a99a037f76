"""Putting a backup back in place of a workspace."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from deskbook.errors import BackupError, DamagedDatabaseError, Message
from deskbook.store.backups import free_name, keep_copy
from deskbook.store.database import WAIT, Place, Server, busy
from deskbook.store.files import (
    COMPANIONS,
    claim_name,
    companion,
    flush_file,
    flush_folder,
    partial_beside,
    remove_database,
    replace_durably,
)
from deskbook.store.health import problems
from deskbook.store.local import structure_faults
from deskbook.store.schema import WORKSPACE, is_current, upgrade
from deskbook.store.sqlite import connect, faults, make_engine, raise_fault, unusable, write_copy


def restore_workspace(backup: Path, place: Place, *, at: datetime, wait: float = WAIT) -> None:
    """Make the workspace at ``place`` hold what ``backup`` holds, brought up to the newest version.

    Nothing is touched before the backup has proven sound. What is replaced is kept in ``backups/``
    first. A kill at any moment leaves the old or the new workspace.

    :param at: now, aware; it names the kept copy.
    :param wait: seconds to wait for another process that has the workspace open.
    :raises BackupError: if ``backup`` is no sound backup of a workspace, or what is there cannot be kept.
    :raises NewerDatabaseError: if a newer program made the backup.
    :raises BusyError: if another process has the workspace open.
    :raises StorageError: if the workspace cannot be written.
    """
    path = place.local if isinstance(place, Server) else place
    staged = partial_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _stage(backup, staged)
        if isinstance(place, Server):
            from deskbook.store.server import replace_content  # loads the driver

            replace_content(place, staged, at=at, wait=wait)
        else:
            _replace_file(place, staged, at, wait)
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            remove_database(staged)


def _stage(backup: Path, staged: Path) -> None:
    """Copy the backup beside the workspace, migrate the copy, and prove it sound."""
    if not backup.is_file():
        raise BackupError(
            Message("There is no such file."), Message("Check the path of the backup."), str(backup)
        )
    try:
        with faults(backup), closing(connect(backup, mode="ro")) as source:
            write_copy(source, backup, staged)
        engine = make_engine(staged, known_as=backup)
        try:
            with engine.connect() as connection, connection.begin():
                if not is_current(connection, WORKSPACE, str(backup)):
                    upgrade(connection, WORKSPACE)
            with engine.connect() as connection:
                found = problems(connection, structure_faults)
        finally:
            engine.dispose()
    except DamagedDatabaseError as error:
        raise _unsound(backup, str(error.what)) from error
    if found:
        raise _unsound(backup, found[0])


def _unsound(backup: Path, why: str) -> BackupError:
    return BackupError(
        Message("The file is not a sound backup: {why}", why=why),
        Message("Choose another backup; nothing was changed."),
        str(backup),
    )


def _replace_file(path: Path, staged: Path, at: datetime, wait: float) -> None:
    if not path.exists():
        for suffix in COMPANIONS:  # without its database a journal says nothing
            companion(path, suffix).unlink(missing_ok=True)
        if claim_name(staged, path):
            return
    try:
        _overwrite(path, staged, at, wait)
    except DamagedDatabaseError:
        _replace_damaged(path, staged, at)


def _overwrite(path: Path, staged: Path, at: datetime, wait: float) -> None:
    """Write the staged content into a readable database, in one transaction.

    Unlike putting another file in its place, that cannot leave anyone with the file that was replaced.
    """
    try:
        with closing(connect(path, wait)) as live:
            # Until it is closed no other connection gets in, so nobody's changes can be lost.
            live.execute("PRAGMA locking_mode = EXCLUSIVE")
            live.execute("BEGIN IMMEDIATE")
            live.execute("COMMIT")
            keep_copy(lambda target: write_copy(live, path, target), path, at)
            with closing(connect(staged)) as source:
                _outgrow(source, _generation(live))
                source.backup(live)
    except sqlite3.Error as error:
        raise_fault(error, path)
        raise


def _generation(database: sqlite3.Connection) -> int:
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'generation'"
    if database.execute(known).fetchone() is None:
        return 0
    return int(database.execute("SELECT coalesce(max(value), 0) FROM generation").fetchone()[0])


def _outgrow(database: sqlite3.Connection, generation: int) -> None:
    """Whoever remembers the generation from before must see that the workspace is another."""
    database.execute("UPDATE generation SET value = max(value, ?) + 1", (generation,))


def _replace_damaged(path: Path, staged: Path, at: datetime) -> None:
    """Put the staged file in place of one that SQLite cannot read; that one is kept byte for byte."""
    kept = free_name(path, at, ".damaged")
    for suffix in ("", "-wal", "-journal"):
        part = companion(path, suffix)
        if part.exists() and part.stat().st_size > 0:
            shutil.copyfile(part, companion(kept, suffix))
            flush_file(companion(kept, suffix))
    flush_folder(kept.parent)
    # Gone before the new file comes: SQLite would play an old journal into it.
    for suffix in COMPANIONS:
        companion(path, suffix).unlink(missing_ok=True)
    try:
        replace_durably(staged, path)
    except PermissionError as error:  # Windows, where a file that is open cannot be replaced
        raise busy(str(path)) from error
