"""Releases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from deskbook.errors import UnknownReleaseError
from deskbook.model.revision import Release, ReleaseKind
from deskbook.store.rows import require_writable, row_values
from deskbook.store.tables import installations, release_items, releases, utc

_NEWEST_FIRST = select(releases).order_by(releases.c.number.desc())
_CEILING = select(installations.c.ceiling).order_by(installations.c.number.desc()).limit(1).scalar_subquery()


class SqlReleaseRepository:
    """Releases inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def add(
        self,
        *,
        name: str,
        effective: date,
        author: str,
        notes: str,
        at: datetime,
        items: Mapping[str, int],
        kind: ReleaseKind = ReleaseKind.SETUP,
        cycle: str = "",
        origin: int | None = None,
    ) -> Release:
        """Add the next release over ``items`` (entry id -> revision number); its parent is the newest one.

        :param at: aware.
        :raises ValueError: if ``at`` is naive.
        """
        require_writable(self._writable)
        newest = self._first()
        release = Release(
            number=1 if newest is None else newest.number + 1,
            name=name,
            effective=effective,
            created_at=utc(at),
            author=author,
            notes=notes,
            parent=None if newest is None else newest.number,
            kind=kind,
            cycle=cycle,
            origin=origin,
        )
        rows = [
            {"release": release.number, "entry_id": entry_id, "revision": revision}
            for entry_id, revision in items.items()
        ]
        if rows:
            self._connection.execute(insert(release_items), rows)
        # Last: from here on the database refuses further items for this number.
        self._connection.execute(insert(releases), row_values(release))
        return release

    def all(self) -> tuple[Release, ...]:
        """Return all releases, newest first."""
        return tuple(_release(row) for row in self._connection.execute(_NEWEST_FIRST))

    def items(self, number: int) -> Mapping[str, int]:
        """Return entry id -> revision number.

        :raises UnknownReleaseError: if there is no such release.
        """
        known = select(releases.c.number).where(releases.c.number == number)
        if self._connection.scalar(known) is None:
            raise UnknownReleaseError(str(number))
        query = select(release_items.c.entry_id, release_items.c.revision).where(
            release_items.c.release == number
        )
        return {row.entry_id: row.revision for row in self._connection.execute(query)}

    def holding(self, entry_id: str) -> Mapping[int, int]:
        """Return release number -> revision number over all releases that hold an entry."""
        query = select(release_items.c.release, release_items.c.revision).where(
            release_items.c.entry_id == entry_id
        )
        return {row.release: row.revision for row in self._connection.execute(query)}

    def in_force(self, day: date) -> Release | None:
        """Return the release with the highest number that is effective on ``day``, if any.

        On a desk that went back to an earlier release, later ones do not count.
        """
        read = releases.c.number <= func.coalesce(_CEILING, releases.c.number)
        row = self._connection.execute(
            _NEWEST_FIRST.where(releases.c.effective <= day, read).limit(1)
        ).one_or_none()
        return None if row is None else _release(row)

    def _first(self) -> Release | None:
        row = self._connection.execute(_NEWEST_FIRST.limit(1)).one_or_none()
        return None if row is None else _release(row)


def _release(row: Row[Any]) -> Release:
    return Release(
        number=row.number,
        name=row.name,
        effective=row.effective,
        created_at=row.created_at,
        author=row.author,
        notes=row.notes,
        parent=row.parent,
        kind=ReleaseKind(row.kind),
        cycle=row.cycle,
        origin=row.origin,
    )
