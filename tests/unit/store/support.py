"""What the tests of the store share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from deskbook.model.revision import Stored
from deskbook.store.workspace import SqlWorkspace, open_workspace

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


@contextmanager
def opened(path: Path, *, wait: float = 5.0) -> Iterator[SqlWorkspace]:
    workspace = open_workspace(path, at=NOON, wait=wait)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database as another program would."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def put(
    workspace: SqlWorkspace,
    entry_id: str,
    source: str,
    *,
    seen: int | None = None,
    at: datetime = NOON,
) -> Stored:
    with workspace.work(write=True) as work:
        stored = work.entries.put(entry_id, "faq", source, author="王芳", message="改写", at=at, seen=seen)
        work.commit()
    return stored


def sources(workspace: SqlWorkspace) -> dict[str, str]:
    with workspace.work() as work:
        return {stored.id: stored.head.source for stored in work.entries.many()}
