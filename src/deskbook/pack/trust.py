"""Who is believed: bytes in, a verified manifest out, or the reason why not. No file is touched here.

There is one order, and each step takes what the one before gave: the key statements, the key, the signature,
and only then is the manifest read; the members are compared with it before anything in them is read. Whether
a verified pack fits the desk comes last.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskbook.errors import (
    Message,
    PackAlteredError,
    PackClockError,
    PackForkError,
    PackFormatError,
    PackProgramError,
    PackSequenceError,
    PackSignatureError,
    RevokedKeyError,
    UnsignedPackError,
    UntrustedKeyError,
)
from deskbook.model.pack import Facts, Keyring, Pack, Standing, key_id
from deskbook.pack.container import Envelope, Statement
from deskbook.pack.keys import StatementKind, signature_holds, statement_holds
from deskbook.pack.manifest import Manifest, Member, read_manifest

CLOCK_SLACK = timedelta(minutes=10)
"""How far a desk's clock may be behind the owner's before it counts as wrong."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A manifest whose signature holds, made by a key that is trusted.

    :param learned: which keys the statements in the pack put in place of others, or revoke.
    """

    manifest: Manifest
    key: str
    digest: str
    learned: Keyring


def verify(envelope: Envelope, anchors: Keyring) -> Verified:
    """Return the manifest of a pack, verified.

    :param anchors: the keys that the desk trusts, and those that it never trusts again.
    :raises UnsignedPackError: if there is no signature.
    :raises RevokedKeyError: if the key was revoked or replaced, be it by this pack.
    :raises UntrustedKeyError: if the key is not trusted.
    :raises PackSignatureError: if anything that the signature covers was altered.
    :raises PackFormatError: if the pack is of another product, or states what this program does not know.
    :raises PackRejectedError: as :func:`deskbook.pack.manifest.read_manifest`.
    """
    if not any(envelope.signature):
        raise UnsignedPackError(
            Message("The pack is not signed."), Message("Only install packs that the owner signed.")
        )
    known = after_statements(envelope.statements, anchors)
    key = envelope.key.hex()
    if key in known.revoked:
        raise RevokedKeyError(
            Message("The pack is signed with key {key}, which was revoked.", key=key_id(key)),
            Message("Do not use it. Ask the owner for a pack that is signed with the new key."),
        )
    if key not in known.trusted:
        raise UntrustedKeyError(
            Message("The pack is signed with key {key}, which this desk does not trust.", key=key_id(key)),
            Message("If it is the owner's, ask IT to pin it, or see “deskbook pack trust”."),
        )
    if not signature_holds(envelope.key, envelope.signed, envelope.signature):
        raise altered_signature()
    manifest = read_manifest(envelope.manifest)
    learned = Keyring(known.trusted - anchors.trusted, known.revoked - anchors.revoked)
    return Verified(manifest, key, hashlib.sha256(envelope.signed).hexdigest(), learned)


def after_statements(statements: tuple[Statement, ...], anchors: Keyring) -> Keyring:
    """Return the keys that are trusted and revoked once the statements were heard, in their order.

    A statement counts if its signer is trusted by then; others are about keys that this desk never knew.

    :raises PackSignatureError: if one that counts was altered.
    :raises PackFormatError: if one that counts says what this program does not know.
    """
    trusted, revoked = set(anchors.trusted - anchors.revoked), set(anchors.revoked)
    for statement in statements:
        signer, subject = statement.signer.hex(), statement.subject.hex()
        if signer not in trusted:
            continue
        if not statement_holds(statement):
            raise altered_signature()
        if statement.kind == StatementKind.ROTATE:
            revoked.add(signer)
            trusted.add(subject)
        elif statement.kind == StatementKind.REVOKE:
            revoked.add(subject)
        else:
            raise PackFormatError(
                Message("The pack says something about a key that this program does not know."),
                Message("Install the newest Deskbook."),
            )
        trusted -= revoked
    return Keyring(frozenset(trusted), frozenset(revoked))


def verify_member(member: Member, data: bytes) -> bytes:
    """Return a member's content.

    :raises PackAlteredError: if it is not what the signed manifest names.
    """
    if len(data) != member.size or hashlib.sha256(data).hexdigest() != member.sha256:
        raise PackAlteredError(
            Message("“{member}” in the pack is not what the owner signed.", member=member.name),
            Message("Do not use this file. Ask for a fresh copy from the owner."),
        )
    return data


def admit(pack: Pack, standing: Standing, *, now: datetime, program: str) -> bool:
    """Tell whether a verified pack is new to a desk; False if it is the one installed last.

    :param program: the version of this program.
    :raises PackProgramError: if it needs a newer one.
    :raises PackForkError: if it is of another handbook.
    :raises PackClockError: if the clock is behind the release in it, or behind the newest that was installed.
    :raises PackSequenceError: if it is older than what was installed once.
    """
    facts = pack.facts
    if _version(facts.minimum_program) > _version(program):
        raise PackProgramError(
            Message(
                "The pack needs Deskbook {needed}; this is {found}.",
                needed=facts.minimum_program,
                found=program,
            ),
            Message("Ask IT for the newer version."),
        )
    if standing.handbook not in ("", facts.handbook):
        raise PackForkError(
            Message("The pack is of another handbook than the one installed here."),
            Message("Use another data folder for it."),
        )
    _require_clock(facts, standing, now)
    if pack.digest == standing.digest:
        return False
    if facts.sequence <= standing.sequence or facts.release < standing.release:
        raise PackSequenceError(
            Message(
                "The pack has number {found}; number {installed} was installed here already.",
                found=facts.sequence,
                installed=standing.sequence,
            ),
            Message("Take the newest pack. To go one release back, use “deskbook pack return”."),
        )
    return True


def _require_clock(facts: Facts, standing: Standing, now: datetime) -> None:
    newest = max(facts.created, standing.created or facts.created)
    if now < newest - CLOCK_SLACK:
        raise PackClockError(
            Message(
                "The clock says {now}, but a release was made at {made} already.",
                now=f"{now:%Y-%m-%d %H:%M}",
                made=f"{newest:%Y-%m-%d %H:%M}",
            ),
            Message("Set the machine's clock right."),
        )


def altered_signature() -> PackSignatureError:
    """Return the error for what was altered after it was signed."""
    return PackSignatureError(
        Message("The signature does not fit: the pack was altered."),
        Message("Do not use this file. Ask for a fresh copy from the owner."),
    )


def _version(text: str) -> tuple[int, ...]:
    """Return the numbers of a version; what is no number counts as beyond every version."""
    return tuple(int(part) if part.isdecimal() else 10**9 for part in text.split("."))
