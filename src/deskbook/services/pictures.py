"""The pictures that entries show: keeping new ones, and what a release shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from deskbook.errors import PictureError
from deskbook.lint.picture_files import data_fault, form_of
from deskbook.model.audit import Action
from deskbook.model.entry import AnyEntry
from deskbook.model.person import Role
from deskbook.model.picture import Picture, shown
from deskbook.model.references import pictures
from deskbook.services.ledger import Acting, Ledger

_DIGITS = 12
"""Digits of the hash in the name of a pasted picture."""


class Pictures:
    """Thread-safe."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def keep(self, data: bytes) -> str:
        """Keep a pasted picture and return its name, made from its content; the same bytes are kept once.

        :raises PictureError: if it is too large, of another type, or does more than draw.
        :raises RoleError: unless editor.
        :raises StorageError: if it cannot be written.
        """
        fault = data_fault(data)
        if fault is not None:
            raise PictureError(fault.reason, fault.remedy)
        digest = hashlib.sha256(data).hexdigest()
        with self._ledger.writing(Role.EDITOR) as acting:
            hashes = acting.work.pictures.hashes()
            names = (f"pic-{digest[:length]}.{form_of(data)}" for length in (_DIGITS, len(digest)))
            name = next(name for name in names if hashes.get(name, digest) == digest)
            if add_picture(acting, Picture(name, data)):
                acting.commit()
        return name

    def hashes(self) -> Mapping[str, str]:
        """Return name -> SHA-256 of the bytes, in hex, over all pictures."""
        with self._ledger.reading() as work:
            return work.pictures.hashes()

    def find(self, names: Iterable[str]) -> Iterator[Picture]:
        """Yield those of the pictures named that there are, one at a time in memory."""
        with self._ledger.reading() as work:
            found = (work.pictures.find(name) for name in names)
            yield from (picture for picture in found if picture is not None)

    def of_release(self, release: int | None = None) -> Iterator[Picture]:
        """Yield by name the pictures that a release shows and that there are.

        :param release: its number; None for the accepted entries.
        """
        with self._ledger.reading() as work:
            found = work.entries.many(release=release)
            names = {picture.name for stored in found for picture in shown(stored.head.source)}
        return self.find(sorted(names))

    def unused(self, entries: Iterable[AnyEntry]) -> frozenset[str]:
        """Return the pictures that neither these entries nor any revision shows."""
        used = {picture.name for entry in entries for _field, picture in pictures(entry)}
        with self._ledger.reading() as work:
            return work.pictures.never_shown(work.pictures.hashes().keys() - used)


def add_picture(acting: Acting, picture: Picture) -> bool:
    """Keep a sound picture and write that into the audit log; tell whether it is new.

    :raises TakenPictureError: if its name means other bytes; nothing is kept.
    """
    new = acting.work.pictures.add(picture)
    if new:
        acting.record(Action.PICTURE, picture.name, detail=picture.hash)
    return new
