"""The hash chain of the audit log: each record's hash covers the one before, so that a change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC

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


def faults(records: Iterable[AuditRecord], seal: Seal) -> Iterator[Message]:
    """Yield what is wrong with a log, each fault with the number of its record.

    :param records: all of them, by ascending number.
    :param seal: what the log should end with.
    """
    number, digest = START.length, START.hash
    for record in records:
        if record.number != number + 1:
            yield Message("Records {first} to {last} are missing.", first=number + 1, last=record.number - 1)
        elif record.hash != _hash(digest, record.number, record.deed):
            yield Message("Record {number} was altered.", number=record.number)
        number, digest = record.number, record.hash
    if number < seal.length:
        yield Message("Records {first} to {last} are missing.", first=number + 1, last=seal.length)
    elif (number, digest) != (seal.length, seal.hash):
        yield Message("The log does not end as it was sealed, in record {number}.", number=seal.length)


def _hash(previous: str, number: int, deed: Deed) -> str:
    row = [
        number,
        deed.at.astimezone(UTC).isoformat(timespec="microseconds"),
        deed.who,
        deed.action.value,
        deed.subject,
        deed.revision,
        deed.detail,
    ]
    text = previous + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
