"""What the tests of the store share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from deskbook.model.revision import Stored
from deskbook.store.database import Place, Server
from deskbook.store.postgres import Address
from deskbook.store.tables import workspace_metadata
from deskbook.store.workspace import SqlWorkspace, open_workspace

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


@contextmanager
def opened(place: Place, *, wait: float = 5.0) -> Iterator[SqlWorkspace]:
    workspace = open_workspace(place, at=NOON, wait=wait)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an SQLite file as another program would."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def raw_server(server: Server) -> Iterator[psycopg.Connection]:
    """Open a server's database as another program would."""
    options = "-c search_path=deskbook"
    with psycopg.connect(server.url, options=options, autocommit=True) as connection:
        yield connection


def run(place: Place, *statements: str) -> list[tuple[object, ...]]:
    """Run SQL as another program would; return the rows that the last statement gives."""
    if isinstance(place, Server):
        with raw_server(place) as server:
            for statement in statements:
                found = server.execute(statement.encode())
            return found.fetchall() if found.description else []
    with raw(place) as file:
        for statement in statements:
            rows = file.execute(statement).fetchall()
        return rows


def put(
    workspace: SqlWorkspace,
    entry_id: str,
    source: str,
    *,
    seen: int | None = None,
    at: datetime = NOON,
) -> Stored:
    with workspace.work(write=True) as work:
        stored = work.entries.put(entry_id, "faq", source, author="撰稿人", message="改写", at=at, seen=seen)
        work.commit()
    return stored


def sources(workspace: SqlWorkspace) -> dict[str, str]:
    with workspace.work() as work:
        return {stored.id: stored.head.source for stored in work.entries.many()}


def shown(place: Place) -> str:
    """Return how errors name a place."""
    return Address.of(place.url).name if isinstance(place, Server) else str(place)


def as_words(place: Place) -> list[str]:
    """Return a place as words to hand to another process."""
    return [place.url, str(place.folder)] if isinstance(place, Server) else [str(place)]


def from_words(words: list[str]) -> Place:
    """Return the place that :func:`as_words` was given."""
    return Server(words[0], Path(words[1])) if len(words) == 2 else Path(words[0])


def content(place: Place) -> list[list[tuple[object, ...]]]:
    """Return every row of every table."""
    return [sorted(run(place, f"SELECT * FROM {name}"), key=repr) for name in workspace_metadata.tables]
