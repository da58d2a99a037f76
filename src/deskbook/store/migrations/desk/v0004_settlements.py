"""How conflicts of a merge were settled that is not saved yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "settlements",
        sa.Column("entry_id", sa.String(200), primary_key=True),
        sa.Column("conflict", sa.String(64), primary_key=True),
        sa.Column("choice", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
