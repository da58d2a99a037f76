"""Carrying the rows of a workspace from one kind of database to the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    LargeBinary,
    MetaData,
    StaticPool,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError

from deskbook.store.files import partial_beside, remove_database, replace_durably
from deskbook.store.schema import Schema, upgrade
from deskbook.store.sqlite import connect, raise_unwritten

PAGE = 500
"""Rows held in memory at a time."""

LARGE_PAGE = 4
"""The same for tables of pictures: each may have megabytes."""


def write_dump(source: Connection, schema: Schema, target: Path) -> None:
    """Write the workspace that ``source`` sees as an SQLite file, atomically and durably.

    :param schema: the schema of the version that the workspace has.
    :raises BackupError: if ``target`` cannot be written.
    :raises StorageError: if the source cannot be read.
    """
    partial = partial_beside(target)
    try:
        _write(source, schema, partial)
        replace_durably(partial, target)
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise_unwritten(error, str(error.orig), target)
    except sqlite3.Error as error:
        raise_unwritten(error, str(error), target)
    except OSError as error:
        raise_unwritten(error, error.strerror or str(error), target)
    finally:
        with suppress(OSError):
            remove_database(partial)


def pour(source: Connection, target: Connection, tables: Iterable[Table]) -> None:
    """Put the rows of ``source`` in place of those in ``target``, whose guards are off.

    :param tables: each after those that its rows refer to, unless the database looks only at the commit.
    """
    tables = list(tables)
    for table in reversed(tables):
        target.execute(delete(table))
    for table in tables:
        in_order = select(table).order_by(*table.primary_key)  # a row may refer to one before it
        large = any(isinstance(column.type, LargeBinary) for column in table.columns)
        page_size = LARGE_PAGE if large else PAGE
        with source.execute(in_order.execution_options(yield_per=page_size)) as found:
            for page in found.mappings().partitions():
                target.execute(insert(table), [dict(row) for row in page])


def _write(source: Connection, schema: Schema, path: Path) -> None:
    engine = create_engine("sqlite://", creator=lambda: connect(path, mode="rwc"), poolclass=StaticPool)
    try:
        with engine.begin() as copy:
            copy.exec_driver_sql("BEGIN")
            upgrade(copy, schema)
            copy.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            guards = copy.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
            for name, _ in guards:
                copy.exec_driver_sql(f"DROP TRIGGER {name}")
            pour(source, copy, _tables(copy))
            for _, statement in guards:
                copy.exec_driver_sql(statement)
    finally:
        engine.dispose()


def _tables(connection: Connection) -> Iterable[Table]:
    """Return the tables of a workspace of any version, with types that both databases know."""
    metadata = MetaData()

    @event.listens_for(metadata, "column_reflect")
    def forget_dialect(_inspector: object, _table: str, column: dict[str, Any]) -> None:
        column["type"] = column["type"].as_generic()

    metadata.reflect(connection)
    return metadata.tables.values()
