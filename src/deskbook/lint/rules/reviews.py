"""Entries are reviewed in time, and expired ones are dealt with."""

from __future__ import annotations

from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import Status
from deskbook.model.problem import Gravity, Problem


def check(library: Library) -> Iterator[Problem]:
    """Yield ``overdue-review`` and ``expired`` warnings."""
    for entry in library.checked():
        if entry.status is Status.ARCHIVED:
            continue
        if entry.expires is not None and entry.expires < library.day:
            yield library.problem(
                "expired",
                entry.id,
                Message("The entry expired on {day}.", day=entry.expires),
                Message("Renew “expires”, or archive the entry."),
                field="expires",
                at="expires:",
                gravity=Gravity.WARNING,
            )
        elif entry.review_due < library.day:
            yield library.problem(
                "overdue-review",
                entry.id,
                Message("The review was due on {day}.", day=entry.review_due),
                Message("Review the entry and renew “reviewed”."),
                field="reviewed",
                at="reviewed:",
                gravity=Gravity.WARNING,
            )
