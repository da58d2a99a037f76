"""Going round the areas of a screen by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def focus_next(areas: Sequence[QWidget], focus: QWidget | None) -> None:
    """Move the keyboard from the area it is in to the next one that can take it, and round again."""
    seen = [area for area in areas if area.isVisible()]
    here = next(
        (n for n, area in enumerate(seen) if focus and (area is focus or area.isAncestorOf(focus))), -1
    )
    for step in range(1, len(seen) + 1):
        target = first_focus(seen[(here + step) % len(seen)])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def first_focus(area: QWidget) -> QWidget | None:
    """Return the first widget of an area that the keyboard can be in."""
    for widget in (area, *area.findChildren(QWidget)):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            return widget
    return None
