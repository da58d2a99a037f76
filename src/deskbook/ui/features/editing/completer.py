"""Finding completions for what stands before the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from deskbook.errors import DeskbookError
from deskbook.model.outline import Outline
from deskbook.model.query import Hit, Query
from deskbook.model.register import Shop
from deskbook.services.finding import Finder
from deskbook.ui.features.editing.completing import (
    Choice,
    Wanted,
    entries,
    placeholders,
    request_at,
    targets,
)
from deskbook.ui.ports import Lane, Runner

_MOST = 8


class Completer:
    """Offers completions; what is found for an earlier text is dropped."""

    def __init__(
        self,
        offer: Callable[[Sequence[Choice]], None],
        finder: Finder,
        jobs: Runner,
        clock: Callable[[], datetime],
    ) -> None:
        self._offer, self._finder, self._jobs, self._clock = offer, finder, jobs, clock
        self._asked = 0

    def stop(self) -> None:
        """Offer nothing."""
        self._asked += 1
        self._offer(())

    def complete(self, text: str, cursor: int, shop: Shop, outline: Outline) -> None:
        """Offer what can stand at the cursor."""
        self._asked += 1
        number = self._asked
        request = request_at(text, cursor)
        if request is None:
            self._offer(())
            return
        if request.wanted is Wanted.PLACEHOLDER:
            self._offer(placeholders(request, shop))
            return
        if request.wanted is Wanted.TARGET:
            self._offer(targets(request, [place for place in outline.places if place.level > 2]))
            return
        query = Query(request.text, self._clock().date(), limit=_MOST, inactive=True)

        def show(hits: tuple[Hit, ...]) -> None:
            if number == self._asked:
                self._offer(entries(request, hits))

        def fail(_error: DeskbookError) -> None:
            self._offer(())  # the list of entries tells what is wrong with the search

        self._jobs.run(Lane.SEARCH, lambda: self._finder.search(query).hits, show, fail)
