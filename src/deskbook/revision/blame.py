"""Who last changed each paragraph, list item and field of an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from deskbook.model.revision import Revision
from deskbook.revision.align import MOVED_LENGTH, Effort
from deskbook.revision.diff import pair_blocks, pair_parts
from deskbook.revision.outline import Block, Part, outline
from deskbook.revision.words import unified

_Owners = list[list[Revision]]
"""The revision of each block, by part and block."""


@dataclass(frozen=True, slots=True)
class Blamed:
    """A block of the newest version, the part it stands in, and the revision that last changed its text."""

    part: Part
    block: Block
    revision: Revision


def blame(revisions: Sequence[Revision]) -> tuple[Blamed, ...]:
    """Tell for each block of the newest revision which one last changed it; what only moved keeps its author.

    :param revisions: of one entry, oldest first, each made from the one before it.
    """
    parts: tuple[Part, ...] = ()
    owners: _Owners = []
    for revision in revisions:
        newer = outline(revision.source)
        owners = _handed_on(parts, owners, newer, revision)
        parts = newer
    return tuple(
        Blamed(part, block, owner)
        for part, by_block in zip(parts, owners, strict=True)
        for block, owner in zip(part.blocks, by_block, strict=True)
    )


def _handed_on(old: Sequence[Part], owners: _Owners, new: Sequence[Part], revision: Revision) -> _Owners:
    """Return the owners in the next version: those of before for what kept its text, else ``revision``."""
    handed: _Owners = [[revision] * len(part.blocks) for part in new]
    gone: dict[str, list[Revision]] = defaultdict(list)
    fresh: list[tuple[int, int]] = []
    for pair in pair_parts(old, new, Effort()):
        before = old[pair.old].blocks if pair.old is not None else ()
        after = new[pair.new].blocks if pair.new is not None else ()
        for block in pair_blocks(before, after, Effort()):
            text = unified(before[block.old].text) if block.old is not None else ""
            if pair.old is None or block.old is None:
                if pair.new is not None and block.new is not None:
                    fresh.append((pair.new, block.new))
            elif pair.new is None or block.new is None:
                gone[text].append(owners[pair.old][block.old])
            elif text == unified(after[block.new].text):
                handed[pair.new][block.new] = owners[pair.old][block.old]
    for part, at in fresh:  # a block may have come from another part
        text = unified(new[part].blocks[at].text)
        if gone[text] and len(text.strip()) >= MOVED_LENGTH:
            handed[part][at] = gone[text].pop(0)
    return handed
