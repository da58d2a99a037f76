"""A difference as lines to draw, and what to say about them: for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from deskbook.errors import Message
from deskbook.revision.diff import BlockDiff, PartDiff
from deskbook.revision.naming import FIELD_NAMES, value_words
from deskbook.revision.outline import PartKind


class Side(StrEnum):
    """Which versions show a line at its place."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One block at one place: both versions side by side, or only one of them.

    Side by side, the left column draws the old sides of the spans unless ``side`` is NEW, the right column
    the new sides unless it is OLD. What moved stands twice: at its old place (OLD) and at its new one (NEW).
    """

    part: PartDiff
    block: BlockDiff
    side: Side


class _Placed(Protocol):
    @property
    def old(self) -> _Lined | None: ...

    @property
    def new(self) -> _Lined | None: ...

    @property
    def moved(self) -> bool: ...


class _Lined(Protocol):
    @property
    def line(self) -> int: ...


_AnyPlaced = TypeVar("_AnyPlaced", bound=_Placed)


def lines(parts: Iterable[PartDiff]) -> Iterator[Line]:
    """Yield the blocks of parts in reading order, each with the versions that show it there."""
    for part, part_side in placed(tuple(parts)):
        for block, side in placed(part.blocks):
            if part_side is Side.BOTH:
                yield Line(part, block, side)
            elif getattr(block, part_side.value) is not None and side in {Side.BOTH, part_side}:
                yield Line(part, block, part_side)


def placed(items: Sequence[_AnyPlaced]) -> Iterator[tuple[_AnyPlaced, Side]]:
    """Yield differences with the side that shows them; what moved comes twice, at its old and new place."""
    away = sorted(
        (item for item in items if item.moved and item.old and item.new), key=lambda item: _old_line(item)
    )
    for item in items:
        if item.old and not item.moved:
            while away and _old_line(away[0]) < _old_line(item):
                yield away.pop(0), Side.OLD
        if item.old and item.new:
            yield item, Side.NEW if item.moved else Side.BOTH
        else:
            yield item, Side.OLD if item.old else Side.NEW
    yield from ((item, Side.OLD) for item in away)


def notes(part: PartDiff) -> tuple[Message, ...]:
    """Return what happened to a part as a whole: to its place, its name, its role and time limit."""
    old, new = part.old, part.new
    if old is None or new is None:
        return ()
    told = []
    if part.moved and old.group != new.group:
        told.append(Message("moved here from “{section}”", section=old.group))
    elif part.moved and old.number == new.number:
        told.append(Message("moved"))
    elif part.moved:
        told.append(Message("moved from {old} to {new}", old=old.number, new=new.number))
    if part.kind is PartKind.SECTION and old.title != new.title:
        told.append(Message("was called “{title}”", title=old.title))
    if part.kind is PartKind.STEP:
        told += _attribute_notes(part)
    return tuple(told)


def _attribute_notes(part: PartDiff) -> Iterator[Message]:
    for value in part.values:
        before, after = (_value(value.name, text) for text in (value.items[0].old, value.items[0].new))
        name = FIELD_NAMES[value.name]
        if value.name == "title":
            yield Message("was called “{title}”", title=before)
        elif value.name == "end":
            yield Message("ends the procedure now") if after else Message("no longer ends the procedure")
        elif before is None:
            yield Message("{name}: {value}", name=name, value=after)
        else:
            gone = Message("none")
            yield Message("{name}: {old} → {new}", name=name, old=before, new=after or gone)


def _value(name: str, written: str | None) -> Message | str | None:
    return written if written is None else value_words(name, written) or written


def _old_line(item: _Placed) -> int:
    return item.old.line if item.old else 0
