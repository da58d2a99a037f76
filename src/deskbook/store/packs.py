"""What packs brought to a desk, and which packs an owner made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from deskbook.errors import Message, PackForkError, TakenPictureError
from deskbook.model.pack import (
    Build,
    Contents,
    HeldRelease,
    HeldRevision,
    Installation,
    Keyring,
    Standing,
    Step,
)
from deskbook.model.picture import Picture
from deskbook.store.pictures import SqlPictureRepository
from deskbook.store.rows import require_writable, row_values
from deskbook.store.tables import (
    builds,
    entries,
    installations,
    pack_keys,
    release_items,
    releases,
    revisions,
)

_TRUSTED, _REVOKED = "trusted", "revoked"


class SqlPackRepository:
    """Packs inside one transaction."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def latest(self) -> Installation | None:
        """Return the last step; None where nothing was ever installed."""
        newest = select(installations).order_by(installations.c.number.desc()).limit(1)
        row = self._connection.execute(newest).one_or_none()
        return None if row is None else _installation(row)

    def installations(self) -> tuple[Installation, ...]:
        """Return every step, the last one first."""
        query = select(installations).order_by(installations.c.number.desc())
        return tuple(_installation(row) for row in self._connection.execute(query))

    def standing(self) -> Standing:
        """Return what the desk knows of packs already."""
        steps = self.installations()
        if not steps:
            return Standing()
        newest = max(steps, key=lambda step: step.sequence)
        return Standing(
            newest.handbook,
            newest.sequence,
            max(step.ceiling for step in steps),
            newest.digest,
            max(step.created for step in steps),
        )

    def keys(self) -> Keyring:
        """Return the keys that packs put in place of others, or revoked."""
        rows = self._connection.execute(select(pack_keys)).all()
        return Keyring(
            frozenset(row.key for row in rows if row.standing == _TRUSTED),
            frozenset(row.key for row in rows if row.standing == _REVOKED),
        )

    def record(self, installation: Installation, learned: Keyring) -> None:
        """Keep a step, and the keys that it told of.

        :param installation: its number is the next one.
        """
        require_writable(self._writable)
        self._connection.execute(insert(installations), row_values(installation))
        told = {(key, _TRUSTED) for key in learned.trusted} | {(key, _REVOKED) for key in learned.revoked}
        known = {(row.key, row.standing) for row in self._connection.execute(select(pack_keys))}
        self._insert(
            pack_keys,
            (
                {"key": key, "standing": standing, "installation": installation.number}
                for key, standing in sorted(told - known)
            ),
        )

    def bring(self, contents: Contents) -> tuple[HeldRelease, ...]:
        """Keep what a pack brings, and return the releases that are new; record the step before.

        :raises PackForkError: if the desk knows another text, release or picture by one of the numbers and
            names.
        """
        require_writable(self._writable)
        self._bring_revisions(contents.revisions)
        self._bring_pictures(contents.pictures)
        known = set(self._connection.scalars(select(releases.c.number)))
        fresh = []
        for held in contents.releases:
            if held.release.number in known:
                self._require_same_release(held)
            else:
                self._add_release(held)
                fresh.append(held)
        return tuple(fresh)

    def builds(self) -> tuple[Build, ...]:
        """Return the packs that an owner made, the last one first."""
        query = select(builds).order_by(builds.c.sequence.desc())
        return tuple(Build(**row._mapping) for row in self._connection.execute(query))

    def built(self, build: Build) -> None:
        """Keep that a pack was made; its sequence is the next one."""
        require_writable(self._writable)
        self._connection.execute(insert(builds), row_values(build))

    def _bring_revisions(self, brought: tuple[HeldRevision, ...]) -> None:
        known = {
            (row.entry_id, row.number): row.hash
            for row in self._connection.execute(
                select(revisions.c.entry_id, revisions.c.number, revisions.c.hash)
            )
        }
        for one in brought:
            found = known.get((one.revision.entry_id, one.revision.number))
            if found not in (None, one.revision.hash):
                raise _fork()
        fresh = [one for one in brought if (one.revision.entry_id, one.revision.number) not in known]
        named = set(self._connection.scalars(select(entries.c.id)))
        new = {one.revision.entry_id: one.kind for one in fresh if one.revision.entry_id not in named}
        self._insert(
            entries,
            ({"id": entry, "kind": kind, "head": None, "version": 0} for entry, kind in new.items()),
        )
        self._insert(revisions, (row_values(one.revision) for one in fresh))

    def _bring_pictures(self, brought: Mapping[str, bytes]) -> None:
        kept = SqlPictureRepository(self._connection, writable=True)
        for name, data in brought.items():
            try:
                kept.add(Picture(name, data))
            except TakenPictureError as error:
                raise _fork() from error

    def _add_release(self, held: HeldRelease) -> None:
        number = held.release.number
        self._insert(
            release_items,
            ({"release": number, "entry_id": entry, "revision": n} for entry, n in held.items.items()),
        )
        # Last: from here on the database refuses further items for this number.
        self._connection.execute(insert(releases), row_values(held.release))

    def _require_same_release(self, held: HeldRelease) -> None:
        items = select(release_items).where(release_items.c.release == held.release.number)
        known = {row.entry_id: row.revision for row in self._connection.execute(items)}
        effective = select(releases.c.effective).where(releases.c.number == held.release.number)
        if known != dict(held.items) or self._connection.scalar(effective) != held.release.effective:
            raise _fork()

    def _insert(self, table: Table, rows: Iterable[dict[str, Any]]) -> None:
        made = list(rows)
        if made:
            self._connection.execute(insert(table), made)


def _installation(row: Row[Any]) -> Installation:
    return Installation(**{**row._mapping, "step": Step(row.step)})


def _fork() -> PackForkError:
    return PackForkError(
        Message("The pack tells another past of the handbook than the one installed here."),
        Message(
            "The owner's workspace may have been restored from a backup. Ask the owner before you go on."
        ),
    )
