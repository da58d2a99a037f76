"""Drawing one hit: title and snippet with highlights, its kind, its place, why it was found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskbook.model.query import Hit, Marked
from deskbook.ui.features.search.marked_text import lay_out
from deskbook.ui.features.search.model import HIT_ROLE, place
from deskbook.ui.icons import draw_icon
from deskbook.ui.texts import KIND_ICON, kind_name, why_name
from deskbook.ui.theme import Colours

_SIDE = 16
_TOP = 11
_GAP = 5
_SNIPPET_LINES = 2
_PILL = 20


class HitDelegate(QStyledItemDelegate):
    """Draws hits; all rows have the same height."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours
        self._title = QFont(parent.font())
        self._title.setPixelSize(15)
        self._title.setWeight(QFont.Weight.DemiBold)
        self._body = QFont(parent.font())
        self._body.setPixelSize(13)
        self._small = QFont(parent.font())
        self._small.setPixelSize(12)
        self._title_height = QFontMetricsF(self._title).height()
        self._body_height = QFontMetricsF(self._body).height()
        self._mark = QTextCharFormat()
        self._mark.setBackground(QColor(colours.mark))
        self._mark.setForeground(QColor(colours.on_mark))

    def sizeHint(  # noqa: N802
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the wanted size."""
        text = self._title_height + _SNIPPET_LINES * self._body_height
        return QSize(120, round(2 * _TOP + text + 2 * _GAP + _PILL))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw."""
        hit: Hit = index.data(HIT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        self._draw_ground(painter, area, option.state)
        area.adjust(_SIDE, _TOP, -_SIDE, -_TOP)
        self._draw_text(painter, area, hit.title, self._title, 1, self._colours.text)
        below = area.adjusted(0, self._title_height + _GAP, 0, 0)
        self._draw_text(painter, below, hit.snippet, self._body, _SNIPPET_LINES, self._colours.muted)
        self._draw_footer(painter, area, hit)
        painter.restore()

    def _draw_ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            card = area.adjusted(6, 2, -6, -2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.selection if selected else self._colours.hover))
            painter.drawRoundedRect(card, 8, 8)
            if selected:
                painter.setBrush(QColor(self._colours.accent))
                painter.drawRoundedRect(QRectF(card.left(), card.top() + 10, 3, card.height() - 20), 1.5, 1.5)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(self._colours.focus), 2))
                painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 8, 8)

    def _draw_text(
        self, painter: QPainter, at: QRectF, marked: Marked, font: QFont, lines: int, colour: str
    ) -> None:
        layout = lay_out(marked, font, at.width(), lines, self._mark)
        painter.setPen(QColor(colour))
        layout.draw(painter, at.topLeft())

    def _draw_footer(self, painter: QPainter, area: QRectF, hit: Hit) -> None:
        painter.setFont(self._small)
        metrics = QFontMetricsF(self._small)
        top = area.bottom() - _PILL
        ground, ink = self._colours.pair(hit.kind.value)
        name = kind_name(hit.kind)
        badge = QRectF(area.left(), top, metrics.horizontalAdvance(name) + 32, _PILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(badge, 5, 5)
        draw_icon(painter, QRectF(badge.left() + 6, top + 3, 14, 14), KIND_ICON[hit.kind], ink)
        painter.setPen(QColor(ink))
        painter.drawText(badge.adjusted(24, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, name)
        where = place(hit)
        least = badge.right() + 16 + min(metrics.horizontalAdvance(where), area.width() / 3)
        right = area.right()
        for why in reversed(hit.why[:2]):
            word = why_name(why)
            pill = QRectF(right - metrics.horizontalAdvance(word) - 14, top, 0, _PILL)
            pill.setRight(right)
            if pill.left() < least:
                continue
            painter.setPen(QPen(QColor(self._colours.scroll), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setPen(QColor(self._colours.muted))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)
            right = pill.left() - 6
        room = QRectF(badge.right() + 8, top, right - badge.right() - 16, _PILL)
        painter.setPen(QColor(self._colours.muted))
        where = metrics.elidedText(where, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, where)
