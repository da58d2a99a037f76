"""A small pack, and everything that is needed to make others like it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from deskbook.model.pack import Contents, Facts, HeldRelease, HeldRevision, Keyring, Pack, Previous
from deskbook.model.revision import Release, ReleaseKind, Revision, content_hash
from deskbook.pack.container import Envelope
from deskbook.pack.contents import digest_of, to_members
from deskbook.pack.keys import Signer, Strength
from deskbook.pack.manifest import Member, manifest_bytes
from deskbook.pack.reader import read_pack
from deskbook.pack.writer import pack_parts, seal

MADE = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
QUICK = Strength(1, 8192)
OWNER, OTHER, NEXT = (Signer(bytes([n]) * 32) for n in (1, 2, 3))
TRUSTING = Keyring(frozenset({OWNER.public}))


def revision(entry_id: str, number: int, source: str, parent: int | None = None) -> HeldRevision:
    kind = entry_id if entry_id == "shop" else "faq"
    text = Revision(entry_id, number, content_hash(source), source, "撰稿人", MADE, "改写", parent)
    return HeldRevision(kind, text)


def release(number: int, items: Mapping[str, int]) -> HeldRelease:
    return HeldRelease(
        Release(
            number=number,
            name=f"2026Q{number}",
            effective=date(2026, 10, number),
            created_at=MADE,
            author="发布人",
            notes="# 说明\n",
            parent=None,
            kind=ReleaseKind.QUARTERLY,
            cycle=f"2026Q{number}",
        ),
        items,
    )


def contents() -> Contents:
    """Two releases: an entry changed between them, another and the shop profile stayed."""
    return Contents(
        (
            release(2, {"faq-a": 1, "faq-b": 3, "shop": 1}),
            release(3, {"faq-a": 2, "faq-b": 3, "faq-c": 1, "shop": 1}),
        ),
        (
            revision("faq-a", 1, "旧的"),
            revision("faq-a", 2, "新的", parent=1),
            revision("faq-b", 3, "不变"),
            revision("faq-c", 1, "不变"),
            revision("shop", 1, "name: 小店"),
        ),
    )


def facts(held: Contents, sequence: int = 7) -> Facts:
    own = held.releases[-1].release
    before = held.releases[-2] if len(held.releases) > 1 else None
    return Facts(
        handbook="ab" * 16,
        sequence=sequence,
        release=own.number,
        name=own.name,
        notes=own.notes,
        previous=None
        if before is None
        else Previous(before.release.number, digest_of(before, held.revisions)),
        created=own.created_at,
        effective=own.effective,
        until=date(2026, 12, 31),
        minimum_program="0.1.0",
    )


def pack_bytes(
    held: Contents | None = None, told: Facts | None = None, signer: Signer = OWNER, **changes: object
) -> bytes:
    """Return a pack; ``changes`` are to its facts."""
    held = held or contents()
    told = replace(told or facts(held), **changes)  # type: ignore[arg-type]
    return b"".join(pack_parts(held, told, signer))


def sealed(manifest: bytes, members: bytes = b"", signer: Signer = OWNER) -> bytes:
    """Return a pack with any manifest, truly signed."""
    return seal(manifest, signer).to_bytes() + members


def listed(members: Mapping[str, bytes], **changes: object) -> bytes:
    """Return a truly signed pack with any members."""
    told = replace(facts(contents()), **changes)  # type: ignore[arg-type]
    manifest = manifest_bytes(told, (Member.of(name, data) for name, data in members.items()))
    return sealed(manifest, b"".join(data for _, data in sorted(members.items())))


def members() -> dict[str, bytes]:
    return to_members(contents())


def read(data: bytes, anchors: Keyring = TRUSTING) -> Pack:
    return read_pack(io.BytesIO(data), len(data), anchors)


def rebuilt(envelope: Envelope, **changes: object) -> bytes:
    """Return an envelope with parts put in place of those that were signed."""
    return replace(envelope, **changes).to_bytes()  # type: ignore[arg-type]
