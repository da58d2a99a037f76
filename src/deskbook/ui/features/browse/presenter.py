"""The handbook as a tree, and the searches made last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.entry import Kind, Stage
from deskbook.model.query import Hit, Query
from deskbook.services.finding import Finder
from deskbook.services.language import tr as _
from deskbook.services.mine import Keeper, Kept, Mine
from deskbook.ui.ports import Lane, Runner
from deskbook.ui.texts import collection_name, stage_name, topic_name

_EVERYTHING = 100_000
_RECENT = 8
_GROUPED = 0.6
"""Topics are a level of the tree only if fewer than this share of the entries: else they group nothing."""


@dataclass(frozen=True, slots=True)
class Node:
    """A branch of the tree, or an entry if ``entry_id`` is set. ``size`` counts the entries below.

    :param icon: of a branch that is none of the collections.
    """

    title: str
    kind: Kind
    entry_id: str = ""
    children: tuple[Node, ...] = ()
    size: int = 1
    icon: str = ""


class BrowseView(Protocol):
    """What the presenter needs of the browsing view."""

    def show_tree(self, tree: tuple[Node, ...]) -> None:
        """Show the whole handbook."""

    def show_recent(self, searches: tuple[str, ...]) -> None:
        """Show the searches made last, newest first."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong."""


class BrowsePresenter:
    """Loads the tree and the recent searches off the window's thread."""

    def __init__(
        self,
        view: BrowseView,
        finder: Finder,
        keeper: Keeper,
        jobs: Runner,
        topics: Callable[[tuple[str, ...]], None],
    ) -> None:
        self._keeper = keeper
        self._own: tuple[Node, ...] = ()
        self._tree: tuple[Node, ...] | None = None
        self._view = view
        self._finder = finder
        self._jobs = jobs
        self._topics = topics
        self._asked = 0

    def refresh(self, *, wait: bool = False) -> None:
        """Load everything afresh; with ``wait`` show nothing as long as nothing is searchable yet."""
        self._asked += 1
        number = self._asked
        query = Query(text="", day=self._finder.today(), limit=_EVERYTHING)

        def work() -> tuple[tuple[Node, ...], tuple[str, ...]] | None:
            if wait and not self._finder.ready():
                return None
            hits = self._finder.search(query).hits
            topics = {hit.topic for hit in hits if hit.kind is not Kind.PHRASE and hit.topic}
            return make_tree(hits), tuple(sorted(topics))

        def show(result: tuple[tuple[Node, ...], tuple[str, ...]] | None) -> None:
            if result is not None and number == self._asked:
                self._tree = result[0]
                self._view.show_tree((*self._own, *self._tree) if self._tree else ())
                self._topics(result[1])

        self.refresh_own()
        self._jobs.run(Lane.READ, work, show, self._view.show_problem)
        self.refresh_recent()

    def refresh_own(self) -> None:
        """Load afresh what the person keeps: it stands above the handbook."""

        def show(mine: Mine) -> None:
            own = own_branches(mine)
            if own != self._own:
                self._own = own
                if self._tree:
                    self._view.show_tree((*own, *self._tree))

        self._jobs.run(Lane.READ, self._keeper.all, show, self._view.show_problem)

    def refresh_recent(self) -> None:
        """Load the recent searches afresh."""
        self._jobs.run(
            Lane.READ,
            lambda: self._finder.recent(_RECENT),
            self._view.show_recent,
            self._view.show_problem,
        )

    def forget(self) -> None:
        """Forget all recent searches."""
        self._jobs.run(
            Lane.READ,
            self._finder.forget,
            lambda _none: self._view.show_recent(()),
            self._view.show_problem,
        )


def own_branches(mine: Mine) -> tuple[Node, ...]:
    """Return favourites, entries read last and entries with a note, as far as there are any."""
    branches = (
        (_("Favourites"), "star", mine.favourites),
        (_("Read last"), "clock", mine.visited),
        (_("With a note of mine"), "note", mine.noted),
    )
    return tuple(
        Node(title, Kind.FAQ, "", tuple(map(_kept, kept)), len(kept), icon)
        for title, icon, kept in branches
        if kept
    )


def _kept(kept: Kept) -> Node:
    entry = kept.entry
    title = _("{title} (not in this handbook)").format(title=entry.title) if kept.gone else entry.title
    return Node(title, entry.kind, entry.entry_id)


def make_tree(hits: Iterable[Hit]) -> tuple[Node, ...]:
    """Return collections, in them stages, in them topics, in them entries; nothing is empty."""
    entries = sorted(hits, key=lambda hit: (hit.topic, hit.title.text, hit.id))
    return tuple(
        _branch(collection_name(kind), kind, _stages(kind, own))
        for kind in Kind
        if (own := [hit for hit in entries if hit.kind is kind])
    )


def _stages(kind: Kind, hits: list[Hit]) -> tuple[Node, ...]:
    if kind is Kind.PHRASE:
        return _topics(kind, hits)
    return tuple(
        _branch(stage_name(stage), kind, _topics(kind, own))
        for stage in Stage
        if (own := [hit for hit in hits if hit.stage is stage])
    )


def _topics(kind: Kind, hits: list[Hit]) -> tuple[Node, ...]:
    topics = list(dict.fromkeys(hit.topic for hit in hits))
    if len(topics) == 1 or len(topics) > _GROUPED * len(hits):
        return tuple(_leaf(hit) for hit in hits)
    return tuple(
        _branch(topic_name(topic), kind, tuple(_leaf(hit) for hit in hits if hit.topic == topic))
        for topic in topics
    )


def _branch(title: str, kind: Kind, children: tuple[Node, ...]) -> Node:
    return Node(title, kind, "", children, sum(child.size for child in children))


def _leaf(hit: Hit) -> Node:
    return Node(hit.title.text, hit.kind, hit.id)
