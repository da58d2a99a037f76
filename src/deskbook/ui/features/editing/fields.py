"""The fields of each kind of entry, as the form shows them; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from deskbook.model.entry import (
    Audience,
    Category,
    Kind,
    Level,
    Match,
    Severity,
    Stage,
    Status,
    Verdict,
)
from deskbook.model.register import Law
from deskbook.services.editing import Vocabulary
from deskbook.services.language import tr as _
from deskbook.services.wording import value_text
from deskbook.ui.texts import N_


class Shape(Enum):
    """How a field is filled in."""

    TEXT = auto()
    LIST = auto()
    ENTRIES = auto()
    CHOICE = auto()
    DAY = auto()
    NUMBER = auto()
    FLAG = auto()


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose: how it is written, and what it is called."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of the form.

    :param name: as it is written in the source.
    :param needed: an empty one stays in the source, so that its lack is told where it belongs.
    :param default: the choice that is meant when the field is not written.
    :param wide: takes a line of its own.
    :param first: is seen without unfolding the form.
    :param hint: shown while it is empty.
    """

    name: str
    label: str
    shape: Shape
    needed: bool = False
    choices: type[StrEnum] | None = None
    default: str = ""
    wide: bool = False
    first: bool = False
    hint: str = ""


_TITLE = FieldSpec("title", N_("Title"), Shape.TEXT, needed=True, wide=True, first=True)
_ALIASES = FieldSpec(
    "aliases",
    N_("Other wordings"),
    Shape.LIST,
    wide=True,
    first=True,
    hint=N_("As customers and agents type it; Enter adds one"),
)
_STAGE = FieldSpec("stage", N_("Stage"), Shape.CHOICE, needed=True, choices=Stage, first=True)
_TOPIC = FieldSpec("topic", N_("Topic"), Shape.TEXT, needed=True, first=True)
_OWNER = FieldSpec("owner", N_("Owner"), Shape.TEXT, needed=True, first=True, hint=N_("A role, not a name"))
_LEVEL = FieldSpec("level", N_("Level needed"), Shape.CHOICE, choices=Level, default=Level.JUNIOR, first=True)
_REST = (
    FieldSpec("tags", N_("Tags"), Shape.LIST, wide=True, hint=N_("Enter adds one")),
    FieldSpec(
        "related", N_("Related entries"), Shape.ENTRIES, wide=True, hint=N_("Search for an entry to refer to")
    ),
    FieldSpec("laws", N_("Law behind it"), Shape.LIST, wide=True, hint=N_("Name, article or subject")),
    FieldSpec("audience", N_("Audience"), Shape.CHOICE, choices=Audience, default=Audience.INTERNAL),
    FieldSpec("status", N_("Status"), Shape.CHOICE, choices=Status, default=Status.VALIDATED),
    FieldSpec("reviewed", N_("Reviewed on"), Shape.DAY, needed=True),
    FieldSpec("review_days", N_("Review every … days"), Shape.NUMBER, default="90"),
    FieldSpec("effective", N_("In force from"), Shape.DAY),
    FieldSpec("expires", N_("In force until"), Shape.DAY),
    FieldSpec("must_read", N_("Every agent must read it"), Shape.FLAG),
    FieldSpec("channels", N_("Channels"), Shape.LIST, wide=True, hint=N_("Empty means all shops")),
)
_PHRASE = (
    FieldSpec("pattern", N_("The phrase"), Shape.TEXT, needed=True, wide=True, first=True),
    FieldSpec(
        "variants",
        N_("Further wordings"),
        Shape.LIST,
        wide=True,
        first=True,
        hint=N_("Wordings that mean the same; Enter adds one"),
    ),
    FieldSpec("category", N_("What it does wrong"), Shape.CHOICE, needed=True, choices=Category, first=True),
    FieldSpec("severity", N_("Severity"), Shape.CHOICE, needed=True, choices=Severity, first=True),
    FieldSpec("match", N_("Read as"), Shape.CHOICE, choices=Match, default=Match.LITERAL),
    FieldSpec("pinyin", N_("Homophones and pinyin, too"), Shape.FLAG),
    FieldSpec(
        "allowed", N_("Allowed wordings"), Shape.LIST, wide=True, hint=N_("Longer wordings without fault")
    ),
)
_CASE = (
    FieldSpec("verdict", N_("Example"), Shape.CHOICE, needed=True, choices=Verdict, first=True),
    FieldSpec(
        "teaches",
        N_("Teaches"),
        Shape.ENTRIES,
        needed=True,
        wide=True,
        first=True,
        hint=N_("Search for an SOP or a question"),
    ),
)


def specs(kind: Kind) -> tuple[FieldSpec, ...]:
    """Return the fields of a kind in the order of the form."""
    place = (_STAGE, _TOPIC, _OWNER, _LEVEL)
    if kind is Kind.PHRASE:
        return (_TITLE, *_PHRASE, _OWNER, _ALIASES, *_REST)
    if kind is Kind.CASE:
        return (_TITLE, *place, *_CASE, _ALIASES, *_REST)
    return (_TITLE, *place, _ALIASES, *_REST)


def options(spec: FieldSpec, vocabulary: Vocabulary) -> tuple[Option, ...]:
    """Return what a field can be filled in with, the usual first; free text is not bound to it."""
    if spec.choices is not None:
        return tuple(Option(value, value_text(spec.name, value)) for value in spec.choices)
    words = {
        "topic": vocabulary.topics,
        "owner": vocabulary.owners,
        "tags": vocabulary.tags,
        "channels": vocabulary.channels,
    }
    if spec.name == "laws":
        return tuple(Option(law.id, law_title(law)) for law in vocabulary.laws.values())
    return tuple(Option(word, word) for word in words.get(spec.name, ()))


def law_title(law: Law) -> str:
    """Return what a law is called in a list to choose from."""
    article = _("article {article}").format(article=law.article) if law.article else ""
    return " · ".join(part for part in (law.law, article, law.subject) if part)
