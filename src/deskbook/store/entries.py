"""Entries and registers with their revisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, insert, select, update

from deskbook.errors import StaleRevisionError, UnknownEntryError
from deskbook.model.revision import Revision, Stored, content_hash
from deskbook.store.rows import next_number, require_writable, row_values
from deskbook.store.tables import entries, release_items, revisions, utc

PAGE = 500
"""Rows read at a time: bounds memory and stays far below the databases' limit of bound values."""

_HEAD = and_(revisions.c.entry_id == entries.c.id, revisions.c.number == entries.c.head)
_STORED = select(entries.c.kind, entries.c.version, revisions)
_HASHES = select(entries.c.id, revisions.c.hash)


class SqlEntryRepository:
    """Entries and registers inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def heads(self, release: int | None = None) -> Mapping[str, str]:
        """Return id -> content hash of the head, over all entries and registers."""
        query = _as_of(_HASHES, release)
        return {row.id: row.hash for row in self._connection.execute(query)}

    def numbers(self) -> Mapping[str, int]:
        """Return id -> number of the head, over all entries and registers."""
        query = select(entries.c.id, entries.c.head).where(entries.c.head.is_not(None))
        return {row.id: row.head for row in self._connection.execute(query)}

    def find(self, entry_id: str, release: int | None = None) -> Stored | None:
        """Return one entry or register, or None."""
        query = _as_of(_STORED, release).where(entries.c.id == entry_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _stored(row)

    def get(self, entry_id: str, release: int | None = None) -> Stored:
        """Return one entry or register.

        :raises UnknownEntryError: if it does not exist.
        """
        stored = self.find(entry_id, release)
        if stored is None:
            raise UnknownEntryError(entry_id)
        return stored

    def many(self, ids: Collection[str] | None = None, release: int | None = None) -> Iterator[Stored]:
        """Yield entries and registers by ascending id: those named, or all."""
        query = _as_of(_STORED, release).order_by(entries.c.id)
        if ids is None:
            yield from self._all(query)
            return
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), PAGE):
            yield from self._page(query.where(entries.c.id.in_(wanted[start : start + PAGE])))

    def kind(self, entry_id: str) -> str | None:
        """Return the kind of an entry or register that exists, if only as a draft; else None."""
        return self._connection.scalar(select(entries.c.kind).where(entries.c.id == entry_id))

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
        """Save ``source`` as the head; the same content makes no revision.

        :param at: aware.
        :param seen: the version the change was made from; None for a new entry.
        :raises StaleRevisionError: if the entry has another version by now (or exists, with ``seen=None``).
        :raises ValueError: if the entry exists with another kind, ``at`` is naive, or ``source`` holds a null
            character, which PostgreSQL cannot keep.
        """
        require_writable(self._writable)
        if "\0" in source:
            raise ValueError("a source holds no null character")
        # Nobody else can save between this look and the writing: the transaction holds the write lock.
        now = self.find(entry_id)
        if (None if now is None else now.version) != seen:
            raise StaleRevisionError(entry_id)
        if now is not None and now.kind == kind and now.head.hash == content_hash(source):
            return now
        parent = None if now is None else now.head.number
        revision = self.draft(entry_id, kind, source, author=author, message=message, at=at, parent=parent)
        self._move_heads({entry_id: revision.number})
        return Stored(entry_id, kind, 1 if now is None else now.version + 1, revision)

    def draft(
        self,
        entry_id: str,
        kind: str,
        source: str,
        *,
        author: str,
        message: str,
        at: datetime,
        parent: int | None,
    ) -> Revision:
        """Save ``source`` as a further revision without moving the head; the entry need not exist yet.

        :param at: aware.
        :raises ValueError: if the entry exists with another kind, or ``at`` is naive.
        """
        require_writable(self._writable)
        known = self.kind(entry_id)
        if known is None:
            # Its version counts accepted revisions: there is none yet.
            self._connection.execute(
                insert(entries), {"id": entry_id, "kind": kind, "head": None, "version": 0}
            )
        elif known != kind:
            raise ValueError(f"{entry_id} is of kind {known}, not {kind}")
        revision = Revision(
            entry_id=entry_id,
            number=next_number(self._connection, revisions.c.number, revisions.c.entry_id == entry_id),
            hash=content_hash(source),
            source=source,
            author=author,
            created_at=utc(at),
            message=message,
            parent=parent,
        )
        self._connection.execute(insert(revisions), row_values(revision))
        return revision

    def accept(self, items: Mapping[str, int]) -> None:
        """Make exactly these revisions (entry id -> number) the heads; an entry not named loses its head."""
        require_writable(self._writable)
        now = self.numbers()
        self._move_heads({i: items.get(i) for i in now.keys() | items.keys() if items.get(i) != now.get(i)})

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

    def _all(self, query: Select[Any]) -> Iterator[Stored]:
        last = ""
        while page := self._page(query.where(entries.c.id > last).limit(PAGE)):
            yield from page
            last = page[-1].id

    def _page(self, query: Select[Any]) -> list[Stored]:
        return [_stored(row) for row in self._connection.execute(query)]

    def _move_heads(self, items: Mapping[str, int | None]) -> None:
        if not items:
            return
        statement = (
            update(entries)
            .where(entries.c.id == bindparam("entry"))
            .values(head=bindparam("number"), version=entries.c.version + 1)
        )
        self._connection.execute(statement, [{"entry": i, "number": n} for i, n in items.items()])


def _as_of(query: Select[Any], release: int | None) -> Select[Any]:
    """Let a query over entries and revisions see the heads, or what a release holds."""
    if release is None:
        return query.join_from(entries, revisions, _HEAD)
    held = and_(release_items.c.release == release, release_items.c.entry_id == entries.c.id)
    text = and_(revisions.c.entry_id == entries.c.id, revisions.c.number == release_items.c.revision)
    return query.select_from(entries).join(release_items, held).join(revisions, text)


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
