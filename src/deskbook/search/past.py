"""Indexes of earlier releases, beside the one of today."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections import OrderedDict
from pathlib import Path

from deskbook.errors import Message, SearchIndexError
from deskbook.search.index import FolderIndex
from deskbook.search.locking import ProcessLock

_KEPT = 3
"""Releases: whoever travels goes back to last quarter, seldom further. One takes as much room as today's
where much differs from it; else they share most files."""
_NAME = re.compile(r"r\d+")


class FolderPastIndexes:
    """:class:`~deskbook.ports.PastIndexes` in a folder, one below it for each release. Thread-safe."""

    def __init__(self, folder: Path, today: FolderIndex) -> None:
        """Open nothing yet.

        :param today: lends its encoder, and what did not change since.
        """
        self._folder = folder
        self._today = today
        self._lock = threading.Lock()
        self._open: OrderedDict[int, FolderIndex] = OrderedDict()

    def of(self, release: int) -> FolderIndex:
        """Return the index of a release; those used longest ago are removed.

        :raises SearchIndexError: if the folder cannot be written.
        """
        with self._lock:
            index = self._open.pop(release, None) or self._today.beside(self._place(release))
            self._open[release] = index
            while len(self._open) > _KEPT:
                # Not closed: a search may be going on in it. Its files go with the last who reads them.
                self._open.popitem(last=False)
            try:
                self._note_use(release)
                self._sweep()
            except OSError as error:
                raise SearchIndexError(
                    Message("The search index cannot be written ({reason}).", reason=error.strerror),
                    Message("Free some space, or check who may write to the folder."),
                    str(self._folder),
                ) from error
            return index

    def close(self) -> None:
        """Release the files; closed indexes find nothing."""
        with self._lock:
            for index in self._open.values():
                index.close()
            self._open.clear()

    def _place(self, release: int) -> Path:
        return self._folder / f"r{release}"

    def _note_use(self, release: int) -> None:
        place = self._place(release)
        place.mkdir(parents=True, exist_ok=True)
        os.utime(place)

    def _sweep(self) -> None:
        places = (place for place in self._folder.iterdir() if _NAME.fullmatch(place.name))
        by_use = sorted(places, key=lambda place: place.stat().st_mtime_ns, reverse=True)
        for place in by_use[_KEPT:]:
            with ProcessLock(place / "lock") as lock:
                unused = lock.acquire()  # else another process is building it
            if unused:
                shutil.rmtree(place, ignore_errors=True)
