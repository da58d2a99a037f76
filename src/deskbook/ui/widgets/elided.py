"""A line of text that ends in … where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel


class ElidedLabel(QLabel):
    """Shows as much of its words as there is room for; its hint and a screen reader have all of them."""

    def __init__(self, kind: str, narrowest: int = 0) -> None:
        """Make a label that says nothing yet.

        :param kind: the name of its style.
        :param narrowest: the width that it insists on, in logical pixels.
        """
        super().__init__()
        self._words = ""
        self._narrowest = narrowest
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)

    @property
    def words(self) -> str:
        """All that it says."""
        return self._words

    def say(self, words: str) -> None:
        """Say something else."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of all the words."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._words) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return that it can do with little."""
        return QSize(self._narrowest, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show what there is room for now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._words if shown != self._words else "")
