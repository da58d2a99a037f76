"""A difference as rows to draw, side by side or inline; free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from deskbook.revision.diff import BlockDiff, Change, ItemDiff, PartDiff, ValueDiff, VersionDiff
from deskbook.revision.outline import BlockKind, Part, PartKind, value
from deskbook.revision.reading import Side, notes, placed
from deskbook.revision.words import Op, Span
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.wording import field_name, value_spans, value_text

_CONTEXT = 1
"""Unchanged blocks shown on either side of a change."""


class Ink(Enum):
    """How a stretch of text is written."""

    SAME = auto()
    ADDED = auto()
    REMOVED = auto()
    MOVED = auto()
    DIM = auto()
    STRONG = auto()
    NOTE = auto()
    """What is said about a row, and is in neither text."""


class RowKind(Enum):
    """What a row is: the title of a group, the heading of a part, text, or unchanged text left out."""

    GROUP = auto()
    PART = auto()
    TEXT = auto()
    GAP = auto()


class Mood(Enum):
    """What became of a row as a whole."""

    SAME = auto()
    ADDED = auto()
    REMOVED = auto()
    EDITED = auto()
    MOVED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one ink."""

    text: str
    ink: Ink = Ink.SAME


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the old and the new column, None where there is nothing; ``inline`` is both in one.

    ``old_line`` and ``new_line`` are the 1-based lines of the two sources on which it begins, 0 for none.
    ``change`` numbers the changes from 1: the rows of one change share it; 0 for what did not change.
    """

    kind: RowKind
    mood: Mood
    old: Pieces | None
    new: Pieces | None
    inline: Pieces
    old_line: int = 0
    new_line: int = 0
    change: int = 0


def rows(diff: VersionDiff, *, whole: bool = False) -> tuple[Row, ...]:
    """Return the rows of a difference: fields, then the text.

    :param whole: everything, not only what changed.
    """
    shown = tuple(part for part in diff.parts if whole or part)
    fields = [part for part in shown if part.kind is PartKind.FIELD]
    body = [part for part in shown if part.kind not in {PartKind.FIELD, PartKind.FENCE}]
    made: list[list[Row]] = []
    if fields:
        made.append([_both(RowKind.GROUP, (Piece(_("Fields"), Ink.STRONG),))])
        made += [list(_field(part)) for part in fields]
        if body:
            made.append([_both(RowKind.GROUP, (Piece(_("Text"), Ink.STRONG),))])
    made += [list(_part(part, side, whole=whole)) for part, side in placed(body)]
    return tuple(_numbered(made))


def spoken(row: Row) -> str:
    """Return what a screen reader says of a changed row."""
    went = "，".join(piece.text.strip() for piece in row.inline if piece.ink is Ink.REMOVED)
    came = "，".join(piece.text.strip() for piece in row.inline if piece.ink in {Ink.ADDED, Ink.MOVED})
    if went and came:
        return _("Removed: {old}. Added: {new}.").format(old=went, new=came)
    if went:
        return _("Removed: {text}").format(text=went)
    if came:
        return _("Added: {text}").format(text=came)
    return "".join(piece.text for piece in row.inline)


def marked(pieces: Iterable[Piece]) -> str:
    """Return text with marks for what was added and removed, as on paper, where there are no colours."""
    shapes = {Ink.REMOVED: "[-{}-]", Ink.ADDED: "{{+{}+}}", Ink.MOVED: "{{+{}+}}"}
    return "".join(shapes.get(piece.ink, "{}").format(piece.text) for piece in pieces)


def _numbered(groups: Iterable[Sequence[Row]]) -> Iterator[Row]:
    """Yield the rows with their changes numbered: what changed without a break inside one part is one."""
    number = 0
    for group in groups:
        for changed, run in groupby(group, key=lambda row: row.mood is not Mood.SAME):
            number += changed
            yield from (replace(row, change=number if changed else 0) for row in run)


def _field(part: PartDiff) -> Iterator[Row]:
    old_line, new_line = part.old.line if part.old else 0, part.new.line if part.new else 0
    told = _field_rows(part, Piece(f"{field_name(part.name)}  ", Ink.DIM))
    yield from (replace(row, old_line=old_line, new_line=new_line) for row in told)


def _field_rows(part: PartDiff, label: Piece) -> Iterator[Row]:
    for one in part.values:
        yield from _value(one, label)
    if part.values:
        return
    if part.change is Change.SAME:
        kept = part.new or part.old
        yield _both(RowKind.TEXT, (label, Piece(value_text(part.name, value(kept)) if kept else "")))
    else:  # only its comments changed
        words = (label, Piece(_("comment edited"), Ink.NOTE))
        yield replace(_both(RowKind.TEXT, words), mood=Mood.EDITED)


def _value(told: ValueDiff, label: Piece) -> Iterator[Row]:
    if not told.plural:
        yield _columns(told.items[0], value_spans(told, told.items[0]), (label,))
        return
    yield _both(RowKind.TEXT, (label,))
    for item in told.items:
        if item.moved:
            words = (Piece("    "), Piece(item.new or "", Ink.MOVED), Piece(f"  {_('moved')}", Ink.NOTE))
            yield replace(_both(RowKind.TEXT, words), mood=Mood.MOVED)
        elif item.change is not Change.SAME:
            yield _columns(item, item.spans, (Piece("    "),))


def _part(part: PartDiff, side: Side, *, whole: bool) -> Iterator[Row]:
    if part.moved and side is Side.OLD:
        yield _away(part)
        return
    if part.title and part.kind is not PartKind.INTRO:
        yield _heading(part)
    elif part.kind is PartKind.COMMENT:
        yield _both(RowKind.PART, (Piece(_("Comments"), Ink.STRONG),))
    blocks = [_block(block, there) for block, there in placed(part.blocks) if not _is_title(part, block)]
    yield from blocks if whole else _shortened(blocks)


def _shortened(blocks: Sequence[Row]) -> Iterator[Row]:
    """Leave out what did not change, but for what stands next to a change."""
    if all(row.mood is Mood.SAME for row in blocks):
        return
    near = {
        at + by
        for at, row in enumerate(blocks)
        if row.mood is not Mood.SAME
        for by in range(-_CONTEXT, _CONTEXT + 1)
    }
    for seen, run in groupby(enumerate(blocks), key=lambda numbered: numbered[0] in near):
        if seen:
            yield from (row for _at, row in run)
        else:
            yield _both(RowKind.GAP, (Piece("⋯", Ink.DIM),))


def _heading(part: PartDiff) -> Row:
    mood = {
        Change.ADDED: Mood.ADDED,
        Change.REMOVED: Mood.REMOVED,
    }.get(part.change, Mood.MOVED if part.moved else Mood.EDITED if notes(part) else Mood.SAME)
    told = [sentence(note) for note in notes(part)]
    if mood is Mood.ADDED:
        told.append(_("new"))
    elif mood is Mood.REMOVED:
        told.append(_("removed"))
    says = (Piece(f"  {' · '.join(told)}", Ink.NOTE),) if told else ()
    old, new = _title(part.old, mood), _title(part.new, mood)
    return Row(
        RowKind.PART,
        mood,
        old + says if old and not new else old,
        new + says if new else None,
        (new or old or ()) + says,
        part.old.line if part.old else 0,
        part.new.line if part.new else 0,
    )


def _title(part: Part | None, mood: Mood) -> Pieces | None:
    if part is None:
        return None
    ink = {Mood.ADDED: Ink.ADDED, Mood.REMOVED: Ink.REMOVED}.get(mood, Ink.STRONG)
    group = (Piece(f"{part.group} › ", Ink.DIM),) if part.group else ()
    return (*group, Piece(part.title, ink))


def _away(part: PartDiff) -> Row:
    """Return the row for where a part stood before it moved."""
    old = part.old
    group = f"{old.group} › " if old and old.group else ""
    words = (Piece(f"{group}{old.title if old else ''}  {_('stood here')}", Ink.DIM),)
    return Row(RowKind.PART, Mood.MOVED, words, None, words, old.line if old else 0)


def _block(block: BlockDiff, side: Side) -> Row:
    old_line, new_line = (one.line if one else 0 for one in (block.old, block.new))
    if block.moved and side is Side.OLD:
        first = (block.old.text if block.old else "").partition("\n")[0]
        where = _("moved to “{section}”").format(section=block.elsewhere) if block.elsewhere else _("moved")
        words = (Piece(f"{first}  {where}", Ink.DIM),)
        return Row(RowKind.TEXT, Mood.MOVED, words, None, words, old_line)
    row = replace(_columns(block, block.spans), old_line=old_line, new_line=new_line)
    if block.moved:
        text = _("moved")
        if block.elsewhere:
            text = _("moved here from “{section}”").format(section=block.elsewhere)
        note = Piece(f"  {text}", Ink.NOTE)
        return replace(row, mood=Mood.MOVED, new=(*(row.new or ()), note), inline=(*row.inline, note))
    return row


def _columns(told: BlockDiff | ItemDiff, spans: Sequence[Span], before: Pieces = ()) -> Row:
    """Return the row of one text, with what stands before it in each column."""
    mood = {
        Change.ADDED: Mood.ADDED,
        Change.REMOVED: Mood.REMOVED,
        Change.EDITED: Mood.EDITED,
        Change.SAME: Mood.SAME,
    }[told.change]
    old = None if told.old is None else (*before, *_side(spans, old=True))
    new = None if told.new is None else (*before, *_side(spans, old=False))
    return Row(RowKind.TEXT, mood, old, new, (*before, *inline(spans)))


def _side(spans: Iterable[Span], *, old: bool) -> Iterator[Piece]:
    for span in spans:
        text = span.old if old else span.new
        if span.op is Op.SAME:
            yield Piece(text)
        elif text:
            yield Piece(text, Ink.MOVED if span.moved else Ink.REMOVED if old else Ink.ADDED)


def inline(spans: Iterable[Span]) -> Iterator[Piece]:
    """Yield the spans of a text as pieces in one column."""
    for span in spans:
        if span.op is Op.SAME:
            yield Piece(span.new)
            continue
        if span.old:
            yield Piece(span.old, Ink.REMOVED)
        if span.new:
            yield Piece(span.new, Ink.MOVED if span.moved else Ink.ADDED)


def _is_title(part: PartDiff, block: BlockDiff) -> bool:
    """Tell whether a block is the heading that the part's own row shows."""
    if block.kind is not BlockKind.HEADING or part.kind not in {PartKind.STEP, PartKind.SECTION}:
        return False
    sides = ((part.old, block.old), (part.new, block.new))
    return any(side is not None and own is not None and side.blocks[0] is own for side, own in sides)


def _both(kind: RowKind, words: Pieces) -> Row:
    return Row(kind, Mood.SAME, words, words, words)
