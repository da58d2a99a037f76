"""Entries, immutable revisions, immutable releases, and a generation that counts changes."""

import sqlalchemy as sa
from alembic import op

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


def _refuse(name: str, event: str, reason: str, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _count(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_counted AFTER INSERT ON {table} FOR EACH ROW "  # noqa: S608 - our own names
        "BEGIN UPDATE generation SET value = value + 1; END"
    )


# That numbers go up by one also stops INSERT OR REPLACE, which would not fire a delete trigger.
_SQLITE_GUARDS = (
    _refuse("entries_kept", "DELETE ON entries", "entries are never deleted"),
    _refuse("entries_named", "UPDATE OF id, kind ON entries", "an entry keeps its id and kind"),
    _refuse(
        "entries_versioned",
        "UPDATE ON entries",
        "a version only grows",
        "NEW.version <= OLD.version",
    ),
    _refuse(
        "entries_new",
        "INSERT ON entries",
        "an id is never used again",
        "EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)",
    ),
    _refuse("revisions_kept", "DELETE ON revisions", "revisions are never deleted"),
    _refuse("revisions_fixed", "UPDATE ON revisions", "revisions are never changed"),
    _refuse(
        "revisions_numbered",
        "INSERT ON revisions",
        "revisions are numbered without gaps",
        "NEW.number <> 1 + coalesce((SELECT max(number) FROM revisions WHERE entry_id = NEW.entry_id), 0)",
    ),
    _refuse("releases_kept", "DELETE ON releases", "releases are never deleted"),
    _refuse("releases_fixed", "UPDATE ON releases", "releases are never changed"),
    _refuse(
        "releases_numbered",
        "INSERT ON releases",
        "releases are numbered without gaps",
        "NEW.number <> 1 + coalesce((SELECT max(number) FROM releases), 0)",
    ),
    _refuse("release_items_kept", "DELETE ON release_items", "releases are never changed"),
    _refuse("release_items_fixed", "UPDATE ON release_items", "releases are never changed"),
    _refuse(
        "release_items_sealed",
        "INSERT ON release_items",
        "releases are never changed",
        "EXISTS (SELECT 1 FROM releases WHERE number = NEW.release) OR EXISTS "
        "(SELECT 1 FROM release_items WHERE release = NEW.release AND entry_id = NEW.entry_id)",
    ),
    _refuse(
        "generation_grows",
        "UPDATE ON generation",
        "the generation only grows",
        "NEW.value <= OLD.value",
    ),
    _refuse("generation_kept", "DELETE ON generation", "the generation only grows"),
    _refuse("generation_single", "INSERT ON generation", "the generation only grows"),
    _count("revisions"),
    _count("releases"),
)

GUARDS = {"sqlite": _SQLITE_GUARDS}
"""The triggers that keep what is immutable, by SQL dialect."""
