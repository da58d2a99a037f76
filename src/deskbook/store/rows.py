"""What the repositories share."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, Connection, func, select

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def row_values(record: DataclassInstance) -> dict[str, Any]:
    """Return a record's fields as the columns of its row; an enum as its value: drivers disagree on enums."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}


def next_number(connection: Connection, column: Column[int], *where: ColumnElement[bool]) -> int:
    """Return the number that the next row of a table gets in ``column``; they have no gaps.

    Counted here and not by the database, so that a copy goes on from where the original was. Nobody else can
    take the number: the transaction holds the write lock.

    :param where: the rows among which it counts; all of the table if there is no condition.
    """
    return 1 + (connection.scalar(select(func.max(column)).where(*where)) or 0)


def require_writable(writable: bool) -> None:
    """Make sure that a unit of work was opened with ``write=True``.

    :raises RuntimeError: if it was not: a mistake of the caller.
    """
    if not writable:
        raise RuntimeError("saving needs a unit of work opened with write=True")
