"""Making packs of releases: the owner's side."""

from __future__ import annotations

import calendar
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from deskbook.errors import Message, PackStateError, UnknownReleaseError
from deskbook.model.audit import Action
from deskbook.model.entry import Kind
from deskbook.model.pack import (
    Build,
    Contents,
    Facts,
    HeldRelease,
    HeldRevision,
    Previous,
    key_id,
    release_digest,
)
from deskbook.model.person import Role
from deskbook.model.picture import shown
from deskbook.model.register import Register
from deskbook.model.revision import Release, Revision
from deskbook.ports import PackSigner, UnitOfWork
from deskbook.services.editions import revisions
from deskbook.services.ledger import Acting, Ledger

LOOKING_BACK = 12
"""How many releases before its own a pack holds, for “what changed” and “as of”: three years of quarters."""

MINIMUM_PROGRAM = "0.1"
"""The oldest program that reads what packs hold today."""

_QUARTER = 3
"""Months that a release is planned for, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was made."""

    path: Path
    facts: Facts
    key: str
    revisions: int


class Packer:
    """Makes packs. Thread-safe."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def build(
        self,
        signer: PackSigner,
        *,
        release: int | None = None,
        until: date | None = None,
        target: Path | None = None,
    ) -> Packed:
        """Make a pack of a release; the same release, key and end give the same file again.

        :param release: its number; None for the newest.
        :param until: the last day it is planned for; None for three months.
        :param target: the file to write; None for one in the working folder.
        :raises UnknownReleaseError: if there is no such release.
        :raises PackStateError: if there is none at all, if a later one was packed already, or if ``until`` is
            before its first day.
        :raises PackSizeError: if a desk would find the pack too large.
        :raises RoleError: unless publisher.
        :raises SourceError: if the file cannot be written.
        """
        with self._ledger.writing(Role.PUBLISHER) as acting:
            chosen = _chosen(acting.work, release)
            builds = acting.work.packs.builds()
            _require_later(chosen, builds[0] if builds else None)
            contents = collect(acting.work, chosen)
            facts = _facts(contents, chosen, until, builds)
            content = signer.fingerprint(contents, facts)
            if builds and builds[0].content == content:
                facts = replace(facts, sequence=builds[0].sequence)
            else:
                _keep(acting, facts, content, signer.public)
        # A sequence that no file has yet does no harm: asked again, the same release gets the same one.
        path = target or Path(f"deskbook-{facts.release}-{facts.sequence}.dbk")
        signer.write(path, contents, facts)
        return Packed(path, facts, signer.public, len(contents.revisions))


def collect(work: UnitOfWork, release: Release) -> Contents:
    """Return what a pack of a release holds: it and those before it, with every revision that they name."""
    before = [one for one in work.releases.all() if one.number < release.number][:LOOKING_BACK]
    held = [HeldRelease(one, work.releases.items(one.number)) for one in (release, *before)]
    found: dict[tuple[str, int], Revision] = {}
    for one in held:
        lacking = {entry: n for entry, n in one.items.items() if (entry, n) not in found}
        found |= {(r.entry_id, r.number): r for r in revisions(work, lacking).values()}
    texts = tuple(
        HeldRevision(
            _kind_of(entry), replace(found[entry, n], parent=_ancestor(work, found, found[entry, n]))
        )
        for entry, n in sorted(found)
    )
    return Contents(
        tuple(replace(one, release=replace(one.release, parent=None)) for one in held[::-1]),
        texts,
        _pictures(work, texts),
    )


def _pictures(work: UnitOfWork, texts: Iterable[HeldRevision]) -> dict[str, bytes]:
    """Return name -> bytes of what the texts show; a name means the same bytes in all of them."""
    names = {picture.name for held in texts for picture in shown(held.revision.source)}
    found = (work.pictures.find(name) for name in sorted(names))
    return {picture.name: picture.data for picture in found if picture is not None}


def _ancestor(work: UnitOfWork, packed: Mapping[tuple[str, int], Revision], revision: Revision) -> int | None:
    """Return the nearest revision that one was made from and that is in the pack: drafts are not."""
    parent = revision.parent
    while parent is not None and (revision.entry_id, parent) not in packed:
        parent = work.entries.revision(revision.entry_id, parent).parent
    return parent


def _chosen(work: UnitOfWork, number: int | None) -> Release:
    found = [one for one in work.releases.all() if number in (None, one.number)]
    if not found and number is None:
        raise PackStateError(
            Message("There is no release yet."), Message("Make one with “deskbook publish”.")
        )
    if not found:
        raise UnknownReleaseError(str(number))
    return found[0]


def _require_later(release: Release, last: Build | None) -> None:
    if last is not None and release.number < last.release:
        raise PackStateError(
            Message(
                "Release {later} was packed already; no desk that has it takes release {number}.",
                later=last.release,
                number=release.number,
            ),
            Message(
                "To go back, publish the old one anew: “deskbook rollback {number}”.", number=release.number
            ),
        )


def _facts(contents: Contents, release: Release, until: date | None, builds: tuple[Build, ...]) -> Facts:
    until = until or _months_on(release.effective, _QUARTER)
    if until < release.effective:
        raise PackStateError(
            Message("The planned end is before {day}, when the release takes effect.", day=release.effective),
            Message("Choose a later day with “--until”."),
        )
    return Facts(
        handbook=builds[0].handbook if builds else secrets.token_hex(16),
        sequence=builds[0].sequence + 1 if builds else 1,
        release=release.number,
        name=release.name,
        notes=release.notes,
        previous=_previous(contents),
        created=release.created_at,
        effective=release.effective,
        until=until,
        minimum_program=MINIMUM_PROGRAM,
    )


def _previous(contents: Contents) -> Previous | None:
    if len(contents.releases) == 1:
        return None
    before = contents.releases[-2]
    hashes = {(one.revision.entry_id, one.revision.number): one.revision.hash for one in contents.revisions}
    digest = release_digest({entry: (n, hashes[entry, n]) for entry, n in before.items.items()})
    return Previous(before.release.number, digest)


def _keep(acting: Acting, facts: Facts, content: str, public: str) -> None:
    name = acting.person.name
    acting.work.packs.built(Build(facts.sequence, facts.handbook, facts.release, content, name, acting.at))
    acting.record(Action.PACK, str(facts.release), detail=f"{facts.sequence} {key_id(public)} {content}")
    acting.commit()


def _kind_of(entry_id: str) -> str:
    return entry_id if entry_id in set(Register) else Kind.of_id(entry_id).value


def _months_on(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
