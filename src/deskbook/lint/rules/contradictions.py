"""Fields that are sound one by one do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import AnyEntry, Audience, Case, Level, Phrase, Status, Verdict
from deskbook.model.problem import Gravity, Problem

_Finding = tuple[str, str, Message, Message, Gravity]
"""Code, field, reason, remedy, gravity."""


def check(library: Library) -> Iterator[Problem]:
    """Yield ``public-internal`` errors; ``public-draft``, ``public-level`` and ``future-review`` warnings.

    An entry that expires before it takes effect does not even parse.
    """
    for entry in library.entries.values():
        if entry.status is Status.ARCHIVED:
            continue
        for code, field, reason, remedy, gravity in _findings(entry, library.day):
            yield library.problem(
                code, entry.id, reason, remedy, field=field, at=f"\n{field}:", gravity=gravity
            )


def _findings(entry: AnyEntry, day: date) -> Iterator[_Finding]:
    if entry.audience is Audience.PUBLIC:
        yield from _public(entry)
    if entry.reviewed > day:
        yield (
            "future-review",
            "reviewed",
            Message("The last review is dated {day}, which is still to come.", day=entry.reviewed),
            Message("Put in the day on which the review was made."),
            Gravity.WARNING,
        )


def _public(entry: AnyEntry) -> Iterator[_Finding]:
    if isinstance(entry, Phrase) or (isinstance(entry, Case) and entry.verdict is Verdict.BAD):
        yield (
            "public-internal",
            "audience",
            Message("Banned phrases and bad cases are not for customers."),
            Message("Remove “audience: public”."),
            Gravity.ERROR,
        )
    if entry.status is not Status.VALIDATED:
        yield (
            "public-draft",
            "audience",
            Message("Customers may see it, but its status is “{status}”.", status=entry.status.value),
            Message("Validate it first, or remove “audience: public”."),
            Gravity.WARNING,
        )
    if entry.level is not Level.JUNIOR:
        yield (
            "public-level",
            "level",
            Message("Customers may see it, but a junior agent may not handle it."),
            Message("Remove “audience: public” or “level: {level}”.", level=entry.level.value),
            Gravity.WARNING,
        )
