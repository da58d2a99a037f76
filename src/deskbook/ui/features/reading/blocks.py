"""What a page consists of: plain values, free of Qt and of Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from deskbook.model.entry import AnyEntry, Kind
from deskbook.model.register import Shop
from deskbook.services.copying import Copyable


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text."""

    html: str


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
    html: str


@dataclass(frozen=True, slots=True)
class Speech:
    """A text to copy, the ``number``-th of the page from 1; ``name`` may be empty."""

    number: int
    key: str
    name: str
    note: str
    html: str


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
    html: str
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


Block = Prose | Heading | Callout | Speech | StepCard | Dialogue | Wordings | Links | LawLines


@dataclass(frozen=True, slots=True)
class Badge:
    """A word about the entry. ``tone`` names a pair of theme colours, empty for a plain one."""

    text: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One entry, ready to show and to copy from. ``entry`` is what it was made from."""

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

    def copyable(self, number: int) -> Copyable | None:
        """Return the text to copy with a number, counted from 1."""
        return self.copyables[number - 1] if 0 < number <= len(self.copyables) else None
