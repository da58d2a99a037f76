"""The versions of each kind of database, and the steps from one to the next.

Alembic takes longer to load than a database takes to open: it is imported only when there is a step to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from sqlalchemy import Connection, MetaData, column, inspect, select, table

from deskbook.errors import Message, NewerDatabaseError
from deskbook.store.database import damaged
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

    def at(self, version: str) -> Schema:
        """Return the schema as it was when ``version`` was the newest."""
        return replace(
            self, head=version, steps=lambda: [step for step in self.steps() if step.revision <= version]
        )


WORKSPACE = Schema("workspace_version", "0004", _workspace_steps)
DESK = Schema("desk_version", "0007", _desk_steps)


def is_current(connection: Connection, schema: Schema, where: str) -> bool:
    """Tell whether a database has the newest version; if not, it has an older one.

    :param where: the database's name, for errors.
    :raises NewerDatabaseError: if a newer program wrote it.
    :raises DamagedDatabaseError: if it is not a database of this kind.
    """
    version = version_of(connection, schema)
    if version == schema.head:
        return True
    if not version.isdecimal() or int(version) < 1:
        raise damaged(where, "it holds something else")
    if int(version) > int(schema.head):
        raise NewerDatabaseError(
            Message(
                "The database has version {found}; this program knows versions up to {known}.",
                found=int(version),
                known=int(schema.head),
            ),
            Message("Install the newest Deskbook, or restore a backup made before the upgrade."),
            where,
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


def version_of(connection: Connection, schema: Schema) -> str:
    """Return the version of a database; empty if it is not of this kind."""
    if not inspect(connection).has_table(schema.version_table):
        return ""
    version = connection.scalar(select(column("version_num")).select_from(table(schema.version_table)))
    return str(version)
