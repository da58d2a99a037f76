"""The audit log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from deskbook.errors import DamagedDatabaseError, Message
from deskbook.model.audit import Action, AuditRecord, Deed, Seal
from deskbook.revision.chain import faults, linked, moment
from deskbook.store.rows import require_writable
from deskbook.store.tables import audit, audit_seal, utc

PAGE = 1000
"""Records read at a time: a log may outgrow the memory."""


class SqlAuditRepository:
    """The audit log inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def append(self, deeds: Iterable[Deed]) -> None:
        """Chain deeds to the end of the log."""
        require_writable(self._writable)
        records = tuple(linked(self._seal(), (replace(deed, at=utc(deed.at)) for deed in deeds)))
        if not records:
            return
        self._connection.execute(insert(audit), [_values(record) for record in records])
        self._connection.execute(update(audit_seal).values(length=records[-1].number, hash=records[-1].hash))

    def records(self, after: int = 0) -> Iterator[AuditRecord]:
        """Yield the records numbered higher than ``after``, ascending.

        :raises DamagedDatabaseError: if one cannot be read.
        """
        for record in self._readable(after):
            if isinstance(record, int):
                raise DamagedDatabaseError(
                    Message("Audit record {number} was altered.", number=record),
                    Message("Restore a backup with “deskbook restore”."),
                )
            yield record

    def faults(self) -> Iterator[Message]:
        """Yield what is wrong with the chain, each fault with the number of its record."""
        yield from faults(self._readable(0), self._seal())

    def newest(self) -> AuditRecord | None:
        """Return the last record, if there is one."""
        last = self._connection.scalar(select(func.max(audit.c.number))) or 0
        return next(self.records(last - 1), None)

    def _seal(self) -> Seal:
        row = self._connection.execute(select(audit_seal)).one()
        return Seal(row.length, row.hash)

    def _readable(self, after: int) -> Iterator[AuditRecord | int]:
        """Yield the records, and the bare number of one that cannot be read."""
        numbers = select(audit.c.number).order_by(audit.c.number).limit(PAGE)
        while page := self._connection.scalars(numbers.where(audit.c.number > after)).all():
            try:
                yield from self._between(page[0], page[-1])
            except (ValueError, DBAPIError):
                for number in page:
                    try:
                        yield from self._between(number, number)
                    except (ValueError, DBAPIError):
                        yield number
            after = page[-1]

    def _between(self, first: int, last: int) -> list[AuditRecord]:
        query = select(audit).where(audit.c.number.between(first, last)).order_by(audit.c.number)
        return [_record(row) for row in self._connection.execute(query)]


def _values(record: AuditRecord) -> dict[str, object]:
    deed = record.deed
    return {
        "number": record.number,
        "at": moment(deed.at),
        "who": deed.who,
        "action": deed.action.value,
        "subject": deed.subject,
        "revision": deed.revision,
        "detail": deed.detail,
        "hash": record.hash,
    }


def _record(row: Row[Any]) -> AuditRecord:
    """Return a row as a record.

    :raises ValueError: if it is not as it was written.
    """
    at = datetime.fromisoformat(row.at)
    if moment(at) != row.at:
        raise ValueError(row.at)
    deed = Deed(at, row.who, Action(row.action), row.subject, row.revision, row.detail)
    return AuditRecord(row.number, deed, row.hash)
