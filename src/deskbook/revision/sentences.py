"""Three-way merges inside a paragraph and inside the heading of a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from deskbook.revision.align import Effort, matches, pair_units
from deskbook.revision.conflict import Conflict, ConflictKind
from deskbook.revision.merged import Piece
from deskbook.revision.outline import Part, heading_attributes
from deskbook.revision.words import sentences

_SHAPES = {"anchor": "#", "role": " role=", "limit": " limit="}
_ATTRIBUTES = frozenset({"title", "end", *_SHAPES})

Value = TypeVar("Value")


def agreed(base: Value, mine: Value, theirs: Value) -> Value | None:
    """Return what counts if at most one side changed it, or both alike; else None."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def merge_text(part: Part, base: str, mine: str, theirs: str, continued: str) -> tuple[Piece, ...]:
    """Merge a text by sentences (diff3: what both sides changed between two common sentences conflicts).

    :param part: where it stands; ``continued`` is what its further lines begin with.
    """
    return tuple(_sentences(part, base, mine, theirs, continued))


def merge_heading(part: Part, base: str, mine: str, theirs: str) -> tuple[Piece, ...]:
    """Merge the heading of a step or variant by title, anchor, role, time limit and end."""
    said = [heading_attributes(text) for text in (base, mine, theirs)]
    if any(each.keys() - _ATTRIBUTES or not each["title"] or "anchor" not in each for each in said):
        return (Conflict(ConflictKind.TEXT, part, base, mine, theirs),)
    ends = agreed(*("end" in each for each in said))
    return (
        "### ",
        _attribute(part, "title", "", said),
        " {",
        *(_attribute(part, name, shape, said) for name, shape in _SHAPES.items()),
        " end}" if ends else "}",
    )


def _attribute(part: Part, name: str, before: str, said: Sequence[dict[str, str]]) -> Piece:
    base, mine, theirs = (attributes.get(name, "") for attributes in said)
    text = agreed(base, mine, theirs)
    if text is None:
        return Conflict(ConflictKind.ATTRIBUTE, part, base, mine, theirs, name=name, before=before)
    return before + text if text else ""


def _sentences(part: Part, base: str, mine: str, theirs: str, continued: str) -> Iterator[Piece]:
    a, b, c = sentences(base), sentences(mine), sentences(theirs)
    to_mine = {m.old + k: m.new + k for m in matches(a, b, Effort()) for k in range(m.size)}
    to_theirs = {m.old + k: m.new + k for m in matches(a, c, Effort()) for k in range(m.size)}
    stable = [(i, to_mine[i], to_theirs[i]) for i in sorted(to_mine.keys() & to_theirs.keys())]
    for (i, j, k), (i_end, j_end, k_end) in pairwise([(-1, -1, -1), *stable, (len(a), len(b), len(c))]):
        if i >= 0:
            yield a[i]
        yield from _chunk(part, a[i + 1 : i_end], b[j + 1 : j_end], c[k + 1 : k_end], continued)


def _chunk(
    part: Part, base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], continued: str
) -> Iterator[Piece]:
    """Merge the sentences between two that all versions have in common."""
    text = agreed("".join(base), "".join(mine), "".join(theirs))
    if text is not None:
        yield text
    elif len(base) > 1 and _one_by_one(base, mine) and _one_by_one(base, theirs):
        for i in range(len(base)):
            yield from _chunk(part, base[i : i + 1], mine[i : i + 1], theirs[i : i + 1], continued)
    else:
        yield Conflict(
            ConflictKind.TEXT, part, "".join(base), "".join(mine), "".join(theirs), continued=continued
        )


def _one_by_one(base: Sequence[str], side: Sequence[str]) -> bool:
    """Tell whether each sentence of a side is one of the ancestor's, edited or not, in the same order."""
    return all(pair.old == pair.new for pair in pair_units(base, side, Effort(), moved_length=None))
