"""The filters of a search, as one immutable value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from deskbook.model.entry import Audience, Kind, Level, Stage
from deskbook.model.query import Query
from deskbook.ui.texts import (
    audience_name,
    collection_name,
    level_name,
    stage_name,
    topic_name,
)


class Facet(StrEnum):
    """What can be filtered by; the value is the field's name in :class:`Filters` and :class:`Query`."""

    KIND = "kinds"
    STAGE = "stages"
    TOPIC = "topics"
    LEVEL = "levels"
    AUDIENCE = "audiences"
    TAG = "tags"


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be; an empty set lets everything through, several values are alternatives."""

    kinds: frozenset[Kind] = frozenset()
    stages: frozenset[Stage] = frozenset()
    topics: frozenset[str] = frozenset()
    levels: frozenset[Level] = frozenset()
    audiences: frozenset[Audience] = frozenset()
    tags: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(getattr(self, facet) for facet in Facet)

    def values(self, facet: Facet) -> frozenset[str]:
        """Return the values in force for one facet."""
        values: frozenset[str] = getattr(self, facet)
        return values

    def toggled(self, facet: Facet, value: str) -> Filters:
        """Return these filters with one value more, or less if it was in force."""
        changed: dict[str, Any] = {facet.value: self.values(facet) ^ {value}}
        return replace(self, **changed)

    def only_kind(self, kind: Kind | None) -> Filters:
        """Return these filters with one collection, or with all."""
        return replace(self, kinds=frozenset() if kind is None else frozenset({kind}))

    def active(self) -> Iterator[tuple[Facet, str]]:
        """Yield every value in force."""
        for facet in Facet:
            yield from ((facet, value) for value in sorted(self.values(facet)))

    def query(self, text: str, day: date, limit: int) -> Query:
        """Return the query for ``text`` under these filters."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return Query(text=text, day=day, limit=limit, **values)


def value_name(facet: Facet, value: str) -> str:
    """Return a filter's value in the words of the interface."""
    if facet is Facet.KIND:
        return collection_name(Kind(value))
    if facet is Facet.STAGE:
        return stage_name(Stage(value))
    if facet is Facet.LEVEL:
        return level_name(Level(value))
    if facet is Facet.AUDIENCE:
        return audience_name(Audience(value))
    return topic_name(value) if facet is Facet.TOPIC else value
