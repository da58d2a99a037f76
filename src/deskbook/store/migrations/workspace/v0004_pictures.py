"""Pictures that entries show: what a name means never changes."""

import sqlalchemy as sa
from alembic import op

from deskbook.store.migrations.guards import Refusal, guards
from deskbook.store.migrations.workspace import v0001_entries

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table and what guards it."""
    op.create_table(
        "pictures",
        sa.Column("name", v0001_entries.ENTRY_ID, primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(sa.text(statement))


GUARDS = guards(
    Refusal("pictures_kept", "pictures", "DELETE", "pictures are never deleted"),
    Refusal("pictures_fixed", "pictures", "UPDATE", "pictures are never changed"),
    # Stops INSERT OR REPLACE, too, which would not fire a delete trigger.
    Refusal(
        "pictures_new",
        "pictures",
        "INSERT",
        "a name means the same picture for ever",
        "EXISTS (SELECT 1 FROM pictures WHERE name = NEW.name)",
    ),
)
"""The triggers that keep what is immutable, by SQL dialect."""
