"""Counting the handbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from deskbook.model.entry import Kind, Level, Stage, Status
from deskbook.ports import DeskData
from deskbook.services.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Stats:
    """Entries by collection, stage, status, level and topic.

    ``unanswered`` holds the searches that found nothing, most frequent first.
    """

    entries: int
    collections: dict[str, int]
    stages: dict[str, int]
    status: dict[str, int]
    levels: dict[str, int]
    topics: dict[str, int]
    unanswered: tuple[tuple[str, int], ...]


def gather(handbook: Handbook, desk: DeskData) -> Stats:
    """Count the newest revision of every entry."""
    entries = tuple(handbook.entries())
    return Stats(
        entries=len(entries),
        collections=_count(Kind, (e.kind for e in entries)),
        stages=_count(Stage, (e.stage for e in entries if e.kind is not Kind.PHRASE)),
        status=_count(Status, (e.status for e in entries)),
        levels=_count(Level, (e.level for e in entries)),
        topics=dict(Counter(e.topic for e in entries if e.topic).most_common()),
        unanswered=desk.unanswered(20),
    )


def _count(choices: Iterable[StrEnum], values: Iterable[StrEnum]) -> dict[str, int]:
    counts = Counter(values)
    return {choice.value: counts[choice] for choice in choices}
