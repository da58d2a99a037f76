"""Two people's changes of one entry joined into one text, and what they contradict each other in.

Fields merge value by value and lists item by item; sections, steps with their attributes, paragraphs and list
items each on their own; inside a paragraph, sentence by sentence. What only one side touched is taken over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskbook.revision.align import Effort, profile, similarity
from deskbook.revision.conflict import Conflict, ConflictKind
from deskbook.revision.diff import pair_blocks, pair_parts
from deskbook.revision.merged import LISTED, Merge, MergedBlock, Piece
from deskbook.revision.outline import Block, BlockKind, Part, PartKind, item_value, outline, value, values
from deskbook.revision.sentences import agreed, merge_heading, merge_text
from deskbook.revision.weave import Kinship, weave
from deskbook.revision.words import unified

ALIKE = 0.5
"""Dice coefficient above which two texts that both sides added are two versions of one."""

_CONTINUED = {BlockKind.QUOTE: "> ", BlockKind.ITEM: "  ", BlockKind.DECISION: "  "}


@dataclass(frozen=True, slots=True)
class _Node:
    """A part with the parts below it: a section with its steps, a register's list with its records."""

    part: Part
    below: tuple[_Node, ...] = ()

    @property
    def source(self) -> str:
        return self.part.source + "".join(node.source for node in self.below)

    @property
    def said(self) -> tuple[str, ...]:
        """What it says, blank lines apart."""
        own = tuple(block.text for block in self.part.blocks)
        return own + tuple(text for node in self.below for text in node.said)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Join two versions of a source that were made from one ancestor.

    Sound sources give a sound text, but for what no line tells: a link to a step that the other side removed.
    Line ends are those of the side that changed them.
    """
    for side, other in ((mine, theirs), (theirs, mine)):
        if side in {base, other}:
            return Merge((_as_one(other),))
    line_end = _line_end(theirs if _line_end(mine) == _line_end(base) else mine)
    base, mine, theirs = unified(base), unified(mine), unified(theirs)
    versions = [outline(text) for text in (base, mine, theirs)]
    if len({any(part.kind is PartKind.FENCE for part in version) for version in versions}) > 1:
        whole = Part(PartKind.INTRO, "", "", "", 1, 1, ())
        conflict = Conflict(ConflictKind.PART, whole, base, mine, theirs)
        return Merge((_as_one(conflict),), line_end=line_end)
    end = agreed(_end_of(base), _end_of(mine), _end_of(theirs))
    blocks = _nodes(*(_tree(version) for version in versions))
    return Merge(tuple(blocks), "\n" if end is None else end, line_end)


def _nodes(base: Sequence[_Node], mine: Sequence[_Node], theirs: Sequence[_Node]) -> list[MergedBlock]:
    """Merge the parts of one level, each with what is below it."""
    strands = weave(base, mine, theirs, _KIN_OF_NODES)
    if strands is None:
        group = next(node.part for node in (*mine, *theirs))
        about = Part(PartKind.SECTION, group.group, group.group, "", 1, 1, ())
        return [_whole(ConflictKind.ORDER, about, base, mine, theirs)]
    return [written for s in strands for written in _node(s.base, s.mine, s.theirs)]


def _node(base: _Node | None, mine: _Node | None, theirs: _Node | None) -> list[MergedBlock]:
    """Merge one part that at least one side has."""
    kept = mine or theirs
    if kept is None:
        return []
    if mine is None or theirs is None:
        if base is None:
            return _copied(kept)
        if kept.said == base.said:
            return []
        if _is_list(kept) and _is_list(base):  # no list is an empty list
            return _list(base, mine, theirs)
        return _contested(base, mine, theirs)
    for side, other in ((mine, theirs), (theirs, mine)):
        if side.said == other.said or (base is not None and side.said == base.said):
            return _copied(other)
    if all(_is_list(node) for node in (base, mine, theirs) if node is not None):
        return _list(base, mine, theirs)
    if base is None or (mine.part.kind is PartKind.FIELD and not (mine.below or theirs.below)):
        return _contested(base, mine, theirs)
    return [
        *_blocks(base.part, mine.part, theirs.part),
        *_nodes(base.below, mine.below, theirs.below),
    ]


def _blocks(base: Part, mine: Part, theirs: Part) -> list[MergedBlock]:
    """Merge the blocks of a part that both sides edited."""
    strands = weave(base.blocks, mine.blocks, theirs.blocks, _KIN_OF_BLOCKS)
    if strands is None:
        own = [_Node(part) for part in (base, mine, theirs)]
        return [_whole(ConflictKind.ORDER, mine, *([node] for node in own))]
    return [w for s in strands for w in _block(mine, s.base, s.mine, s.theirs)]


def _block(part: Part, base: Block | None, mine: Block | None, theirs: Block | None) -> list[MergedBlock]:
    kept = mine or theirs
    if kept is None:
        return []
    if mine is None or theirs is None:
        if base is None:
            return [MergedBlock(kept.kind, kept.kind, (kept.text,), kept.tail, kept.tail)]
        return [] if kept.text == base.text else [_disputed(part, base, mine, theirs)]
    tail = agreed(base.tail if base else "", mine.tail, theirs.tail)
    tail = max(mine.tail, theirs.tail, key=len) if tail is None else tail
    tight = min(mine.tail, theirs.tail, key=len)
    for side, other in ((mine, theirs), (theirs, mine)):
        if side.text == other.text or (base is not None and side.text == base.text):
            return [MergedBlock(other.kind, other.kind, (other.text,), tail, tight)]
    if base is None:
        return [_disputed(part, base, mine, theirs)]
    if mine.kind is BlockKind.HEADING and part.kind is PartKind.STEP:
        pieces = merge_heading(part, base.text, mine.text, theirs.text)
    else:
        pieces = merge_text(part, base.text, mine.text, theirs.text, _CONTINUED.get(mine.kind, ""))
    return [MergedBlock(mine.kind, mine.kind, pieces, tail, tight)]


def _list(base: _Node | None, mine: _Node | None, theirs: _Node | None) -> list[MergedBlock]:
    """Merge a list field as a set whose order is kept: what one side added or removed is added or removed."""
    old, my, their = (node.part.blocks[1:] if node else () for node in (base, mine, theirs))
    strands = weave(old, my, their, _KIN_OF_ITEMS)
    if strands is None:  # both reordered it: that is no reason to stop
        strands = weave(old, _in_old_order(old, my), _in_old_order(old, their), _KIN_OF_ITEMS)
    kept = [s.mine or s.theirs for s in strands or () if s.base is None or (s.mine and s.theirs)]
    lines = [block for block in kept if block is not None]
    if not lines:
        return []
    head = next(node.part.blocks[0].text for node in (mine, theirs, base) if node)
    margin = lines[0].text[: len(lines[0].text) - len(lines[0].text.lstrip())]
    texts = [head, *(margin + block.text.lstrip() for block in lines)]
    return [MergedBlock(BlockKind.KEY, BlockKind.KEY, (text,), "\n", "\n") for text in texts]


def _in_old_order(base: Sequence[Block], side: Sequence[Block]) -> list[Block]:
    places = {_item_key(block): number for number, block in enumerate(base)}
    return sorted(side, key=lambda block: places.get(_item_key(block), len(base)))


def _contested(base: _Node | None, mine: _Node | None, theirs: _Node | None) -> list[MergedBlock]:
    """Return the conflict over a part: about its value if it is a field of one line, else about all of it."""
    nodes = [node for node in (base, mine, theirs) if node is not None]
    part = (mine or theirs or nodes[0]).part
    if all(node.part.kind is PartKind.FIELD and _one_line(node) for node in nodes):
        old, my, their = (value(node.part) if node else "" for node in (base, mine, theirs))
        if mine is not None and my == their:
            return _copied(mine)
        conflict = Conflict(ConflictKind.FIELD, part, old, my, their, name=part.name, before=f"{part.name}: ")
        return [MergedBlock(BlockKind.KEY, BlockKind.KEY, (conflict,), "\n", "\n")]
    return [_whole(ConflictKind.PART, part, *([node] if node else [] for node in (base, mine, theirs)))]


def _whole(
    kind: ConflictKind, part: Part, base: Sequence[_Node], mine: Sequence[_Node], theirs: Sequence[_Node]
) -> MergedBlock:
    """Return a conflict over everything that some parts say."""
    texts = ["".join(node.source for node in side) for side in (base, mine, theirs)]
    blocks = [block for node in (*mine, *theirs) for block in _all_blocks(node)]
    old, my, their = (text.rstrip("\n") for text in texts)
    conflict = Conflict(kind, part, old, my, their)
    tail = max(map(_end_of, texts), key=len)
    return MergedBlock(blocks[0].kind, blocks[-1].kind, (conflict,), tail, tail)


def _disputed(part: Part, base: Block | None, mine: Block | None, theirs: Block | None) -> MergedBlock:
    """Return the conflict over a block that one side removed and the other edited, or that both added."""
    old, my, their = (block.text if block else "" for block in (base, mine, theirs))
    kept = mine or theirs
    kind = kept.kind if kept else BlockKind.PARAGRAPH
    conflict = Conflict(
        ConflictKind.BLOCK,
        part,
        old,
        my,
        their,
        continued=_CONTINUED.get(kind, ""),
        listed=kind in {*LISTED, BlockKind.ROW},
    )
    tail = kept.tail if kept else "\n"
    return MergedBlock(kind, kind, (conflict,), tail, tail)


def _copied(node: _Node) -> list[MergedBlock]:
    return [MergedBlock(b.kind, b.kind, (b.text,), b.tail, b.tail) for b in _all_blocks(node)]


def _tree(parts: Iterable[Part]) -> list[_Node]:
    """Return the parts of the upper level, each with its own: steps below sections, records below fields."""
    tree: list[tuple[Part, list[_Node]]] = []
    for part in parts:
        if part.group and tree and part.group == tree[-1][0].name:
            tree[-1][1].append(_Node(part))
        else:
            tree.append((part, []))
    return [_Node(part, tuple(below)) for part, below in tree]


def _all_blocks(node: _Node) -> list[Block]:
    return [*node.part.blocks, *(block for below in node.below for block in _all_blocks(below))]


def _paired_nodes(old: Sequence[_Node], new: Sequence[_Node]) -> Mapping[int, int]:
    pairs = pair_parts([node.part for node in old], [node.part for node in new], Effort())
    return {p.new: p.old for p in pairs if p.new is not None and p.old is not None}


def _paired_blocks(old: Sequence[Block], new: Sequence[Block]) -> Mapping[int, int]:
    pairs = pair_blocks(old, new, Effort())
    return {p.new: p.old for p in pairs if p.new is not None and p.old is not None}


def _paired_items(old: Sequence[Block], new: Sequence[Block]) -> Mapping[int, int]:
    places = {_item_key(block): number for number, block in enumerate(old)}
    keys = [_item_key(block) for block in new]
    once = Counter(keys)
    return {n: places[key] for n, key in enumerate(keys) if key in places and once[key] == 1}


def _item_key(block: Block) -> str:
    return block.text.strip() if block.kind is BlockKind.COMMENT else f"- {item_value(block.text)}"


def _same_blocks(mine: Block, theirs: Block) -> bool:
    if mine.kind is not theirs.kind:
        return False
    return mine.text == theirs.text or similarity(profile(mine.text), profile(theirs.text)) >= ALIKE


_KIN_OF_NODES: Kinship[_Node] = Kinship(
    _paired_nodes, lambda a, b: a.part.key == b.part.key, lambda node: node.source
)
_KIN_OF_BLOCKS: Kinship[Block] = Kinship(_paired_blocks, _same_blocks, lambda block: block.text)
_KIN_OF_ITEMS: Kinship[Block] = Kinship(
    _paired_items, lambda a, b: _item_key(a) == _item_key(b), lambda block: block.text.strip()
)


def _one_line(node: _Node) -> bool:
    blocks = node.part.blocks
    return len(blocks) == 1 and "\n" not in blocks[0].text and not node.below


def _as_one(piece: Piece) -> MergedBlock:
    return MergedBlock(BlockKind.KEY, BlockKind.KEY, (piece,), "", "")


def _is_list(node: _Node) -> bool:
    return node.part.kind is PartKind.FIELD and not node.below and values(node.part) is not None


def _end_of(text: str) -> str:
    return text[len(text.rstrip("\n")) :]


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
