"""Reading, proving and exporting the audit log."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.model.audit import AuditRecord
from deskbook.revision.chain import faults
from deskbook.services.ledger import Ledger

COLUMNS = ("number", "at", "who", "action", "subject", "revision", "detail", "hash")


class AuditLog:
    """The append-only log of who did what to which revision. Thread-safe."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def records(self, after: int = 0) -> tuple[AuditRecord, ...]:
        """Return the records numbered higher than ``after``, ascending."""
        with self._ledger.reading() as work:
            return tuple(work.audit.records(after))

    def faults(self) -> tuple[Message, ...]:
        """Return what is wrong with the chain, each fault with the number of its record; empty if unbroken."""
        with self._ledger.reading() as work:
            return tuple(faults(work.audit.records(), work.audit.seal()))

    def csv(self) -> Iterator[str]:
        """Yield the whole log as CSV, a line at a time, with a header."""
        yield _line(COLUMNS)
        with self._ledger.reading() as work:
            for record in work.audit.records():
                deed = record.deed
                yield _line(
                    (
                        record.number,
                        deed.at.isoformat(),
                        deed.who,
                        deed.action.value,
                        deed.subject,
                        "" if deed.revision is None else deed.revision,
                        deed.detail,
                        record.hash,
                    )
                )


def _line(values: tuple[object, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()
