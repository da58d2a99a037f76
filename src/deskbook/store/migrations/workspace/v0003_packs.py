"""Packs: which of them a desk installed, the keys it learned of, and those that an owner made."""

import sqlalchemy as sa
from alembic import op

from deskbook.store.migrations.guards import Refusal, guards

revision = "0003"
down_revision = "0002"

OWNED = "NOT EXISTS (SELECT 1 FROM installations)"
"""Packs bring a desk its revisions and releases under the numbers that the owner gave them: with gaps."""


def upgrade() -> None:
    """Create the tables, and let a desk have gaps where its packs left something out."""
    _create_tables()
    server = op.get_context().dialect.name == "postgresql"
    for name, table in (("revisions_numbered", "revisions"), ("releases_numbered", "releases")):
        op.execute(sa.text(f"DROP TRIGGER {name}" + (f" ON {table}" if server else "")))
        if server:
            op.execute(sa.text(f"DROP FUNCTION {name}()"))
    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(sa.text(statement))


def _create_tables() -> None:
    op.create_table(
        "installations",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ceiling", sa.Integer, nullable=False),
        sa.Column("handbook", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date, nullable=False),
    )
    op.create_table(
        "pack_keys",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("standing", sa.String(20), primary_key=True),
        sa.Column("installation", sa.Integer, nullable=False),
    )
    op.create_table(
        "builds",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("handbook", sa.String(32), nullable=False),
        sa.Column("release", sa.Integer, sa.ForeignKey("releases.number"), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _numbered(table: str, column: str) -> Refusal:
    return Refusal(
        f"{table}_numbered",
        table,
        "INSERT",
        f"{table} is numbered without gaps",
        f"NEW.{column} <> 1 + coalesce((SELECT max({column}) FROM {table}), 0)",  # noqa: S608 - our own names
    )


# That a number is taken once also stops INSERT OR REPLACE, which would not fire a delete trigger.
GUARDS = guards(
    Refusal(
        "revisions_numbered",
        "revisions",
        "INSERT",
        "revisions are numbered without gaps",
        OWNED + " AND NEW.number <> 1 + "  # noqa: S608 - our own names
        "coalesce((SELECT max(number) FROM revisions WHERE entry_id = NEW.entry_id), 0) "
        "OR EXISTS (SELECT 1 FROM revisions "
        "WHERE entry_id = NEW.entry_id AND number = NEW.number)",
    ),
    Refusal(
        "releases_numbered",
        "releases",
        "INSERT",
        "releases are numbered without gaps",
        OWNED + " AND NEW.number <> 1 + "  # noqa: S608 - our own names
        "coalesce((SELECT max(number) FROM releases), 0) "
        "OR EXISTS (SELECT 1 FROM releases WHERE number = NEW.number)",
    ),
    Refusal("installations_kept", "installations", "DELETE", "installations are never deleted"),
    Refusal("installations_fixed", "installations", "UPDATE", "installations are never changed"),
    _numbered("installations", "number"),
    Refusal("pack_keys_kept", "pack_keys", "DELETE", "what was said of a key is never forgotten"),
    Refusal("pack_keys_fixed", "pack_keys", "UPDATE", "what was said of a key is never forgotten"),
    Refusal(
        "pack_keys_new",
        "pack_keys",
        "INSERT",
        "what was said of a key is said once",
        "EXISTS (SELECT 1 FROM pack_keys WHERE key = NEW.key AND standing = NEW.standing)",
    ),
    Refusal("builds_kept", "builds", "DELETE", "builds are never deleted"),
    Refusal("builds_fixed", "builds", "UPDATE", "builds are never changed"),
    _numbered("builds", "sequence"),
)
"""The triggers that keep what is immutable, by SQL dialect."""
