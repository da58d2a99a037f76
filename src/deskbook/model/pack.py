"""Packs: a release as one signed file, and what a desk remembers of those it installed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from deskbook.model.revision import Release, Revision

_PUBLIC = re.compile(r"ed25519:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before the one in a pack: its number and :func:`release_digest`."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a pack says of itself.

    :param handbook: names the owner's workspace for good, 32 hex digits.
    :param sequence: grows with every pack of a handbook.
    :param previous: None for a first release.
    :param created: when the release was made; a machine whose clock is behind that has a wrong clock.
    :param effective: the release's first day in force.
    :param until: the last day that it was planned for.
    :param minimum_program: the oldest version of the program that reads it.
    """

    handbook: str
    sequence: int
    release: int
    name: str
    notes: str
    previous: Previous | None
    created: datetime
    effective: date
    until: date
    minimum_program: str


@dataclass(frozen=True, slots=True)
class HeldRelease:
    """A release with its map entry id -> revision number."""

    release: Release
    items: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HeldRevision:
    """A revision with the kind of its entry or register."""

    kind: str
    revision: Revision


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack brings.

    :param releases: by ascending number; the last is the pack's own, those before are for looking back.
    :param revisions: every revision that a release names, by entry id and number. ``parent`` is the newest
        of an entry's earlier ones *in the pack* that it was made from; drafts are never in a pack.
    :param pictures: name -> bytes.
    """

    releases: tuple[HeldRelease, ...]
    revisions: tuple[HeldRevision, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Public keys, each as 64 hex digits."""

    trusted: frozenset[str] = frozenset()
    revoked: frozenset[str] = frozenset()

    def __or__(self, other: Keyring) -> Keyring:
        return Keyring(self.trusted | other.trusted, self.revoked | other.revoked)


@dataclass(frozen=True, slots=True)
class Policy:
    """What IT fixed for a machine.

    :param keys: those that are pinned, and those that are never trusted whatever else says so.
    :param watch: the folder or share to look for packs in; empty for none.
    :param keep_searches: whether searches that helped nobody are kept, masked, for the owners.
    :param settings: settings that nobody can change here, by name, as the settings file has them.
    """

    keys: Keyring = Keyring()
    watch: str = ""
    keep_searches: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file in a watched folder; ``stamp`` changes when its content does."""

    path: Path
    stamp: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose signature and members hold.

    :param key: that signed it.
    :param digest: SHA-256 of everything that the signature covers, in hex: what makes two packs the same.
    :param learned: the keys that the pack's statements put in place of others, or revoke.
    """

    facts: Facts
    key: str
    digest: str
    learned: Keyring
    contents: Contents


@dataclass(frozen=True, slots=True)
class Look:
    """What a file says of itself; nobody verified any of it.

    :param signed: whether there is something where the signature belongs.
    :param size: of the file, in bytes.
    """

    facts: Facts
    key: str
    signed: bool
    members: int
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a desk knows of packs already; as it is made, it knows nothing.

    :param sequence: the highest that was ever installed, and so are the other facts.
    :param created: when the newest release was made.
    """

    handbook: str = ""
    sequence: int = 0
    release: int = 0
    digest: str = ""
    created: datetime | None = None


class Step(StrEnum):
    """What happened at a desk. The values are stored: they never change their meaning."""

    INSTALL = "install"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Installation:
    """A step that changed which release a desk reads.

    :param number: counts from 1 without gaps.
    :param ceiling: no release above this one is read; those up to it as they come into force.
    :param sequence: of the pack that brought the ceiling, and so are the other facts.
    """

    number: int
    step: Step
    at: datetime
    ceiling: int
    handbook: str
    sequence: int
    digest: str
    key: str
    created: datetime
    until: date


@dataclass(frozen=True, slots=True)
class Build:
    """A pack that an owner made.

    :param content: what went into it apart from the sequence: the same content is the same pack.
    """

    sequence: int
    handbook: str
    release: int
    content: str
    author: str
    at: datetime


def release_digest(hashes: Mapping[str, tuple[int, str]]) -> str:
    """Return what tells two releases apart: a hash over entry id -> (revision number, content hash)."""
    lines = "".join(f"{entry} {number} {text}\n" for entry, (number, text) in sorted(hashes.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def key_id(public: str) -> str:
    """Return the short name of a public key, as people compare it: 16 hex digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def public_line(public: str) -> str:
    """Return a public key as people hand it on and policies pin it."""
    return f"ed25519:{public}"


def parse_public(line: str) -> str | None:
    """Return the public key of such a line; None if it is none."""
    found = _PUBLIC.fullmatch(line.strip())
    return found[1] if found else None
