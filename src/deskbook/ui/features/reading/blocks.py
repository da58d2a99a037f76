"""What a page consists of: plain values, free of widgets and of Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskbook.model.entry import AnyEntry, Kind
from deskbook.model.picture import Picture
from deskbook.model.register import Shop
from deskbook.services.copying import Copyable
from deskbook.ui.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text."""

    html: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture. ``drawing`` is None if it is not there, or is damaged."""

    name: str
    text: str
    there: bool
    # A name means the same bytes for ever: it tells two pictures apart.
    drawing: Drawing | None = field(compare=False, repr=False)


Body = tuple[Prose | Figure, ...]
"""A text with its pictures, in reading order."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Callout:
    """A tinted block. ``tone`` names a pair of theme colours."""

    tone: str
    icon: str
    title: str
    body: Body


@dataclass(frozen=True, slots=True)
class Speech:
    """A text to copy with its pictures, the ``number``-th of the page from 1; ``name`` may be empty."""

    number: int
    key: str
    name: str
    note: str
    html: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A decision: where it leads is an anchor of the page, or the end of the procedure."""

    condition: str
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of a procedure, counted from 1."""

    anchor: str
    number: int
    title: str
    role: str
    limit: str
    body: Body
    speeches: tuple[Speech, ...]
    ways: tuple[Way, ...]
    ends: bool


@dataclass(frozen=True, slots=True)
class Bubble:
    """One turn of a dialogue; ``ours`` tells whose side speaks."""

    speaker: str
    text: str
    turning: bool
    ours: bool


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What was said, in order."""

    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """Short wordings side by side, such as the variants of a banned phrase."""

    tone: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another entry; ``kind`` is None if that entry does not exist."""

    ref: str
    title: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Links:
    """Links to other entries."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LawLines:
    """The articles an entry leans on, each with what it is about, and how far they may be relied on."""

    lines: tuple[tuple[str, str], ...]
    notice: str


Block = Prose | Figure | Heading | Callout | Speech | StepCard | Dialogue | Wordings | Links | LawLines


@dataclass(frozen=True, slots=True)
class Badge:
    """A word about the entry. ``tone`` names a pair of theme colours, empty for a plain one."""

    text: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One entry, ready to show and to copy from.

    :param entry: what it was made from.
    :param pictures: those that it shows, by name, as far as they are there.
    :param previews: what the entries referred to begin with, by id.
    :param preferred: the number of the script that Enter copies; it alters nothing of what is shown.
    """

    entry: AnyEntry
    id: str
    kind: Kind
    title: str
    badges: tuple[Badge, ...]
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    meta: str
    blocks: tuple[Block, ...]
    copyables: tuple[Copyable, ...]
    shop: Shop
    pictures: Mapping[str, Picture]
    previews: Mapping[str, str] = field(default_factory=dict)
    preferred: int = field(default=1, compare=False)

    def copyable(self, number: int) -> Copyable | None:
        """Return the text to copy with a number, counted from 1."""
        return self.copyables[number - 1] if 0 < number <= len(self.copyables) else None
