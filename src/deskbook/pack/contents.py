"""What a pack brings, as members and back."""

from __future__ import annotations

from collections.abc import Mapping

from deskbook.model.entry import ID_PATTERN, Kind
from deskbook.model.pack import Contents, Facts, HeldRelease, HeldRevision, release_digest
from deskbook.model.register import Register
from deskbook.model.revision import Release, ReleaseKind, Revision
from deskbook.pack.canonical import Fields, decode, encode, unfit
from deskbook.pack.manifest import PICTURES, RELEASES, REVISIONS, TEXTS


def to_members(contents: Contents) -> dict[str, bytes]:
    """Return the members that hold ``contents``: name -> bytes."""
    texts = {f"{TEXTS}{one.revision.hash}": one.revision.source.encode("utf-8") for one in contents.revisions}
    pictures = {f"{PICTURES}{name}": data for name, data in contents.pictures.items()}
    releases = [_release_fields(held) for held in contents.releases]
    revisions = [_revision_fields(one) for one in contents.revisions]
    return {
        RELEASES: encode({"releases": releases}),
        REVISIONS: encode({"revisions": revisions}),
        **texts,
        **pictures,
    }


def from_members(members: Mapping[str, bytes], facts: Facts) -> Contents:
    """Return what the members of a verified pack hold.

    :raises PackContentError: if they do not read, or do not fit together or the facts.
    """
    for name in (RELEASES, REVISIONS):
        if name not in members:
            raise unfit(name)
    releases = tuple(_release(one) for one in decode(members[RELEASES], RELEASES).many("releases"))
    revisions = tuple(
        _revision(one, members) for one in decode(members[REVISIONS], REVISIONS).many("revisions")
    )
    _require_texts_used(members, revisions)
    _require_fit(releases, revisions, facts)
    pictures = {
        name.removeprefix(PICTURES): data for name, data in members.items() if name.startswith(PICTURES)
    }
    return Contents(releases, revisions, pictures)


def digest_of(held: HeldRelease, revisions: tuple[HeldRevision, ...]) -> str:
    """Return the digest of a release whose revisions are all among ``revisions``."""
    hashes = {(one.revision.entry_id, one.revision.number): one.revision.hash for one in revisions}
    return release_digest({entry: (n, hashes[entry, n]) for entry, n in held.items.items()})


def _release_fields(held: HeldRelease) -> dict[str, object]:
    release = held.release
    return {
        "number": release.number,
        "name": release.name,
        "kind": release.kind.value,
        "cycle": release.cycle,
        "origin": release.origin,
        "effective": release.effective.isoformat(),
        "created": release.created_at.isoformat(),
        "author": release.author,
        "notes": release.notes,
        "items": dict(held.items),
    }


def _release(fields: Fields) -> HeldRelease:
    kind = fields.text("kind", 20)
    if kind not in set(ReleaseKind):
        raise unfit(RELEASES)
    return HeldRelease(
        Release(
            number=fields.number("number"),
            name=fields.text("name"),
            effective=fields.day("effective"),
            created_at=fields.moment("created"),
            author=fields.text("author", 200),
            notes=fields.text("notes"),
            parent=None,  # what came before may be in no pack; numbers tell the order
            kind=ReleaseKind(kind),
            cycle=fields.text("cycle", 20),
            origin=fields.maybe_number("origin"),
        ),
        fields.numbers("items"),
    )


def _revision_fields(one: HeldRevision) -> dict[str, object]:
    revision = one.revision
    return {
        "entry": revision.entry_id,
        "kind": one.kind,
        "number": revision.number,
        "text": revision.hash,
        "author": revision.author,
        "created": revision.created_at.isoformat(),
        "message": revision.message,
        "parent": revision.parent,
    }


def _revision(fields: Fields, members: Mapping[str, bytes]) -> HeldRevision:
    entry_id, kind, digest = fields.text("entry", 200), fields.text("kind", 20), fields.hex("text", 64)
    if kind != _kind_of(entry_id) or TEXTS + digest not in members:
        raise unfit(REVISIONS)
    try:
        source = members[TEXTS + digest].decode("utf-8")
    except UnicodeDecodeError:
        raise unfit(TEXTS + digest) from None
    if "\0" in source:
        raise unfit(TEXTS + digest)
    return HeldRevision(
        kind,
        Revision(
            entry_id=entry_id,
            number=fields.number("number"),
            hash=digest,
            source=source,
            author=fields.text("author", 200),
            created_at=fields.moment("created"),
            message=fields.text("message"),
            parent=fields.maybe_number("parent"),
        ),
    )


def _kind_of(entry_id: str) -> str:
    if entry_id in set(Register):
        return entry_id
    if ID_PATTERN.fullmatch(entry_id) is None:
        raise unfit(REVISIONS)
    return Kind.of_id(entry_id).value


def _require_texts_used(members: Mapping[str, bytes], revisions: tuple[HeldRevision, ...]) -> None:
    used = {TEXTS + one.revision.hash for one in revisions}
    if any(name.startswith(TEXTS) and name not in used for name in members):
        raise unfit(REVISIONS)


def _require_fit(
    releases: tuple[HeldRelease, ...], revisions: tuple[HeldRevision, ...], facts: Facts
) -> None:
    """Make sure that releases and revisions name each other, in order, and are what the facts say."""
    keys = [(one.revision.entry_id, one.revision.number) for one in revisions]
    known = set(keys)
    if keys != sorted(known):
        raise unfit(REVISIONS)
    for one in revisions:
        parent = one.revision.parent
        if parent is not None and (
            parent >= one.revision.number or (one.revision.entry_id, parent) not in known
        ):
            raise unfit(REVISIONS)
    numbers = [held.release.number for held in releases]
    named = {item for held in releases for item in held.items.items()}
    if not numbers or numbers != sorted(set(numbers)) or named != known:
        raise unfit(RELEASES)
    own, previous = releases[-1].release, facts.previous
    told = (own.number, own.name, own.notes, own.effective, own.created_at)
    if told != (facts.release, facts.name, facts.notes, facts.effective, facts.created):
        raise unfit(RELEASES)
    before = releases[-2] if len(releases) > 1 else None
    found = before and (before.release.number, digest_of(before, revisions))
    if found != (previous and (previous.number, previous.digest)):
        raise unfit(RELEASES)
