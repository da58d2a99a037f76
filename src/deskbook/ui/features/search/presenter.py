"""Searching while typing: asks off the window's thread, shows only the answer to what stands in the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.entry import Kind
from deskbook.model.mine import asked_code
from deskbook.model.query import Answer, Hit, Query
from deskbook.services.finding import Finder
from deskbook.ui.features.search.episode import Episode
from deskbook.ui.features.search.filters import Facet, Filters
from deskbook.ui.ports import Lane, Runner

_HITS = 50
_FILTERED = 500
"""How many entries a filter without any text lists."""
_NEAREST = 5


_Found = tuple[Answer | None, tuple[Hit, ...]]
"""The answer, None if nothing is searchable yet, and the nearest hits outside the filters."""


class SearchView(Protocol):
    """What the presenter needs of the search view."""

    def show_hits(self, answer: Answer, selected: str) -> None:
        """List the hits and select one by id."""

    def show_nothing(self, text: str, nearest: tuple[Hit, ...]) -> None:
        """Say that nothing was found; ``nearest`` are hits that the filters hide."""

    def show_waiting(self) -> None:
        """Say that nothing is searchable yet, but soon."""

    def show_browsing(self) -> None:
        """Give the place to browsing: there is nothing to search for."""

    def show_filters(self, filters: Filters) -> None:
        """Show the filters in force."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong."""


class Outlet(Protocol):
    """Where the search sends what was chosen."""

    def selected(self, entry_id: str) -> None:
        """Show an entry beside the hits; an empty id for none."""

    def copy(self, entry_id: str, number: int) -> None:
        """Copy a script of the selected entry, counted from 1; 0 for the one that is marked."""

    def open(self, entry_id: str) -> None:
        """Move on to reading the selected entry."""


class SearchPresenter:
    """Holds the text, the filters and the selection of one search.

    Every request has a number: an answer that is not the newest one's is dropped, and a request that waits
    in the queue while a newer one comes is never carried out. Copying or opening while an answer is still on
    its way waits for it: what is copied always belongs to what was typed.
    """

    def __init__(
        self,
        view: SearchView,
        outlet: Outlet,
        finder: Finder,
        jobs: Runner,
        short_codes: Callable[[Query], Answer | None],
        in_vain: Callable[[str, int], None],
    ) -> None:
        """Wire it up.

        :param short_codes: answers what asks for a short code of the person's own.
        :param in_vain: keeps the text of a search that led to no copy, and how many hits it had.
        """
        self._short_codes = short_codes
        self._episode = Episode(
            lambda text, hits: jobs.run(
                Lane.KEEP, lambda: in_vain(text, hits), lambda _none: None, view.show_problem
            )
        )
        self._view = view
        self._outlet = outlet
        self._finder = finder
        self._jobs = jobs
        self._text = ""
        self._filters = Filters()
        self._asked = 0
        self._answered = 0
        self._hits: tuple[Hit, ...] = ()
        self._selected = ""
        self._chosen = False
        self._when_answered: Callable[[], None] | None = None

    @property
    def text(self) -> str:
        """What is searched for."""
        return self._text

    @property
    def filters(self) -> Filters:
        """The filters in force."""
        return self._filters

    @property
    def selected(self) -> str:
        """The :attr:`Hit.ref` of the selected hit; empty if there is none."""
        return self._selected

    @property
    def browsing(self) -> bool:
        """Whether there is nothing to search for."""
        return not self._text.strip() and not self._filters

    def search(self, text: str) -> None:
        """Search for another text."""
        self._text = text
        self._episode.typed(text)
        self._chosen = False
        self._ask()

    def filter(self, filters: Filters) -> None:
        """Search under other filters."""
        self._filters = filters
        self._chosen = False
        self._view.show_filters(filters)
        self._ask()

    def toggle(self, facet: Facet, value: str) -> None:
        """Put one filter in force, or out of it."""
        self.filter(self._filters.toggled(facet, value))

    def only_kind(self, kind: Kind | None) -> None:
        """Search in one collection, or in all."""
        self.filter(self._filters.only_kind(kind))

    def restore(self, text: str, filters: Filters, selected: str = "") -> None:
        """Take up a search where another view left it.

        :param selected: the :attr:`Hit.ref` to stay at, if it is found again.
        """
        self._text, self._filters = text, filters
        self._selected, self._chosen = selected, bool(selected)
        self._view.show_filters(filters)
        self._ask()

    def refresh(self, *, keep: bool) -> None:
        """Ask again; with ``keep`` the selection stays where it is, else the best hit may take it."""
        if not self.browsing:
            self._chosen = self._chosen or keep
            self._ask()

    def select(self, ref: str) -> None:
        """Note which hit the person moved to, by its :attr:`Hit.ref`."""
        self._chosen = True
        if ref != self._selected:
            self._selected = ref
            self._outlet.selected(self._entry())

    def copy(self, number: int) -> None:
        """Copy a script of the selected hit, once the answer to what was typed is there.

        A short code stands for its own script, whatever the number.
        """
        self.settle(lambda: self._outlet.copy(self._entry(), self._script() or number))

    def open(self) -> None:
        """Go to the selected hit, once the answer to what was typed is there."""
        self.settle(lambda: self._outlet.open(self._entry()))

    def remember(self) -> None:
        """Keep the search: the person settled on it."""
        text, hits = self._text, len(self._hits)
        if text.strip() and asked_code(text) is None:
            self._jobs.run(
                Lane.READ,
                lambda: self._finder.remember(text, hits),
                lambda _none: None,
                self._view.show_problem,
            )

    def copied(self) -> None:
        """Note that the search led to a copy."""
        self._episode.copied()
        self.remember()

    def _hit(self) -> Hit | None:
        return next((hit for hit in self._hits if hit.ref == self._selected), None)

    def _entry(self) -> str:
        hit = self._hit()
        return hit.id if hit is not None else self._selected

    def _script(self) -> int:
        hit = self._hit()
        return hit.script if hit is not None else 0

    @property
    def waiting(self) -> bool:
        """Whether the answer to what was typed is still on its way."""
        return self._answered != self._asked

    def settle(self, act: Callable[[], object]) -> None:
        """Do something with the selected hit, once the answer to what was typed is there."""

        def acted() -> None:
            if self._selected:
                act()

        if self.waiting:
            self._when_answered = acted
        else:
            acted()

    def _ask(self) -> None:
        self._asked += 1
        self._when_answered = None
        if self.browsing:
            self._answered = self._asked
            self._hits = ()
            self._view.show_browsing()
            if self._selected:
                self._selected = ""
                self._outlet.selected("")
            return
        number, text, filters = self._asked, self._text, self._filters
        day = self._finder.today()

        def find() -> _Found | None:
            if number != self._asked:
                return None
            limit = _HITS if text.strip() else _FILTERED
            query = filters.query(text, day, limit)
            short = self._short_codes(query)
            if short is not None:
                return short, ()
            answer = self._finder.search(query)
            if not answer.hits and not self._finder.ready():
                return None, ()
            if answer.hits or not filters:
                return answer, ()
            return answer, self._finder.search(Filters().query(text, day, _NEAREST)).hits

        def found(result: _Found | None) -> None:
            if result is not None and number == self._asked:
                self._show(*result)

        def failed(error: DeskbookError) -> None:
            if number == self._asked:
                self._answered = number
                self._view.show_problem(error)

        self._jobs.run(Lane.SEARCH, find, found, failed)

    def _show(self, answer: Answer | None, nearest: tuple[Hit, ...]) -> None:
        if answer is None:
            self._view.show_waiting()
            return
        self._answered = self._asked
        self._hits = answer.hits
        before = self._selected
        ids = [hit.ref for hit in answer.hits]
        if asked_code(self._text) is None:
            self._episode.answered(self._text, len(ids))
        keep = self._chosen and before in ids
        self._selected = before if keep else (ids[0] if ids else "")
        if ids:
            self._view.show_hits(answer, self._selected)
        else:
            self._view.show_nothing(self._text, nearest)
        if self._selected != before:
            self._outlet.selected(self._entry())
        if self._when_answered is not None:
            act, self._when_answered = self._when_answered, None
            act()
