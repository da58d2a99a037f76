"""Reading, proving and exporting the audit log."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from deskbook.errors import Message, SourceError
from deskbook.model.audit import Action, AuditRecord
from deskbook.model.revision import ReleaseKind
from deskbook.ports import UnitOfWork
from deskbook.services.ledger import Ledger
from deskbook.services.publishing import digest

COLUMNS = ("number", "at", "who", "action", "subject", "revision", "detail", "hash")


class AuditLog:
    """The append-only log of who did what to which revision. Thread-safe."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def latest(self, count: int) -> tuple[AuditRecord, ...]:
        """Return the last records, ascending.

        :raises DamagedDatabaseError: if one cannot be read.
        """
        with self._ledger.reading() as work:
            newest = work.audit.newest()
            return tuple(work.audit.records(newest.number - count)) if newest else ()

    def faults(self) -> tuple[Message, ...]:
        """Return what is wrong with the log, each fault with its place; empty if nothing is.

        Besides the chain this looks whether every release of a cycle is in the log, as it is now: a log that
        was cut off and sealed anew does not tell of the last ones.
        """
        with self._ledger.reading() as work:
            broken = tuple(work.audit.faults())
            return broken or tuple(_untold(work))

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

    def export(self, path: Path) -> None:
        """Write the whole log to a CSV file.

        :raises SourceError: if the file cannot be written.
        """
        try:
            # The mark tells spreadsheets that it is UTF-8; newlines are in the lines.
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                file.writelines(self.csv())
        except OSError as error:
            raise SourceError(
                Message("The file cannot be written: {detail}.", detail=error.strerror),
                Message("Check the path, your rights and the free space."),
                str(path),
            ) from error


def _untold(work: UnitOfWork) -> Iterator[Message]:
    told = {
        (record.deed.subject, record.deed.detail.split(" ", 2)[1])
        for record in work.audit.records()
        if record.deed.action in {Action.PUBLISH, Action.ROLLBACK, Action.INSTALL}
        and " " in record.deed.detail
    }
    for release in work.releases.all():
        if release.kind is ReleaseKind.SETUP:
            continue
        if (str(release.number), digest(work.releases.items(release.number))) not in told:
            yield Message("The audit log does not tell of release {number} as it is.", number=release.number)


def _line(values: tuple[object, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()
