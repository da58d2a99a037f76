from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine

from deskbook.store.database import Server
from deskbook.store.schema import DESK, WORKSPACE, Schema, upgrade
from deskbook.store.server import open_server
from deskbook.store.tables import desk_metadata, workspace_metadata
from tests.unit.store.support import NOON


@pytest.mark.parametrize(("schema", "metadata"), [(WORKSPACE, workspace_metadata), (DESK, desk_metadata)])
def test_the_migrations_make_the_tables_that_the_code_knows(schema: Schema, metadata: MetaData) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        upgrade(connection, schema)
        assert differences(connection, schema, metadata) == []
    engine.dispose()


def test_they_make_the_same_on_a_server(server: Server) -> None:
    database = open_server(server, WORKSPACE, at=NOON, wait=5)
    with database.engine.connect() as connection:
        assert differences(connection, WORKSPACE, workspace_metadata) == []
    database.close()


def differences(connection: Connection, schema: Schema, metadata: MetaData) -> list[object]:
    options = {"version_table": schema.version_table, "compare_type": True}
    context = MigrationContext.configure(connection, opts=options)
    assert context.get_current_heads() == (schema.head,)
    return list(compare_metadata(context, metadata))


def test_a_schema_can_be_had_as_it_was() -> None:
    assert [step.revision for step in WORKSPACE.at("0001").steps()] == ["0001"]
    assert WORKSPACE.at("0001").head == "0001"


@pytest.mark.parametrize("schema", [WORKSPACE, DESK])
def test_the_steps_are_numbered_in_one_line(schema: Schema) -> None:
    numbers = [step.revision for step in schema.steps()]
    assert numbers == [f"{n:04}" for n in range(1, int(schema.head) + 1)]
    assert [step.down_revision for step in schema.steps()] == [None, *numbers[:-1]]
