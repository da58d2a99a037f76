"""An agent's own data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, func, insert, literal, select, union_all, update

from deskbook.model.reading import Reading
from deskbook.model.unsaved import Settlement, Unsaved
from deskbook.ports import Override
from deskbook.store.database import WAIT, WRITE
from deskbook.store.feedback import SqlFeedback
from deskbook.store.local import open_database
from deskbook.store.mine import SqlMine
from deskbook.store.schema import DESK
from deskbook.store.tables import copies, overrides, readings, searches, settlements, vain_searches
from deskbook.store.tables import unsaved as texts


def open_desk(path: Path, *, at: datetime, wait: float = WAIT) -> SqlDeskData:
    """Open a desk's data, creating or migrating it where needed; an old one is backed up first.

    :param at: now, aware; it names the backup.
    :param wait: seconds to wait whenever another process holds the database.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if the file is not a sound database of a desk.
    :raises BusyError: if another process holds it too long.
    :raises BackupError: if it must be migrated but cannot be backed up; it is unchanged.
    :raises StorageError: if it cannot be created, read or written.
    """
    return SqlDeskData(open_database(path, DESK, at=at, wait=wait))


class SqlDeskData:
    """A desk's data in an SQLite file. Thread-safe.

    Every method raises :class:`BusyError` if another process holds the database too long, and
    :class:`StorageError` if it cannot be read or written.
    """

    def __init__(self, engine: Engine) -> None:
        self._reading = engine
        self._writing = engine.execution_options(**{WRITE: True})
        self.mine = SqlMine(self._reading, self._writing)
        self.feedback = SqlFeedback(self._reading, self._writing)

    def remember_search(self, text: str, hits: int, at: datetime) -> None:
        """Keep a search that the agent settled on.

        :param at: aware.
        """
        with self._writing.begin() as connection:
            connection.execute(insert(searches), {"text": text, "hits": hits, "at": at})

    def recent_searches(self, limit: int) -> tuple[str, ...]:
        """Return distinct searches, newest first."""
        # By id, the order in which they were kept: a clock may have been set back in between.
        newest = func.max(searches.c.id)
        query = select(searches.c.text).group_by(searches.c.text).order_by(newest.desc())
        with self._reading.connect() as connection:
            return tuple(connection.scalars(query.limit(limit)))

    def forget_searches(self) -> None:
        """Forget all kept searches."""
        with self._writing.begin() as connection:
            connection.execute(delete(searches))

    def unanswered(self, limit: int) -> tuple[tuple[str, int], ...]:
        """Return searches that found nothing with how often each was made, most frequent first."""
        vain = union_all(
            select(searches.c.text, searches.c.id).where(searches.c.hits == 0),
            select(vain_searches.c.text, literal(0).label("id")).where(vain_searches.c.hits == 0),
        ).subquery()
        times = func.count()
        query = select(vain.c.text, times).group_by(vain.c.text)
        query = query.order_by(times.desc(), func.max(vain.c.id).desc(), vain.c.text)
        with self._reading.connect() as connection:
            return tuple((text, n) for text, n in connection.execute(query.limit(limit)))

    def remember_copy(self, entry_id: str, script: str, at: datetime) -> None:
        """Count one more copy of a script.

        :param at: aware.
        """
        of_script = (copies.c.entry_id == entry_id) & (copies.c.script == script)
        with self._writing.begin() as connection:
            counted = update(copies).where(of_script).values(times=copies.c.times + 1, at=at)
            if not connection.execute(counted).rowcount:
                row = {"entry_id": entry_id, "script": script, "times": 1, "at": at}
                connection.execute(insert(copies), row)

    def copies_of(self, entry_id: str) -> Mapping[str, int]:
        """Return script -> how often it was copied."""
        query = select(copies.c.script, copies.c.times).where(copies.c.entry_id == entry_id)
        with self._reading.connect() as connection:
            return {row.script: row.times for row in connection.execute(query)}

    def copied(self, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the entries copied most with how often, the most copied first."""
        times = func.sum(copies.c.times)
        query = (
            select(copies.c.entry_id, times)
            .group_by(copies.c.entry_id)
            .order_by(times.desc(), func.max(copies.c.at).desc(), copies.c.entry_id)
        )
        with self._reading.connect() as connection:
            return tuple((entry_id, n) for entry_id, n in connection.execute(query.limit(limit)))

    def remember_overrides(self, made: Iterable[Override]) -> None:
        """Keep that something was sent all the same, all of them or none."""
        rows = [{"entry_id": one.entry_id, "reason": one.reason, "at": one.at} for one in made]
        if rows:
            with self._writing.begin() as connection:
                connection.execute(insert(overrides), rows)

    def overrides(self, limit: int) -> tuple[Override, ...]:
        """Return what was sent all the same, newest first."""
        query = select(overrides.c.entry_id, overrides.c.reason, overrides.c.at)
        with self._reading.connect() as connection:
            rows = connection.execute(query.order_by(overrides.c.id.desc()).limit(limit))
            return tuple(Override(*row) for row in rows)

    def keep_unsaved(self, unsaved: Unsaved) -> None:
        """Keep what is being written, in place of what was kept of this entry before."""
        with self._writing.begin() as connection:
            connection.execute(delete(texts).where(texts.c.entry_id == unsaved.entry_id))
            connection.execute(insert(texts), asdict(unsaved))

    def unsaved(self) -> tuple[Unsaved, ...]:
        """Return all kept texts, the one written last first."""
        with self._reading.connect() as connection:
            rows = connection.execute(select(texts).order_by(texts.c.at.desc(), texts.c.entry_id))
            return tuple(Unsaved(**row._mapping) for row in rows)

    def forget_unsaved(self, entry_id: str) -> None:
        """Forget the kept text of an entry, if there is one, and how its conflicts were settled."""
        with self._writing.begin() as connection:
            connection.execute(delete(texts).where(texts.c.entry_id == entry_id))
            connection.execute(delete(settlements).where(settlements.c.entry_id == entry_id))

    def keep_settlements(self, entry_id: str, made: Iterable[Settlement]) -> None:
        """Keep how the conflicts of an entry were settled, in place of what was kept of it before."""
        rows = [{"entry_id": entry_id, **asdict(one)} for one in made]
        with self._writing.begin() as connection:
            connection.execute(delete(settlements).where(settlements.c.entry_id == entry_id))
            if rows:
                connection.execute(insert(settlements), rows)

    def settlements(self, entry_id: str) -> tuple[Settlement, ...]:
        """Return how the conflicts of an entry were settled."""
        query = select(settlements.c.conflict, settlements.c.choice, settlements.c.words)
        with self._reading.connect() as connection:
            found = connection.execute(query.where(settlements.c.entry_id == entry_id))
            return tuple(Settlement(*row) for row in found)

    def keep_reading(self, reading: Reading) -> None:
        """Keep that a revision was read; the first time counts."""
        known = select(readings.c.at).where(
            readings.c.entry_id == reading.entry_id, readings.c.hash == reading.hash
        )
        with self._writing.begin() as connection:
            if connection.scalar(known) is None:
                connection.execute(insert(readings), asdict(reading))

    def readings(self) -> tuple[Reading, ...]:
        """Return everything that was read, the latest first."""
        query = select(readings.c.entry_id, readings.c.revision, readings.c.hash, readings.c.at)
        with self._reading.connect() as connection:
            found = connection.execute(query.order_by(readings.c.at.desc(), readings.c.entry_id))
            return tuple(Reading(*row) for row in found)

    def close(self) -> None:
        """Release every connection."""
        self._reading.dispose()
