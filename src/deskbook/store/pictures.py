"""Pictures that entries show."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, insert, select

from deskbook.errors import TakenPictureError
from deskbook.model.picture import FOLDER, Picture
from deskbook.store.rows import require_writable
from deskbook.store.tables import pictures, revisions


class SqlPictureRepository:
    """Pictures inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def add(self, picture: Picture) -> bool:
        """Keep a picture; tell whether it is new.

        :raises TakenPictureError: if its name means other bytes; nothing is kept.
        """
        require_writable(self._writable)
        known = self._connection.scalar(select(pictures.c.hash).where(pictures.c.name == picture.name))
        if known is None:
            row = {"name": picture.name, "hash": picture.hash, "data": picture.data}
            self._connection.execute(insert(pictures), row)
        elif known != picture.hash:
            raise TakenPictureError(picture.name)
        return known is None

    def hashes(self) -> Mapping[str, str]:
        """Return name -> SHA-256 of the bytes, in hex, over all pictures."""
        query = select(pictures.c.name, pictures.c.hash)
        return {row.name: row.hash for row in self._connection.execute(query)}

    def find(self, name: str) -> Picture | None:
        """Return one picture, or None."""
        data = self._connection.scalar(select(pictures.c.data).where(pictures.c.name == name))
        return None if data is None else Picture(name, data)

    def never_shown(self, names: Collection[str]) -> frozenset[str]:
        """Return those of ``names`` that no revision shows, drafts and old ones among them."""
        return frozenset(name for name in names if not self._is_shown(name))

    def _is_shown(self, name: str) -> bool:
        holds = revisions.c.source.contains(f"]({FOLDER}/{name})", autoescape=True)
        return self._connection.scalar(select(1).where(holds).limit(1)) is not None
