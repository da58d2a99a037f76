"""The hash chain of the audit log: each record's hash covers the one before, so that a change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from deskbook.errors import Message
from deskbook.model.audit import AuditRecord, Deed, Seal

START = Seal(0, "0" * 64)
"""The end of an empty log."""


def linked(end: Seal, deeds: Iterable[Deed]) -> Iterator[AuditRecord]:
    """Yield the records that follow a log which ends in ``end``."""
    number, digest = end.length, end.hash
    for deed in deeds:
        number += 1
        digest = _hash(digest, number, deed)
        yield AuditRecord(number, deed, digest)


def faults(records: Iterable[AuditRecord | int], seal: Seal) -> Iterator[Message]:
    """Yield what is wrong with a log, each fault with the number of its record.

    :param records: all of them, by ascending number; the bare number of one that cannot be read.
    :param seal: what the log should end with.
    """
    number = START.length
    digest: str | None = START.hash
    for record in records:
        found = record if isinstance(record, int) else record.number
        if found != number + 1:
            yield Message("Audit records {first} to {last} are missing.", first=number + 1, last=found - 1)
            digest = None
        number = found
        if isinstance(record, int):
            yield Message("Audit record {number} was altered.", number=number)
            digest = None
            continue
        # After a record that is lost, nothing tells what the next one was chained to.
        if digest is not None and record.hash != _hash(digest, number, record.deed):
            yield Message("Audit record {number} was altered.", number=number)
        digest = record.hash
    if number < seal.length:
        yield Message("Audit records {first} to {last} are missing.", first=number + 1, last=seal.length)
    elif number > seal.length or digest not in (seal.hash, None):
        yield Message(
            "The audit log does not end as it was sealed, with record {number}.", number=seal.length
        )


def moment(at: datetime) -> str:
    """Return a time as the log spells and hashes it: UTC with microseconds.

    :param at: aware.
    """
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _hash(previous: str, number: int, deed: Deed) -> str:
    row = [number, moment(deed.at), deed.who, deed.action.value, deed.subject, deed.revision, deed.detail]
    text = previous + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
