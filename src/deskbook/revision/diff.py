"""What became of an entry between two versions, as a person would tell it.

Fields stand apart from the text. Steps are recognised by their anchor, so that a step may move or be renamed
and still be the same step. Inside a paragraph, sentences and words are aligned (see ``words.py``).
Nothing is lost: both sources can be put together again from a difference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from deskbook.revision.align import (
    MOVED_LENGTH,
    Effort,
    Pair,
    in_reading_order,
    longest_increasing,
    pair_units,
    profile,
    similarity,
)
from deskbook.revision.outline import (
    Block,
    BlockKind,
    Part,
    PartKind,
    heading_attributes,
    outline,
    value,
    values,
)
from deskbook.revision.words import Span, Vocabulary, new_side, old_side, text_diff, unified

RENAMED = 0.5
"""Dice coefficient above which a part under a new name is the old part."""

Kept = TypeVar("Kept", Part, Block)

_CROWD = 400
_TARGET = re.compile(r"\[[^\[\]]*\]\(#[^()\s]+\)\s*$")
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.DECISION})
_MAY_BE_RENAMED = frozenset({PartKind.COMMENT, PartKind.RECORD, PartKind.SECTION, PartKind.STEP})
_ORDER_MATTERS = frozenset({PartKind.RECORD, PartKind.SECTION, PartKind.STEP})
_SCALAR_ATTRIBUTES = ("title", "anchor", "role", "limit", "end")


class Change(StrEnum):
    """What became of a part or block."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """What became of a paragraph, list item, quotation or line of fields.

    ``moved`` tells that it stands elsewhere now: in the same part, or in the one titled ``elsewhere``; in the
    latter case it is told twice, as removed and as added. The spans are those of the text without its tail.
    """

    old: Block | None
    new: Block | None
    spans: tuple[Span, ...]
    moved: bool = False
    elsewhere: str = ""

    @property
    def kind(self) -> BlockKind:
        """What it is, in the newer version that has it."""
        return _either(self.new, self.old).kind

    @property
    def change(self) -> Change:
        """What became of it, its place apart."""
        if self.old is None:
            return Change.ADDED
        if self.new is None:
            return Change.REMOVED
        same = unified(self.old.text) == unified(self.new.text)
        return Change.SAME if same else Change.EDITED


@dataclass(frozen=True, slots=True)
class ItemDiff:
    """What became of one value: None where there was none, or is none now."""

    old: str | None
    new: str | None
    spans: tuple[Span, ...]
    moved: bool = False

    @property
    def change(self) -> Change:
        """What became of it, its place apart."""
        if self.old is None:
            return Change.ADDED
        if self.new is None:
            return Change.REMOVED
        return Change.SAME if self.old == self.new else Change.EDITED


@dataclass(frozen=True, slots=True)
class ValueDiff:
    """A changed field, or a changed attribute of a step: ``title``, ``anchor``, ``role``, ``limit``, ``end``.

    A single value is one item; a list has an item for each value, the unchanged ones too.
    """

    name: str
    items: tuple[ItemDiff, ...]
    plural: bool = False


@dataclass(frozen=True, slots=True)
class PartDiff:
    """What became of a field, record, section, step or variant.

    ``moved`` tells that it changed places with its like: from ``old.number`` to ``new.number``. ``values``
    holds the changed values of a field, and the changed attributes of a step.
    """

    old: Part | None
    new: Part | None
    blocks: tuple[BlockDiff, ...]
    values: tuple[ValueDiff, ...] = ()
    moved: bool = False

    @property
    def kind(self) -> PartKind:
        """What it is."""
        return _either(self.new, self.old).kind

    @property
    def name(self) -> str:
        """What identifies it, in the newer version that has it."""
        return _either(self.new, self.old).name

    @property
    def title(self) -> str:
        """What it is called, in the newer version that has it."""
        return _either(self.new, self.old).title

    @property
    def change(self) -> Change:
        """What became of it, its place apart. A field that is written differently but says the same is so."""
        if self.old is None:
            return Change.ADDED
        if self.new is None:
            return Change.REMOVED
        told = self.blocks
        if self.kind is PartKind.FIELD and not self.values:
            told = tuple(block for block in told if block.kind is BlockKind.COMMENT)
        edited = any(block.change is not Change.SAME or block.moved for block in told)
        return Change.EDITED if edited else Change.SAME

    def __bool__(self) -> bool:
        return self.moved or self.change is not Change.SAME


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """What became of a source, by parts in reading order, the unchanged ones too.

    False if nothing changed that a reader sees: blank lines, line ends and YAML notation are not seen.
    """

    parts: tuple[PartDiff, ...]

    @property
    def fields(self) -> tuple[PartDiff, ...]:
        """The changed fields."""
        return tuple(part for part in self.parts if part and part.kind is PartKind.FIELD)

    @property
    def body(self) -> tuple[PartDiff, ...]:
        """Everything else that changed: sections, steps and variants, records, comments."""
        return tuple(part for part in self.parts if part and part.kind is not PartKind.FIELD)

    @property
    def old_source(self) -> str:
        """The exact old source."""
        blocks = (block for part in self.parts for block in part.blocks)
        told = [(b.old.line, old_side(b.spans) + b.old.tail) for b in blocks if b.old is not None]
        return "".join(text for _, text in sorted(told))

    @property
    def new_source(self) -> str:
        """The exact new source."""
        blocks = (block for part in self.parts for block in part.blocks)
        told = [(b.new.line, new_side(b.spans) + b.new.tail) for b in blocks if b.new is not None]
        return "".join(text for _, text in sorted(told))

    def __bool__(self) -> bool:
        return any(self.parts)


def diff_versions(old: str, new: str, effort: Effort | None = None) -> VersionDiff:
    """Compare two sources of one entry or register, sound or not.

    :param effort: counts the steps taken.
    """
    effort = effort or Effort()
    before, after = outline(old), outline(new)
    maker = _Maker(Vocabulary(old, new) if old != new else Vocabulary(), effort)
    parts = [
        maker.part(
            None if pair.old is None else before[pair.old],
            None if pair.new is None else after[pair.new],
            moved=pair.moved,
        )
        for pair in pair_parts(before, after, effort)
    ]
    return VersionDiff(_across(parts))


def pair_parts(old: Sequence[Part], new: Sequence[Part], effort: Effort) -> list[Pair]:
    """Pair the parts of two versions, in reading order: by name, then what was renamed by what it says."""
    by_key = {part.key: index for index, part in enumerate(old)}
    found = {j: by_key[part.key] for j, part in enumerate(new) if part.key in by_key}
    found |= _renamed(old, new, found, effort)
    moved = _moved(old, new, found)
    pairs = (Pair(i, j, _equal(old[i], new[j]), j in moved) for j, i in found.items())
    return in_reading_order(pairs, len(old), len(new))


def pair_blocks(old: Sequence[Block], new: Sequence[Block], effort: Effort) -> list[Pair]:
    """Pair the blocks of one part in two versions, in reading order."""

    def alike(i: int, j: int) -> bool:
        return old[i].kind is new[j].kind or {old[i].kind, new[j].kind} <= _PROSE

    before, after = [unified(b.text) for b in old], [unified(b.text) for b in new]
    pairs = pair_units(before, after, effort, alike=alike, gist=_without_target)
    return _replaced(pairs, old, new)


class _Maker:
    """Makes the differences of parts and blocks that were paired."""

    def __init__(self, vocabulary: Vocabulary, effort: Effort) -> None:
        self._vocabulary = vocabulary
        self._effort = effort

    def part(self, old: Part | None, new: Part | None, *, moved: bool) -> PartDiff:
        before, after = (old.blocks if old else ()), (new.blocks if new else ())
        blocks = tuple(
            self._block(
                None if pair.old is None else before[pair.old],
                None if pair.new is None else after[pair.new],
                moved=pair.moved,
            )
            for pair in pair_blocks(before, after, self._effort)
        )
        kind = _either(new, old).kind
        told: tuple[ValueDiff, ...] = ()
        if kind is PartKind.FIELD:
            told = self._field(old, new)
        elif kind is PartKind.STEP and old and new:
            told = self._attributes(old, new)
        return PartDiff(old, new, blocks, told, moved)

    def _block(self, old: Block | None, new: Block | None, *, moved: bool) -> BlockDiff:
        spans = self._spans(old.text if old else None, new.text if new else None)
        return BlockDiff(old, new, spans, moved)

    def _spans(self, old: str | None, new: str | None) -> tuple[Span, ...]:
        return text_diff(old or "", new or "", self._vocabulary, self._effort)

    def _field(self, old: Part | None, new: Part | None) -> tuple[ValueDiff, ...]:
        name = _either(new, old).name
        before, after = values(old) if old else None, values(new) if new else None
        if before is None and after is None:
            item = self._item(value(old) if old else None, value(new) if new else None)
            return () if item.change is Change.SAME else (ValueDiff(name, (item,)),)
        items = self._items(
            before or (() if old is None else _one(value(old))),
            after or (() if new is None else _one(value(new))),
        )
        changed = any(item.moved or item.change is not Change.SAME for item in items)
        return (ValueDiff(name, items, plural=True),) if changed else ()

    def _items(self, old: Sequence[str], new: Sequence[str]) -> tuple[ItemDiff, ...]:
        def alike(i: int, j: int) -> bool:
            # An id that looks alike is another id.
            return old[i] == new[j] or not (old[i].isascii() or new[j].isascii())

        return tuple(
            self._item(
                None if pair.old is None else old[pair.old],
                None if pair.new is None else new[pair.new],
                moved=pair.moved,
            )
            for pair in pair_units(old, new, self._effort, alike=alike, moved_length=1)
        )

    def _item(self, old: str | None, new: str | None, *, moved: bool = False) -> ItemDiff:
        return ItemDiff(old, new, self._spans(old, new), moved)

    def _attributes(self, old: Part, new: Part) -> tuple[ValueDiff, ...]:
        before, after = _attributes(old), _attributes(new)
        return tuple(
            ValueDiff(name, (self._item(before.get(name), after.get(name)),))
            for name in _SCALAR_ATTRIBUTES
            if before.get(name) != after.get(name)
        )


def _renamed(
    old: Sequence[Part], new: Sequence[Part], found: dict[int, int], effort: Effort
) -> dict[int, int]:
    """Pair parts of one kind that say about the same under another name, the most similar first."""
    kept = set(found.values())
    left = [i for i, part in enumerate(old) if i not in kept and part.kind in _MAY_BE_RENAMED]
    right = [j for j, part in enumerate(new) if j not in found and part.kind in _MAY_BE_RENAMED]
    if len(left) * len(right) > _CROWD:
        return {}
    before, after = {i: profile(_said(old[i])) for i in left}, {j: profile(_said(new[j])) for j in right}
    effort.spent += sum(counts.total() for counts in (*before.values(), *after.values()))
    likeness = []
    for i in left:
        for j in right:
            effort.spent += min(len(before[i]), len(after[j])) + 1
            if old[i].kind is new[j].kind:
                likeness.append((similarity(before[i], after[j]), -i, -j))
    again: dict[int, int] = {}
    for score, i, j in sorted(likeness, reverse=True):
        if score >= RENAMED and -j not in again and -i not in again.values():
            again[-j] = -i
    return again


def _said(part: Part) -> str:
    """Return what a part says, without its heading where there is more."""
    text = "".join(block.text for block in part.blocks if block.kind is not BlockKind.HEADING)
    return text or part.title


def _moved(old: Sequence[Part], new: Sequence[Part], found: dict[int, int]) -> set[int]:
    """Return the new indices of parts that left the order of their like, or went to another section."""
    sections = {old[i].name: new[j].name for j, i in found.items() if new[j].kind is PartKind.SECTION}
    moved: set[int] = set()
    siblings: dict[tuple[PartKind, str], list[int]] = defaultdict(list)
    for j in sorted(found):
        part, before = new[j], old[found[j]]
        if part.kind not in _ORDER_MATTERS:
            continue
        if sections.get(before.group, before.group) != part.group:
            moved.add(j)
        else:
            siblings[part.kind, part.group].append(j)
    for group in siblings.values():
        kept = longest_increasing([found[j] for j in group])
        moved |= {j for index, j in enumerate(group) if index not in kept}
    return moved


def _equal(old: Part, new: Part) -> bool:
    return len(old.blocks) == len(new.blocks) and all(
        a.kind is b.kind and unified(a.text) == unified(b.text)
        for a, b in zip(old.blocks, new.blocks, strict=True)
    )


def _replaced(pairs: Sequence[Pair], old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Pair a removed block with the added one of its kind that alone took its place, however unlike it is."""
    told: list[Pair] = []
    for at, pair in enumerate(pairs):
        last = told[-1] if told else None
        following = pairs[at + 1] if at + 1 < len(pairs) else None
        if (
            pair.old is None
            and pair.new is not None
            and last is not None
            and last.new is None
            and last.old is not None
            and old[last.old].kind is new[pair.new].kind
            and (len(told) < 2 or told[-2].new is not None)
            and (following is None or following.old is not None)
        ):
            told[-1] = Pair(last.old, pair.new)
        else:
            told.append(pair)
    return told


def _across(parts: Sequence[PartDiff]) -> tuple[PartDiff, ...]:
    """Mark blocks that went from one part to another."""
    gone: dict[str, str] = {}
    come: dict[str, str] = {}
    for part in parts:
        for block in part.blocks:
            if block.old and not block.new:
                gone.setdefault(unified(block.old.text), part.title)
            elif block.new and not block.old:
                come.setdefault(unified(block.new.text), part.title)
    both = {text for text in gone.keys() & come.keys() if len(text.strip()) >= MOVED_LENGTH}

    def told(block: BlockDiff) -> BlockDiff:
        text = unified(_either(block.new, block.old).text)
        if text not in both or (block.old and block.new):
            return block
        return replace(block, moved=True, elsewhere=come[text] if block.old else gone[text])

    if not both:
        return tuple(parts)
    return tuple(replace(part, blocks=tuple(told(block) for block in part.blocks)) for part in parts)


def _attributes(part: Part) -> dict[str, str]:
    return heading_attributes(part.blocks[0].text) if part.blocks else {}


def _without_target(text: str) -> str:
    """Return a decision's condition; any other text as it is. The same condition may lead elsewhere now."""
    return _TARGET.sub("", text)


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _either(first: Kept | None, second: Kept | None) -> Kept:
    chosen = second if first is None else first
    if chosen is None:
        raise ValueError("one of the two versions has it")
    return chosen
