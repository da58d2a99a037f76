"""Texts that somebody is writing and has not saved yet."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "unsaved",
        sa.Column("entry_id", sa.String(200), primary_key=True),
        sa.Column("seen", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("cursor", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
