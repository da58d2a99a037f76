"""Creating databases and bringing old ones up to date.

Alembic takes longer to load than a database takes to open: it is imported only when there is a step to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, Engine, MetaData, column, inspect, select, table

from deskbook.errors import DamagedDatabaseError, Message, NewerDatabaseError
from deskbook.store.backups import keep_copy
from deskbook.store.files import claim_name, companion, partial_beside, remove_database
from deskbook.store.sqlite import WRITE, connect, damaged, faults, make_engine, unusable, write_ahead
from deskbook.store.tables import NAMES


def _workspace_steps() -> Sequence[ModuleType]:
    from deskbook.store.migrations.workspace import STEPS  # loads Alembic

    return STEPS


def _desk_steps() -> Sequence[ModuleType]:
    from deskbook.store.migrations.desk import STEPS  # loads Alembic

    return STEPS


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of database.

    ``version_table`` also tells the kinds apart. ``head`` is the newest version, four digits. ``steps``
    returns the migrations up to ``head``: modules with ``revision``, ``down_revision``, ``upgrade``.
    """

    version_table: str
    head: str
    steps: Callable[[], Sequence[ModuleType]]


WORKSPACE = Schema("workspace_version", "0001", _workspace_steps)
DESK = Schema("desk_version", "0002", _desk_steps)


def open_database(path: Path, schema: Schema, *, at: datetime, wait: float) -> Engine:
    """Open a database, creating or migrating it where needed; an old one is backed up first.

    :param at: now, to name the backup.
    :param wait: seconds to wait for another process that holds the database.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if it is not a sound database of this kind.
    :raises BusyError: if another process holds it too long.
    :raises BackupError: if it must be migrated but cannot be backed up; it is unchanged.
    :raises StorageError: if it cannot be created, read or written.
    """
    try:
        _create_if_missing(path, schema)
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from error
    engine = make_engine(path, wait)
    try:
        with engine.connect() as connection:
            current = is_current(connection, schema, path)
        # Only now is it known to be ours to change.
        write_ahead(path, wait)
        if not current:
            _migrate(engine, path, schema, at)
    except BaseException:
        engine.dispose()
        raise
    return engine


def is_current(connection: Connection, schema: Schema, path: Path) -> bool:
    """Tell whether a database has the newest version; if not, it has an older one.

    :param path: where it came from, for errors.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if it is not a database of this kind.
    """
    version = _version(connection, schema)
    if version == schema.head:
        return True
    if not version.isdecimal() or int(version) < 1:
        raise damaged(path, "it holds something else")
    if int(version) > int(schema.head):
        raise NewerDatabaseError(
            Message(
                "The database has version {found}; this program knows versions up to {known}.",
                found=int(version),
                known=int(schema.head),
            ),
            Message("Install the newest Deskbook, or restore a backup made before the upgrade."),
            str(path),
        )
    return False


def upgrade(connection: Connection, schema: Schema) -> None:
    """Run the steps that a database lacks, inside the caller's transaction."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext, MigrationStep
    from alembic.script import Script
    from alembic.script.revision import RevisionMap

    # The steps are modules, not files found in a folder: they load from a wheel and a frozen program alike.
    scripts = [Script(step, step.revision, step.__name__) for step in schema.steps()]
    known = RevisionMap(lambda: scripts)

    def missing(heads: tuple[str, ...], _context: MigrationContext) -> Iterable[MigrationStep]:
        newest_first = known.iterate_revisions("heads", heads, implicit_base=True)
        oldest_first = reversed([one for one in newest_first if isinstance(one, Script)])
        return [MigrationStep.upgrade_from_script(known, script) for script in oldest_first]

    options = {
        "fn": missing,
        "version_table": schema.version_table,
        "target_metadata": MetaData(naming_convention=NAMES),
    }
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()


def _version(connection: Connection, schema: Schema) -> str:
    if not inspect(connection).has_table(schema.version_table):
        return ""
    version = connection.scalar(select(column("version_num")).select_from(table(schema.version_table)))
    return str(version)


def _migrate(engine: Engine, path: Path, schema: Schema, at: datetime) -> None:
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        if is_current(connection, schema, path):  # another process was quicker
            return
        # Nobody can write between this copy and the first step: the write lock is ours.
        with faults(path), closing(connect(path)) as reader:
            keep_copy(reader, path, at)
        upgrade(connection, schema)


def _create_if_missing(path: Path, schema: Schema) -> None:
    """Create a whole database under another name, then give it its own: no process ever sees half of one."""
    journal = companion(path, "-wal")
    # Looked at first: whoever is making the workspace now makes the database before its journal.
    orphaned = journal.exists() and journal.stat().st_size > 0
    if path.exists():
        return
    if orphaned:
        raise DamagedDatabaseError(
            Message("The database is missing, but its journal is still there."),
            Message("Put the file back, or restore a backup with “deskbook restore”."),
            str(journal),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_beside(path)
    try:
        with faults(path), closing(connect(partial, mode="rwc")) as new:
            new.execute("PRAGMA journal_mode = WAL")
        engine = make_engine(partial, known_as=path)
        try:
            with engine.connect() as connection, connection.begin():
                upgrade(connection, schema)
        finally:
            engine.dispose()
        claim_name(partial, path)
    finally:
        with suppress(OSError):
            remove_database(partial)
