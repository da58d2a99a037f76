"""Entries that were parsed before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from deskbook.model.entry import AnyEntry
from deskbook.model.revision import Revision

REMEMBERED = 20_000
"""Entries: twice a large handbook, because a gate looks at it as it is and as it would be.

One takes 4 KB, so 10,000 of them 42 MB; they are only all there once something needed them all.
"""


class Remembered:
    """Parses each text once, by its content hash, whatever service asks. Thread-safe.

    The text itself is not kept, unlike with :func:`functools.lru_cache`, whose keys would hold it.
    """

    def __init__(self, parse: Callable[[Revision], AnyEntry], limit: int = REMEMBERED) -> None:
        self._parse = parse
        self._limit = limit
        self._entries: OrderedDict[str, AnyEntry] = OrderedDict()
        self._lock = Lock()

    def __call__(self, revision: Revision) -> AnyEntry:
        """Return the entry of a revision.

        :raises DamagedDatabaseError: as parsing does; that is not remembered.
        """
        with self._lock:
            known = self._entries.get(revision.hash)
            if known is not None:
                self._entries.move_to_end(revision.hash)
                return known
        entry = self._parse(revision)  # outside of the lock: two threads may do it twice, which does no harm
        with self._lock:
            self._entries[revision.hash] = entry
            while len(self._entries) > self._limit:
                self._entries.popitem(last=False)
        return entry
