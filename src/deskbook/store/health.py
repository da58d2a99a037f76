"""Whether a database is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlalchemy import Connection, StaticPool, create_engine, select

from deskbook.errors import DamagedDatabaseError
from deskbook.model.revision import content_hash
from deskbook.store.schema import Schema, upgrade
from deskbook.store.tables import revisions


def problems(connection: Connection, schema: Schema) -> tuple[str, ...]:
    """Return what is wrong with a workspace of the newest version; empty when it is sound."""
    try:
        # The content is worth reading only where the structure stands.
        return tuple(_structure(connection, schema)) or tuple(_content(connection))
    except DamagedDatabaseError as error:
        return (str(error.what),)


def _structure(connection: Connection, schema: Schema) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"damaged: {line}"
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {rowid} of {table} refers to a missing row of {parent}"
    expected, found = _fresh_objects(schema), _objects(connection)
    for name in sorted(expected | found):
        if name not in found:
            yield f"{name} is missing"
        elif name not in expected:
            yield f"{name} does not belong here"
        elif expected[name] != found[name]:
            yield f"{name} was altered"


def _content(connection: Connection) -> Iterator[str]:
    query = select(revisions.c.entry_id, revisions.c.number, revisions.c.hash, revisions.c.source)
    for row in connection.execute(query):
        if content_hash(row.source) != row.hash:
            yield f"revision {row.number} of {row.entry_id} does not match its hash"


def _objects(connection: Connection) -> dict[str, str]:
    """Return the definition of every table, index and trigger; SQLite's own have no definition."""
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite#_%' ESCAPE '#'"
    )
    return {f"{row.type} {row.name}": row.sql for row in rows}


def _fresh_objects(schema: Schema) -> dict[str, str]:
    """Return the same for a database made just now, so that no list here can fall behind the migrations."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:", isolation_level=None),
        poolclass=StaticPool,
    )
    try:
        with engine.connect() as connection:
            upgrade(connection, schema)
            return _objects(connection)
    finally:
        engine.dispose()
