"""Triggers that keep what is immutable, each said once and written in the words of either database.

Released steps lean on this module: what it writes for them never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that the database itself refuses.

    ``event`` is what is attempted: ``DELETE``, ``INSERT``, ``UPDATE`` or ``UPDATE OF column, ...``;
    ``reason`` holds no quotes; ``when`` is a condition over ``OLD`` and ``NEW`` in SQL that both databases
    understand, empty to refuse always.
    """

    name: str
    table: str
    event: str
    reason: str
    when: str = ""

    def sqlite(self) -> tuple[str, ...]:
        """Return the statements that make it in SQLite."""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
            f"WHEN {self.when or 1} BEGIN SELECT RAISE(ABORT, '{self.reason}'); END",
        )

    def postgresql(self) -> tuple[str, ...]:
        """Return the statements that make it in PostgreSQL, where a trigger calls a function."""
        function = (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.when or 'true'} THEN RAISE EXCEPTION '{self.reason}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN coalesce(NEW, OLD); END $$"
        )
        trigger = f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW"
        made = [function, f"{trigger} EXECUTE FUNCTION {self.name}()"]
        if self.event == "DELETE" and not self.when:
            made.append(  # which would empty the table without deleting a row
                f"CREATE TRIGGER {self.name}_whole BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
            )
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Count:
    """New rows of ``table`` raise the generation."""

    table: str

    def sqlite(self) -> tuple[str, ...]:
        """Return the statements that make it in SQLite."""
        return (
            f"CREATE TRIGGER {self.table}_counted AFTER INSERT ON {self.table} FOR EACH ROW "  # noqa: S608 - our own names
            "BEGIN UPDATE generation SET value = value + 1; END",
        )

    def postgresql(self) -> tuple[str, ...]:
        """Return the statements that make it in PostgreSQL.

        There it is raised once a transaction: every update leaves a dead row behind, and the next one has to
        look through all of them.
        """
        return (
            f"CREATE FUNCTION {self.table}_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
            "UPDATE generation SET value = value + 1 WHERE xmin <> pg_current_xact_id()::xid; "
            "RETURN NULL; END $$",
            f"CREATE TRIGGER {self.table}_counted AFTER INSERT ON {self.table} FOR EACH ROW "
            f"EXECUTE FUNCTION {self.table}_counted()",
        )


def guards(*rules: Refusal | Count) -> Mapping[str, tuple[str, ...]]:
    """Return the statements that make ``rules``, by SQL dialect."""
    return {
        "sqlite": tuple(statement for rule in rules for statement in rule.sqlite()),
        "postgresql": tuple(statement for rule in rules for statement in rule.postgresql()),
    }
