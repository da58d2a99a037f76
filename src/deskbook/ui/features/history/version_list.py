"""The list of revisions: one selected, or several to compare."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView

from deskbook.services.history import Version
from deskbook.services.language import tr as _
from deskbook.ui.features.history.model import VersionModel, headline, origin, releases, standing
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.rows import ROW, Face, Line, RowDelegate, RowList, use_font

_HEIGHT, _MARGIN = 66, 6


class VersionList(RowList):
    """Tells of the numbers of the selected revisions."""

    picked = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__(_("Revisions"))
        self.rows = VersionModel()
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(colours, self, _HEIGHT, _MARGIN))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self._tell())
        self._showing = False

    def show_versions(self, versions: tuple[Version, ...], selected: Sequence[int]) -> None:
        """List revisions and select some."""
        self._showing = True
        self.rows.show(versions)
        self._showing = False
        self.select(selected)

    def select(self, numbers: Sequence[int]) -> None:
        """Select revisions by number."""
        self._showing = True
        chosen = self.selectionModel()
        chosen.clear()
        for number in sorted(numbers):
            row = self.rows.row_of(number)
            if row >= 0:
                index = self.rows.index(row, 0)
                chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)
                self.scrollTo(index)
        self._showing = False

    def _tell(self) -> None:
        if not self._showing:
            versions = [index.data(ROW) for index in self.selectedIndexes()]
            self.picked.emit([version.revision.number for version in versions])


class _Delegate(RowDelegate):
    """What a revision is about; by whom and when; how far it is and which release holds it."""

    def face(self, row: Version) -> Face:
        """Return how a revision looks."""
        return Face(
            (
                Line(headline(row), self.colours.text, 14, Qt.AlignmentFlag.AlignTop),
                Line(origin(row), self.colours.muted, 12, Qt.AlignmentFlag.AlignVCenter),
            )
        )

    def add(self, painter: QPainter, area: QRect, row: Version) -> None:
        """Draw how far a revision is and which release holds it."""
        left = area.left()
        tone = "warn" if row.change is not None else "ok"
        for words, name in ((standing(row), tone), (releases(row), "accent_soft")):
            if words:
                room = QRect(left, area.top(), area.right() - left, area.height())
                left += _badge(painter, room, words, self.colours.pair(name)) + 6


def _badge(painter: QPainter, area: QRect, words: str, inks: tuple[str, str]) -> int:
    metrics = use_font(painter, 11)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, area.width() - 12))
    width = metrics.horizontalAdvance(shown) + 12
    box = QRectF(area.left(), area.bottom() - 15, width, 17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(inks[0]))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(inks[1]))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    return width
