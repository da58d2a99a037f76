"""Links and references lead to entries and anchors that exist and are not archived."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import REF_PATTERN, AnyEntry, Case, Status
from deskbook.model.problem import Gravity, Problem
from deskbook.model.texts import texts

_LINK = re.compile(rf"\]\(({REF_PATTERN.pattern})\)")


def check(library: Library) -> Iterator[Problem]:
    """Yield ``dead-link`` errors, and ``archived-link`` warnings."""
    for entry in library.checked():
        for field, ref in _references(entry):
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


def _references(entry: AnyEntry) -> Iterator[tuple[str, str]]:
    yield from (("related", ref) for ref in entry.related)
    if isinstance(entry, Case):
        yield from (("teaches", ref) for ref in entry.teaches)
    for field, text in texts(entry):
        yield from ((field, match[1]) for match in _LINK.finditer(text))
