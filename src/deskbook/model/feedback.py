"""What an agent tells the owners of the handbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_WORDS = 500
"""Characters of a sentence with a remark."""
LONGEST_QUERY = 200
"""Characters of a search that are kept."""


class Fault(StrEnum):
    """What is the matter with an entry."""

    OUTDATED = "outdated"
    WRONG = "wrong"
    UNCLEAR = "unclear"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Remark:
    """That an entry is at fault, or that there is none. Masked.

    :param key: names the remark, so that it counts once however often it is brought.
    :param entry_id: empty where there is no entry: what is missing is what was searched for.
    :param revision: the number of the revision that was read; 0 where there is no entry.
    :param hash: the content hash of that revision: numbers are a workspace's own, hashes are not.
    :param query: what was searched for; empty if nothing was.
    :param words: the agent's own; empty if there are none.
    :param at: aware.
    """

    key: str
    fault: Fault
    entry_id: str
    revision: int
    hash: str
    query: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Vain:
    """A search that helped nobody. Masked.

    :param key: as that of a remark.
    :param hits: how many entries it found, none of which was copied from.
    :param at: aware.
    """

    key: str
    text: str
    hits: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one desk has to tell, oldest first."""

    remarks: tuple[Remark, ...] = ()
    searches: tuple[Vain, ...] = ()
