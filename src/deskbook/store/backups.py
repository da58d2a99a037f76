"""The automatic backups: timestamped copies in ``backups/`` beside the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from deskbook.errors import BackupError, Message
from deskbook.store.tables import utc

KEPT = 10


def keep_copy(write: Callable[[Path], None], database: Path, at: datetime) -> Path:
    """Keep a copy of ``database`` and only the newest :data:`KEPT` of such copies; return its path.

    :param write: writes the copy to the path it is given.
    :raises BackupError: if it cannot be written.
    """
    target = free_name(database, at, ".sqlite")
    write(target)
    for old in kept_copies(database)[KEPT:]:
        with suppress(OSError):  # one backup too many is no reason to stop
            old.unlink()
    return target


def kept_copies(database: Path) -> list[Path]:
    """Return the automatic backups of ``database``, newest first."""
    ours = re.compile(re.escape(database.stem) + r"-\d{8}T\d{6}\.\d{6}Z\.sqlite")
    folder = _folder(database)
    return sorted((p for p in folder.glob("*.sqlite") if ours.fullmatch(p.name)), reverse=True)


def free_name(database: Path, at: datetime, suffix: str) -> Path:
    """Return an unused path in the backup folder, which is created where missing.

    :param at: aware; a moment that is taken moves on by a microsecond.
    :raises BackupError: if the folder cannot be created.
    """
    folder = _folder(database)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise BackupError(
            Message("The folder for backups cannot be made: {why}.", why=error.strerror or error),
            Message("Check the folder's permissions."),
            str(folder),
        ) from error
    while True:
        path = folder / f"{database.stem}-{utc(at):%Y%m%dT%H%M%S.%fZ}{suffix}"
        if not path.exists():
            return path
        at += timedelta(microseconds=1)


def _folder(database: Path) -> Path:
    return database.parent / "backups"
