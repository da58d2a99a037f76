"""Writing files so that a crash or a power cut leaves the old or the new one, never half of one."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

COMPANIONS = ("-wal", "-shm", "-journal")
"""The suffixes of the files that SQLite keeps beside a database."""


def partial_beside(target: Path) -> Path:
    """Return an unused name in the folder of ``target`` to write to before it takes that name."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")


def companion(database: Path, suffix: str) -> Path:
    """Return the path of a file that SQLite keeps beside ``database``."""
    return database.with_name(database.name + suffix)


def remove_database(path: Path) -> None:
    """Remove a database that nobody has open, with its companions; what is missing is no error."""
    for suffix in (*COMPANIONS, ""):
        companion(path, suffix).unlink(missing_ok=True)


def flush_file(path: Path) -> None:
    """Force the content of ``path`` to the disk.

    :raises OSError: if that fails.
    """
    # Windows flushes only through a handle that may write.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Force the names in ``folder`` to the disk, where the system can.

    :raises OSError: if that fails.
    """
    if os.name == "nt":  # NTFS journals names, and Windows cannot open a folder as a file
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_durably(partial: Path, target: Path) -> None:
    """Give the finished ``partial`` the name ``target``, in place of what has it now.

    :raises OSError: if that fails; ``target`` is then as it was.
    """
    flush_file(partial)
    partial.replace(target)
    flush_folder(target.parent)


def claim_name(partial: Path, target: Path) -> bool:
    """Give the finished ``partial`` the name ``target`` unless something has it; tell whether it was free.

    :raises OSError: if that fails for another reason.
    """
    flush_file(partial)
    try:
        _rename_exclusively(partial, target)
    except FileExistsError:
        return False
    flush_folder(target.parent)
    return True


def _rename_exclusively(partial: Path, target: Path) -> None:
    if os.name == "nt":
        partial.rename(target)
        return
    try:
        target.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target) from None
        partial.rename(target)
    else:
        with suppress(OSError):
            partial.unlink()
