"""Finding entries, and keeping the index in step with the handbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from deskbook.model.query import Answer, Hit, Query
from deskbook.ports import DeskData, Progress, SearchIndex, SyncReport
from deskbook.services.handbook import Handbook

Clock = Callable[[], datetime]
"""Returns the present time, aware."""

_FAVOURITES = 200
"""Entries copied most that count more in a search."""
_HABIT = 0.1
"""What an entry copied very often gains at most, as a share of its score: it decides between near equals."""
_HALF_A_HABIT = 5
"""Copies at which an entry has gained half of that."""


class Finder:
    """Search over the handbook. Safe to call from any thread."""

    def __init__(self, handbook: Handbook, index: SearchIndex, desk: DeskData, clock: Clock) -> None:
        self._handbook = handbook
        self._index = index
        self._desk = desk
        self._clock = clock
        self._synced: tuple[int, date] | None = None

    def over(self, handbook: Handbook, index: SearchIndex) -> Finder:
        """Return the same over another handbook and its index."""
        return Finder(handbook, index, self._desk, self._clock)

    def search(self, query: Query) -> Answer:
        """Return the best hits over what is indexed now; what this desk copies often counts a little more."""
        answer = self._index.search(query)
        copied = dict(self._desk.copied(_FAVOURITES))
        if copied.keys().isdisjoint(hit.id for hit in answer.hits):
            return answer

        def worth(hit: Hit) -> tuple[float, int]:
            times = copied.get(hit.id, 0)
            return hit.score * (1 + _HABIT * times / (times + _HALF_A_HABIT)), times

        return replace(answer, hits=tuple(sorted(answer.hits, key=worth, reverse=True)))

    def today(self) -> date:
        """Return the day for which entries are in force or not."""
        return self._handbook.today()

    def behind(self) -> bool:
        """Tell whether the handbook changed since the last :meth:`refresh`. Cheap enough for a timer.

        A new day may bring a release into force.
        """
        return self._synced != (self._handbook.generation(), self._handbook.today())

    def refresh(self, progress: Progress | None = None) -> SyncReport:
        """Bring the index in step with the handbook; searching goes on over the old state meanwhile.

        :raises SearchIndexError: if the index cannot be written.
        :raises Cancelled: if ``progress`` did.
        """
        state = self._handbook.generation(), self._handbook.today()
        heads = self._handbook.searchable()
        report = self._index.sync(heads, self._handbook.search_docs, progress)
        # While another process is building the index, this one keeps asking.
        self._synced = state if self._index.heads() == heads else None
        return report

    def ready(self) -> bool:
        """Tell whether anything is searchable yet."""
        return bool(self._index.heads())

    def indexed(self) -> Mapping[str, str]:
        """Return entry id -> content hash of what is searchable now."""
        return self._index.heads()

    def warm_up(self) -> None:
        """Load in the background what the first query would otherwise wait for."""
        self._index.warm_up()

    def remember(self, text: str, hits: int) -> None:
        """Keep a search that the agent settled on (copied from, opened, or left for another)."""
        if text.strip():
            self._desk.remember_search(text.strip(), hits, self._clock())

    def recent(self, limit: int = 8) -> tuple[str, ...]:
        """Return the latest distinct searches, newest first."""
        return self._desk.recent_searches(limit)

    def forget(self) -> None:
        """Forget all kept searches."""
        self._desk.forget_searches()
