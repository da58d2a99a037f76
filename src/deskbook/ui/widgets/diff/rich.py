"""A difference as rich text, for a label: the same inks as in a :class:`DiffPane`."""

from __future__ import annotations

import html
from collections.abc import Iterable

from deskbook.ui.theme import Colours
from deskbook.ui.widgets.diff.rows import Ink, Piece

_PAIRS = {Ink.ADDED: "added", Ink.REMOVED: "removed", Ink.MOVED: "moved"}
_LINES = {Ink.ADDED: "underline", Ink.REMOVED: "line-through", Ink.MOVED: "underline"}


def as_html(pieces: Iterable[Piece], colours: Colours) -> str:
    """Return pieces as rich text; what came is underlined, what went is struck through."""
    return "".join(_span(piece, colours) for piece in pieces)


def _span(piece: Piece, colours: Colours) -> str:
    text = html.escape(piece.text).replace("\n", "<br>")
    if piece.ink in _PAIRS:
        ground, ink = colours.pair(_PAIRS[piece.ink])
        style = f"background-color:{ground};color:{ink};text-decoration:{_LINES[piece.ink]}"
        return f'<span style="{style}">{text}</span>'
    if piece.ink in {Ink.DIM, Ink.NOTE}:
        return f'<span style="color:{colours.muted}">{text}</span>'
    return f"<b>{text}</b>" if piece.ink is Ink.STRONG else text
