"""Verifying a pack that somebody opened, and installing it once they say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.pack import Facts
from deskbook.services.installing import Installed, PackDesk
from deskbook.ui.ports import Lane, Runner


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack that was verified to its last byte.

    :param key: that signed it, 64 hex digits.
    :param new: False if it is installed here already.
    """

    path: Path
    facts: Facts
    key: str
    new: bool


class OfferView(Protocol):
    """What the presenter needs of the view."""

    def show_offer(self, offer: Offer, install: Callable[[], None]) -> None:
        """Show what the pack is, in place of one shown before; ``install`` installs it."""

    def show_installing(self) -> None:
        """Show that it is being installed."""

    def end_offer(self) -> None:
        """Disappear."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say why nothing was installed."""


class OfferPresenter:
    """One pack at a time: the one opened last counts.

    :param installed: is called once a pack was installed.
    """

    def __init__(self, view: OfferView, packs: PackDesk, jobs: Runner, installed: Callable[[], None]) -> None:
        self._view = view
        self._packs = packs
        self._jobs = jobs
        self._installed = installed
        self._asked = 0

    def look(self, path: Path) -> None:
        """Verify a pack as for an installation, and offer it."""
        self._asked += 1
        number = self._asked

        def work() -> Offer:
            pack, new = self._packs.verify(path)
            self._packs.require_desk()
            return Offer(path, pack.facts, pack.key, new)

        def done(offer: Offer) -> None:
            if number == self._asked:
                self._view.show_offer(offer, lambda: self._install(path))

        self._jobs.run(Lane.INSTALL, work, done, self._fail)

    def _install(self, path: Path) -> None:
        def done(_installed: Installed) -> None:
            self._view.end_offer()
            self._installed()

        self._view.show_installing()
        # It is verified again, for it may be another file by now.
        self._jobs.run(Lane.INSTALL, lambda: self._packs.install(path), done, self._fail)

    def _fail(self, error: DeskbookError) -> None:
        self._view.end_offer()
        self._view.show_problem(error)
