"""A home's two workspaces: the one an owner works in, and the one that packs fill."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from deskbook.store.workspace import SqlUnitOfWork, SqlWorkspace


class HomeWorkspace:
    """The workspace that a home reads: its own, until a pack was installed, by whatever process.

    What packs bring lies in a file of its own: the owner's numbers would otherwise meet those of the starter
    handbook, and revisions are never altered. Satisfies :class:`deskbook.ports.Workspace` and
    :class:`deskbook.ports.Homes`. Thread-safe.
    """

    def __init__(self, own: SqlWorkspace, path: Path, open_at: Callable[[Path], SqlWorkspace]) -> None:
        """Wire it up.

        :param path: where packs go; the file need not exist.
        :param open_at: opens it, creating it where it is missing.
        """
        self.own = own
        self._path = path
        self._open_at = open_at
        self._opening = threading.Lock()
        self._brought: SqlWorkspace | None = None
        self._fed = False

    def brought(self) -> SqlWorkspace:
        """Return what packs brought; the file is made when it is first asked for."""
        with self._opening:
            if self._brought is None:
                self._brought = self._open_at(self._path)
            return self._brought

    def work(self, *, write: bool = False) -> AbstractContextManager[SqlUnitOfWork]:
        """Open a unit of work on what the home reads; see :meth:`SqlWorkspace.work`."""
        return self._read().work(write=write)

    def generation(self) -> int:
        """Return a number that grows with every committed change to either workspace."""
        current = self._read()
        return self.own.generation() + (current.generation() if current is not self.own else 0)

    def identity(self) -> str | None:
        """Return the name that the owner's database knows the person by."""
        return self.own.identity()

    def backup(self, target: Path) -> None:
        """Write a consistent copy of what the home reads; see :meth:`SqlWorkspace.backup`."""
        self._read().backup(target)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with what the home reads."""
        return self._read().check()

    def close(self) -> None:
        """Release every connection."""
        with self._opening:
            if self._brought is not None:
                self._brought.close()
        self.own.close()

    def _read(self) -> SqlWorkspace:
        if not self._fed and self._path.exists():
            # A first installation that was cut off left a workspace without one.
            with self.brought().work() as work:
                self._fed = work.packs.latest() is not None
        return self.brought() if self._fed else self.own
