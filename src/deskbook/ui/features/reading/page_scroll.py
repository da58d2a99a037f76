"""The scrolling sheet that a page lies on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QWidget

from deskbook.ui.actions import VARIANTS

MARGIN = 32
_NARROW = 520
_NARROW_MARGIN = 16


class PageScroll(QScrollArea):
    """Scrolls one page; plain digits copy its scripts."""

    def __init__(self, copy: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._copy = copy
        self._column: QWidget | None = None

    def show_column(self, column: QWidget) -> None:
        """Show another page from its top."""
        holder = QWidget()
        holder.setObjectName("paper")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        self._column = column
        self._set_margins()
        self.setWidget(holder)
        self.verticalScrollBar().setValue(0)

    def settle(self) -> None:
        """Lay the page out now, so that positions in it are true."""
        paper = self.widget()
        layout = paper.layout() if paper is not None else None
        if layout is not None:
            layout.activate()
            QApplication.sendPostedEvents(paper, 0)

    def go_to(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` stands at the top."""
        paper = self.widget()
        if paper is not None:
            top = widget.mapTo(paper, QPoint(0, 0)).y()
            self.verticalScrollBar().setValue(top - 12)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that all of ``widget`` can be seen, once it has its size."""
        QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, 24))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        digit = event.key() - Qt.Key.Key_0
        if 0 < digit <= VARIANTS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._copy(digit)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the content to the new width."""
        super().resizeEvent(event)
        self._set_margins()

    def _set_margins(self) -> None:
        layout = self._column.layout() if self._column is not None else None
        if layout is not None:
            side = _NARROW_MARGIN if self.viewport().width() < _NARROW else MARGIN
            layout.setContentsMargins(side, 20, side, 28)
