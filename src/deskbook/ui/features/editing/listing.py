"""The entries to choose from: what is not saved comes first, then the drafts, then what is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from deskbook.errors import DeskbookError
from deskbook.model.entry import Kind
from deskbook.model.query import Query
from deskbook.services.editing import Editing
from deskbook.services.finding import Finder
from deskbook.ui.features.editing.sheet import Row
from deskbook.ui.ports import Lane, Runner

_ALL = 20_000
_FOUND = 60


class Listing:
    """Finds entries; what is found for an earlier text is dropped."""

    def __init__(
        self,
        show: Callable[[tuple[Row, ...]], None],
        failed: Callable[[DeskbookError], None],
        editing: Editing,
        finder: Finder,
        jobs: Runner,
        clock: Callable[[], datetime],
    ) -> None:
        self._show, self._failed = show, failed
        self._editing, self._finder, self._jobs, self._clock = editing, finder, jobs, clock
        self._sought = ""
        self._asked = 0

    def find(self, text: str) -> None:
        """List the entries that a text finds, all of them for an empty one."""
        self._sought = text
        self._asked += 1
        number = self._asked

        def work() -> tuple[Row, ...]:
            return self._rows(text) if number == self._asked else ()

        def show(rows: tuple[Row, ...]) -> None:
            if number == self._asked:
                self._show(rows)

        self._jobs.run(Lane.SEARCH, work, show, self._failed)

    def refresh(self) -> None:
        """List afresh what was sought last."""
        self.find(self._sought)

    def stop(self) -> None:
        """Fall silent."""
        self._asked += 1

    def _rows(self, text: str) -> tuple[Row, ...]:
        unsaved = {one.entry_id: one for one in self._editing.unsaved()}
        limit = _FOUND if text.strip() else _ALL
        hits = self._finder.search(Query(text, self._clock().date(), limit, inactive=True)).hits
        titles = {hit.id: hit.title.text for hit in hits}
        drafts = {one.entry_id: one for one in self._editing.begun()}
        wanted = text.strip().casefold()
        first = [
            Row(one.entry_id, Kind.of_id(one.entry_id), self._title(one.text) or one.entry_id, one.at)
            for one in unsaved.values()
            if not wanted or one.entry_id in titles or wanted in one.text.casefold()
        ]
        begun = [
            Row(one.entry_id, Kind.of_id(one.entry_id), one.title, None, one.cycle, one.new)
            for one in drafts.values()
            if one.entry_id not in unsaved
            and (not wanted or one.entry_id in titles or wanted in f"{one.title} {one.entry_id}".casefold())
        ]
        known = unsaved.keys() | drafts.keys()
        rest = [Row(hit.id, hit.kind, hit.title.text) for hit in hits if hit.id not in known]
        return (*first, *begun, *rest)

    def _title(self, text: str) -> str:
        title = (self._editing.sources.fields(text) or {}).get("title", "")
        return title if isinstance(title, str) else ""
