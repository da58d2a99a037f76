"""What two versions contradict each other in, in words."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from enum import Enum, StrEnum

from deskbook.errors import Message
from deskbook.revision.naming import FIELD_NAMES
from deskbook.revision.outline import Part, PartKind

_PLAIN = re.compile(r"""[^\s\-?:,\[\]{}#&*!|>'"%@`\x00-\x1f][^\x00-\x1f]*(?<![\s:])""")
_NOT_PLAIN = re.compile(r":\s|\s#")


class ConflictKind(StrEnum):
    """What a conflict is about."""

    FIELD = "field"
    ATTRIBUTE = "attribute"
    TEXT = "text"
    BLOCK = "block"
    PART = "part"
    ORDER = "order"


_JOINED = frozenset({ConflictKind.TEXT, ConflictKind.BLOCK})


class Choice(Enum):
    """Whose text counts."""

    BASE = "base"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    """Mine, and then theirs; only where :attr:`Conflict.joins`."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed, each in its own way. An empty text: not there, or removed.

    ``name`` is that of a field, or of a step's attribute. ``before`` stands before the text that is
    chosen, unless it is empty; ``continued`` begins its further lines. ``listed`` tells that the texts are
    lines of a list or table.
    """

    kind: ConflictKind
    part: Part
    base: str
    mine: str
    theirs: str
    name: str = ""
    before: str = ""
    continued: str = ""
    listed: bool = False

    @property
    def joins(self) -> bool:
        """Whether both texts can stand one after the other: sentences and paragraphs can, values cannot."""
        return self.kind in _JOINED and bool(self.mine.strip()) and bool(self.theirs.strip())

    @property
    def digest(self) -> str:
        """What tells it from other conflicts of the entry, and stays the same in another merge: in hex."""
        said = (self.kind.value, self.part.name, self.name, self.base, self.mine, self.theirs)
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8")).hexdigest()

    @property
    def where(self) -> Message:
        """The field, step or section, in people's words."""
        part = self.part
        if self.kind is ConflictKind.FIELD or part.kind is PartKind.FIELD:
            return FIELD_NAMES.get(self.name or part.name, Message("{name}", name=self.name or part.name))
        title = Message("{name}", name=part.title) if part.title else Message("the whole text")
        if part.group:
            title = Message("{section} › {title}", section=part.group, title=part.title)
        if self.kind is ConflictKind.ATTRIBUTE:
            return Message("{step}, {attribute}", step=title, attribute=FIELD_NAMES[self.name])
        return title

    @property
    def sentence(self) -> Message:
        """What the two sides say."""
        where, mine, theirs = self.where, self.mine.strip(), self.theirs.strip()
        if self.kind is ConflictKind.ORDER:
            return Message(
                "{where}: you and the other version moved the same to different places.", where=where
            )
        if not mine:
            return Message(
                "{where}: you removed it, the other version says “{theirs}”.", where=where, theirs=theirs
            )
        if not theirs:
            return Message("{where}: you say “{mine}”, the other version removed it.", where=where, mine=mine)
        return Message(
            "{where}: you say “{mine}”, the other version says “{theirs}”.",
            where=where,
            mine=mine,
            theirs=theirs,
        )

    def settled(self, choice: Choice | str) -> str:
        """Return the text for a choice, or for one's own words, as it stands in the source.

        Own words about a whole part (PART, ORDER) are all of its source, the heading included.

        :raises ValueError: for both where they do not join.
        """
        if choice is Choice.BOTH:
            return f"{self.before}{self._both()}"
        text = choice if isinstance(choice, str) else str(getattr(self, choice.value))
        if not text.strip():
            return ""
        if self.kind is ConflictKind.FIELD:
            text = as_scalar(text.strip())
        elif isinstance(choice, str):
            text = text.replace("\n", f"\n{self.continued}")
        return f"{self.before}{text}"

    def _both(self) -> str:
        if not self.joins:
            raise ValueError(f"two values of {self.name or self.kind} do not join")
        if self.kind is ConflictKind.TEXT:
            return self.mine + self.theirs
        apart = "\n" if self.listed else "\n\n"
        return f"{self.mine}{apart}{self.theirs}"


def as_scalar(text: str) -> str:
    """Return a text as the value of a field: in double quotes where YAML needs them."""
    if _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text):
        return text
    return json.dumps(text, ensure_ascii=False)
