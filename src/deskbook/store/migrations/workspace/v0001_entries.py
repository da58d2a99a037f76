"""Entries, immutable revisions, immutable releases, and a generation that counts changes."""

import sqlalchemy as sa
from alembic import op

from deskbook.store.migrations.guards import Count, Refusal, guards

revision = "0001"
down_revision = None

ENTRY_ID = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables and what guards them."""
    _create_entries()
    _create_releases()
    generation = op.create_table("generation", sa.Column("value", sa.Integer, nullable=False))
    op.bulk_insert(generation, [{"value": 0}])
    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(sa.text(statement))


def _create_entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", ENTRY_ID, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        # SQLite takes this key here, before its table exists; other databases get it below.
        sa.ForeignKeyConstraint(
            ["id", "head"],
            ["revisions.entry_id", "revisions.number"],
            name="fk_entries_head",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
    )
    op.create_table(
        "revisions",
        sa.Column("entry_id", ENTRY_ID, sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.ForeignKeyConstraint(["entry_id", "parent"], ["revisions.entry_id", "revisions.number"]),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("parent IS NULL OR parent < number", name="parent"),
    )
    if op.get_context().dialect.supports_alter:
        op.create_foreign_key(
            "fk_entries_head",
            "entries",
            "revisions",
            ["id", "head"],
            ["entry_id", "number"],
            deferrable=True,
            initially="DEFERRED",
        )


def _create_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("effective", sa.Date, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("parent", sa.Integer, sa.ForeignKey("releases.number")),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    op.create_table(
        "release_items",
        sa.Column(
            "release",
            sa.Integer,
            sa.ForeignKey("releases.number", deferrable=True, initially="DEFERRED"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("entry_id", ENTRY_ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["entry_id", "revision"], ["revisions.entry_id", "revisions.number"]),
    )


# That numbers go up by one also stops INSERT OR REPLACE, which would not fire a delete trigger.
GUARDS = guards(
    Refusal("entries_kept", "entries", "DELETE", "entries are never deleted"),
    Refusal("entries_named", "entries", "UPDATE OF id, kind", "an entry keeps its id and kind"),
    Refusal("entries_versioned", "entries", "UPDATE", "a version only grows", "NEW.version <= OLD.version"),
    Refusal(
        "entries_new",
        "entries",
        "INSERT",
        "an id is never used again",
        "EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)",
    ),
    Refusal("revisions_kept", "revisions", "DELETE", "revisions are never deleted"),
    Refusal("revisions_fixed", "revisions", "UPDATE", "revisions are never changed"),
    Refusal(
        "revisions_numbered",
        "revisions",
        "INSERT",
        "revisions are numbered without gaps",
        "NEW.number <> 1 + coalesce((SELECT max(number) FROM revisions WHERE entry_id = NEW.entry_id), 0)",
    ),
    Refusal("releases_kept", "releases", "DELETE", "releases are never deleted"),
    Refusal("releases_fixed", "releases", "UPDATE", "releases are never changed"),
    Refusal(
        "releases_numbered",
        "releases",
        "INSERT",
        "releases are numbered without gaps",
        "NEW.number <> 1 + coalesce((SELECT max(number) FROM releases), 0)",
    ),
    Refusal("release_items_kept", "release_items", "DELETE", "releases are never changed"),
    Refusal("release_items_fixed", "release_items", "UPDATE", "releases are never changed"),
    Refusal(
        "release_items_sealed",
        "release_items",
        "INSERT",
        "releases are never changed",
        "EXISTS (SELECT 1 FROM releases WHERE number = NEW.release) OR EXISTS "
        "(SELECT 1 FROM release_items WHERE release = NEW.release AND entry_id = NEW.entry_id)",
    ),
    Refusal(
        "generation_grows", "generation", "UPDATE", "the generation only grows", "NEW.value <= OLD.value"
    ),
    Refusal("generation_kept", "generation", "DELETE", "the generation only grows"),
    Refusal("generation_single", "generation", "INSERT", "the generation only grows"),
    Count("revisions"),
    Count("releases"),
)
"""The triggers that keep what is immutable, by SQL dialect."""
