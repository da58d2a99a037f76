"""Every placeholder is defined in the shop profile."""

from __future__ import annotations

from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import PLACEHOLDER_PATTERN
from deskbook.model.problem import Problem
from deskbook.model.texts import texts


def check(library: Library) -> Iterator[Problem]:
    """Yield ``unknown-placeholder`` errors."""
    known = library.shop.values.keys() | library.shop.asked.keys()
    for entry in library.checked():
        reported: set[str] = set()
        for field, text in texts(entry):
            for name in PLACEHOLDER_PATTERN.findall(text):
                if name in known or name in reported:
                    continue
                reported.add(name)
                yield library.problem(
                    "unknown-placeholder",
                    entry.id,
                    Message("Nobody defined the placeholder “{name}”.", name=name),
                    Message("Add it to shop.yaml under values or asked, or use one that stands there."),
                    field=field,
                    at=f"{{{{{name}",
                )
