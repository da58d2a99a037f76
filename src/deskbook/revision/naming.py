"""What people call the fields of an entry, and the values that are written there as code words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deskbook.errors import Message
from deskbook.model.entry import Audience, Category, Level, Match, Severity, Stage, Status, Verdict

FIELD_NAMES = {
    "id": Message("Id"),
    "title": Message("Title"),
    "aliases": Message("Other wordings"),
    "stage": Message("Stage"),
    "topic": Message("Topic"),
    "tags": Message("Tags"),
    "channels": Message("Channels"),
    "level": Message("Level"),
    "audience": Message("Audience"),
    "status": Message("Status"),
    "owner": Message("Owner"),
    "review_days": Message("Review interval in days"),
    "reviewed": Message("Last review"),
    "effective": Message("First day in force"),
    "expires": Message("Last day in force"),
    "related": Message("Related entries"),
    "laws": Message("Laws"),
    "must_read": Message("Must be read"),
    "category": Message("Category"),
    "severity": Message("Severity"),
    "pattern": Message("Pattern"),
    "match": Message("Match"),
    "variants": Message("Variants"),
    "pinyin": Message("Homophones too"),
    "allowed": Message("Allowed wordings"),
    "verdict": Message("Verdict"),
    "teaches": Message("Teaches"),
    "anchor": Message("Anchor"),
    "role": Message("Role"),
    "limit": Message("Time limit"),
    "end": Message("Ends the procedure"),
}
"""The fields of an entry and the attributes of a step."""

_FLAG = {"true": Message("yes"), "false": Message("no")}
VALUE_NAMES: Mapping[str, Mapping[str, Message]] = {
    "stage": {
        Stage.PRESALE: Message("Pre-sale"),
        Stage.INSALE: Message("In-sale"),
        Stage.AFTERSALE: Message("After-sale"),
        Stage.GENERAL: Message("General"),
    },
    "level": {
        Level.JUNIOR: Message("Junior"),
        Level.INTERMEDIATE: Message("Intermediate"),
        Level.SENIOR: Message("Senior"),
    },
    "audience": {
        Audience.INTERNAL: Message("Internal"),
        Audience.PUBLIC: Message("May be shown to customers"),
    },
    "status": {
        Status.WORK_IN_PROGRESS: Message("Work in progress"),
        Status.NOT_VALIDATED: Message("Not validated"),
        Status.VALIDATED: Message("Validated"),
        Status.ARCHIVED: Message("Archived"),
    },
    "category": {
        Category.BRUSH_OFF: Message("Brushing off"),
        Category.BLAME: Message("Blaming"),
        Category.ARGUE: Message("Arguing"),
        Category.COLD: Message("Cold replies"),
        Category.OVERPROMISE: Message("Over-promising"),
        Category.ABSOLUTE: Message("Absolute claims"),
        Category.OFF_PLATFORM: Message("Leading off-platform"),
        Category.PRIVACY: Message("Asking for private data"),
        Category.INDUCE_REVIEW: Message("Inducing reviews"),
        Category.INSULT: Message("Insults"),
    },
    "severity": {Severity.BLOCK: Message("Must not be sent"), Severity.WARN: Message("Think twice")},
    "match": {
        Match.LITERAL: Message("The words themselves"),
        Match.REGEX: Message("A regular expression"),
    },
    "verdict": {Verdict.GOOD: Message("Good example"), Verdict.BAD: Message("Warning example")},
    "must_read": _FLAG,
    "pinyin": _FLAG,
}
"""The values of the fields that take one of a few, as they are written."""

_LIMIT = re.compile(r"(\d{1,6})([mhd])")
_UNITS = {"m": Message("{count} min"), "h": Message("{count} h"), "d": Message("{count} d")}


def value_words(name: str, written: str) -> Message | None:
    """Return what people call the value of a field or attribute; None if it is words, or unknown."""
    limit = _LIMIT.fullmatch(written) if name == "limit" else None
    if limit is not None:
        return Message(_UNITS[limit[2]].template, count=int(limit[1]))
    return VALUE_NAMES.get(name, {}).get(written)
