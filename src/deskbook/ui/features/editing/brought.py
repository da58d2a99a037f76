"""Pictures that a person pastes or drops into the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from deskbook.errors import Message, PictureError
from deskbook.lint.picture_files import size_fault
from deskbook.model.picture import MAX_PICTURE
from deskbook.ui.drawing import as_png

Load = Callable[[], bytes]
"""Reads or packs a picture; takes its time, so not on the window's thread. Raises PictureError."""


def pictures_in(content: QMimeData) -> tuple[Load, ...]:
    """Return what a clipboard or a drag holds in place of text.

    A table or a page of another program comes as a picture, too, but with its text, which is wanted then.
    """
    files = [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
    if files:
        return pictures_of(files)
    image = content.imageData() if content.hasImage() and not content.hasText() else None
    return (partial(as_png, QImage(image)),) if isinstance(image, QImage) else ()


def pictures_of(files: Iterable[Path]) -> tuple[Load, ...]:
    """Return what reads files."""
    return tuple(partial(_read, file) for file in files)


def _read(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > MAX_PICTURE:
            fault = size_fault(size)
            raise PictureError(fault.reason, fault.remedy, file.name)
        return file.read_bytes()
    except OSError as error:
        raise PictureError(
            Message("The file cannot be read: {detail}.", detail=error.strerror),
            Message("Check that it exists and that you may read it."),
            file.name,
        ) from error
