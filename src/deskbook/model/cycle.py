"""The quarterly revision: cycles, the changes inside them, and what people said about these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

CYCLE_NAME = re.compile(r"(\d{4}Q[1-4])(?:-E([1-9]\d{0,2}))?")
"""``2026Q4``, or ``2026Q4-E1`` for the first emergency fix of that quarter."""


def quarter_of(day: date) -> str:
    """Return the name of the quarter that a day is in, such as ``2026Q4``."""
    return f"{day.year:04}Q{(day.month + 2) // 3}"


class CycleKind(StrEnum):
    """Whether a cycle revises a quarter or mends one thing outside of it."""

    QUARTERLY = "quarterly"
    EMERGENCY = "emergency"


class CycleState(StrEnum):
    """Where a cycle is, in the order it goes through them."""

    OPEN = "open"
    PLAN = "plan"
    EDIT = "edit"
    REVIEW = "review"
    PUBLISH = "publish"
    CLOSED = "closed"


class ChangeKind(StrEnum):
    """What becomes of the entry."""

    NEW = "new"
    EDIT = "edit"
    RETIRE = "retire"


class ChangeState(StrEnum):
    """Where a change is; the last three are final."""

    PLANNED = "planned"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CARRIED = "carried"

    @property
    def settled(self) -> bool:
        """Whether nothing more happens to the change in its cycle."""
        return self in {ChangeState.PUBLISHED, ChangeState.WITHDRAWN, ChangeState.CARRIED}


class Judgement(StrEnum):
    """What a reviewer says to a change."""

    APPROVE = "approve"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One revision of the handbook, from its plan to its release.

    ``effective`` is the planned first day in force; None until somebody sets it. Names sort by time.
    """

    name: str
    kind: CycleKind
    state: CycleState
    effective: date | None
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One entry's (or register's) draft inside a cycle.

    ``base`` is the accepted revision it was made from, None for a new entry; ``head`` is its newest
    revision, None while it is only planned. ``author`` saved last. ``owner`` and ``due`` come from the plan,
    and so does ``reason``: why the entry is on it. ``message`` is what the release notes say. ``version``
    grows with each alteration. ``origin`` is the id of the change that was carried over into this one.
    """

    id: int
    cycle: str
    entry_id: str
    kind: ChangeKind
    state: ChangeState
    base: int | None = None
    head: int | None = None
    author: str = ""
    owner: str = ""
    due: date | None = None
    reason: str = ""
    message: str = ""
    version: int = 1
    origin: int | None = None

    def behind(self, accepted: int | None) -> bool:
        """Tell whether its text has to be merged: another revision was accepted since it was begun.

        :param accepted: the number of the accepted revision. A plan without a text follows it.
        """
        return self.head is not None and self.base != accepted


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's judgement of a change at one exact head; it counts only while that is the head."""

    change: int
    revision: int
    judgement: Judgement
    text: str
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a line of a change's text at one revision.

    :param line: 1-based; 0 for a remark on the whole.
    :param resolved_by: who settled it; empty while it is open.
    """

    id: int
    change: int
    revision: int
    line: int
    text: str
    author: str
    at: datetime
    resolved_by: str = ""

    @property
    def resolved(self) -> bool:
        """Whether it is settled."""
        return bool(self.resolved_by)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A warning that somebody accepted, for one exact text of one entry.

    :param code: the rule's.
    :param hash: the content hash of the entry; another text needs another acceptance.
    """

    code: str
    entry_id: str
    hash: str
    reason: str
    author: str
    at: datetime
