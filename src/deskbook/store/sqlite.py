"""SQLite: connections, transactions, copies, and what its faults mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event

from deskbook.errors import BackupError, Message, StorageError
from deskbook.store.database import WAIT, WRITE, busy, damaged, full
from deskbook.store.files import partial_beside, remove_database, replace_durably

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNUSABLE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


def connect(path: Path, wait: float = WAIT, *, mode: str = "rw") -> sqlite3.Connection:
    """Open a connection that leaves transactions to its user.

    :param mode: ``rw``, ``ro``, or ``rwc`` to create a missing file.
    :raises sqlite3.Error: if it cannot be opened.
    """
    name = path.absolute().as_posix()
    # The third slash ends an empty host name: a Windows drive needs one more, a network share keeps its two.
    uri = f"file://{'' if name.startswith('/') else '/'}{quote(name)}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def make_engine(path: Path, wait: float = WAIT, *, known_as: Path | None = None) -> Engine:
    """Return an engine whose faults are :class:`StorageError`; nothing is opened yet.

    :param known_as: the path that errors name, if the reader knows the file by another.
    """

    def creator() -> sqlite3.Connection:
        with faults(known_as or path):
            return connect(path, wait)

    engine = create_engine("sqlite://", creator=creator, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    @event.listens_for(engine, "handle_error")
    def handle_error(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, sqlite3.Error):
            raise_fault(context.original_exception, known_as or path)

    return engine


def write_ahead(path: Path, wait: float = WAIT) -> None:
    """Let readers go on while someone writes; the file remembers it.

    :raises StorageError: if the file cannot be changed.
    """
    with faults(path), closing(connect(path, wait)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn SQLite's faults inside the block into :class:`StorageError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise_fault(error, path)
        raise


def raise_fault(error: sqlite3.Error, path: Path) -> None:
    """Raise what an SQLite error means; return if it means a mistake of ours.

    :raises BusyError: if another process holds the database.
    :raises DamagedDatabaseError: if the file is not a sound database.
    :raises StorageError: if the file cannot be read or written.
    """
    # The low byte is the kind of the error, the rest its variety.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in _BUSY:
        raise busy(str(path)) from error
    if code in _DAMAGED:
        raise damaged(str(path), str(error)) from error
    if code == sqlite3.SQLITE_FULL:
        raise full(str(path)) from error
    if code in _UNUSABLE:
        raise unusable(path, str(error)) from error


def unusable(path: Path, why: str) -> StorageError:
    """Return the error for a file that cannot be read or written."""
    return StorageError(
        Message("The database cannot be read or written: {why}.", why=why),
        Message("Check the path, its permissions and the disk."),
        str(path),
    )


def write_copy(source: sqlite3.Connection, origin: Path, target: Path) -> None:
    """Write a consistent, sound copy of an open database, atomically and durably.

    The copy is a single file that can be read from a read-only medium.

    :param origin: the path of ``source``, for errors.
    :raises BackupError: if ``target`` cannot be written.
    :raises BusyError: if another process holds the source.
    :raises DamagedDatabaseError: if the source is damaged.
    """
    partial = partial_beside(target)
    try:
        with closing(connect(partial, mode="rwc")) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            verdict = str(copy.execute("PRAGMA quick_check(1)").fetchone()[0])
        if verdict != "ok":
            raise damaged(str(origin), verdict)
        replace_durably(partial, target)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY | _DAMAGED:
            raise_fault(error, origin)
        raise_unwritten(error, str(error), target)
    except OSError as error:
        raise_unwritten(error, error.strerror or str(error), target)
    finally:
        with suppress(OSError):
            remove_database(partial)


def raise_unwritten(error: Exception, why: str, target: Path) -> NoReturn:
    """Raise the error for a copy that cannot be written."""
    raise BackupError(
        Message("The backup cannot be written: {why}.", why=why),
        Message("Check the folder's permissions and free space, or choose another."),
        str(target),
    ) from error
