"""What a workspace needs of the database that it is kept in, and what both kinds of database say alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from deskbook.errors import BusyError, DamagedDatabaseError, Message, StorageError

WAIT = 5.0
"""Seconds to wait for another process that holds the database."""

WRITE = "deskbook_write"
"""The execution option that makes a transaction take the write lock when it begins."""


@dataclass(frozen=True, slots=True)
class Server:
    """A workspace on a PostgreSQL server.

    ``url`` may hold a password, so it is never shown. ``folder`` is the data folder on this machine, which
    keeps the automatic backups.
    """

    url: str = field(repr=False)
    folder: Path

    @property
    def local(self) -> Path:
        """The path that stands for the database where the names of its backups are made."""
        return self.folder / "server.sqlite"


Place = Path | Server
"""Where a workspace is kept: the path of an SQLite file, or a server."""


class Database(Protocol):
    """An open database of the newest version. Thread-safe.

    Every method raises :class:`StorageError` if the database cannot be read, and :class:`BusyError` if
    others hold it too long.
    """

    @property
    def engine(self) -> Engine:
        """Makes connections whose faults are :class:`StorageError`.

        A transaction sees one state from its first look on. With the execution option :data:`WRITE` it
        takes the write lock when it begins.
        """

    @property
    def identity(self) -> str | None:
        """Who the database knows us as; None if it knows nobody."""

    def generation(self) -> int:
        """Return the number that grows with every committed change. Cheap."""

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy as one SQLite file, atomically, while others may read and write.

        :raises BackupError: if it cannot be written, or would replace the database itself.
        :raises DamagedDatabaseError: if the database is damaged; no copy is made.
        """

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the database's structure and hashes; empty when sound."""

    def close(self) -> None:
        """Release every connection."""


def busy(where: str) -> BusyError:
    """Return the error for a database that others hold too long."""
    return BusyError(
        Message("The database is in use by another program."),
        Message("Wait until that one is done, or close it, and try again."),
        where,
    )


def damaged(where: str, why: str) -> DamagedDatabaseError:
    """Return the error for what is not a sound database."""
    return DamagedDatabaseError(
        Message("This is not a sound Deskbook database: {why}.", why=why),
        Message("Restore a backup with “deskbook restore”; there are some in the folder “backups”."),
        where,
    )


def full(where: str) -> StorageError:
    """Return the error for a database that cannot grow."""
    return StorageError(
        Message("There is no space left for the database; the change was not saved."),
        Message("Free some disk space and try again."),
        where,
    )
