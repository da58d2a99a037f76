"""Handbook folders in the layout of ``kb/``: Markdown entries, the two registers, and pictures."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from deskbook.errors import Message, SourceError
from deskbook.lint.picture_files import as_problem, size_fault
from deskbook.model.entry import Kind
from deskbook.model.picture import FOLDER, MAX_PICTURE, Picture
from deskbook.model.problem import Problem
from deskbook.ports import SourceFile

MAX_BYTES = 4_000_000
"""No entry comes near it; it keeps a video renamed to .md from filling the memory."""

_REGISTERS = ("shop.yaml", "laws.yaml")
_NOT_ENTRIES = frozenset({"README.md"})


class MarkdownFolder:
    """Reads and writes handbook folders, byte for byte."""

    def read(self, folder: Path) -> Iterator[SourceFile | Problem]:
        """Yield every handbook file, sorted by path; an unreadable one as a problem.

        A single file counts as a folder of one.

        :raises SourceError: if the path does not exist or holds no handbook file.
        """
        try:
            found = [folder] if folder.is_file() else sorted(_handbook_files(folder))
        except OSError as error:
            raise _unusable(folder, error) from error
        if not found:
            raise SourceError(
                Message("There is no handbook here: no .md entry, no shop.yaml, no laws.yaml.")
                if folder.exists()
                else Message("There is no such file or folder."),
                Message("Give the folder that holds sop, faq, phrase and case, or one entry file."),
                str(folder),
            )
        root = folder.parent if folder.is_file() else folder
        for path in found:
            yield _read(path, path.relative_to(root).as_posix())

    def pictures(self, path: Path, only: Collection[str] | None = None) -> Iterator[Picture | Problem]:
        """Yield the pictures of a handbook folder by name; an unreadable or oversized one as a problem.

        Of a single entry file those of the handbook that it lies in.

        :param only: names of files to look at; None for all that there are.
        :raises SourceError: if they cannot be listed.
        """
        folder = (path if path.is_dir() else _handbook_of(path)) / FOLDER
        try:
            files = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError as error:
            raise _unusable(path, error) from error
        for file in files:
            wanted = file.name not in _NOT_ENTRIES if only is None else file.name in only
            if wanted and not file.name.startswith(".") and file.is_file():
                yield _read_picture(file)

    def write(self, folder: Path, files: Iterable[SourceFile | Picture]) -> int:
        """Write the files below ``folder``, replacing each atomically; return how many.

        :raises SourceError: if the folder cannot be written.
        """
        count = 0
        try:
            for file in files:
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                partial = target.with_name(f".{target.name}.part")
                partial.write_bytes(file.data if isinstance(file, Picture) else file.text.encode("utf-8"))
                os.replace(partial, target)
                count += 1
        except OSError as error:
            raise _unusable(folder, error) from error
        return count


def _handbook_of(file: Path) -> Path:
    """Return the handbook folder that a file lies in: beside a register, two folders above an entry.

    No further up: any folder above may hold pictures that are nobody's business.
    """
    above = list(file.absolute().parents)
    in_layout = len(above) > 2 and above[1].name in {kind.value for kind in Kind}
    return above[2] if in_layout else above[0]


def _handbook_files(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in _REGISTERS if (folder / name).is_file())
    for path in folder.rglob("*.md"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.name not in _NOT_ENTRIES and not hidden:
            yield path


def _read(path: Path, name: str) -> SourceFile | Problem:
    try:
        if path.stat().st_size > MAX_BYTES:
            return Problem(
                "too-long",
                Message("The file is larger than {most} bytes.", most=MAX_BYTES),
                Message("Split it into several entries, or remove it if it is no text."),
                name,
            )
        data = path.read_bytes()
        return SourceFile(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Problem(
            "not-utf-8",
            Message("The file is not UTF-8 text."),
            Message("Save it as UTF-8 in your editor."),
            name,
            line=data.count(b"\n", 0, error.start) + 1,
        )
    except OSError as error:
        return _unreadable(name, error)


def _read_picture(path: Path) -> Picture | Problem:
    try:
        size = path.stat().st_size
        if size > MAX_PICTURE:
            return as_problem(path.name, size_fault(size))
        return Picture(path.name, path.read_bytes())
    except OSError as error:
        return _unreadable(f"{FOLDER}/{path.name}", error)


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem(
        "unreadable",
        Message("The file cannot be read: {detail}.", detail=error.strerror),
        Message("Check that it exists and that you may read it."),
        name,
    )


def _unusable(folder: Path, error: OSError) -> SourceError:
    return SourceError(
        Message("The folder cannot be used: {detail}.", detail=error.strerror),
        Message("Check the path, your rights and the free space."),
        str(folder),
    )
