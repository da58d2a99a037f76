"""A workspace in an SQLite file of this machine."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from deskbook.errors import BackupError, DamagedDatabaseError, Message
from deskbook.store.backups import keep_copy
from deskbook.store.database import WRITE
from deskbook.store.files import COMPANIONS, claim_name, companion, partial_beside, remove_database
from deskbook.store.health import differences, problems
from deskbook.store.schema import WORKSPACE, Schema, is_current, upgrade
from deskbook.store.sqlite import connect, faults, make_engine, unusable, write_ahead, write_copy


def open_database(path: Path, schema: Schema, *, at: datetime, wait: float) -> Engine:
    """Open a database, creating or migrating it where needed; an old one is backed up first.

    :param at: now, to name the backup.
    :param wait: seconds to wait for another process that holds the database.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if it is not a sound database of this kind.
    :raises BusyError: if another process holds it too long.
    :raises BackupError: if it must be migrated but cannot be backed up; it is unchanged.
    :raises StorageError: if it cannot be created, read or written.
    """
    try:
        _create_if_missing(path, schema)
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from error
    engine = make_engine(path, wait)
    try:
        with engine.connect() as connection:
            current = is_current(connection, schema, str(path))
        # Only now is it known to be ours to change.
        write_ahead(path, wait)
        if not current:
            _migrate(engine, path, schema, at)
    except BaseException:
        engine.dispose()
        raise
    return engine


class LocalDatabase:
    """The database of a workspace in an SQLite file: satisfies :class:`Database`."""

    identity = None

    def __init__(self, engine: Engine, path: Path) -> None:
        self.engine = engine
        self._path = path
        # A connection of its own that never writes: a look at the generation neither waits for
        # the pool nor begins a transaction that SQLAlchemy would have to manage.
        with faults(path):
            self._watch = connect(path)
        self._watching = threading.Lock()

    def generation(self) -> int:
        """Return the number that grows with every committed change."""
        with self._watching, faults(self._path):
            row = self._watch.execute("SELECT value FROM generation").fetchone()
        return int(row[0])

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy."""
        if target.resolve() in {companion(self._path.resolve(), s) for s in ("", *COMPANIONS)}:
            raise BackupError(
                Message("A backup cannot replace the database itself."),
                Message("Choose another name."),
                str(target),
            )
        with faults(self._path), closing(connect(self._path)) as source:
            write_copy(source, self._path, target)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the database."""
        with self.engine.connect() as connection:
            return problems(connection, structure_faults)

    def close(self) -> None:
        """Release every connection."""
        with self._watching:
            self._watch.close()
        self.engine.dispose()


def structure_faults(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with the structure of a workspace of the newest version."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"damaged: {line}"
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {rowid} of {table} refers to a missing row of {parent}"
    yield from differences(_fresh_objects(WORKSPACE), _objects(connection))


def _objects(connection: Connection) -> dict[str, str]:
    """Return the definition of every table, index and trigger; SQLite's own have no definition."""
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite#_%' ESCAPE '#'"
    )
    return {f"{row.type} {row.name}": row.sql for row in rows}


def _fresh_objects(schema: Schema) -> dict[str, str]:
    """Return the same for a database made just now, so that no list here can fall behind the migrations."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:", isolation_level=None),
        poolclass=StaticPool,
    )
    try:
        with engine.connect() as connection:
            upgrade(connection, schema)
            return _objects(connection)
    finally:
        engine.dispose()


def _migrate(engine: Engine, path: Path, schema: Schema, at: datetime) -> None:
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        if is_current(connection, schema, str(path)):  # another process was quicker
            return
        # Nobody can write between this copy and the first step: the write lock is ours.
        with faults(path), closing(connect(path)) as reader:
            keep_copy(lambda target: write_copy(reader, path, target), path, at)
        upgrade(connection, schema)


def _create_if_missing(path: Path, schema: Schema) -> None:
    """Create a whole database under another name, then give it its own: no process ever sees half of one."""
    journal = companion(path, "-wal")
    # Looked at first: whoever is making the workspace now makes the database before its journal.
    orphaned = journal.exists() and journal.stat().st_size > 0
    if path.exists():
        return
    if orphaned:
        raise DamagedDatabaseError(
            Message("The database is missing, but its journal is still there."),
            Message("Put the file back, or restore a backup with “deskbook restore”."),
            str(journal),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_beside(path)
    try:
        with faults(path), closing(connect(partial, mode="rwc")) as new:
            new.execute("PRAGMA journal_mode = WAL")
        engine = make_engine(partial, known_as=path)
        try:
            with engine.connect() as connection, connection.begin():
                upgrade(connection, schema)
        finally:
            engine.dispose()
        claim_name(partial, path)
    finally:
        with suppress(OSError):
            remove_database(partial)
