"""Writing a pack: the same release, facts and key always give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from deskbook.model.pack import Contents, Facts
from deskbook.pack.container import (
    LARGEST_MEMBER,
    LARGEST_PACK,
    MOST_MEMBERS,
    Envelope,
    signed_part,
    too_large,
)
from deskbook.pack.contents import to_members
from deskbook.pack.files import write_pack
from deskbook.pack.keys import Signer
from deskbook.pack.manifest import Member, manifest_bytes


def pack_parts(contents: Contents, facts: Facts, signer: Signer) -> Iterator[bytes]:
    """Yield the bytes of a pack, part by part.

    :raises PackSizeError: before the first part, if a desk would find it too large.
    """
    members = sorted(to_members(contents).items())
    sizes = [len(data) for _, data in members]
    if len(sizes) > MOST_MEMBERS or max(sizes) > LARGEST_MEMBER or sum(sizes) > LARGEST_PACK:
        raise too_large()
    manifest = manifest_bytes(facts, (Member.of(name, data) for name, data in members))
    yield seal(manifest, signer).to_bytes()
    for _, data in members:
        yield data


def seal(manifest: bytes, signer: Signer) -> Envelope:
    """Return a signed manifest with the statements that the key carries."""
    key = bytes.fromhex(signer.public)
    signed = signed_part(key, signer.statements, manifest)
    return Envelope(key, signer.sign(signed), signer.statements, manifest, signed)


def write_pack_file(path: Path, contents: Contents, facts: Facts, signer: Signer) -> None:
    """Write a pack, whole or not at all.

    :raises PackSizeError: as :func:`pack_parts`.
    :raises SourceError: if it cannot be written.
    """
    write_pack(path, pack_parts(contents, facts, signer))
