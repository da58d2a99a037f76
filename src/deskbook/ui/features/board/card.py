"""A card: what changes, who does it, by when, and what is the matter with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskbook.model.cycle import ChangeState
from deskbook.services.cycles import Card
from deskbook.services.language import tr as _
from deskbook.ui.features.board.model import overdue, person_of
from deskbook.ui.icons import draw_icon
from deskbook.ui.revision_texts import CHANGE_ICON, change_kind_name
from deskbook.ui.theme import Colours

ModelIndex = QModelIndex | QPersistentModelIndex

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
TODAY_ROLE = Qt.ItemDataRole.UserRole + 2

_SIDE, _TOP, _LINE, _ICON = 12, 9, 20, 14
_TITLE_LINES = 2
_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of a card: an icon, words, and the theme colour that they are in."""

    icon: str
    text: str
    ink: str = "muted"


def marks(card: Card, today: date) -> tuple[Mark, ...]:
    """Return the lines below a card's title."""
    change = card.change
    lines = [Mark(CHANGE_ICON[change.kind], change_kind_name(change.kind))]
    person = person_of(change)
    lines.append(Mark("user", person or _("nobody yet")))
    if change.due is not None:
        late = overdue(change, today)
        text = _("overdue since {day}") if late else _("until {day}")
        lines.append(
            Mark(
                "warning" if late else "calendar-blank",
                text.format(day=change.due),
                "on_danger" if late else "muted",
            )
        )
    if change.state is ChangeState.PLANNED and change.reason:
        lines.append(Mark("info", change.reason))
    if card.stale:
        lines.append(Mark("git-merge", _("needs a merge"), "on_warn"))
    if card.open_comments:
        text = (
            _("1 remark")
            if card.open_comments == 1
            else _("{count} remarks").format(count=card.open_comments)
        )
        lines.append(Mark("chat-text", text, "on_warn"))
    if card.verdict is not None and change.state is ChangeState.APPROVED:
        lines.append(Mark("check-circle", _("by {name}").format(name=card.verdict.reviewer), "on_ok"))
    return tuple(lines)


def card_words(card: Card, today: date) -> str:
    """Return everything a card says, on a line."""
    change = card.change
    said = [card.title, change.entry_id, *(mark.text for mark in marks(card, today))]
    return _(", ").join(part for part in (*said, change.message or change.reason) if part)


class CardDelegate(QStyledItemDelegate):
    """Draws cards; a column may have hundreds."""

    def __init__(self, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, _option: QStyleOptionViewItem, index: ModelIndex) -> QSize:  # noqa: N802
        """Return the size of a card."""
        width = self._view.viewport().width()
        card, today = index.data(CARD_ROLE), index.data(TODAY_ROLE)
        title = self._title_height(card.title, width - 2 * _SIDE - 12)
        return QSize(width, title + _LINE * len(marks(card, today)) + 2 * _TOP + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a card."""
        card, today = index.data(CARD_ROLE), index.data(TODAY_ROLE)
        colours, area = self._colours, QRect(option.rect).adjusted(6, 4, -6, -4)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = selected and self._view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        edge = colours.focus if focused else colours.control if hovered else colours.border
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(colours.selection if focused else colours.raised))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inner = area.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        height = self._title_height(card.title, inner.width())
        painter.setFont(self._font(14, bold=True))
        painter.setPen(QColor(colours.text))
        painter.setClipRect(QRect(inner.left(), inner.top(), inner.width(), height))
        option_text = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option_text.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), height), card.title, option_text)
        painter.setClipping(False)
        self._marks(painter, inner.adjusted(0, height + 4, 0, 0), marks(card, today))
        painter.restore()

    def _marks(self, painter: QPainter, area: QRect, lines: tuple[Mark, ...]) -> None:
        painter.setFont(self._font(12))
        metrics = QFontMetrics(painter.font())
        for number, mark in enumerate(lines):
            top = area.top() + number * _LINE
            ink = getattr(self._colours, mark.ink)
            draw_icon(painter, QRectF(area.left(), top + (_LINE - _ICON) / 2, _ICON, _ICON), mark.icon, ink)
            painter.setPen(QColor(ink))
            words = QRect(area.left() + _ICON + 6, top, area.width() - _ICON - 6, _LINE)
            text = metrics.elidedText(mark.text, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _title_height(self, title: str, width: int) -> int:
        metrics = QFontMetrics(self._font(14, bold=True))
        wrapped = metrics.boundingRect(QRect(0, 0, max(width, 40), 10_000), int(_WRAP), title).height()
        return min(wrapped, _TITLE_LINES * metrics.lineSpacing())

    def _font(self, pixels: int, *, bold: bool = False) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font
