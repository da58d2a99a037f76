"""The owner's database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, RootTransaction

from deskbook.errors import BackupError, Message
from deskbook.store.audit import SqlAuditRepository
from deskbook.store.cycles import SqlChangeRepository, SqlCycleRepository
from deskbook.store.entries import SqlEntryRepository
from deskbook.store.files import COMPANIONS, companion
from deskbook.store.health import problems
from deskbook.store.releases import SqlReleaseRepository
from deskbook.store.reviews import SqlReviewRepository
from deskbook.store.schema import WORKSPACE, open_database
from deskbook.store.sqlite import WAIT, WRITE, connect, faults, write_copy


def open_workspace(path: Path, *, at: datetime, wait: float = WAIT) -> SqlWorkspace:
    """Open a workspace, creating or migrating it where needed; an old one is backed up first.

    :param at: now, aware; it names the backup.
    :param wait: seconds to wait whenever another process holds the database.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if the file is not a sound workspace.
    :raises BusyError: if another process holds it too long.
    :raises BackupError: if it must be migrated but cannot be backed up; it is unchanged.
    :raises StorageError: if it cannot be created, read or written.
    """
    return SqlWorkspace(open_database(path, WORKSPACE, at=at, wait=wait), path)


class SqlUnitOfWork:
    """One transaction over everything that the workspace holds."""

    def __init__(self, connection: Connection, transaction: RootTransaction, *, writable: bool) -> None:
        self._transaction = transaction
        self.entries = SqlEntryRepository(connection, writable=writable)
        self.releases = SqlReleaseRepository(connection, writable=writable)
        self.cycles = SqlCycleRepository(connection, writable=writable)
        self.changes = SqlChangeRepository(connection, writable=writable)
        self.reviews = SqlReviewRepository(connection, writable=writable)
        self.audit = SqlAuditRepository(connection, writable=writable)

    def commit(self) -> None:
        """Make everything done so far durable, at once; the unit of work is over then.

        :raises StorageError: if it cannot be written, for example because the disk is full.
        """
        self._transaction.commit()


class SqlWorkspace:
    """A workspace in an SQLite file. Thread-safe: each unit of work has a connection of its own."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path
        # A connection of its own that never writes: a look at the generation neither waits for
        # the pool nor begins a transaction that SQLAlchemy would have to manage.
        with faults(path):
            self._watch = connect(path)
        self._watching = threading.Lock()

    @contextmanager
    def work(self, *, write: bool = False) -> Iterator[SqlUnitOfWork]:
        """Open a unit of work; ``write`` takes the write lock at once, so that it cannot fail half way.

        Reading sees the state at the first look, whatever others commit meanwhile.

        :raises BusyError: if another process holds the write lock too long.
        :raises StorageError: if the database cannot be read.
        """
        with self._engine.connect().execution_options(**{WRITE: write}) as connection:
            transaction = connection.begin()
            try:
                yield SqlUnitOfWork(connection, transaction, writable=write)
            finally:
                transaction.close()

    def generation(self) -> int:
        """Return a number that grows with every committed change, from any process. Cheap.

        :raises StorageError: if the database cannot be read.
        """
        with self._watching, faults(self._path):
            row = self._watch.execute("SELECT value FROM generation").fetchone()
        return int(row[0])

    def identity(self) -> str | None:
        """Return None: a file knows nobody."""
        return None

    def backup(self, target: Path) -> None:
        """Write a consistent copy of the database, atomically, while others may read and write.

        :raises BackupError: if it cannot be written, or would replace the database itself.
        :raises DamagedDatabaseError: if the database is damaged; no copy is made.
        """
        if target.resolve() in {companion(self._path.resolve(), s) for s in ("", *COMPANIONS)}:
            raise BackupError(
                Message("A backup cannot replace the database itself."),
                Message("Choose another name."),
                str(target),
            )
        with faults(self._path), closing(connect(self._path)) as source:
            write_copy(source, self._path, target)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database's structure and hashes; empty when sound.

        :raises BusyError: if another process holds the database too long.
        :raises StorageError: if it cannot be read.
        """
        with self._engine.connect() as connection:
            return problems(connection, WORKSPACE)

    def close(self) -> None:
        """Release every connection."""
        with self._watching:
            self._watch.close()
        self._engine.dispose()
