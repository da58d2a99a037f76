"""That an agent read a text that must be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """One confirmation.

    :param revision: the number of the revision that was read; ``hash`` is its content hash, because numbers
        count anew in another workspace.
    :param at: aware.
    """

    entry_id: str
    revision: int
    hash: str
    at: datetime
