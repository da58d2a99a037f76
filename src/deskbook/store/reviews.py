"""Verdicts, comments and accepted warnings."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from deskbook.model.cycle import Acceptance, Comment, Judgement, Verdict
from deskbook.store.rows import next_number, require_writable, row_values
from deskbook.store.tables import acceptances, comments, verdicts


class SqlReviewRepository:
    """What people said about changes, inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def judge(self, verdict: Verdict) -> None:
        """Keep a verdict."""
        require_writable(self._writable)
        number = next_number(self._connection, verdicts.c.id)
        self._connection.execute(insert(verdicts), {"id": number, **row_values(verdict)})

    def verdicts(self, change: int) -> tuple[Verdict, ...]:
        """Return every verdict on a change, oldest first; those on earlier heads among them."""
        query = select(verdicts).where(verdicts.c.change == change).order_by(verdicts.c.id)
        return tuple(
            Verdict(
                change=row.change,
                revision=row.revision,
                judgement=Judgement(row.judgement),
                text=row.text,
                reviewer=row.reviewer,
                at=row.at,
            )
            for row in self._connection.execute(query)
        )

    def comment(self, comment: Comment) -> Comment:
        """Keep a comment and return it with its id; the one given is ignored."""
        require_writable(self._writable)
        comment = replace(comment, id=next_number(self._connection, comments.c.id))
        self._connection.execute(insert(comments), row_values(comment))
        return comment

    def resolve(self, comment_id: int, by: str) -> None:
        """Mark a comment as settled."""
        require_writable(self._writable)
        self._connection.execute(update(comments).where(comments.c.id == comment_id).values(resolved_by=by))

    def comments(self, change: int) -> tuple[Comment, ...]:
        """Return every comment on a change, oldest first."""
        query = select(comments).where(comments.c.change == change).order_by(comments.c.id)
        return tuple(Comment(**row._mapping) for row in self._connection.execute(query))

    def accept(self, acceptance: Acceptance) -> None:
        """Keep an acceptance; the same warning of the same text is only accepted once."""
        require_writable(self._writable)
        known = select(acceptances.c.code).where(
            acceptances.c.code == acceptance.code,
            acceptances.c.entry_id == acceptance.entry_id,
            acceptances.c.hash == acceptance.hash,
        )
        if self._connection.scalar(known) is None:
            self._connection.execute(insert(acceptances), row_values(acceptance))

    def acceptances(self) -> tuple[Acceptance, ...]:
        """Return every acceptance."""
        query = select(acceptances).order_by(acceptances.c.code, acceptances.c.entry_id)
        return tuple(Acceptance(**row._mapping) for row in self._connection.execute(query))
