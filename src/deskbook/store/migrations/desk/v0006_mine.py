"""What a person keeps about entries, and what they tell the owners of the handbook."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "known",
        sa.Column("entry_id", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
    )
    for name in ("favourites", "visits"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("entry_id", sa.String(200), sa.ForeignKey("known.entry_id"), nullable=False),
            sa.UniqueConstraint("entry_id"),
        )
    op.create_table(
        "notes",
        sa.Column("entry_id", sa.String(200), sa.ForeignKey("known.entry_id"), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "short_codes",
        sa.Column("code", sa.String(20), primary_key=True),
        sa.Column("entry_id", sa.String(200), sa.ForeignKey("known.entry_id"), nullable=False),
        sa.Column("script", sa.String(200), nullable=False),
    )
    op.create_table(
        "remarks",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("own", sa.Boolean, nullable=False),
        sa.Column("fault", sa.String(20), nullable=False),
        sa.Column("entry_id", sa.String(200), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "vain_searches",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("own", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("hits", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
