"""What an owner would show their manager: how well the handbook covers the work, and how it is used."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from itertools import pairwise
from statistics import median
from typing import Protocol

from deskbook.errors import Message
from deskbook.model.cycle import Change, ChangeState, Verdict
from deskbook.model.entry import AnyEntry, Kind, Stage, Status
from deskbook.ports import DeskData
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger

TOPICS = 24
"""Topics shown by themselves, those with the most entries; the others are one row."""
SHOWN = 12
"""Rows of a list of what is most so."""
_LOOKED_BACK = timedelta(days=90)
"""How far back reviews count: about a quarter."""
_AGES = (30, 90, 180, 365)
"""Days that part the ages of entries, each the last of its group."""

Label = Message | str
"""A sentence of ours, or words of the handbook that are the same in every language."""


class Shape(Enum):
    """How a figure is drawn: a bar a row, or a grid whose cells are the darker the more there is."""

    BARS = auto()
    GRID = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a value for each column."""

    label: Label
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A table with what it says in one sentence.

    :param key: stable name of the figure.
    :param empty: said in place of a table without rows.
    """

    key: str
    title: Message
    says: Message
    columns: tuple[Message, ...]
    rows: tuple[Row, ...]
    empty: Message
    shape: Shape = Shape.BARS


@dataclass(frozen=True, slots=True)
class Report:
    """All figures as of a day."""

    day: date
    figures: tuple[Figure, ...]


class Copied(Protocol):
    """What agents copy."""

    def copied(self, limit: int) -> Sequence[tuple[str, int]]:
        """Return the ids of the entries copied most, with how often, the most copied first."""


class Insights:
    """Gathers the figures. Thread-safe."""

    def __init__(
        self,
        ledger: Ledger,
        handbook: Handbook,
        desk: DeskData,
        copies: Copied,
    ) -> None:
        self._ledger = ledger
        self._handbook = handbook
        self._desk = desk
        self._copies = copies

    def report(self) -> Report:
        """Return the figures as they are today.

        :raises StorageError: if the workspace cannot be read.
        """
        day = self._handbook.today()
        entries = tuple(e for e in self._handbook.entries() if e.status is not Status.ARCHIVED)
        titles = {entry.id: entry.title for entry in entries}
        with self._ledger.reading() as work:
            changes = [c for cycle in work.cycles.all() for c in work.changes.of_cycle(cycle.name)]
            verdicts = [verdict for change in changes for verdict in work.reviews.verdicts(change.id)]
            since = self._ledger.now() - _LOOKED_BACK
        recent = [verdict for verdict in verdicts if verdict.at >= since]
        return Report(
            day,
            (
                coverage(entries),
                stale(entries, day),
                age(entries, day),
                unanswered(self._desk.unanswered(SHOWN)),
                load(changes, recent),
                copied(self._copies.copied(SHOWN), titles),
                flagged(self._desk.feedback.flagged(SHOWN), titles),
            ),
        )


def coverage(entries: Iterable[AnyEntry]) -> Figure:
    """Return how many entries there are by topic and stage; banned phrases have neither."""
    counted = [entry for entry in entries if entry.kind is not Kind.PHRASE]
    cells = Counter((entry.topic, entry.stage) for entry in counted)
    topics = Counter(entry.topic for entry in counted)
    procedures = {entry.topic for entry in counted if entry.kind is Kind.SOP}
    ranked = [topic for topic, _count in topics.most_common()]
    rows = [Row(topic, tuple(cells[topic, stage] for stage in Stage)) for topic in ranked[:TOPICS]]
    if ranked[TOPICS:]:
        others = (sum(cells[topic, stage] for topic in ranked[TOPICS:]) for stage in Stage)
        rows.append(Row(Message("{count} more topics", count=len(ranked) - TOPICS), tuple(others)))
    return Figure(
        "coverage",
        Message("Coverage by topic and stage"),
        Message(
            "{entries} entries in {topics} topics; {lacking} topics have no procedure.",
            entries=len(counted),
            topics=len(ranked),
            lacking=len(topics.keys() - procedures),
        ),
        (Message("Pre-sale"), Message("In-sale"), Message("After-sale"), Message("General")),
        tuple(rows),
        Message("The handbook is empty. Import one, or write the first entry."),
        Shape.GRID,
    )


def stale(entries: Sequence[AnyEntry], day: date) -> Figure:
    """Return how many entries are past their date of review, by who answers for them."""
    late = Counter(entry.owner for entry in entries if entry.review_due < day)
    total = Counter(entry.owner for entry in entries)
    owners = sorted(total, key=lambda owner: (-late[owner], -total[owner], owner))[:SHOWN]
    count = sum(late.values())
    return Figure(
        "stale",
        Message("Past the date of review"),
        Message(
            "{late} of {total} entries ({share} %) are past their date of review.",
            late=count,
            total=len(entries),
            share=round(100 * count / max(1, len(entries))),
        ),
        (Message("Past it"), Message("In time")),
        tuple(Row(owner, (late[owner], total[owner] - late[owner])) for owner in owners),
        Message("There is no entry to review yet."),
    )


def age(entries: Sequence[AnyEntry], day: date) -> Figure:
    """Return how long ago entries were reviewed last; a date that is still to come counts as today."""
    ages = [max(0, (day - entry.reviewed).days) for entry in entries]
    bounds = (-1, *_AGES)
    rows = [
        Row(
            Message("{first} to {last} days", first=low + 1, last=high),
            (sum(low < days <= high for days in ages),),
        )
        for low, high in pairwise(bounds)
    ]
    oldest = Row(Message("more than {days} days", days=_AGES[-1]), (sum(days > _AGES[-1] for days in ages),))
    return Figure(
        "age",
        Message("Age since the last review"),
        Message(
            "Half of the entries were reviewed within {days} days.", days=max(1, round(median(ages or [0])))
        ),
        (Message("Entries"),),
        (*rows, oldest) if ages else (),
        Message("There is no entry to review yet."),
    )


def unanswered(searches: Sequence[tuple[str, int]]) -> Figure:
    """Return the searches that found nothing, as :meth:`deskbook.ports.DeskData.unanswered` gives them."""
    return Figure(
        "unanswered",
        Message("Searches without an answer"),
        Message("What was searched in vain most, on this machine."),
        (Message("Times"),),
        tuple(Row(text, (times,)) for text, times in searches),
        Message("Every search kept on this machine found something."),
    )


def load(changes: Iterable[Change], verdicts: Iterable[Verdict]) -> Figure:
    """Return who writes, whose changes wait, and who reviewed lately."""
    writing: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for change in changes:
        if change.state is ChangeState.SUBMITTED:
            waiting[change.author] += 1
        elif not change.state.settled and change.state is not ChangeState.APPROVED:
            writing[change.author or change.owner] += 1
    given = Counter(verdict.reviewer for verdict in verdicts)
    people = sorted(
        (person for person in writing | waiting | given if person),
        key=lambda person: (-(writing[person] + waiting[person] + given[person]), person),
    )
    return Figure(
        "load",
        Message("Review load by person"),
        Message(
            "{waiting} changes wait for a review; {given} verdicts were given in {days} days.",
            waiting=sum(waiting.values()),
            given=sum(given.values()),
            days=_LOOKED_BACK.days,
        ),
        (Message("Being written"), Message("Waiting for a review"), Message("Verdicts given")),
        tuple(Row(person, (writing[person], waiting[person], given[person])) for person in people[:SHOWN]),
        Message("Nobody writes or reviews anything just now."),
    )


def copied(counts: Sequence[tuple[str, int]], titles: Mapping[str, str]) -> Figure:
    """Return what agents copy most."""
    return _used(
        "copied",
        Message("Copied most"),
        Message("What agents send to customers most often."),
        Message("Nothing was counted yet."),
        counts,
        titles,
    )


def flagged(counts: Sequence[tuple[str, int]], titles: Mapping[str, str]) -> Figure:
    """Return what agents find at fault most."""
    return _used(
        "flagged",
        Message("Flagged most"),
        Message("What agents say is outdated, wrong, unclear or missing."),
        Message("Nobody flagged anything yet."),
        counts,
        titles,
    )


def as_csv(report: Report, spoken: Callable[[Message], str]) -> str:
    """Return all figures as one table for a spreadsheet: a line for each value.

    What begins like a formula is marked as text: a search that somebody typed must not compute anything.

    :param spoken: says a message in the language wanted.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    heads = (Message("Figure"), Message("Row"), Message("Column"), Message("Value"))
    lines.writerow(spoken(head) for head in heads)
    for figure in report.figures:
        for row in figure.rows:
            label = spoken(row.label) if isinstance(row.label, Message) else row.label
            safe = f"'{label}" if label[:1] in set("=+-@\t\r") else label
            for column, value in zip(figure.columns, row.values, strict=True):
                lines.writerow((spoken(figure.title), safe, spoken(column), value))
    return out.getvalue()


def _used(
    key: str,
    title: Message,
    says: Message,
    empty: Message,
    counts: Sequence[tuple[str, int]],
    titles: Mapping[str, str],
) -> Figure:
    rows = tuple(Row(titles.get(entry_id, entry_id), (times,)) for entry_id, times in counts)
    return Figure(key, title, says, (Message("Times"),), rows, empty)
