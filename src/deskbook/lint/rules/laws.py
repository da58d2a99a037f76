"""Laws are cited by ids of the register, still in force, and compared with the law within the last year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import Status
from deskbook.model.problem import Gravity, Problem

_FRESH = timedelta(days=365)


def check(library: Library) -> Iterator[Problem]:
    """Yield ``unknown-law`` and ``expired-law`` errors, and ``stale-law`` warnings."""
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
            elif law.expires is not None and law.expires < library.day:
                yield library.problem(
                    "expired-law",
                    entry.id,
                    Message("“{id}” was in force until {day}.", id=law_id, day=law.expires),
                    Message("Cite the article that took its place, or archive the entry."),
                    field="laws",
                    at=law_id,
                    gravity=Gravity.WARNING if entry.status is Status.ARCHIVED else Gravity.ERROR,
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
