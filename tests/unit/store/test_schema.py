from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

from deskbook.store.schema import DESK, WORKSPACE, Schema, upgrade
from deskbook.store.tables import desk_metadata, workspace_metadata


@pytest.mark.parametrize(("schema", "metadata"), [(WORKSPACE, workspace_metadata), (DESK, desk_metadata)])
def test_the_migrations_make_the_tables_that_the_code_knows(schema: Schema, metadata: MetaData) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        upgrade(connection, schema)
        context = MigrationContext.configure(
            connection, opts={"version_table": schema.version_table, "compare_type": True}
        )
        assert context.get_current_heads() == (schema.head,)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("schema", [WORKSPACE, DESK])
def test_the_steps_are_numbered_in_one_line(schema: Schema) -> None:
    numbers = [step.revision for step in schema.steps()]
    assert numbers == [f"{n:04}" for n in range(1, int(schema.head) + 1)]
    assert [step.down_revision for step in schema.steps()] == [None, *numbers[:-1]]
