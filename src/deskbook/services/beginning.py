"""The handbook that a new home begins with."""

from __future__ import annotations

from pathlib import Path

from deskbook.ports import Progress
from deskbook.services.exchanging import Exchange
from deskbook.services.installing import PackDesk


class Beginning:
    """Fills a home at its first start: with the pack of a shop's own build, else the starter handbook."""

    def __init__(self, exchange: Exchange, packs: PackDesk, *, first: Path, starter: Path) -> None:
        """Wire it up.

        :param first: the pack; the file need not exist.
        :param starter: the folder of the starter handbook; it need not exist.
        """
        self._exchange = exchange
        self._packs = packs
        self._first = first
        self._starter = starter

    def is_due(self) -> bool:
        """Tell whether the home holds nothing yet, and there is something to fill it with."""
        return self._exchange.is_empty() and (self._first.is_file() or self._starter.is_dir())

    def fill(self, progress: Progress) -> None:
        """Fill the home, whole or not at all.

        A shop's pack that is refused leaves the home empty: nobody there may take the starter handbook for
        their own.

        :raises PackRejectedError: if the pack is refused, as the class of the error tells.
        :raises PolicyError: if the policy cannot be read.
        :raises SourceError: if the starter handbook is none.
        :raises StorageError: if it cannot be written.
        :raises Cancelled: if ``progress`` did.
        """
        if self._first.is_file():
            self._packs.install(self._first)
        else:
            self._exchange.import_starter(self._starter, progress)
