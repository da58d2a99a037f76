"""The four kinds of entry, as `docs/entry-format.md` describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ID_PATTERN = re.compile(r"(sop|faq|ban|case)-[a-z0-9]+(?:-[a-z0-9]+)*")
REF_PATTERN = re.compile(rf"({ID_PATTERN.pattern})(?:#([a-z0-9]+(?:-[a-z0-9]+)*))?")
PLACEHOLDER_PATTERN = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
END = "end"
"""The anchor that a decision leads to when it ends the procedure."""


class Kind(StrEnum):
    """A collection of the handbook; also the folder under ``kb/``."""

    SOP = "sop"
    FAQ = "faq"
    PHRASE = "phrase"
    CASE = "case"

    @classmethod
    def of_id(cls, entry_id: str) -> Kind:
        """Return the kind that an entry id names by its prefix.

        :raises ValueError: if the id has no known prefix.
        """
        prefix = entry_id.partition("-")[0]
        return cls.PHRASE if prefix == "ban" else cls(prefix)


class Stage(StrEnum):
    """Where in a purchase the entry belongs."""

    PRESALE = "presale"
    INSALE = "insale"
    AFTERSALE = "aftersale"
    GENERAL = "general"


class Level(StrEnum):
    """The lowest agent level that may handle the entry, in rising order."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


class Audience(StrEnum):
    """Who may read the entry."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Status(StrEnum):
    """The KCS life of an article."""

    WORK_IN_PROGRESS = "work-in-progress"
    NOT_VALIDATED = "not-validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"


class Category(StrEnum):
    """What a banned phrase does wrong."""

    BRUSH_OFF = "brush-off"
    BLAME = "blame"
    ARGUE = "argue"
    COLD = "cold"
    OVERPROMISE = "overpromise"
    ABSOLUTE = "absolute"
    OFF_PLATFORM = "off-platform"
    PRIVACY = "privacy"
    INDUCE_REVIEW = "induce-review"
    INSULT = "insult"


class Severity(StrEnum):
    """Whether a banned phrase may be sent with a reason, or not at all."""

    WARN = "warn"
    BLOCK = "block"


class Match(StrEnum):
    """How the pattern of a banned phrase is read."""

    LITERAL = "literal"
    REGEX = "regex"


class Verdict(StrEnum):
    """Whether a case is an example to follow or a warning."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Section:
    """A free section of the body: its heading and its Markdown, without the heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What all kinds share. Texts are Markdown; ``expires`` is the last day in force."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    stage: Stage = Stage.GENERAL
    topic: str = ""
    tags: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    level: Level = Level.JUNIOR
    audience: Audience = Audience.INTERNAL
    status: Status = Status.VALIDATED
    owner: str
    review_days: int = 90
    reviewed: date
    effective: date | None = None
    expires: date | None = None
    related: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    must_read: bool = False
    intro: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def kind(self) -> Kind:
        """The collection this entry belongs to."""
        return Kind.of_id(self.id)

    @property
    def review_due(self) -> date:
        """The day by which the next review is due."""
        return self.reviewed + timedelta(days=self.review_days)

    def in_force(self, day: date) -> bool:
        """Tell whether the entry holds on ``day``: neither archived, nor early, nor expired."""
        return (
            self.status is not Status.ARCHIVED
            and (self.effective is None or self.effective <= day)
            and (self.expires is None or day <= self.expires)
        )


@dataclass(frozen=True, slots=True)
class Script:
    """One thing to say to the customer. ``note`` tells when to use it."""

    anchor: str
    name: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq(Entry):
    """A question that customers ask, with ready answers in variants."""

    answer: str
    scripts: tuple[Script, ...]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A way on from a step: if ``condition`` holds, go to step ``target`` (or :data:`END`)."""

    condition: str
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure. ``limit`` is in minutes; 0 means none stated."""

    anchor: str
    title: str
    role: str = ""
    limit: int = 0
    text: str = ""
    scripts: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who takes over, and when."""

    role: str
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sop(Entry):
    """A procedure: numbered steps with decisions."""

    purpose: str = ""
    steps: tuple[Step, ...]
    escalations: tuple[Escalation, ...] = ()
    records: str = ""
    mistakes: str = ""

    def ways_on(self, anchor: str) -> tuple[str, ...]:
        """Return the anchors that follow a step, :data:`END` included.

        :raises KeyError: if there is no such step.
        """
        for index, step in enumerate(self.steps):
            if step.anchor != anchor:
                continue
            if step.decisions:
                return tuple(dict.fromkeys(d.target for d in step.decisions))
            if step.ends or index + 1 == len(self.steps):
                return (END,)
            return (self.steps[index + 1].anchor,)
        raise KeyError(anchor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Entry):
    """A banned phrase, and what to say instead."""

    category: Category
    severity: Severity
    pattern: str
    match: Match = Match.LITERAL
    variants: tuple[str, ...] = ()
    pinyin: bool = False
    allowed: tuple[str, ...] = ()
    reason: str
    replacements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a dialogue; ``turning`` marks where the case turned."""

    speaker: str
    text: str
    turning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Entry):
    """What happened once, told so that it teaches."""

    verdict: Verdict
    teaches: tuple[str, ...]
    background: str
    dialogue: tuple[Turn, ...]
    turning_point: str
    outcome: str
    lesson: str


AnyEntry = Sop | Faq | Phrase | Case
