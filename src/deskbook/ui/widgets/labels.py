"""Labels for plain text."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel


def plain_label(text: str, kind: str) -> QLabel:
    """Return a label with plain text that wraps and can be selected; ``kind`` names its style."""
    label = QLabel()
    set_plain(label, text)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setProperty("type", kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class ElidedLabel(QLabel):
    """One line of plain text that ends in dots where there is no room, and is whole in its hint."""

    def __init__(self, kind: str, narrowest: int) -> None:
        super().__init__()
        self.setProperty("type", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(narrowest)
        self._whole = ""

    def say(self, text: str) -> None:
        """Say something else."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def set_plain(label: QLabel, text: str) -> None:
    """Say something else in a label that :func:`plain_label` made; lines stay lines."""
    label.setText(html.escape(text).replace("\n", "<br>"))
