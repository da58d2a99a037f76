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
    """Scrolls one page; plain digits copy its scripts, / finds words in it, Esc leaves it."""

    def __init__(
        self,
        copy: Callable[[int], None],
        leave: Callable[[], None] | None = None,
        find: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._copy, self._leave, self._find = copy, leave, find
        self._column: QWidget | None = None
        self._paper = QWidget()
        self._paper.setObjectName("paper")
        self._row = QHBoxLayout(self._paper)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self._row.addStretch(1)
        self.setWidget(self._paper)

    def show_column(self, column: QWidget) -> None:
        """Show another page from its top."""
        old, self._column = self._column, column
        self._set_margins()
        self._row.insertWidget(1, column, 100)
        column.show()
        if old is not None:
            old.hide()
            old.deleteLater()  # taking a long page apart takes as long as a frame

    def stay_at(self, position: int) -> None:
        """Scroll to where an earlier showing of the page was, once the page is laid out."""
        self.verticalScrollBar().setValue(0)
        if position:
            self._when_laid_out(lambda: self.verticalScrollBar().setValue(position))

    def go_to(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` stands at the top, once it has its place."""

        def go() -> None:
            top = widget.mapTo(self._paper, QPoint(0, 0)).y()
            self.verticalScrollBar().setValue(top - 12)

        self._when_laid_out(go)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that all of ``widget`` can be seen once it has its size.

        If it is too high, it is seen from its top as far as what has the keyboard in it allows.
        """

        def show() -> None:
            if widget.height() + 24 <= self.viewport().height():
                self.ensureWidgetVisible(widget, 0, 24)
                return
            self.verticalScrollBar().setValue(widget.mapTo(self._paper, QPoint(0, 0)).y() - 12)
            focus = QApplication.focusWidget()
            if focus is not None and widget.isAncestorOf(focus):
                self.ensureWidgetVisible(focus, 0, 12)

        self._when_laid_out(show, widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        digit = event.key() - Qt.Key.Key_0
        if 0 < digit <= VARIANTS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._copy(digit)
        elif event.key() == Qt.Key.Key_Escape and self._leave is not None:
            self._leave()
        elif event.text() == "/" and self._find is not None:
            self._find()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the content to the new width."""
        super().resizeEvent(event)
        self._set_margins()

    def _when_laid_out(self, call: Callable[[], None], of: QWidget | None = None) -> None:
        """Call ``call`` when positions are true, unless another page is shown or ``of`` is gone by then.

        The first turn lays the page out, which asks the scroll area to follow in the second.
        """
        column = self._column

        def lay_out() -> None:
            self._row.activate()
            QApplication.sendPostedEvents(self._paper, 0)
            QTimer.singleShot(0, of or self, act)

        def act() -> None:
            if column is self._column:
                call()

        QTimer.singleShot(0, of or self, lay_out)

    def _set_margins(self) -> None:
        layout = self._column.layout() if self._column is not None else None
        if layout is not None:
            side = _NARROW_MARGIN if self.viewport().width() < _NARROW else MARGIN
            layout.setContentsMargins(side, 20, side, 28)
