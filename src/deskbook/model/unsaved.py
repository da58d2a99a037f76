"""What somebody is writing and has not saved as a revision yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What one person on one machine typed last.

    :param seen: number of the revision it was made from; None for a new entry.
    :param cursor: where the person was, in code points.
    """

    entry_id: str
    seen: int | None
    text: str
    cursor: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one person settled a conflict of a merge that is not saved yet.

    :param conflict: what tells it from the entry's other conflicts.
    :param choice: whose text counts; empty for own words.
    """

    conflict: str
    choice: str
    words: str = ""
