"""Readable forms of differences, and strategies for pairs of versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hypothesis import strategies as st

from deskbook.revision.diff import Change, PartDiff, VersionDiff
from deskbook.revision.outline import BlockKind, PartKind
from deskbook.revision.reading import Side, lines, notes
from deskbook.revision.words import Op, Span

_KB = Path(__file__).parents[3] / "kb"


def marked(spans: Sequence[Span]) -> str:
    """Return spans as one text: ``[-removed-]``, ``[+added+]``, ``[old→new]``, ``~`` before what moved."""
    shapes = {Op.SAME: "{new}", Op.ADDED: "[+{new}+]", Op.REMOVED: "[-{old}-]", Op.REPLACED: "[{old}→{new}]"}
    return "".join(
        ("~" if span.moved else "") + shapes[span.op].format(old=span.old, new=span.new) for span in spans
    )


def reading(diff: VersionDiff) -> str:
    """Return a difference as the fixtures in ``tests/data/diff`` write it down."""
    return "\n".join(_reading(diff)) + "\n"


def _reading(diff: VersionDiff) -> Iterator[str]:
    for part in diff.fields:
        for value in part.values:
            for item in value.items:
                if item.moved or item.change is not Change.SAME:
                    yield f"{value.name}: {'moved ' if item.moved else ''}{marked(item.spans)}"
    last: tuple[PartDiff, Side] | None = None
    for line in lines(diff.body):
        part, block, away = line.part, line.block, line.part.moved and line.side is Side.OLD
        if last is None or part is not last[0] or away != (part.moved and last[1] is Side.OLD):
            change = "" if part.old and part.new else f" {part.change.value}"
            about = " moved away" if away else "".join(f"; {note}" for note in notes(part))
            yield f"{part.kind.value} {part.title}{change}{about}"
        last = part, line.side
        told_by_notes = (
            part.kind is PartKind.STEP and part.old and part.new and block.kind is BlockKind.HEADING
        )
        if away or told_by_notes:
            continue
        if block.moved and line.side is Side.OLD:
            where = f" to {block.elsewhere}" if block.elsewhere else ""
            yield f"  moved away{where}: {block.kind.value}"
        elif block.moved:
            where = f" from {block.elsewhere}" if block.elsewhere else ""
            yield f"  moved here{where}: {marked(block.spans)}"
        elif block.change is not Change.SAME:
            yield f"  {marked(block.spans)}"


texts = st.text("退款换货快递，。！？\r\n a1-{}#>:😀👨‍👩‍👧é", max_size=60) | st.text(max_size=40)


_SHORT = [
    path.read_text(encoding="utf-8") for path in sorted(_KB.rglob("*.md")) if path.stat().st_size < 1_600
]
_SOP = (_KB / "sop" / "general" / "sop-first-owner.md").read_text(encoding="utf-8")
sources = st.sampled_from([*_SHORT[::4], _SOP]) | texts
"""Entries of the handbook, for these are cheap to draw, and any text at all."""


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """Draw two sources, the second often made from the first by cutting, doubling and moving lines."""
    old = draw(sources)
    kept = old.splitlines(keepends=True)
    for _ in range(draw(st.integers(0, 4))):
        at, to = draw(st.integers(0, len(kept))), draw(st.integers(0, len(kept)))
        match draw(st.sampled_from(["cut", "double", "move", "write", "letters"])):
            case "cut":
                del kept[at : at + 1]
            case "double":
                kept[to:to] = kept[at : at + 3]
            case "move":
                taken, kept[at : at + 2] = kept[at : at + 2], []
                kept[to:to] = taken
            case "write":
                kept[at:at] = [draw(texts)]
            case "letters" if kept:
                line = kept[at - 1]
                middle = draw(st.integers(0, len(line)))
                kept[at - 1] = line[:middle] + draw(st.text("退款，。a1😀", max_size=4)) + line[middle + 2 :]
    new = "".join(kept)
    return old, new.replace("\n", "\r\n") if draw(st.booleans()) and draw(st.booleans()) else new
