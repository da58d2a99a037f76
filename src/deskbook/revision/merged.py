"""A merged text in blocks, and how it is put together once every conflict in it is settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deskbook.revision.conflict import Choice, Conflict
from deskbook.revision.outline import BlockKind

LISTED = frozenset({BlockKind.ITEM, BlockKind.DECISION})
_FIELD_LINES = frozenset({BlockKind.KEY, BlockKind.COMMENT})

Piece = str | Conflict


@dataclass(frozen=True, slots=True)
class MergedBlock:
    """A merged block, or a conflict over several, with the kinds of the first and the last.

    ``tail`` are the line ends behind it; ``tight`` the fewest in any version, for between two list items.
    """

    first: BlockKind
    last: BlockKind
    pieces: tuple[Piece, ...]
    tail: str
    tight: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged text in blocks, the conflicts in their places.

    ``end`` are the line ends behind the last block. ``line_end`` takes the place of every line end; an empty
    one leaves them as they are.
    """

    blocks: tuple[MergedBlock, ...]
    end: str = ""
    line_end: str = ""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What must be settled first, in the order of the text."""
        return tuple(p for block in self.blocks for p in block.pieces if isinstance(p, Conflict))

    def text(self, settlements: Sequence[Choice | str] = ()) -> str:
        """Return the merged text.

        :param settlements: for each conflict whose version counts, or one's own words.
        :raises ValueError: if there are more conflicts than settlements, or fewer.
        """
        if len(settlements) != len(self.conflicts):
            raise ValueError(f"{len(self.conflicts)} conflicts, {len(settlements)} settlements")
        text = "".join(self._assembled(iter(settlements)))
        return text.replace("\n", self.line_end) if self.line_end else text

    def _assembled(self, settlements: Iterator[Choice | str]) -> Iterator[str]:
        """Yield the blocks that say anything, with the line ends that Markdown needs to tell them apart."""
        last: MergedBlock | None = None
        for block in self.blocks:
            text = "".join(p if isinstance(p, str) else p.settled(next(settlements)) for p in block.pieces)
            if not text:
                continue
            if last is not None:
                yield _between(last, block)
            yield text
            last = block
        yield self.end


def _between(block: MergedBlock, following: MergedBlock) -> str:
    last, first = block.last, following.first
    if {last, first} <= LISTED:
        return block.tight or "\n"
    joined = {last, first} & _FIELD_LINES or last is BlockKind.HEADING or last is first is BlockKind.ROW
    if last is BlockKind.PARAGRAPH and first in {*LISTED, BlockKind.QUOTE}:
        joined = True
    return max(block.tail, "\n" if joined else "\n\n", key=len)
