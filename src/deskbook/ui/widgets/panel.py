"""A frame that can be worked by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLayout, QScrollArea, QWidget


class Panel(QFrame):
    """Enter presses the button that has the keyboard, Esc leaves: outside of dialogs Qt does neither."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key that nothing within wanted."""
        focus = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focus, QAbstractButton):
            focus.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def keep_tab_order(panel: QWidget) -> None:
    """Let Tab go through a panel as it is laid out: parts that came late would otherwise come last."""
    parts = [part for part in _in_layout_order(panel) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for one, other in pairwise(parts):
        QWidget.setTabOrder(one, other)


def _in_layout_order(item: QWidget | QLayout) -> Iterator[QWidget]:
    layout = item.layout() if isinstance(item, QWidget) else item
    if isinstance(item, QScrollArea):
        content = item.widget()
        yield from _in_layout_order(content) if content is not None else ()
    elif layout is not None:
        for index in range(layout.count()):
            part = layout.itemAt(index)
            widget, within = (part.widget(), part.layout()) if part is not None else (None, None)
            if widget is not None:
                yield widget
                yield from _in_layout_order(widget)
            elif within is not None:
                yield from _in_layout_order(within)
