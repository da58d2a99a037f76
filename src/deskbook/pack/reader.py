"""Reading a pack: everything is counted before it is read and verified before it is understood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskbook.errors import Message, PackLengthError, PackRejectedError
from deskbook.model.pack import Facts, Keyring, Look, Pack
from deskbook.pack.container import (
    LARGEST_PACK,
    LONGEST_MANIFEST,
    Source,
    read_envelope,
    read_exactly,
    require_end,
    too_large,
)
from deskbook.pack.contents import from_members
from deskbook.pack.files import opened_pack
from deskbook.pack.manifest import read_manifest
from deskbook.pack.trust import verify, verify_member


def read_pack(source: Source, size: int, anchors: Keyring) -> Pack:
    """Return a pack, verified to its last byte. What is returned is what was verified: nothing is read twice.

    :param size: of the source, in bytes.
    :raises PackRejectedError: if it is refused, as the class of the error tells.
    """
    if size > LARGEST_PACK + LONGEST_MANIFEST:
        raise too_large()
    envelope = read_envelope(source)
    verified = verify(envelope, anchors)
    members = verified.manifest.members
    if size < envelope.length + sum(member.size for member in members):
        raise PackLengthError(
            Message("The pack ends early: the copy was cut off."), Message("Copy it again.")
        )
    read = {one.name: verify_member(one, read_exactly(source, one.size)) for one in members}
    require_end(source)
    contents = from_members(read, verified.manifest.facts)
    return Pack(verified.manifest.facts, verified.key, verified.digest, verified.learned, contents)


def read_pack_file(path: Path, anchors: Keyring) -> Pack:
    """Return the pack in a file, as :func:`read_pack`.

    :raises PackUnreadableError: if it cannot be read to its end.
    """
    with opened_pack(path) as (file, size), _about(path):
        return read_pack(file, size, anchors)


def read_facts_file(path: Path, anchors: Keyring) -> Facts:
    """Return what the pack in a file says of itself: its signature holds, its members are not read.

    :raises PackRejectedError: if it is refused, as the class of the error tells.
    """
    with opened_pack(path) as (file, _size), _about(path):
        return verify(read_envelope(file), anchors).manifest.facts


def look_at_file(path: Path) -> Look:
    """Return what a file says of itself, *unverified*: anybody can have written it.

    :raises PackRejectedError: if it cannot be read as a pack.
    """
    with opened_pack(path) as (file, size), _about(path):
        envelope = read_envelope(file)
        manifest = read_manifest(envelope.manifest)
    return Look(manifest.facts, envelope.key.hex(), any(envelope.signature), len(manifest.members), size)


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Let a refusal name the file that it is about."""
    try:
        yield
    except PackRejectedError as error:
        error.where = error.where or str(path)
        raise
