"""Entries and registers with their revisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, insert, select, update

from deskbook.errors import StaleRevisionError, UnknownEntryError
from deskbook.model.revision import Revision, Stored, content_hash
from deskbook.store.tables import entries, revisions, utc

PAGE = 500
"""Rows read at a time: bounds memory and stays far below the databases' limit of bound values."""

_HEAD = and_(revisions.c.entry_id == entries.c.id, revisions.c.number == entries.c.head)
_STORED = (
    select(entries.c.kind, entries.c.version, revisions)
    .join_from(entries, revisions, _HEAD)
    .order_by(entries.c.id)
)


class SqlEntryRepository:
    """Entries and registers inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def heads(self) -> Mapping[str, str]:
        """Return id -> content hash of the newest revision, over all entries and registers."""
        query = select(entries.c.id, revisions.c.hash).join_from(entries, revisions, _HEAD)
        return {row.id: row.hash for row in self._connection.execute(query)}

    def find(self, entry_id: str) -> Stored | None:
        """Return one entry or register, or None."""
        row = self._connection.execute(_STORED.where(entries.c.id == entry_id)).one_or_none()
        return None if row is None else _stored(row)

    def get(self, entry_id: str) -> Stored:
        """Return one entry or register.

        :raises UnknownEntryError: if it does not exist.
        """
        stored = self.find(entry_id)
        if stored is None:
            raise UnknownEntryError(entry_id)
        return stored

    def many(self, ids: Collection[str] | None = None) -> Iterator[Stored]:
        """Yield entries and registers by ascending id: those named, or all."""
        if ids is None:
            yield from self._all()
            return
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), PAGE):
            yield from self._page(_STORED.where(entries.c.id.in_(wanted[start : start + PAGE])))

    def put(
        self,
        entry_id: str,
        kind: str,
        source: str,
        *,
        author: str,
        message: str,
        at: datetime,
        seen: int | None,
    ) -> Stored:
        """Save ``source`` as the newest revision; the same content makes no revision.

        :param at: aware.
        :param seen: the version the change was made from; None for a new entry.
        :raises StaleRevisionError: if the entry has another version by now (or exists, with ``seen=None``).
        :raises ValueError: if the entry exists with another kind, ``at`` is naive, or ``source`` holds a null
            character, which PostgreSQL cannot keep.
        """
        if not self._writable:
            raise RuntimeError("saving needs a unit of work opened with write=True")
        if "\0" in source:
            raise ValueError("a source holds no null character")
        # Nobody else can save between this look and the writing: the transaction holds the write lock.
        now = self.find(entry_id)
        if (None if now is None else now.version) != seen:
            raise StaleRevisionError(entry_id)
        digest = content_hash(source)
        if now is not None and now.kind != kind:
            raise ValueError(f"{entry_id} is of kind {now.kind}, not {kind}")
        if now is not None and now.head.hash == digest:
            return now
        revision = Revision(
            entry_id=entry_id,
            number=1 if now is None else now.head.number + 1,
            hash=digest,
            source=source,
            author=author,
            created_at=utc(at),
            message=message,
            parent=None if now is None else now.head.number,
        )
        stored = Stored(entry_id, kind, 1 if now is None else now.version + 1, revision)
        self._save(stored, new=now is None)
        return stored

    def history(self, entry_id: str) -> tuple[Revision, ...]:
        """Return all revisions, newest first.

        :raises UnknownEntryError: if the entry does not exist.
        """
        query = select(revisions).where(revisions.c.entry_id == entry_id).order_by(revisions.c.number.desc())
        found = tuple(_revision(row) for row in self._connection.execute(query))
        if not found:
            raise UnknownEntryError(entry_id)
        return found

    def revision(self, entry_id: str, number: int) -> Revision:
        """Return one revision.

        :raises UnknownEntryError: if it does not exist.
        """
        query = select(revisions).where(revisions.c.entry_id == entry_id, revisions.c.number == number)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise UnknownEntryError(f"{entry_id}@{number}")
        return _revision(row)

    def _all(self) -> Iterator[Stored]:
        last = ""
        while page := self._page(_STORED.where(entries.c.id > last).limit(PAGE)):
            yield from page
            last = page[-1].id

    def _page(self, query: Select[Any]) -> list[Stored]:
        return [_stored(row) for row in self._connection.execute(query)]

    def _save(self, stored: Stored, *, new: bool) -> None:
        head = stored.head
        if new:
            self._connection.execute(
                insert(entries),
                {"id": stored.id, "kind": stored.kind, "head": head.number, "version": stored.version},
            )
        self._connection.execute(
            insert(revisions),
            {
                "entry_id": head.entry_id,
                "number": head.number,
                "hash": head.hash,
                "source": head.source,
                "author": head.author,
                "created_at": head.created_at,
                "message": head.message,
                "parent": head.parent,
            },
        )
        if not new:
            self._connection.execute(
                update(entries)
                .where(entries.c.id == stored.id)
                .values(head=head.number, version=stored.version)
            )


def _stored(row: Row[Any]) -> Stored:
    return Stored(row.entry_id, row.kind, row.version, _revision(row))


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        entry_id=row.entry_id,
        number=row.number,
        hash=row.hash,
        source=row.source,
        author=row.author,
        created_at=row.created_at,
        message=row.message,
        parent=row.parent,
    )
