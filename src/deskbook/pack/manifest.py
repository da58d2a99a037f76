"""The manifest: what a pack says of itself, and the size and hash of every member."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from deskbook.errors import Message, PackFormatError, PackNameError
from deskbook.model.pack import Facts, Previous
from deskbook.pack.canonical import Fields, decode, encode, unfit
from deskbook.pack.container import LARGEST_MEMBER, LARGEST_PACK, MOST_MEMBERS, too_large

PRODUCT = "deskbook"
RELEASES = "releases.json"
REVISIONS = "revisions.json"
TEXTS = "texts/"
PICTURES = "pictures/"

_NAME = re.compile(
    rf"{re.escape(RELEASES)}|{re.escape(REVISIONS)}|{TEXTS}[0-9a-f]{{64}}"
    rf"|{PICTURES}[a-z0-9][a-z0-9._-]{{0,79}}\.(?:png|jpe?g|webp|svg)"
)
"""Every name that a member can have. Names never become paths: what a desk keeps goes into its database."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the manifest lists it: ``size`` in bytes, ``sha256`` in hex."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> Member:
        """Return the entry of a member with this content."""
        return cls(name, len(data), hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is signed: the facts, and the members by ascending name."""

    facts: Facts
    members: tuple[Member, ...]


def manifest_bytes(facts: Facts, members: Iterable[Member]) -> bytes:
    """Return the manifest as it stands in a pack."""
    return encode(
        {
            "product": PRODUCT,
            "handbook": facts.handbook,
            "sequence": facts.sequence,
            "release": facts.release,
            "name": facts.name,
            "notes": facts.notes,
            "previous": None
            if facts.previous is None
            else {"number": facts.previous.number, "digest": facts.previous.digest},
            "created": facts.created.isoformat(),
            "effective": facts.effective.isoformat(),
            "until": facts.until.isoformat(),
            "minimum_program": facts.minimum_program,
            "members": [
                {"name": member.name, "size": member.size, "sha256": member.sha256}
                for member in sorted(members, key=lambda member: member.name)
            ],
        }
    )


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest of a pack.

    :raises PackContentError: if it does not read.
    :raises PackFormatError: if it is of another product.
    :raises PackNameError: if a member has a name that none can have, or one that comes twice.
    :raises PackSizeError: if the members are more, or larger, than a desk reads.
    """
    fields = decode(data, "manifest")
    if fields.text("product", 100) != PRODUCT:
        raise PackFormatError(
            Message("The pack is for another product."), Message("Ask for the pack of your handbook.")
        )
    previous = fields.fields("previous")
    facts = Facts(
        handbook=fields.hex("handbook", 32),
        sequence=fields.number("sequence"),
        release=fields.number("release"),
        name=fields.text("name"),
        notes=fields.text("notes"),
        previous=None
        if previous is None
        else Previous(previous.number("number"), previous.hex("digest", 64)),
        created=fields.moment("created"),
        effective=fields.day("effective"),
        until=fields.day("until"),
        minimum_program=fields.text("minimum_program", 20),
    )
    return Manifest(facts, _members(fields))


def _members(fields: Fields) -> tuple[Member, ...]:
    listed = fields.many("members")
    if len(listed) > MOST_MEMBERS:
        raise too_large()
    members = tuple(
        Member(one.text("name", 200), one.number("size", 0), one.hex("sha256", 64)) for one in listed
    )
    last = ""
    for member in members:
        if _NAME.fullmatch(member.name) is None or member.name <= last:
            raise _odd_name(member.name)
        if member.name.startswith(TEXTS) and member.name != TEXTS + member.sha256:
            raise unfit(member.name)
        last = member.name
    if any(member.size > LARGEST_MEMBER for member in members):
        raise too_large()
    if sum(member.size for member in members) > LARGEST_PACK:
        raise too_large()
    return members


def _odd_name(name: str) -> PackNameError:
    return PackNameError(
        Message("A member of the pack has a name that none can have: {name}", name=ascii(name)),
        Message("Ask whoever made the pack; nothing of it was used."),
    )
