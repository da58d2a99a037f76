"""Cycles and the changes inside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, case, exists, insert, select, update

from deskbook.model.cycle import Change, ChangeKind, ChangeState, Cycle, CycleKind, CycleState
from deskbook.store.rows import next_number, require_writable, row_values
from deskbook.store.tables import UNSETTLED, change_revisions, changes, cycles, installations, revisions

_QUARTERLY_FIRST = case((cycles.c.kind == CycleKind.QUARTERLY.value, 0), else_=1)


class SqlCycleRepository:
    """Cycles inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def add(self, cycle: Cycle) -> None:
        """Keep a new cycle; the caller made sure that none of its kind is open and its name is free."""
        require_writable(self._writable)
        self._connection.execute(insert(cycles), row_values(cycle))

    def put(self, cycle: Cycle) -> None:
        """Keep a cycle's state and effective date."""
        require_writable(self._writable)
        self._connection.execute(
            update(cycles)
            .where(cycles.c.name == cycle.name)
            .values(state=cycle.state.value, effective=cycle.effective)
        )

    def find(self, name: str) -> Cycle | None:
        """Return one cycle, or None."""
        row = self._connection.execute(select(cycles).where(cycles.c.name == name)).one_or_none()
        return None if row is None else _cycle(row)

    def open(self, kind: CycleKind | None = None) -> tuple[Cycle, ...]:
        """Return the cycles that are not closed, the quarterly one first."""
        query = select(cycles).where(cycles.c.state != CycleState.CLOSED.value).order_by(_QUARTERLY_FIRST)
        if kind is not None:
            query = query.where(cycles.c.kind == kind.value)
        return tuple(_cycle(row) for row in self._connection.execute(query))

    def all(self) -> tuple[Cycle, ...]:
        """Return all cycles, the one opened last first."""
        query = select(cycles).order_by(cycles.c.opened_at.desc(), cycles.c.name.desc())
        return tuple(_cycle(row) for row in self._connection.execute(query))

    def governed(self) -> bool:
        """Tell whether releases decide what agents read: there was a cycle, or packs brought them."""
        ever = exists(select(cycles.c.name)) | exists(select(installations.c.number))
        return self._connection.scalar(select(ever)) is True


class SqlChangeRepository:
    """Changes inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def add(self, change: Change) -> Change:
        """Keep a new change and return it with its id; the one given is ignored."""
        require_writable(self._writable)
        change = replace(change, id=next_number(self._connection, changes.c.id))
        self._connection.execute(insert(changes), row_values(change))
        return change

    def put(self, change: Change) -> Change:
        """Keep an altered change and return it with its version grown by one."""
        require_writable(self._writable)
        change = replace(change, version=change.version + 1)
        fixed = {"id", "cycle", "entry_id", "origin"}
        values = {name: value for name, value in row_values(change).items() if name not in fixed}
        self._connection.execute(update(changes).where(changes.c.id == change.id).values(values))
        return change

    def find(self, change_id: int) -> Change | None:
        """Return one change, or None."""
        row = self._connection.execute(select(changes).where(changes.c.id == change_id)).one_or_none()
        return None if row is None else _change(row)

    def of_entry(self, entry_id: str) -> Change | None:
        """Return the unsettled change of an entry, if there is one."""
        query = select(changes).where(changes.c.entry_id == entry_id, UNSETTLED)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _change(row)

    def of_cycle(self, cycle: str) -> tuple[Change, ...]:
        """Return all changes of a cycle by ascending entry id, settled ones among them."""
        query = select(changes).where(changes.c.cycle == cycle).order_by(changes.c.entry_id, changes.c.id)
        return tuple(_change(row) for row in self._connection.execute(query))

    def waiting(self) -> tuple[Change, ...]:
        """Return the changes that were carried over and that no later change has taken up, oldest first."""
        later = changes.alias("later")
        query = (
            select(changes)
            .outerjoin(later, later.c.origin == changes.c.id)
            .where(changes.c.state == ChangeState.CARRIED.value, later.c.id.is_(None))
            .order_by(changes.c.id)
        )
        return tuple(_change(row) for row in self._connection.execute(query))

    def saved(self, change: int, revision: int) -> None:
        """Remember that a revision was saved in a change."""
        require_writable(self._writable)
        self._connection.execute(insert(change_revisions), {"change": change, "revision": revision})

    def inherited(self, change: int, origin: int) -> None:
        """Remember that a change begins with all revisions of another."""
        for revision in self.revisions(origin):
            self.saved(change, revision)

    def revisions(self, change: int) -> tuple[int, ...]:
        """Return the numbers of the revisions saved in a change, ascending."""
        query = select(change_revisions.c.revision).where(change_revisions.c.change == change)
        return tuple(self._connection.scalars(query.order_by(change_revisions.c.revision)))

    def authors(self, change: int) -> frozenset[str]:
        """Return everyone who saved a revision of a change."""
        query = (
            select(revisions.c.author)
            .distinct()
            .select_from(changes)
            .join(change_revisions, change_revisions.c.change == changes.c.id)
            .join(
                revisions,
                (revisions.c.entry_id == changes.c.entry_id)
                & (revisions.c.number == change_revisions.c.revision),
            )
            .where(changes.c.id == change)
        )
        return frozenset(self._connection.scalars(query))


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(
        name=row.name,
        kind=CycleKind(row.kind),
        state=CycleState(row.state),
        effective=row.effective,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
    )


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        cycle=row.cycle,
        entry_id=row.entry_id,
        kind=ChangeKind(row.kind),
        state=ChangeState(row.state),
        base=row.base,
        head=row.head,
        author=row.author,
        owner=row.owner,
        due=row.due,
        reason=row.reason,
        message=row.message,
        version=row.version,
        origin=row.origin,
    )
