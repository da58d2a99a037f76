"""What is asked of the search, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from deskbook.model.entry import Audience, Kind, Level, Stage, Status


class Why(StrEnum):
    """The reason an entry was found, strongest first as listed in a hit."""

    TITLE = "title"
    ALIAS = "alias"
    BODY = "body"
    PINYIN = "pinyin"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class SearchDoc:
    """What the index needs to know of an entry.

    ``body`` is plain text; ``revision`` is the content hash; ``topic`` of a banned phrase is its category;
    ``cites`` are the ids of the entries it refers to, each once.
    """

    id: str
    revision: str
    kind: Kind
    title: str
    aliases: tuple[str, ...]
    body: str
    stage: Stage
    topic: str
    level: Level
    audience: Audience
    status: Status
    tags: tuple[str, ...] = ()
    effective: date | None = None
    expires: date | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question and its filters; an empty filter lets everything through.

    Entries not in force on ``day`` never surface unless ``inactive`` is set.
    """

    text: str
    day: date
    limit: int = 20
    kinds: frozenset[Kind] = frozenset()
    stages: frozenset[Stage] = frozenset()
    topics: frozenset[str] = frozenset()
    levels: frozenset[Level] = frozenset()
    audiences: frozenset[Audience] = frozenset()
    tags: frozenset[str] = frozenset()
    inactive: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the spans to highlight, as ``(start, end)`` in code points, ascending and disjoint."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One found entry, with a highlighted title and snippet and the reasons it was found.

    :param code: the person's own short code that it was found by; empty if it was not.
    :param script: the script that the short code stands for, counted from 1; 0 if it was found otherwise.
    """

    id: str
    kind: Kind
    title: Marked
    aliases: tuple[str, ...]
    stage: Stage
    topic: str
    level: Level
    score: float
    snippet: Marked
    why: tuple[Why, ...]
    active: bool = True
    code: str = ""
    script: int = 0

    @property
    def ref(self) -> str:
        """What tells it from the other hits: several short codes may stand for one entry."""
        return f"/{self.code}" if self.code else self.id


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits, best first. ``stale`` tells that a newer index is being built meanwhile."""

    query: Query
    hits: tuple[Hit, ...] = field(default=())
    stale: bool = False
