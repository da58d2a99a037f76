"""A workspace on a PostgreSQL server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, update

from deskbook.errors import DamagedDatabaseError, NewerDatabaseError, StorageError
from deskbook.store.backups import keep_copy
from deskbook.store.database import Server, damaged
from deskbook.store.health import differences, problems
from deskbook.store.postgres import SCHEMA, Address, Presence, make_engine
from deskbook.store.schema import WORKSPACE, Schema, is_current, upgrade, version_of
from deskbook.store.sqlite import make_engine as make_local_engine
from deskbook.store.tables import generation, utc, workspace_metadata
from deskbook.store.transfer import pour, write_dump

_FRESH = "deskbook_fresh"
"""The schema in which a new workspace is made to compare with; only the transaction that does so sees it."""

_OBJECTS = """
WITH ours AS (
    SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = current_schema()::text::regnamespace
)
SELECT CASE relkind WHEN 'r' THEN 'table ' WHEN 'S' THEN 'sequence ' ELSE 'view ' END || relname AS name, (
    SELECT string_agg(
        concat_ws(' ', attname, format_type(atttypid, atttypmod), nullif(attcollation, 0)::regcollation,
            CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid)),
        ', ' ORDER BY attname)
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid = ours.oid AND attnum > 0 AND NOT attisdropped AND relkind = 'r'
) AS definition
FROM ours WHERE relkind <> 'i'
UNION ALL
SELECT 'index ' || relname, replace(pg_get_indexdef(oid), current_schema() || '.', '')
FROM ours WHERE relkind = 'i'
UNION ALL
SELECT 'constraint ' || conname || ' of ' || relname, concat_ws(' ', pg_get_constraintdef(con.oid), (
    SELECT min('disabled') FROM pg_trigger WHERE tgconstraint = con.oid AND tgenabled <> 'O'
))
FROM pg_constraint con JOIN ours ON ours.oid = conrelid
UNION ALL
SELECT 'trigger ' || tgname, concat_ws(' ', pg_get_triggerdef(trg.oid, true), tgenabled)
FROM pg_trigger trg JOIN ours ON ours.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT 'function ' || proname, replace(pg_get_functiondef(oid), current_schema() || '.', '')
FROM pg_proc WHERE pronamespace = current_schema()::text::regnamespace AND prokind = 'f'
"""


def open_server(server: Server, schema: Schema, *, at: datetime, wait: float) -> ServerDatabase:
    """Open a workspace, creating or migrating it where needed; an old one is backed up first.

    :param at: now, to name the backup.
    :param wait: seconds to wait for others who hold the database.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if the schema ``deskbook`` holds something else.
    :raises BusyError: if others hold it too long; to be migrated, it has to be open nowhere else.
    :raises BackupError: if it must be migrated but cannot be backed up; it is unchanged.
    :raises StorageError: if the server cannot be reached, or the database read or written.
    """
    address = Address.of(server.url)
    with ExitStack() as undo:
        engine = make_engine(address, wait)
        undo.callback(engine.dispose)
        presence = undo.enter_context(closing(Presence(engine)))
        with engine.connect() as connection:
            ready = not _is_empty(connection) and is_current(connection, schema, address.name)
        if not ready:
            with presence.alone() as connection:
                _bring_up_to_date(connection, server, schema, address.name, at)
        database = ServerDatabase(engine, presence, address.name)
        undo.pop_all()
    return database


class ServerDatabase:
    """The database of a workspace on a server: satisfies :class:`Database`."""

    def __init__(self, engine: Engine, presence: Presence, name: str) -> None:
        self.engine = engine
        # Of the session, not of a group that it acts for: it says which person this is.
        self.identity = str(presence.ask("SELECT session_user"))
        self._name = name
        self._presence = presence
        self._looking = threading.Lock()

    def generation(self) -> int:
        """Return the number that grows with every committed change."""
        with self._looking:
            if not self._presence.lost:
                try:
                    return self._look()
                except StorageError:
                    if not self._presence.lost:
                        raise
            self._return()
            return self._look()

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy."""
        with self.engine.connect() as connection, connection.begin():
            write_dump(connection, WORKSPACE, target)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the database."""
        with self.engine.connect() as connection:
            return problems(connection, partial(structure_faults, schema=WORKSPACE))

    def close(self) -> None:
        """Release every connection."""
        with self._looking:
            self._presence.close()
        self.engine.dispose()

    def _look(self) -> int:
        return int(self._presence.ask("SELECT value FROM generation"))

    def _return(self) -> None:
        """Take part again; the workspace may have been migrated since the connection was lost."""
        self._presence.close()
        with ExitStack() as undo:
            presence = undo.enter_context(closing(Presence(self.engine)))
            with self.engine.connect() as connection:
                is_current(connection, WORKSPACE, self._name)
            undo.pop_all()
        self._presence = presence


def replace_content(server: Server, staged: Path, *, at: datetime, wait: float) -> None:
    """Put what ``staged`` holds in place of a server's workspace, in one transaction.

    What is replaced is kept first: as a file among the backups, or, where it is not sound, as it is, under
    another name on the server.

    :param staged: a sound workspace of the newest version in an SQLite file.
    :param at: now, to name what is kept.
    :param wait: seconds to wait for others who have the workspace open.
    :raises BusyError: if others have it open.
    :raises BackupError: if what is there cannot be kept.
    :raises StorageError: if the server cannot be reached, or the database written.
    """
    address = Address.of(server.url)
    source = make_local_engine(staged)
    target = make_engine(address, wait)
    try:
        with (
            closing(Presence(target)) as presence,
            presence.alone() as connection,
            source.connect() as backup,
        ):
            outgrown = 0 if _is_empty(connection) else _keep(connection, server, address.name, at)
            _create(connection, WORKSPACE)
            _fill(connection, backup)
            grown = func.greatest(generation.c.value, outgrown) + 1
            connection.execute(update(generation).values(value=grown))
    finally:
        target.dispose()
        source.dispose()


def structure_faults(connection: Connection, schema: Schema) -> Iterator[str]:
    """Yield what is wrong with the structure of a workspace of the version that ``schema`` ends with."""
    found = _objects(connection)
    # Compared with one made by the migrations just then, so that no list can fall behind them.
    trial = connection.begin_nested()
    try:
        connection.exec_driver_sql(f"CREATE SCHEMA {_FRESH}")
        connection.exec_driver_sql(f"SET LOCAL search_path = {_FRESH}")
        upgrade(connection, schema)
        expected = _objects(connection)
    finally:
        trial.rollback()
    yield from differences(expected, found)


def _bring_up_to_date(
    connection: Connection, server: Server, schema: Schema, where: str, at: datetime
) -> None:
    if _is_empty(connection):
        _create(connection, schema)
    elif not is_current(connection, schema, where):  # unless another process was quicker
        _keep_copy(connection, server, schema, at)
        upgrade(connection, schema)


def _is_empty(connection: Connection) -> bool:
    objects = "SELECT FROM pg_class WHERE relnamespace = to_regnamespace(current_schema()::text)"
    return not connection.exec_driver_sql(f"SELECT EXISTS ({objects})").scalar_one()


def _create(connection: Connection, schema: Schema) -> None:
    # It may have been made beforehand for us, who need not be allowed to then.
    if connection.exec_driver_sql("SELECT current_schema()").scalar_one() is None:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    upgrade(connection, schema)


def _objects(connection: Connection) -> dict[str, str]:
    """Return the definition of all that the current schema holds."""
    return {row.name: row.definition for row in connection.exec_driver_sql(_OBJECTS)}


def _keep_copy(connection: Connection, server: Server, schema: Schema, at: datetime) -> None:
    present = schema.at(version_of(connection, schema))
    keep_copy(partial(write_dump, connection, present), server.local, at)


def _keep(connection: Connection, server: Server, where: str, at: datetime) -> int:
    """Keep what is there and clear its place; return its generation, 0 if it has none."""
    try:
        is_current(connection, WORKSPACE, where)
        fault = next(structure_faults(connection, WORKSPACE.at(version_of(connection, WORKSPACE))), "")
        if fault:
            raise damaged(where, fault)
        _keep_copy(connection, server, WORKSPACE, at)
    except (NewerDatabaseError, DamagedDatabaseError):
        aside = f"{SCHEMA}_{utc(at):%Y%m%d_%H%M%S_%f}"
        connection.exec_driver_sql(f"ALTER SCHEMA {SCHEMA} RENAME TO {aside}")
        return 0
    before = connection.scalar(select(generation.c.value))
    connection.exec_driver_sql(f"DROP SCHEMA {SCHEMA} CASCADE")
    return int(before or 0)


def _fill(connection: Connection, backup: Connection) -> None:
    """Put the rows of ``backup`` into the new tables, past their guards."""
    tables = workspace_metadata.sorted_tables
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
    pour(backup, connection, tables)
    # A table with constraints that wait for the commit could not be altered again.
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
