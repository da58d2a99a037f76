"""Laws are cited by ids of the register, and the register was compared with the law within the last year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.problem import Gravity, Problem

_FRESH = timedelta(days=365)


def check(library: Library) -> Iterator[Problem]:
    """Yield ``unknown-law`` errors, and ``stale-law`` warnings."""
    for entry in library.checked():
        for law_id in entry.laws:
            law = library.laws.get(law_id)
            if law is None:
                yield library.problem(
                    "unknown-law",
                    entry.id,
                    Message("The law register has no “{id}”.", id=law_id),
                    Message("Add it to laws.yaml, or correct the id."),
                    field="laws",
                    at=law_id,
                )
            elif library.day - law.checked > _FRESH:
                yield library.problem(
                    "stale-law",
                    entry.id,
                    Message("“{id}” was last compared with the law on {day}.", id=law_id, day=law.checked),
                    Message("Compare it again and put today's date into laws.yaml."),
                    field="laws",
                    at=law_id,
                    gravity=Gravity.WARNING,
                )
