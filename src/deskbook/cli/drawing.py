"""Differences drawn in a terminal, inline: what went is struck through, what came is underlined.

Without colours, on paper or in a pipe, it is ``[-what went-]`` and ``{+what came+}``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import typer

from deskbook.revision.diff import BlockDiff, Change, ItemDiff, PartDiff, ValueDiff, VersionDiff
from deskbook.revision.outline import BlockKind, PartKind
from deskbook.revision.reading import Line, Side, lines, notes
from deskbook.revision.words import Op, Span, new_side, old_side
from deskbook.services.language import sentence, tr
from deskbook.services.wording import field_name, value_spans

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

_WENT, _CAME, _MOVED, _DIM = "red strike", "green underline", "cyan", "dim"
_PAPER_WIDTH = 10_000
"""Columns where nobody looks: a pipe gets lines as long as they are."""


def console() -> Console:
    """Return where people read: coloured and wrapped in a terminal, plain elsewhere."""
    from rich.console import Console  # slow to load, and most commands print plain lines

    width = None if sys.stdout.isatty() else _PAPER_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def print_diff(diff: VersionDiff) -> None:
    """Print the changed fields, then the changed text."""
    target = console()
    if not diff:
        layout = diff.old_source != diff.new_source
        target.print(tr("Only blank lines or the notation differ.") if layout else tr("Nothing differs."))
        return
    pen = _Pen(target)
    for drawn in (*_fields(diff.fields, pen), *_body(diff.body, pen)):
        target.print(drawn)


def diff_as_dict(diff: VersionDiff) -> dict[str, Any]:
    """Return a difference for ``--json``: fields apart, and the lines of every other changed part."""
    return {
        "changed": bool(diff),
        "fields": [_value_as_dict(value) for part in diff.fields for value in part.values],
        "parts": [
            {
                "kind": part.kind.value,
                "name": part.name,
                "title": part.title,
                "change": part.change.value,
                "moved": {"from": part.old.number, "to": part.new.number}
                if part.moved and part.old and part.new
                else None,
                "attributes": [_value_as_dict(value) for value in part.values],
                "lines": [_line_as_dict(line) for line in lines([part])],
            }
            for part in diff.body
        ],
    }


class _Pen:
    """Writes spans, in colours or with marks; in a terminal long lines are wrapped below their beginning."""

    def __init__(self, target: Console) -> None:
        self._wraps = target.is_terminal
        self._coloured = target.is_terminal and not target.no_color

    def text(self, *parts: str | tuple[str, str]) -> Text:
        from rich.text import Text  # see console()

        return Text.assemble(*parts)

    def row(self, head: str, body: Text) -> RenderableType:
        """Return a line that begins with ``head``; the lines below it keep its indentation."""
        from rich.cells import cell_len  # see console()
        from rich.table import Table
        from rich.text import Text

        width = cell_len(head)
        if self._wraps:
            row = Table.grid()
            row.add_column(width=width, no_wrap=True)
            row.add_column(overflow="fold")
            row.add_row(head, body)
            return row
        first, *more = body.split("\n", allow_blank=True)
        return Text("\n" + " " * width).join([Text(head) + first, *more])

    def changed(self, what: ItemDiff | BlockDiff, indent: str) -> RenderableType:
        """Return what was added, removed or edited, with a mark before it."""
        if what.change is Change.EDITED:
            return self.row(f"{indent}~ ", self.spans(what.spans))
        if what.change is Change.ADDED:
            return self.row(f"{indent}+ ", self.text((new_side(what.spans), _CAME)))
        return self.row(f"{indent}- ", self.text((old_side(what.spans), _WENT)))

    def spans(self, spans: Sequence[Span]) -> Text:
        return self.text(*(piece for span in spans for piece in self._span(span)))

    def _span(self, span: Span) -> Iterator[tuple[str, str]]:
        if span.op is Op.SAME:
            yield span.new, ""
            return
        if span.old:
            yield (span.old, _WENT) if self._coloured else (f"[-{span.old}-]", "")
        if span.new:
            style = _MOVED if span.moved else _CAME
            yield (span.new, style) if self._coloured else (f"{{+{span.new}+}}", "")


def _fields(parts: Iterable[PartDiff], pen: _Pen) -> Iterator[RenderableType]:
    for number, part in enumerate(parts):
        if not number:
            yield pen.text((tr("Fields"), "bold"))
        if not part.values:  # only its comments changed
            yield pen.text("  ", field_name(part.title), "  ", (tr("comment edited"), _DIM))
        for value in part.values:
            yield from _value(value, pen)


def _value(value: ValueDiff, pen: _Pen) -> Iterator[RenderableType]:
    label = field_name(value.name)
    if not value.plural:
        yield pen.row(f"  {label}  ", pen.spans(value_spans(value, value.items[0])))
        return
    yield pen.text("  ", label)
    for item in value.items:
        if item.moved:
            yield pen.text("    ↕ ", (item.new or "", _MOVED), "  ", (tr("moved"), _DIM))
        elif item.change is not Change.SAME:
            yield pen.changed(item, "    ")


def _body(parts: Iterable[PartDiff], pen: _Pen) -> Iterator[RenderableType]:
    for (part, away), group in groupby(lines(parts), key=lambda line: (line.part, _away(line))):
        yield pen.text("")
        yield _heading(part, away, pen)
        if away or (part.moved and part.change is Change.SAME):
            continue
        for seen, same in groupby(group, key=_seen):
            if seen:
                yield from (_line(line, pen) for line in same)
            elif any(line.block.kind is not BlockKind.HEADING for line in same):
                yield pen.text(("    …", _DIM))


def _away(line: Line) -> bool:
    """Tell whether a line stands where a part was before it moved."""
    return line.part.moved and line.side is Side.OLD


def _seen(line: Line) -> bool:
    """Tell whether a line is worth printing. What became of a heading, the notes have said."""
    block, part = line.block, line.part
    if block.kind is BlockKind.HEADING and part.kind in {PartKind.STEP, PartKind.SECTION}:
        return False
    return block.moved or block.change is not Change.SAME


def _heading(part: PartDiff, away: bool, pen: _Pen) -> Text:
    place = part.new or part.old
    group = f"{place.group} › " if place and place.group else ""
    kinds = {PartKind.COMMENT: tr("Comments"), PartKind.INTRO: tr("Introduction")}
    title = kinds.get(part.kind, part.title)
    if away:
        return pen.text((f"{group}{title}  ", _DIM), (tr("stood here"), _DIM))
    told = [sentence(note) for note in notes(part)]
    if part.change is Change.ADDED:
        told.append(tr("new"))
    elif part.change is Change.REMOVED:
        told.append(tr("removed"))
    style = {Change.ADDED: "bold green", Change.REMOVED: "bold red"}.get(part.change, "bold")
    return pen.text((group, _DIM), (title, style), (f"  {' · '.join(told)}" if told else "", _MOVED))


def _line(line: Line, pen: _Pen) -> RenderableType:
    block = line.block
    if block.moved and line.side is Side.OLD:
        first = (block.old.text if block.old else "").partition("\n")[0]
        where = tr("moved to “{section}”").format(section=block.elsewhere) if block.elsewhere else tr("moved")
        return pen.row("  ↕ ", pen.text((f"{first}  {where}", _DIM)))
    if block.moved and block.elsewhere:
        where = tr("moved here from “{section}”").format(section=block.elsewhere)
        return pen.row("  ↕ ", pen.text((new_side(block.spans), _MOVED), (f"  {where}", _DIM)))
    if block.moved:
        return pen.row("  ↕ ", pen.spans(block.spans))
    return pen.changed(block, "  ")


def _value_as_dict(value: ValueDiff) -> dict[str, Any]:
    old = [item.old for item in value.items if item.old is not None]
    new = [item.new for item in value.items if item.new is not None]
    return {
        "field": value.name,
        "old": old if value.plural else next(iter(old), None),
        "new": new if value.plural else next(iter(new), None),
        "added": [item.new for item in value.items if item.change is Change.ADDED],
        "removed": [item.old for item in value.items if item.change is Change.REMOVED],
        "moved": [item.new for item in value.items if item.moved],
    }


def _line_as_dict(line: Line) -> dict[str, Any]:
    block = line.block
    return {
        "kind": block.kind.value,
        "side": line.side.value,
        "change": block.change.value,
        "moved": block.moved,
        "old_line": block.old.line if block.old else None,
        "new_line": block.new.line if block.new else None,
        "spans": [
            {"op": span.op.value, "old": span.old, "new": span.new, "moved": span.moved}
            for span in block.spans
        ],
    }


def print_rows(rows: Iterable[Sequence[str]], styles: Sequence[str]) -> None:
    """Print rows in columns, each column in a style; the last one takes what room there is."""
    from rich.table import Table  # see console()

    table = Table.grid(padding=(0, 2))
    for number, style in enumerate(styles):
        table.add_column(style=style, no_wrap=number + 1 < len(styles))
    for row in rows:
        table.add_row(*row)
    target = console()
    if target.is_terminal:
        target.print(table)
        return
    with target.capture() as captured:
        target.print(table)
    for line in captured.get().splitlines():
        typer.echo(line.rstrip())
