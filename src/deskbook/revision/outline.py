"""The parts and blocks of a source text, by its lines: front matter fields, sections, steps, paragraphs.

The outline keeps every character: the blocks joined are the source again. It reads only the shape that
``docs/entry-format.md`` gives to lines, so it also works for drafts that do not parse yet, and for the two
registers. What YAML or Markdown mean by the text is not its business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FENCE = re.compile(r"\ufeff?---[ \t]*")
_KEY = re.compile(r"""(?P<name>[^\s#:\-'"\[\]{}][^:]*?)[ \t]*:(?=\s|$)""")
_NESTED_KEY = re.compile(r"""(?P<indent>[ \t]+)(?P<name>[^\s#:\-'"\[\]{}][^:]*?)[ \t]*:(?=\s|$)""")
_RECORD = re.compile(r"-[ \t]+(?P<key>[^\s:#]+):[ \t]*(?P<value>.*)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*?))?(?:[ \t]+#+)?[ \t]*")
_ATTRIBUTES = re.compile(r"(?P<title>.*?)\s*\{(?P<attributes>[^{}]*)\}")
_DECISION = re.compile(r".*\[[^\[\]]*\]\(#[^()\s]+\)\s*", re.DOTALL)
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")


class PartKind(StrEnum):
    """What a part of a source is. A record is a law, or a value of the shop profile."""

    FENCE = "fence"
    COMMENT = "comment"
    FIELD = "field"
    RECORD = "record"
    INTRO = "intro"
    SECTION = "section"
    STEP = "step"


class BlockKind(StrEnum):
    """What a block is. A step's decisions are told apart from other list items."""

    KEY = "key"
    COMMENT = "comment"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    DECISION = "decision"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, quotation, table row, heading, or one line of fields.

    ``text`` is without, ``tail`` is the line end and the blank lines behind it. ``line`` is 1-based.
    """

    kind: BlockKind
    text: str
    tail: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """A field, a record, a section, or a step or variant with its heading.

    ``name`` identifies it within the source: the field's name, the section's title, the anchor. ``group`` is
    the section that holds a step, or the register's list that holds a record. ``number`` counts from 1
    among its like in the group. ``occurrence`` tells parts of one name apart, which only drafts have.
    """

    kind: PartKind
    name: str
    title: str
    group: str
    number: int
    occurrence: int
    blocks: tuple[Block, ...]

    @property
    def key(self) -> tuple[PartKind, str, int]:
        """What makes it the same part in two versions."""
        return self.kind, self.name, self.occurrence

    @property
    def source(self) -> str:
        """Its exact text."""
        return "".join(block.text + block.tail for block in self.blocks)

    @property
    def line(self) -> int:
        """The 1-based line on which it begins."""
        return self.blocks[0].line if self.blocks else 0


def outline(source: str) -> tuple[Part, ...]:
    """Return the parts of an entry's or a register's source, in order."""
    lines = [match[0] for match in _LINE.finditer(source)]
    fences = [n for n, line in enumerate(lines) if _FENCE.fullmatch(_bare(line))][:2]
    builder = _Builder()
    if len(fences) < 2 or fences[0] != 0:
        _read_register(lines, builder)
    else:
        builder.begin(PartKind.FENCE, "begin")
        builder.block(BlockKind.KEY, lines[0])
        _read_fields(lines[1 : fences[1]], builder)
        builder.begin(PartKind.FENCE, "end")
        builder.block(BlockKind.KEY, lines[fences[1]])
        _read_body(lines[fences[1] + 1 :], builder)
    return builder.parts()


def heading_attributes(text: str) -> dict[str, str]:
    """Return what the heading of a step or variant states of title, anchor, role, limit and end."""
    title, words = _heading(text)
    found = {"title": title}
    for word in words:
        name, equals, value = word.partition("=")
        if word.startswith("#"):
            found.setdefault("anchor", word[1:])
        else:
            found[name] = value if equals else "✓"
    return found


def values(part: Part) -> tuple[str, ...] | None:
    """Return what a list field holds, or None if it is no list that is written an item a line."""
    if not part.blocks or _after_key(part.blocks[0].text):
        return None
    if any(b.kind not in {BlockKind.KEY, BlockKind.ITEM, BlockKind.COMMENT} for b in part.blocks):
        return None
    return tuple(item_value(b.text) for b in part.blocks if b.kind is BlockKind.ITEM)


def value(part: Part) -> str:
    """Return what a field says, as one text; a list as its items with commas between them."""
    items = values(part)
    if items is not None:
        return "，".join(items)
    return scalar(_after_key("\n".join(b.text for b in part.blocks if b.kind is not BlockKind.COMMENT)))


def item_value(text: str) -> str:
    """Return what a list item of the fields says."""
    return scalar(_ITEM.sub("", text, count=1).strip())


def scalar(text: str) -> str:
    """Return a YAML value as read: without quotation marks and comment. Other notations stay as they are."""
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"' and "\\" not in text:
        return text[1:-1]
    return re.split(r"\s#", text, maxsplit=1)[0].rstrip() if text[:1] not in {"'", '"'} else text


@dataclass(slots=True)
class _Draft:
    kind: PartKind
    name: str
    title: str
    group: str
    blocks: list[tuple[BlockKind, list[str], int]] = field(default_factory=list)


class _Builder:
    """Takes lines one by one and groups them into blocks and parts."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._line = 1
        self.group = ""
        """The group of the next step or record: the last section or field."""

    def begin(self, kind: PartKind, name: str, title: str = "", group: str = "") -> None:
        """Begin a part."""
        self._drafts.append(_Draft(kind, name, title or name, group))
        if kind in {PartKind.SECTION, PartKind.FIELD}:
            self.group = name

    def block(self, kind: BlockKind, line: str) -> None:
        """Begin a block with a line."""
        self._drafts[-1].blocks.append((kind, [line], self._line))
        self._line += 1

    def more(self, line: str) -> None:
        """Add a line to the last block."""
        self._drafts[-1].blocks[-1][1].append(line)
        self._line += 1

    @property
    def last(self) -> tuple[BlockKind | None, bool]:
        """The kind of the block that lines may still join, and whether a blank line stands behind it."""
        if not self._drafts or not self._drafts[-1].blocks:
            return None, False
        kind, lines, _ = self._drafts[-1].blocks[-1]
        return kind, not lines[-1].strip()

    @property
    def part(self) -> PartKind | None:
        """The kind of the part under construction."""
        return self._drafts[-1].kind if self._drafts else None

    def parts(self) -> tuple[Part, ...]:
        """Return everything, closed."""
        numbers: Counter[tuple[PartKind, str]] = Counter()
        names: Counter[tuple[PartKind, str]] = Counter()
        made = []
        for draft in self._drafts:
            numbers[draft.kind, draft.group] += 1
            names[draft.kind, draft.name] += 1
            made.append(
                Part(
                    draft.kind,
                    draft.name,
                    draft.title,
                    draft.group,
                    numbers[draft.kind, draft.group],
                    names[draft.kind, draft.name],
                    tuple(_closed(kind, lines, line) for kind, lines, line in draft.blocks),
                )
            )
        return tuple(made)


def _closed(kind: BlockKind, lines: Sequence[str], line: int) -> Block:
    last = len(lines)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    end = _bare(lines[last - 1])
    text = "".join(lines[: last - 1]) + end
    tail = lines[last - 1][len(end) :] + "".join(lines[last:])
    if kind is BlockKind.ITEM and _DECISION.fullmatch(text):
        kind = BlockKind.DECISION
    return Block(kind, text, tail, line)


def _read_fields(lines: Iterable[str], builder: _Builder) -> None:
    """Read front matter: a part a field, and a part for the comments between two fields."""
    waiting: list[str] = []  # comments and blank lines: whose they are, the next line tells
    for line in lines:
        bare = _bare(line)
        key = _KEY.match(bare)
        if not bare.strip() or bare.startswith("#"):
            waiting.append(line)
            continue
        if key:
            _settle(waiting, builder, own_part=True)
            builder.begin(PartKind.FIELD, key["name"])
            builder.block(BlockKind.KEY, line)
        else:
            if builder.part is not PartKind.FIELD:
                builder.begin(PartKind.FIELD, "")
            _settle(waiting, builder, own_part=False)
            _field_line(bare, line, builder)
        waiting = []
    _settle(waiting, builder, own_part=True)


def _field_line(bare: str, line: str, builder: _Builder) -> None:
    if bare.lstrip().startswith("#"):
        builder.block(BlockKind.COMMENT, line)
    elif _ITEM.match(bare):
        builder.block(BlockKind.ITEM, line)
    elif builder.last[0] is None:
        builder.block(BlockKind.KEY, line)
    else:
        builder.more(line)


def _settle(waiting: Iterable[str], builder: _Builder, *, own_part: bool) -> None:
    for line in waiting:
        if not line.strip() and builder.last[0] is not None:
            builder.more(line)
            continue
        if own_part and builder.part is not PartKind.COMMENT:
            builder.begin(PartKind.COMMENT, line.strip())
        builder.block(BlockKind.COMMENT, line)


def _read_register(lines: Iterable[str], builder: _Builder) -> None:
    """Read a register: records are the items of a list at the margin, or what is named below a field."""
    nested = ""
    for line in lines:
        bare = _bare(line)
        record, key, below = _RECORD.match(bare), _KEY.match(bare), _NESTED_KEY.match(bare)
        if not bare.strip() and builder.last[0] is not None:
            builder.more(line)
            continue
        if not bare.strip() or bare.startswith("#"):
            if builder.part is not PartKind.COMMENT:
                builder.begin(PartKind.COMMENT, bare.strip())
            builder.block(BlockKind.COMMENT, line)
            continue
        if record:
            builder.begin(PartKind.RECORD, scalar(record["value"]))
        elif key:
            builder.begin(PartKind.FIELD, key["name"])
            nested = ""
        elif below and builder.part is not None and builder.group and nested in {"", below["indent"]}:
            nested = below["indent"]
            builder.begin(PartKind.RECORD, f"{builder.group}/{below['name']}", below["name"], builder.group)
        elif builder.part is None:
            builder.begin(PartKind.INTRO, "")
        builder.block(BlockKind.KEY, line)


def _read_body(lines: Iterable[str], builder: _Builder) -> None:
    fence = ""
    for line in lines:
        bare = _bare(line)
        kind, blank = builder.last
        code = _CODE.match(bare)
        if fence:
            builder.more(line)
            if code and code[1].startswith(fence) and not bare.strip(" `~"):
                fence = ""
        elif not bare.strip() and kind is not None:
            builder.more(line)
        elif code and "`" not in bare.strip(" `"):
            fence = code[1]
            _begin_prose(builder)
            builder.block(BlockKind.CODE, line)
        else:
            _body_line(bare, line, builder, joins=kind is not None and not blank)


def _body_line(bare: str, line: str, builder: _Builder, *, joins: bool) -> None:
    """Read a line of the body outside of code; ``joins`` if no blank line stands before it."""
    heading = _HEADING.fullmatch(bare)
    kind = builder.last[0]
    if heading and len(heading["marks"]) <= 3:
        title, words = _heading(bare)
        anchor = next((word[1:] for word in words if word.startswith("#")), "")
        if len(heading["marks"]) == 3:
            builder.begin(PartKind.STEP, anchor or title, title, builder.group)
        else:
            builder.begin(PartKind.SECTION, title)
        builder.block(BlockKind.HEADING, line)
        return
    indented = bare[:1] in {" ", "\t"}
    if kind is BlockKind.ITEM and indented and not _ITEM.match(bare):
        builder.more(line)
        return
    shape = _shape(bare, heading is not None)
    lazy = kind in {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE} and shape is BlockKind.PARAGRAPH
    if joins and (lazy or kind is shape is BlockKind.QUOTE) and builder.part is not PartKind.FENCE:
        builder.more(line)
        return
    _begin_prose(builder)
    builder.block(shape, line)


def _begin_prose(builder: _Builder) -> None:
    if builder.part is PartKind.FENCE:
        builder.begin(PartKind.INTRO, "")


def _shape(bare: str, heading: bool) -> BlockKind:
    text = bare.lstrip()
    if heading:
        return BlockKind.HEADING
    if text.startswith(">"):
        return BlockKind.QUOTE
    if text.startswith("|"):
        return BlockKind.ROW
    return BlockKind.ITEM if _ITEM.match(bare) else BlockKind.PARAGRAPH


def _heading(text: str) -> tuple[str, list[str]]:
    """Return a heading's title and the words of its attributes."""
    match = _HEADING.fullmatch(text)
    title = (match["title"] or "").strip() if match else text.strip()
    attributes = _ATTRIBUTES.fullmatch(title)
    if attributes is None:
        return title, []
    return attributes["title"].strip(), attributes["attributes"].split()


def _after_key(text: str) -> str:
    key = _NESTED_KEY.match(text) or _KEY.match(text)
    return text[key.end() if key else 0 :].strip()


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
