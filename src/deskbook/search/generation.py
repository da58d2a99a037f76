"""Generations: complete, immutable states of the index on disk.

Every change makes a new folder beside the current one, sharing unchanged files with it by hard links, and
then replaces the pointer file ``CURRENT`` in one step. A reader, in this process or another, keeps the
state it opened; a killed writer leaves rubbish that nobody points to. A manifest with sizes and checksums
tells a whole generation from a damaged one before any of it is trusted, and binds it to its folder: an
index from elsewhere is never opened.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

FORMAT = 3
"""Layout and schema. A generation of another format cannot be read at all."""

ANALYSIS = "3 whoosh3-3.54.0 OpenCC-1.4.2 pypinyin-0.55.0"
"""What the terms were made with. A generation made otherwise answers until it has been rebuilt."""

_MANIFEST = "manifest.json"
_POINTER = "CURRENT"
_PREFIX = "g-"
_CHUNK = 1 << 20
_TRIES, _PAUSE = 20, 0.01


class DamagedIndexError(Exception):
    """A generation is not what its manifest says; it has to be rebuilt. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes and CRC-32 of a file."""

    size: int
    crc: int

    @classmethod
    def of(cls, path: Path) -> FileMark:
        """Return the mark of a file as it is now."""
        size = crc = 0
        with path.open("rb") as stream:
            while block := stream.read(_CHUNK):
                size += len(block)
                crc = zlib.crc32(block, crc)
        return cls(size, crc)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of.

    :param encoder: what the vectors were made with; empty if there are none.
    :param chunks: the vector chunks, in the order of their rows.
    :param sentences: the file that maps documents to vector rows; empty if there are no vectors.
    :param citations: the file that says how many entries refer to each document.
    :param pending: how many sentences have no vector yet.
    """

    folder: str
    analysis: str
    encoder: str = ""
    chunks: tuple[str, ...] = ()
    sentences: str = ""
    citations: str = ""
    pending: int = 0
    files: Mapping[str, FileMark] = field(default_factory=dict)
    format: int = FORMAT


def current(folder: Path) -> Path | None:
    """Return the generation that ``CURRENT`` points to, whether it is sound or not; None if there is none."""
    try:
        name = (folder / _POINTER).read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    if not name.startswith(_PREFIX) or Path(name).name != name:
        return None
    return folder / name


def read_manifest(generation: Path, known: Mapping[str, FileMark] | None = None) -> Manifest:
    """Return the manifest of a generation after comparing every file with it.

    :param known: marks of files compared before: a file of the same name and mark is not read again.
    :raises DamagedIndexError: if anything differs, or the generation was made for another folder.
    """
    try:
        raw: dict[str, Any] = json.loads((generation / _MANIFEST).read_bytes())
        files = {name: FileMark(**mark) for name, mark in raw.pop("files").items()}
        manifest = Manifest(**raw | {"chunks": tuple(raw["chunks"]), "files": files})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError(f"{generation.name}: no manifest") from error
    if manifest.format != FORMAT or manifest.folder != str(generation.parent.resolve()):
        raise DamagedIndexError(f"{generation.name}: of another format or folder")
    for name, mark in files.items():
        if (known or {}).get(name) == mark:
            continue
        try:
            sound = FileMark.of(generation / name) == mark
        except OSError as error:
            raise DamagedIndexError(f"{name} cannot be read") from error
        if not sound:
            raise DamagedIndexError(f"{name} is damaged")
    return manifest


def start(folder: Path, base: Path | None = None) -> Path:
    """Create a new generation, with the files of ``base`` if one is given; unseen until :func:`publish`.

    :raises OSError: if the folder cannot be written.
    """
    generation = folder / f"{_PREFIX}{uuid4().hex[:12]}"
    generation.mkdir(parents=True)
    if base is not None:
        for name in read_file_names(base):
            share(base / name, generation / name)
    return generation


def read_file_names(generation: Path) -> list[str]:
    """Return the names of the files of a generation, the manifest left out."""
    return [p.name for p in generation.iterdir() if p.is_file() and p.name != _MANIFEST]


def share(source: Path, target: Path) -> None:
    """Give an immutable file a second name; copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def publish(generation: Path, manifest: Manifest, known: Mapping[str, FileMark]) -> Manifest:
    """Seal a finished generation and make it the current one, in one step.

    :param known: marks of files shared with an earlier generation.
    :raises OSError: if it cannot be written; the earlier generation stays current.
    """
    folder = generation.parent
    files = {
        name: known[name] if name in known else FileMark.of(generation / name)
        for name in sorted(read_file_names(generation))
    }
    sealed = replace(manifest, files=files)
    (generation / _MANIFEST).write_text(json.dumps(asdict(sealed)), "utf-8")
    pointer = folder / f"{_POINTER}.{generation.name}"
    pointer.write_text(generation.name, "ascii")
    _replace(pointer, folder / _POINTER)
    return sealed


def _replace(source: Path, target: Path) -> None:
    for _ in range(_TRIES):
        with suppress(PermissionError):  # on Windows, while somebody is just reading the pointer
            os.replace(source, target)
            return
        time.sleep(_PAUSE)
    os.replace(source, target)


def discard(generation: Path) -> None:
    """Remove a generation that is not current, as far as the system allows."""
    shutil.rmtree(generation, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove every generation but the current one. Call it only while holding the folder's lock."""
    keep = current(folder)
    for path in folder.glob(f"{_PREFIX}*"):
        if path != keep:
            discard(path)
    for path in folder.glob(f"{_POINTER}.*"):
        path.unlink(missing_ok=True)


def pointer_stamp(folder: Path) -> tuple[int, int] | None:
    """Return what changes whenever another generation becomes current; None if there is none. Cheap."""
    try:
        status = (folder / _POINTER).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
