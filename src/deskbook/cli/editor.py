"""Writing a text in the person's own editor, and reading one from a file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from deskbook.errors import DeskbookError, Message, SourceError
from deskbook.services.language import tr


@contextmanager
def edited(source: str, name: str) -> Iterator[str]:
    """Let the person edit a text, and yield what came of it.

    The file is kept where whatever uses the text is refused: what was typed is not lost.

    :param name: of the file, so that the editor recognises what it is.
    :raises SourceError: if there is no editor, or it failed.
    """
    folder = Path(tempfile.mkdtemp(prefix="deskbook-"))
    path = folder / name
    path.write_text(source, encoding="utf-8", newline="")
    _edit(path)
    try:
        yield read_text(path)
    except DeskbookError:
        typer.echo(tr("Your text is kept in {path}").format(path=path), err=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)  # editors leave copies of their own beside it


def read_text(path: Path) -> str:
    """Return the text of a file, or of stdin for ``-``, exactly as it is.

    :raises SourceError: if it cannot be read, or is not UTF-8.
    """
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise SourceError(
            Message("The file cannot be read: {detail}.", detail=error.strerror),
            Message("Check that it exists and that you may read it."),
            str(path),
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            Message("The file is not UTF-8 text."), Message("Save it as UTF-8 in your editor."), str(path)
        ) from error


def _edit(path: Path) -> None:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise SourceError(
            Message("No editor is set."), Message("Set EDITOR, or give the text with “--file”."), str(path)
        )
    try:
        # The person's own command, as every other program runs it.
        subprocess.run([*shlex.split(command), str(path)], check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise SourceError(
            Message("The editor failed: {detail}.", detail=error),
            Message("Check EDITOR, or give the text with “--file”."),
            str(path),
        ) from error
