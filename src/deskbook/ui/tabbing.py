"""Tab goes through a window as it is laid out: Qt goes by when a part was made, and parts come late here."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QScrollArea, QSplitter, QWidget


def tab_on(window: QWidget, focus: QWidget | None, *, forward: bool) -> bool:
    """Move the keyboard to the next part of a window, or the one before, and bring that into sight.

    :returns: False if ``focus`` is none of the parts.
    """
    stops = [part for part in _in_layout_order(window) if _stops_at(part)]
    if focus not in stops:
        return False
    step, reason = (1, Qt.FocusReason.TabFocusReason) if forward else (-1, Qt.FocusReason.BacktabFocusReason)
    target = stops[(stops.index(focus) + step) % len(stops)]
    target.setFocus(reason)
    _bring_into_sight(target)
    return True


def _stops_at(part: QWidget) -> bool:
    tabbed = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
    return tabbed and part.isEnabled() and part.isVisible()


def _bring_into_sight(target: QWidget) -> None:
    parent = target.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(target)
        parent = parent.parentWidget()


def _in_layout_order(item: QWidget | QLayout) -> Iterator[QWidget]:
    if isinstance(item, QMainWindow):
        yield from _with_parts(item.centralWidget())
    elif isinstance(item, QScrollArea):
        yield from _with_parts(item.widget())
    elif isinstance(item, QSplitter):
        for index in range(item.count()):
            yield from _with_parts(item.widget(index))
    else:
        layout = item.layout() if isinstance(item, QWidget) else item
        parts = [layout.itemAt(index) for index in range(layout.count())] if layout is not None else []
        for part in filter(None, parts):
            if (within := part.layout()) is not None:
                yield from _in_layout_order(within)
            else:
                yield from _with_parts(part.widget())


def _with_parts(widget: QWidget | None) -> Iterator[QWidget]:
    """Yield a widget and what is in it; what is hidden holds nothing that is seen."""
    if widget is not None and not widget.isHidden():
        yield widget
        yield from _in_layout_order(widget)
