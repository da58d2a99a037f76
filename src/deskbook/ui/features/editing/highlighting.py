"""What the words of a source are, line by line, so that they can be coloured; free of Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum, auto


class State(IntEnum):
    """What a line ends in: the first line is read in ``START``, and the line after in what it ended in."""

    START = -1
    FIELDS = 1
    BODY = 2


class Look(Enum):
    """What a word is."""

    HEADING = auto()
    SECTION = auto()
    ATTRIBUTES = auto()
    KEY = auto()
    COMMENT = auto()
    MARK = auto()
    QUOTE = auto()
    DECISION = auto()
    LINK = auto()
    PLACEHOLDER = auto()
    STRONG = auto()
    ROLE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A span of a line, in code points; later tokens lie over earlier ones."""

    start: int
    end: int
    look: Look


_FENCE = re.compile(r"---[ \t]*")
_KEY = re.compile(r"(?P<key>[A-Za-z_]+):")
_FIELD_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_HEADING = re.compile(r"(?P<marks>#{1,6})\s.*?(?P<attributes>\{[^{}]*\})?\s*")
_QUOTE = re.compile(r" {0,3}>")
_ITEM = re.compile(r"\s*(?P<mark>[-*+]|\d+\.)\s+(?P<role>[^：:\[\]]{1,20}?[：:](?!//))?")
_DECISION = re.compile(r".*\[[^\[\]]*\]\(#[a-z0-9-]*\)\s*")
_LINK = re.compile(r"!?\[[^\[\]]*\]\([^()\s]*\)")
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]*\}\}")
_STRONG = re.compile(r"\*\*[^*\n]+\*\*")


def read_line(line: str, state: State) -> tuple[tuple[Token, ...], State]:
    """Return the tokens of a line and what it ends in."""
    if state is State.START and _FENCE.fullmatch(line):
        return (Token(0, len(line), Look.MARK),), State.FIELDS
    if state is State.FIELDS:
        if _FENCE.fullmatch(line):
            return (Token(0, len(line), Look.MARK),), State.BODY
        return tuple(_fields(line)), State.FIELDS
    return tuple(_body(line)), State.BODY


def _fields(line: str) -> Iterator[Token]:
    key = _KEY.match(line)
    if key:
        yield Token(0, key.end("key"), Look.KEY)
    comment = _FIELD_COMMENT.search(line)
    if comment:
        yield Token(comment.start(), comment.end(), Look.COMMENT)


def _body(line: str) -> Iterator[Token]:
    heading = _HEADING.fullmatch(line)
    if heading:
        look = Look.SECTION if len(heading["marks"]) < 3 else Look.HEADING
        yield Token(0, len(line), look)
        if heading["attributes"]:
            yield Token(heading.start("attributes"), heading.end("attributes"), Look.ATTRIBUTES)
        return
    if _QUOTE.match(line):
        yield Token(0, len(line), Look.QUOTE)
    elif item := _ITEM.match(line):
        yield Token(item.start("mark"), item.end("mark"), Look.MARK)
        if _DECISION.fullmatch(line):
            yield Token(item.end("mark"), len(line), Look.DECISION)
        elif item["role"]:
            yield Token(item.start("role"), item.end("role"), Look.ROLE)
    for pattern, look in ((_STRONG, Look.STRONG), (_LINK, Look.LINK), (_PLACEHOLDER, Look.PLACEHOLDER)):
        for found in pattern.finditer(line):
            yield Token(found.start(), found.end(), look)
