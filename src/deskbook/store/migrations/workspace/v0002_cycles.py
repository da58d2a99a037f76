"""Cycles with their changes and reviews, drafts that are no heads, and the audit log."""

import sqlalchemy as sa
from alembic import op

from deskbook.store.migrations.guards import Count, Refusal, guards
from deskbook.store.migrations.workspace import v0001_entries

revision = "0002"
down_revision = "0001"

ENTRY_ID = v0001_entries.ENTRY_ID
OPEN = sa.text("state <> 'closed'")
UNSETTLED = sa.text("state NOT IN ('published', 'withdrawn', 'carried')")


def upgrade() -> None:
    """Let entries exist without a head, and create the tables and what guards them."""
    dialect = op.get_context().dialect
    if dialect.supports_alter:
        op.alter_column("entries", "head", nullable=True)
    else:
        _rebuild_entries()
    op.add_column("releases", sa.Column("kind", sa.String(20), nullable=False, server_default="setup"))
    op.add_column("releases", sa.Column("cycle", sa.String(20), nullable=False, server_default=""))
    op.add_column("releases", sa.Column("origin", sa.Integer))
    _create_cycles()
    _create_reviews()
    _create_audit()
    for statement in GUARDS[dialect.name]:
        op.execute(sa.text(statement))


def _rebuild_entries() -> None:
    """Make the table anew: SQLite cannot drop a NOT NULL."""
    # What refers to the rows is looked at again at the commit, when they are back.
    op.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
    op.execute(sa.text("CREATE TABLE entries_before AS SELECT id, kind, head, version FROM entries"))
    op.drop_table("entries")
    op.create_table(
        "entries",
        sa.Column("id", ENTRY_ID, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("head", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "head"],
            ["revisions.entry_id", "revisions.number"],
            name="fk_entries_head",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
    )
    op.execute(
        sa.text(
            "INSERT INTO entries (id, kind, head, version) SELECT id, kind, head, version FROM entries_before"
        )
    )
    op.drop_table("entries_before")
    for statement in v0001_entries.GUARDS["sqlite"]:
        if " ON entries " in statement:
            op.execute(sa.text(statement))


def _create_cycles() -> None:
    op.create_table(
        "cycles",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("effective", sa.Date),
        sa.Column("opened_by", sa.String(200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "ix_cycles_open", "cycles", ["kind"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("cycle", sa.String(20), sa.ForeignKey("cycles.name"), nullable=False),
        sa.Column("entry_id", ENTRY_ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("base", sa.Integer),
        sa.Column("head", sa.Integer),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("origin", sa.Integer, sa.ForeignKey("changes.id"), unique=True),
        sa.ForeignKeyConstraint(["entry_id", "base"], ["revisions.entry_id", "revisions.number"]),
        sa.ForeignKeyConstraint(["entry_id", "head"], ["revisions.entry_id", "revisions.number"]),
    )
    op.create_index("ix_changes_cycle", "changes", ["cycle"])
    op.create_index(
        "ix_changes_unsettled",
        "changes",
        ["entry_id"],
        unique=True,
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )
    op.create_table(
        "change_revisions",
        sa.Column("change", sa.Integer, sa.ForeignKey("changes.id"), primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    )


def _create_reviews() -> None:
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("change", sa.Integer, sa.ForeignKey("changes.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("judgement", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_verdicts_change", "verdicts", ["change"])
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("change", sa.Integer, sa.ForeignKey("changes.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by", sa.String(200), nullable=False),
    )
    op.create_index("ix_comments_change", "comments", ["change"])
    op.create_table(
        "acceptances",
        sa.Column("code", sa.String(50), primary_key=True),
        sa.Column("entry_id", ENTRY_ID, primary_key=True),
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        # Text, exactly as it is hashed: a database may spell one moment in several ways.
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    seal = op.create_table(
        "audit_seal",
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(seal, [{"length": 0, "hash": "0" * 64}])


_SETTLED = "OLD.state IN ('published', 'withdrawn', 'carried')"


def _numbered(table: str, column: str = "id") -> Refusal:
    return Refusal(
        f"{table}_numbered",
        table,
        "INSERT",
        f"{table} is numbered without gaps",
        f"NEW.{column} <> 1 + coalesce((SELECT max({column}) FROM {table}), 0)",  # noqa: S608 - our own names
    )


GUARDS = guards(
    Refusal("cycles_kept", "cycles", "DELETE", "cycles are never deleted"),
    Refusal(
        "cycles_named", "cycles", "UPDATE OF name, kind, opened_by, opened_at", "a cycle stays what it is"
    ),
    Refusal("cycles_closed", "cycles", "UPDATE", "a closed cycle stays closed", "OLD.state = 'closed'"),
    Refusal(
        "cycles_new",
        "cycles",
        "INSERT",
        "a name is never used again",
        "EXISTS (SELECT 1 FROM cycles WHERE name = NEW.name)",
    ),
    Refusal("changes_kept", "changes", "DELETE", "changes are never deleted"),
    Refusal(
        "changes_fixed", "changes", "UPDATE OF id, cycle, entry_id, origin", "a change stays where it is"
    ),
    Refusal("changes_settled", "changes", "UPDATE", "a settled change stays settled", _SETTLED),
    Refusal("changes_versioned", "changes", "UPDATE", "a version only grows", "NEW.version <= OLD.version"),
    _numbered("changes"),
    Refusal("change_revisions_kept", "change_revisions", "DELETE", "what was saved is never forgotten"),
    Refusal("change_revisions_fixed", "change_revisions", "UPDATE", "what was saved is never forgotten"),
    Refusal("verdicts_kept", "verdicts", "DELETE", "verdicts are never deleted"),
    Refusal("verdicts_fixed", "verdicts", "UPDATE", "verdicts are never changed"),
    _numbered("verdicts"),
    Refusal("comments_kept", "comments", "DELETE", "comments are never deleted"),
    Refusal(
        "comments_fixed",
        "comments",
        "UPDATE OF id, change, revision, line, text, author, at",
        "comments are never changed",
    ),
    _numbered("comments"),
    Refusal("acceptances_kept", "acceptances", "DELETE", "acceptances are never deleted"),
    Refusal("acceptances_fixed", "acceptances", "UPDATE", "acceptances are never changed"),
    Refusal("audit_kept", "audit", "DELETE", "the audit log only grows"),
    Refusal("audit_fixed", "audit", "UPDATE", "the audit log only grows"),
    _numbered("audit", "number"),
    Refusal("audit_seal_kept", "audit_seal", "DELETE", "the audit log only grows"),
    Refusal(
        "audit_seal_grows", "audit_seal", "UPDATE", "the audit log only grows", "NEW.length <= OLD.length"
    ),
    Refusal("audit_seal_single", "audit_seal", "INSERT", "the audit log has one end"),
    # Everything the services alter they also tell the log: open windows see each change by this count.
    Count("audit"),
)
"""The triggers that keep what is immutable, by SQL dialect."""
