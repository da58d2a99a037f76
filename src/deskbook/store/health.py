"""Whether a database is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection, select

from deskbook.errors import DamagedDatabaseError
from deskbook.model.picture import Picture
from deskbook.model.revision import content_hash
from deskbook.store.tables import pictures, revisions


def problems(connection: Connection, structure: Callable[[Connection], Iterator[str]]) -> tuple[str, ...]:
    """Return what is wrong with a workspace of the newest version; empty when it is sound.

    :param structure: yields what is wrong with the structure, which each kind of database knows of itself.
    """
    try:
        # The content is worth reading only where the structure stands.
        return tuple(structure(connection)) or tuple(_content(connection))
    except DamagedDatabaseError as error:
        return (str(error.what),)


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """Yield how the objects found differ from those expected; both map a name to a definition."""
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing"
        elif name not in expected:
            yield f"{name} does not belong here"
        elif expected[name] != found[name]:
            yield f"{name} was altered"


def _content(connection: Connection) -> Iterator[str]:
    query = select(revisions.c.entry_id, revisions.c.number, revisions.c.hash, revisions.c.source)
    for row in connection.execute(query):
        if content_hash(row.source) != row.hash:
            yield f"revision {row.number} of {row.entry_id} does not match its hash"
    # A few at a time: pictures are large.
    found = connection.execute(select(pictures).execution_options(yield_per=4))
    for row in found:
        if not isinstance(row.data, bytes) or Picture(row.name, row.data).hash != row.hash:
            yield f"picture {row.name} does not match its hash"
