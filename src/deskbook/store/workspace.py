"""The owner's database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, RootTransaction

from deskbook.store.audit import SqlAuditRepository
from deskbook.store.cycles import SqlChangeRepository, SqlCycleRepository
from deskbook.store.database import WAIT, WRITE, Database, Place, Server
from deskbook.store.entries import SqlEntryRepository
from deskbook.store.local import LocalDatabase, open_database
from deskbook.store.packs import SqlPackRepository
from deskbook.store.pictures import SqlPictureRepository
from deskbook.store.releases import SqlReleaseRepository
from deskbook.store.reviews import SqlReviewRepository
from deskbook.store.schema import WORKSPACE


def open_workspace(place: Place, *, at: datetime, wait: float = WAIT) -> SqlWorkspace:
    """Open a workspace, creating or migrating it where needed; an old one is backed up first.

    :param at: now, aware; it names the backup.
    :param wait: seconds to wait whenever others hold the database.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if what is there is not a sound workspace.
    :raises BusyError: if others hold it too long.
    :raises BackupError: if it must be migrated but cannot be backed up; it is unchanged.
    :raises StorageError: if it cannot be created, read or written.
    """
    if isinstance(place, Server):
        from deskbook.store.server import open_server  # the driver takes 0.2 s to load

        return SqlWorkspace(open_server(place, WORKSPACE, at=at, wait=wait))
    return SqlWorkspace(LocalDatabase(open_database(place, WORKSPACE, at=at, wait=wait), place))


class SqlUnitOfWork:
    """One transaction over everything that the workspace holds."""

    def __init__(self, connection: Connection, transaction: RootTransaction, *, writable: bool) -> None:
        self._transaction = transaction
        self.entries = SqlEntryRepository(connection, writable=writable)
        self.releases = SqlReleaseRepository(connection, writable=writable)
        self.pictures = SqlPictureRepository(connection, writable=writable)
        self.cycles = SqlCycleRepository(connection, writable=writable)
        self.changes = SqlChangeRepository(connection, writable=writable)
        self.reviews = SqlReviewRepository(connection, writable=writable)
        self.packs = SqlPackRepository(connection, writable=writable)
        self.audit = SqlAuditRepository(connection, writable=writable)

    def commit(self) -> None:
        """Make everything done so far durable, at once; the unit of work is over then.

        :raises StorageError: if it cannot be written, for example because the disk is full.
        """
        self._transaction.commit()


class SqlWorkspace:
    """A workspace in a database. Thread-safe: each unit of work has a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def work(self, *, write: bool = False) -> Iterator[SqlUnitOfWork]:
        """Open a unit of work; ``write`` takes the write lock at once, so that it cannot fail half way.

        Reading sees the state at the first look, whatever others commit meanwhile.

        :raises BusyError: if another process holds the write lock too long.
        :raises StorageError: if the database cannot be read.
        """
        with self._database.engine.connect().execution_options(**{WRITE: write}) as connection:
            transaction = connection.begin()
            try:
                yield SqlUnitOfWork(connection, transaction, writable=write)
            finally:
                transaction.close()

    def generation(self) -> int:
        """Return a number that grows with every committed change, from any process. Cheap.

        :raises StorageError: if the database cannot be read.
        """
        return self._database.generation()

    def identity(self) -> str | None:
        """Return the name that the database itself knows the person by; None where it knows nobody."""
        return self._database.identity

    def backup(self, target: Path) -> None:
        """Write a consistent copy of the database, atomically, while others may read and write.

        :raises BackupError: if it cannot be written, or would replace the database itself.
        :raises DamagedDatabaseError: if the database is damaged; no copy is made.
        """
        self._database.copy_to(target)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database's structure and hashes; empty when sound.

        :raises BusyError: if another process holds the database too long.
        :raises StorageError: if it cannot be read.
        """
        return self._database.problems()

    def close(self) -> None:
        """Release every connection."""
        self._database.close()
