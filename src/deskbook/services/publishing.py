"""Publishing a cycle as a release, in one transaction, and rolling back to an old one."""

from __future__ import annotations

from dataclasses import dataclass

from deskbook.model.revision import Changes, Release
from deskbook.ports import Markup
from deskbook.services.gate import Gate
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Impact:
    """Who leans on something that changes: the entries that link to it or quote it.

    :param subject: an entry id, ``id#anchor`` of a step or script, ``{{name}}`` of the shop profile, or the
        id of a law.
    :param entries: ascending ids; those that change themselves among them.
    """

    subject: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing made.

    :param release: the new release.
    :param renewed: releases that repeat, with the changes of this one, those that were scheduled for a later
        day and would otherwise lack them.
    """

    release: Release
    renewed: tuple[Release, ...]
    changes: Changes


class Publisher:
    """Makes releases. Thread-safe."""

    def __init__(self, ledger: Ledger, gate: Gate, handbook: Handbook, markup: Markup) -> None:
        self._ledger = ledger
        self._gate = gate
        self._handbook = handbook
        self._markup = markup

    def releases(self) -> tuple[Release, ...]:
        """Return all releases, newest first."""

    def in_force(self) -> Release | None:
        """Return the release that agents read today, if there is one."""

    def notes(self, cycle: str = "") -> str:
        """Return the release notes of a cycle, in Markdown, made from its change messages.

        :raises UnknownCycleError: if there is none.
        """

    def impact(self, cycle: str = "") -> tuple[Impact, ...]:
        """Return who leans on what a cycle changes, the most leant on first.

        :raises UnknownCycleError: if there is none.
        """

    def publish(self, cycle: str = "", *, notes: str | None = None) -> Published:
        """Publish a cycle: everything at once, or nothing.

        :param notes: the notes as edited by hand; None for those of :meth:`notes`.
        :raises ReleaseStoppedError: if the gate is shut, or somebody altered something meanwhile.
        :raises UnknownCycleError: if there is none.
        :raises RoleError: unless publisher.
        :raises StorageError: if it cannot be written, for example because the disk is full.
        """

    def rollback(self, number: int, *, reason: str) -> Release:
        """Make a new release out of an old one, effective today; releases scheduled for later are void.

        Entries that the old release does not hold leave the handbook; their history stays.

        :raises UnknownReleaseError: if there is no such release.
        :raises ReleaseStoppedError: if it would change nothing, or there is no reason.
        :raises ClockError: if the clock is behind the newest record.
        :raises RoleError: unless publisher.
        """
