"""The tables as they are now; how they came to be so is told by the migrations."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can alter it on any database."""


def utc(moment: datetime) -> datetime:
    """Return an aware time in UTC.

    :raises ValueError: if the time is naive: it could be any moment of a day.
    """
    if moment.tzinfo is None:
        raise ValueError("a stored time must be aware")
    return moment.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC with microseconds so that it sorts, and returned aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Convert an aware time to UTC."""
        return None if value is None else utc(value)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the time in UTC; SQLite hands it out without its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Ids sort by code point everywhere, not by the language that a database server was set up for.
Identifier = String(200).with_variant(String(200, collation="C"), "postgresql")

workspace_metadata = MetaData(naming_convention=NAMES)

entries = Table(
    "entries",
    workspace_metadata,
    Column("id", Identifier, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("head", Integer),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(
        ["id", "head"],
        ["revisions.entry_id", "revisions.number"],
        name="fk_entries_head",
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
)

revisions = Table(
    "revisions",
    workspace_metadata,
    Column("entry_id", Identifier, ForeignKey("entries.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("message", Text, nullable=False),
    Column("parent", Integer),
    ForeignKeyConstraint(["entry_id", "parent"], ["revisions.entry_id", "revisions.number"]),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("parent IS NULL OR parent < number", name="parent"),
)

releases = Table(
    "releases",
    workspace_metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("effective", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("author", String(200), nullable=False),
    Column("notes", Text, nullable=False),
    Column("parent", Integer, ForeignKey("releases.number")),
    Column("kind", String(20), nullable=False, server_default="setup"),
    Column("cycle", String(20), nullable=False, server_default=""),
    Column("origin", Integer),
    CheckConstraint("number >= 1", name="number"),
)

release_items = Table(
    "release_items",
    workspace_metadata,
    # Deferred because the items come first: the release's own row seals the list against additions.
    Column(
        "release",
        Integer,
        ForeignKey("releases.number", deferrable=True, initially="DEFERRED"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("entry_id", Identifier, primary_key=True),
    Column("revision", Integer, nullable=False),
    ForeignKeyConstraint(["entry_id", "revision"], ["revisions.entry_id", "revisions.number"]),
)

generation = Table(
    "generation",
    workspace_metadata,
    Column("value", Integer, nullable=False),
)

OPEN = text("state <> 'closed'")
UNSETTLED = text("state NOT IN ('published', 'withdrawn', 'carried')")

cycles = Table(
    "cycles",
    workspace_metadata,
    Column("name", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("effective", Date),
    Column("opened_by", String(200), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Index("ix_cycles_open", "kind", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
)

changes = Table(
    "changes",
    workspace_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("cycle", String(20), ForeignKey("cycles.name"), nullable=False),
    Column("entry_id", Identifier, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("base", Integer),
    Column("head", Integer),
    Column("author", String(200), nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Date),
    Column("reason", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("origin", Integer, ForeignKey("changes.id"), unique=True),
    ForeignKeyConstraint(["entry_id", "base"], ["revisions.entry_id", "revisions.number"]),
    ForeignKeyConstraint(["entry_id", "head"], ["revisions.entry_id", "revisions.number"]),
    Index(None, "cycle"),
    Index(
        "ix_changes_unsettled", "entry_id", unique=True, sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
    ),
)

change_revisions = Table(
    "change_revisions",
    workspace_metadata,
    Column("change", Integer, ForeignKey("changes.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
)

verdicts = Table(
    "verdicts",
    workspace_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("change", Integer, ForeignKey("changes.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("judgement", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "change"),
)

comments = Table(
    "comments",
    workspace_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("change", Integer, ForeignKey("changes.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("resolved_by", String(200), nullable=False),
    Index(None, "change"),
)

acceptances = Table(
    "acceptances",
    workspace_metadata,
    Column("code", String(50), primary_key=True),
    Column("entry_id", Identifier, primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

audit = Table(
    "audit",
    workspace_metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("who", String(200), nullable=False),
    Column("action", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("revision", Integer),
    Column("detail", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_seal = Table(
    "audit_seal",
    workspace_metadata,
    Column("length", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

installations = Table(
    "installations",
    workspace_metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("ceiling", Integer, nullable=False),
    Column("handbook", String(32), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("until", Date, nullable=False),
)

pack_keys = Table(
    "pack_keys",
    workspace_metadata,
    Column("key", String(64), primary_key=True),
    Column("standing", String(20), primary_key=True),
    Column("installation", Integer, nullable=False),
)

builds = Table(
    "builds",
    workspace_metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("handbook", String(32), nullable=False),
    Column("release", Integer, ForeignKey("releases.number"), nullable=False),
    Column("content", String(64), nullable=False),
    Column("author", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

pictures = Table(
    "pictures",
    workspace_metadata,
    Column("name", Identifier, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

desk_metadata = MetaData(naming_convention=NAMES)

searches = Table(
    "searches",
    desk_metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "hits", "text"),
)

overrides = Table(
    "overrides",
    desk_metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", Identifier, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

unsaved = Table(
    "unsaved",
    desk_metadata,
    Column("entry_id", Identifier, primary_key=True),
    Column("seen", Integer),
    Column("text", Text, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

settlements = Table(
    "settlements",
    desk_metadata,
    Column("entry_id", Identifier, primary_key=True),
    Column("conflict", String(64), primary_key=True),
    Column("choice", String(20), nullable=False),
    Column("words", Text, nullable=False),
)

known = Table(
    "known",
    desk_metadata,
    Column("entry_id", Identifier, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("title", Text, nullable=False),
)

favourites = Table(
    "favourites",
    desk_metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", Identifier, ForeignKey("known.entry_id"), nullable=False),
    UniqueConstraint("entry_id"),
)

visits = Table(
    "visits",
    desk_metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", Identifier, ForeignKey("known.entry_id"), nullable=False),
    UniqueConstraint("entry_id"),
)

notes = Table(
    "notes",
    desk_metadata,
    Column("entry_id", Identifier, ForeignKey("known.entry_id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

short_codes = Table(
    "short_codes",
    desk_metadata,
    Column("code", String(20), primary_key=True),
    Column("entry_id", Identifier, ForeignKey("known.entry_id"), nullable=False),
    Column("script", String(200), nullable=False),
)

remarks = Table(
    "remarks",
    desk_metadata,
    Column("key", String(64), primary_key=True),
    Column("own", Boolean, nullable=False),
    Column("fault", String(20), nullable=False),
    Column("entry_id", Identifier, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("query", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

vain_searches = Table(
    "vain_searches",
    desk_metadata,
    Column("key", String(64), primary_key=True),
    Column("own", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

copies = Table(
    "copies",
    desk_metadata,
    Column("entry_id", Identifier, primary_key=True),
    Column("script", Identifier, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

readings = Table(
    "readings",
    desk_metadata,
    Column("entry_id", Identifier, primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
