"""Pictures exist, and say in words what is to be seen on them."""

from __future__ import annotations

from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.problem import Problem
from deskbook.model.references import pictures


def check(library: Library) -> Iterator[Problem]:
    """Yield ``missing-picture`` and ``picture-without-text`` errors."""
    for entry in library.checked():
        for field, picture in pictures(entry):
            if picture.name not in library.pictures:
                yield library.problem(
                    "missing-picture",
                    entry.id,
                    Message("There is no picture “{name}”.", name=picture.name),
                    Message("Put it into the folder “pictures”, or paste it anew, or remove it here."),
                    field=field,
                    at=picture.path,
                )
            if not picture.text:
                yield library.problem(
                    "picture-without-text",
                    entry.id,
                    Message("Nothing says in words what the picture “{name}” shows.", name=picture.name),
                    Message("Write it between the brackets: people who cannot see it depend on it."),
                    field=field,
                    at=picture.path,
                )
