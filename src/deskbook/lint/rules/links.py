"""Links and references lead to entries and anchors that exist and are not archived."""

from __future__ import annotations

from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import Status
from deskbook.model.problem import Gravity, Problem
from deskbook.model.references import references


def check(library: Library) -> Iterator[Problem]:
    """Yield ``dead-link`` errors, and ``archived-link`` warnings."""
    for entry in library.checked():
        for field, ref in references(entry):
            target, _, anchor = ref.partition("#")
            found = library.entries.get(target)
            if found is None or (anchor and anchor not in library.anchors(target)):
                yield library.problem(
                    "dead-link",
                    entry.id,
                    Message("“{ref}” does not exist.", ref=ref),
                    Message("Correct the id or the anchor, or remove the link."),
                    field=field,
                    at=ref,
                )
            elif found.status is Status.ARCHIVED and entry.status is not Status.ARCHIVED:
                yield library.problem(
                    "archived-link",
                    entry.id,
                    Message("“{ref}” is archived.", ref=ref),
                    Message("Link to the entry that took its place."),
                    field=field,
                    at=ref,
                    gravity=Gravity.WARNING,
                )
