"""A text that somebody is writing and has not saved as a revision yet."""

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
