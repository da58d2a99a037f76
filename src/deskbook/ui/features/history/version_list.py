"""The list of revisions: one selected, or several to compare."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskbook.services.history import Version
from deskbook.services.language import tr as _
from deskbook.ui.features.history.model import (
    VERSION,
    ModelIndex,
    VersionModel,
    headline,
    origin,
    releases,
    standing,
)
from deskbook.ui.theme import Colours

_HEIGHT = 66
_SIDE = 14
_Line = tuple[str, str, int]


class VersionList(QListView):
    """Tells of the numbers of the selected revisions."""

    picked = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(_("Revisions"))
        self.rows = VersionModel()
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(colours, self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
            versions = [index.data(VERSION) for index in self.selectedIndexes()]
            self.picked.emit([version.revision.number for version in versions])


class _Delegate(QStyledItemDelegate):
    """What a revision is about; by whom and when; how far it is and which release holds it."""

    def __init__(self, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:  # noqa: N802
        """Return the size of a row."""
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        version = index.data(VERSION)
        area, state, colours = QRect(option.rect), option.state, self._colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            here = bool(state & QStyle.StateFlag.State_HasFocus) and self._view.hasFocus()
            painter.setPen(QColor(colours.focus) if here else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection if selected else colours.hover))
            painter.drawRoundedRect(QRectF(area).adjusted(6.5, 1.5, -6.5, -1.5), 7, 7)
        text = area.adjusted(_SIDE, 6, -_SIDE, -6)
        self._line(painter, text, (headline(version), colours.text, 14), Qt.AlignmentFlag.AlignTop)
        self._line(painter, text, (origin(version), colours.muted, 12), Qt.AlignmentFlag.AlignVCenter)
        self._badges(painter, text, version)
        painter.restore()

    def _badges(self, painter: QPainter, area: QRect, version: Version) -> None:
        colours = self._colours
        left = area.left()
        tone = "warn" if version.change is not None else "ok"
        for words, name in ((standing(version), tone), (releases(version), "accent_soft")):
            if words:
                room = QRect(left, area.top(), area.right() - left, area.height())
                left += self._badge(painter, room, words, colours.pair(name)) + 6

    def _badge(self, painter: QPainter, area: QRect, words: str, inks: tuple[str, str]) -> int:
        metrics = self._use_font(painter, 11)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, area.width() - 12))
        width = metrics.horizontalAdvance(shown) + 12
        box = QRectF(area.left(), area.bottom() - 15, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(inks[0]))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(inks[1]))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        return width

    def _line(self, painter: QPainter, area: QRect, line: _Line, place: Qt.AlignmentFlag) -> None:
        text, ink, pixels = line
        metrics = self._use_font(painter, pixels)
        painter.setPen(QColor(ink))
        painter.drawText(area, place, metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width()))

    @staticmethod
    def _use_font(painter: QPainter, pixels: int) -> QFontMetrics:
        font = painter.font()
        font.setPixelSize(pixels)
        painter.setFont(font)
        return painter.fontMetrics()
