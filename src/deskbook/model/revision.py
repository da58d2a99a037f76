"""Revisions and releases: what the store keeps for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


def content_hash(source: str) -> str:
    """Return the SHA-256 of an entry's UTF-8 source, in hex: the identity of its content."""
    return hashlib.sha256(source.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable version of an entry or a register.

    ``source`` is the exact text of its file. ``number`` counts from 1 within the entry. ``parent`` is the
    number of the revision it was made from, None for the first. ``created_at`` is UTC.
    """

    entry_id: str
    number: int
    hash: str
    source: str
    author: str
    created_at: datetime
    message: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry or register as the workspace holds it now.

    ``kind`` is a :class:`Kind` or :class:`Register` value. ``version`` is the optimistic lock: it grows
    with each save.
    """

    id: str
    kind: str
    version: int
    head: Revision


class ReleaseKind(StrEnum):
    """How a release came to be.

    ``SETUP`` is what a workspace held before its first cycle, ``EMERGENCY`` an approved fix outside the
    quarter, ``ROLLBACK`` an old release made new again.
    """

    SETUP = "setup"
    QUARTERLY = "quarterly"
    EMERGENCY = "emergency"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Release:
    """An immutable map entry -> revision number over all collections and registers.

    ``number`` counts from 1. ``effective`` is the first day it is in force. ``parent`` is the release
    before it. ``cycle`` names the cycle it came from, empty if none. ``origin`` is the number of the older
    release it repeats: the one rolled back to, or the scheduled one that it takes the place of.
    """

    number: int
    name: str
    effective: date
    created_at: datetime
    author: str
    notes: str
    parent: int | None
    kind: ReleaseKind = ReleaseKind.SETUP
    cycle: str = ""
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the release that is read for it."""

    day: date
    release: Release


@dataclass(frozen=True, slots=True)
class Changes:
    """What a service altered, so that open screens can decide whether to refresh."""

    entries: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.entries)
