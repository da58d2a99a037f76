"""The list of what changed, one difference at a time, and confirming what must be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.services.history import Difference
from deskbook.services.news import Bulletin, Item, News
from deskbook.ui.ports import Lane, Runner


class NewsView(Protocol):
    """What the presenter needs of the view."""

    def show_bulletin(self, bulletin: Bulletin) -> None:
        """List what there is; the entry looked at stays chosen, else the first is."""

    def show_difference(self, item: Item, difference: Difference) -> None:
        """Show what changed in one entry."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""


class NewsPresenter:
    """Requests are numbered: what comes too late is dropped."""

    def __init__(self, view: NewsView, news: News, jobs: Runner, counted: Callable[[int], None]) -> None:
        """Take part.

        :param counted: gets how many texts must be read and were not.
        """
        self._view = view
        self._news = news
        self._jobs = jobs
        self._counted = counted
        self._asked = 0

    def refresh(self) -> None:
        """Ask what there is."""
        self._jobs.run(Lane.READ, self._news.bulletin, self._show, self._view.show_problem)

    def show(self, item: Item) -> None:
        """Show what changed in one entry."""
        self._asked += 1
        number = self._asked

        def done(difference: Difference) -> None:
            if number == self._asked:
                self._view.show_difference(item, difference)

        self._jobs.run(Lane.READ, lambda: self._news.difference(item), done, self._view.show_problem)

    def confirm(self, item: Item) -> None:
        """Keep that the agent read an entry."""
        if not item.unread:
            return

        def work() -> Bulletin:
            self._news.confirm(item)
            return self._news.bulletin()

        self._jobs.run(Lane.READ, work, self._show, self._view.show_problem)

    def _show(self, bulletin: Bulletin) -> None:
        self._counted(bulletin.unread)
        self._view.show_bulletin(bulletin)
