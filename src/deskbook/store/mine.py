"""What a person keeps about entries, in the desk's own database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as put

from deskbook.model.entry import Kind
from deskbook.model.mine import Known, Note, ShortCode
from deskbook.store.tables import favourites, known, notes, short_codes, visits

_VISITS = 100
"""How many visits are kept."""
_KNOWN = (known.c.entry_id, known.c.kind, known.c.title)


class SqlMine:
    """Satisfies :class:`deskbook.ports.MineData`; raises as :class:`deskbook.store.desk.SqlDeskData` does."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self._reading = reading
        self._writing = writing

    def star(self, entry: Known) -> None:
        """Make an entry a favourite."""
        with self._writing.begin() as connection:
            _know(connection, entry)
            statement = put(favourites).values(entry_id=entry.entry_id)
            connection.execute(statement.on_conflict_do_nothing(index_elements=["entry_id"]))

    def unstar(self, entry_id: str) -> None:
        """Make an entry a favourite no longer."""
        with self._writing.begin() as connection:
            connection.execute(delete(favourites).where(favourites.c.entry_id == entry_id))

    def starred(self) -> tuple[Known, ...]:
        """Return the favourites, the newest first."""
        return self._newest(favourites)

    def visit(self, entry: Known) -> None:
        """Note that an entry was read; the oldest visits are forgotten."""
        with self._writing.begin() as connection:
            _know(connection, entry)
            connection.execute(delete(visits).where(visits.c.entry_id == entry.entry_id))
            # Numbered by hand: SQLite would give the number of a newest visit that was just deleted again.
            number = (connection.scalar(select(func.max(visits.c.id))) or 0) + 1
            connection.execute(insert(visits), {"id": number, "entry_id": entry.entry_id})
            connection.execute(delete(visits).where(visits.c.id <= number - _VISITS))

    def visited(self, limit: int) -> tuple[Known, ...]:
        """Return the entries that were read last, the latest first."""
        return self._newest(visits, limit)

    def keep_note(self, note: Note) -> None:
        """Keep a note in place of the one there was about its entry; one without text is forgotten."""
        with self._writing.begin() as connection:
            _know(connection, note.entry)
            entry_id = note.entry.entry_id
            connection.execute(delete(notes).where(notes.c.entry_id == entry_id))
            if note.text.strip():
                values = {"entry_id": entry_id, "text": note.text, "at": note.at}
                connection.execute(insert(notes), values)

    def note(self, entry_id: str) -> Note | None:
        """Return the note about an entry, if there is one."""
        query = select(*_KNOWN, notes.c.text, notes.c.at).join(notes)
        with self._reading.connect() as connection:
            row = connection.execute(query.where(notes.c.entry_id == entry_id)).first()
            return None if row is None else Note(_known(row), row.text, row.at)

    def notes(self) -> tuple[Note, ...]:
        """Return all notes, the one written last first."""
        query = select(*_KNOWN, notes.c.text, notes.c.at).join(notes)
        with self._reading.connect() as connection:
            rows = connection.execute(query.order_by(notes.c.at.desc(), notes.c.entry_id))
            return tuple(Note(_known(row), row.text, row.at) for row in rows)

    def keep_code(self, code: ShortCode, *, instead_of: str = "") -> bool:
        """Keep a short code, in place of another if one is named; tell whether the code was free."""
        with self._writing.begin() as connection:
            taken = select(short_codes.c.code).where(short_codes.c.code == code.code)
            if code.code != instead_of and connection.scalar(taken) is not None:
                return False
            _know(connection, code.entry)
            connection.execute(delete(short_codes).where(short_codes.c.code == instead_of))
            values = {"code": code.code, "entry_id": code.entry.entry_id, "script": code.script}
            connection.execute(insert(short_codes), values)
        return True

    def forget_code(self, code: str) -> None:
        """Forget a short code."""
        with self._writing.begin() as connection:
            connection.execute(delete(short_codes).where(short_codes.c.code == code))

    def codes(self) -> tuple[ShortCode, ...]:
        """Return all short codes, by code."""
        query = select(*_KNOWN, short_codes.c.code, short_codes.c.script).join(short_codes)
        with self._reading.connect() as connection:
            rows = connection.execute(query.order_by(short_codes.c.code))
            return tuple(ShortCode(row.code, _known(row), row.script) for row in rows)

    def _newest(self, table: Table, limit: int | None = None) -> tuple[Known, ...]:
        query = select(*_KNOWN).join(table).order_by(table.c.id.desc()).limit(limit)
        with self._reading.connect() as connection:
            return tuple(_known(row) for row in connection.execute(query))


def _know(connection: Connection, entry: Known) -> None:
    statement = put(known).values(entry_id=entry.entry_id, kind=entry.kind, title=entry.title)
    named = {"kind": statement.excluded.kind, "title": statement.excluded.title}
    connection.execute(statement.on_conflict_do_update(index_elements=["entry_id"], set_=named))


def _known(row: Row[*tuple[Any, ...]]) -> Known:
    return Known(row.entry_id, Kind(row.kind), row.title)
