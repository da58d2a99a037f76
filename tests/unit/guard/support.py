"""Phrases to test with."""

from __future__ import annotations

from datetime import date
from typing import Any

from deskbook.guard.engine import Guard
from deskbook.model.entry import Category, Match, Phrase, Severity


def phrase(pattern: str, entry_id: str = "ban-it", **fields: Any) -> Phrase:
    """Return a phrase that blocks; negation does not excuse its category unless another is given."""
    given: dict[str, Any] = {
        "title": pattern or "空",
        "owner": "质检主管",
        "reviewed": date(2026, 11, 22),
        "category": Category.COLD,
        "severity": Severity.BLOCK,
        "reason": "不合适。",
        "replacements": ("换一种说法。",),
    }
    return Phrase(id=entry_id, pattern=pattern, **{**given, **fields})


def regex(pattern: str, **fields: Any) -> Phrase:
    """Return a phrase that is a regular expression."""
    return phrase(pattern, match=Match.REGEX, **fields)


def found(text: str, *phrases: Phrase) -> list[str]:
    """Return what a guard of these phrases marks in a text."""
    return [hit.text for hit in Guard(phrases).check(text)]
