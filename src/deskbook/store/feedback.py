"""What agents tell the owners of the handbook, in the desk's own database."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Engine, Table, delete, func, select
from sqlalchemy.dialects.sqlite import insert as put

from deskbook.model.feedback import Fault, Gathered, Remark, Vain
from deskbook.store.tables import remarks, vain_searches


class SqlFeedback:
    """Satisfies :class:`deskbook.ports.FeedbackData`; raises as :class:`deskbook.store.desk.SqlDeskData`."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self._reading = reading
        self._writing = writing

    def keep_remark(self, remark: Remark) -> None:
        """Keep a remark of one's own, in place of what it was before."""
        values = {**asdict(remark), "own": True}
        with self._writing.begin() as connection:
            statement = put(remarks).values(values)
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))

    def withdraw(self, key: str) -> None:
        """Forget a remark of one's own."""
        with self._writing.begin() as connection:
            connection.execute(delete(remarks).where(remarks.c.key == key, remarks.c.own))

    def keep_vain(self, search: Vain) -> None:
        """Keep a search of one's own that helped nobody."""
        with self._writing.begin() as connection:
            connection.execute(put(vain_searches).values({**asdict(search), "own": True}))

    def receive(self, gathered: Gathered) -> Gathered:
        """Keep what another desk tells, all of it or nothing, and return what was new."""
        with self._writing.begin() as connection:

            def is_new(table: Table, told: Remark | Vain) -> bool:
                statement = put(table).values({**asdict(told), "own": False}).on_conflict_do_nothing()
                return connection.execute(statement).rowcount > 0

            return Gathered(
                tuple(remark for remark in gathered.remarks if is_new(remarks, remark)),
                tuple(search for search in gathered.searches if is_new(vain_searches, search)),
            )

    def own(self) -> Gathered:
        """Return what this desk has to tell, oldest first."""
        columns = [column for column in vain_searches.c if column.name != "own"]
        query = select(*columns).where(vain_searches.c.own).order_by(vain_searches.c.at, vain_searches.c.key)
        with self._reading.connect() as connection:
            searches = tuple(Vain(**row._mapping) for row in connection.execute(query))
        return Gathered(self._remarks(own=True), searches)

    def remarks(self) -> tuple[Remark, ...]:
        """Return every remark, one's own and those of other desks, oldest first."""
        return self._remarks(own=False)

    def flagged(self, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the ids of the entries most remarked upon, with how often, most first."""
        times = func.count()
        query = (
            select(remarks.c.entry_id, times)
            .where(remarks.c.entry_id != "")
            .group_by(remarks.c.entry_id)
            .order_by(times.desc(), remarks.c.entry_id)
        )
        with self._reading.connect() as connection:
            return tuple((entry_id, n) for entry_id, n in connection.execute(query.limit(limit)))

    def _remarks(self, *, own: bool) -> tuple[Remark, ...]:
        columns = [column for column in remarks.c if column.name != "own"]
        query = select(*columns).order_by(remarks.c.at, remarks.c.key)
        if own:
            query = query.where(remarks.c.own)
        with self._reading.connect() as connection:
            rows = connection.execute(query)
            return tuple(Remark(**{**row._mapping, "fault": Fault(row.fault)}) for row in rows)
