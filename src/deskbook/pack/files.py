"""Reading what may be anything, and writing files that are whole or not there."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from deskbook.errors import KeyFileError, Message, NotAPackError, PackUnreadableError, SourceError

_SMALL = 64 << 10
"""Bytes; no key file is longer."""


@contextmanager
def opened_pack(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a pack for reading; give it with its size in bytes.

    Trouble of the system inside the block means that the file cannot be read, or no longer: a share that is
    gone.

    :raises NotAPackError: if it is no plain file: a pipe or a device could be endless.
    :raises PackUnreadableError: if it cannot be read to the end.
    """
    try:
        # A pipe without a writer would hold up even the opening.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise NotAPackError(
                    Message("This is not a plain file."), Message("Copy the pack somewhere first."), str(path)
                )
            yield file, found.st_size
    except OSError as error:
        raise PackUnreadableError(
            Message("The pack cannot be read: {why}.", why=error.strerror or error),
            Message("Check the path and the share; nothing was changed."),
            str(path),
        ) from error


def read_small(path: Path) -> bytes:
    """Return the content of a key file.

    :raises OSError: if it cannot be read.
    :raises ValueError: if it is too long to be one.
    """
    with path.open("rb") as file:
        data = file.read(_SMALL + 1)
    if len(data) > _SMALL:
        raise ValueError("too long for a key file")
    return data


def write_pack(path: Path, parts: Iterable[bytes]) -> None:
    """Write a pack: whole, or what was there before stays.

    :raises SourceError: if it cannot be written.
    """
    try:
        _write(path, parts, replacing=True, mode=0o644)
    except OSError as error:
        raise SourceError(
            Message("The pack cannot be written: {why}.", why=error.strerror or error),
            Message("Check the path, your rights and the free space."),
            str(path),
        ) from error


def write_new(path: Path, data: bytes, *, replacing: bool) -> None:
    """Write a key file that only its owner may read.

    :param replacing: whether there may be one.
    :raises KeyFileError: if there is one and may not be, or it cannot be written.
    """
    try:
        _write(path, [data], replacing=replacing, mode=0o600)
    except FileExistsError:
        raise KeyFileError(
            Message("There is a file of this name already; a key is never replaced."),
            Message("Choose another name."),
            str(path),
        ) from None
    except OSError as error:
        raise KeyFileError(
            Message("The key file cannot be written: {why}.", why=error.strerror or error),
            Message("Check the path, your rights and the free space."),
            str(path),
        ) from error


def _write(path: Path, parts: Iterable[bytes], *, replacing: bool, mode: int) -> None:
    if not replacing and path.exists():
        raise FileExistsError(path)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(partial, flags, mode), "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
