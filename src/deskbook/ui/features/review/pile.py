"""The changes to choose from, those that wait for a verdict on top."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from deskbook.model.cycle import ChangeState
from deskbook.services.language import tr as _
from deskbook.ui.features.review.presenter import Item, Pile
from deskbook.ui.icons import draw_icon
from deskbook.ui.revision_texts import STATE_ICON, change_kind_name, change_state_name
from deskbook.ui.theme import Colours

ModelIndex = QModelIndex | QPersistentModelIndex

_ROLE = Qt.ItemDataRole.UserRole + 1
_HEIGHT = 64


class PileModel(QAbstractListModel):
    """An immutable tuple of changes, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Item, ...] = ()

    def show(self, items: tuple[Item, ...]) -> None:
        """Replace the changes."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def row_of(self, entry_id: str) -> int:
        """Return the row of an entry's change, -1 if it is not there."""
        return next((n for n, item in enumerate(self.items) if item.card.change.entry_id == entry_id), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many changes there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a change."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.card.title
        if role == _ROLE:
            return item
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            parts = (item.card.title, item.card.change.entry_id, *_words(item))
            return _(", ").join(parts)
        return None


class PilePane(QFrame):
    """How many wait, and the list; moving to a change opens it."""

    chosen = Signal(str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("left")
        self.setMinimumWidth(170)
        self.model = PileModel()
        self.list = _PileList(colours)
        self.list.setModel(self.model)
        self.list.moved.connect(self._choose)
        self.head = QLabel()
        self.head.setProperty("type", "strong")
        self.head.setWordWrap(True)
        self.head.setContentsMargins(16, 0, 16, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self._showing = False

    def show_pile(self, pile: Pile, current: str) -> None:
        """List changes, and mark the one that is read."""
        waiting = pile.waiting
        self.head.setText(
            _("Nothing waits for a verdict")
            if not waiting
            else _("1 change waits for a verdict")
            if waiting == 1
            else _("{count} changes wait for a verdict").format(count=waiting)
        )
        self._showing = True
        if pile.items != self.model.items:
            self.model.show(pile.items)
        row = self.model.row_of(current)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
        self._showing = False

    def _choose(self, index: ModelIndex) -> None:
        item = index.data(_ROLE) if index.isValid() else None
        if isinstance(item, Item) and not self._showing:
            self.chosen.emit(item.card.change.entry_id)


class _PileList(QListView):
    moved = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(_("Changes to review"))
        self.setItemDelegate(_ItemDelegate(colours, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:  # noqa: N802
        """Tell where the person moved."""
        super().currentChanged(current, previous)
        self.moved.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key: Enter goes on to what the change changes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class _ItemDelegate(QStyledItemDelegate):
    """Title, what becomes of the entry and by whom, and how far it is."""

    def __init__(self, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:  # noqa: N802
        """Return the size of a row."""
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        item, colours, area = index.data(_ROLE), self._colours, QRect(option.rect)
        state = item.card.change.state
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(colours.focus) if selected and self._view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection if selected else colours.hover))
            painter.drawRoundedRect(QRectF(area).adjusted(6.5, 1.5, -6.5, -1.5), 7, 7)
        ink = {ChangeState.APPROVED: colours.on_ok, ChangeState.RETURNED: colours.on_warn}.get(
            state, colours.muted
        )
        draw_icon(painter, QRectF(area.left() + 16, area.top() + 9, 16, 16), STATE_ICON[state], ink)
        text = area.adjusted(40, 7, -14, -7)
        whose, how_far = _words(item)
        for words, colour, pixels, place in (
            (item.card.title, colours.text, 14, Qt.AlignmentFlag.AlignTop),
            (whose, colours.muted, 12, Qt.AlignmentFlag.AlignVCenter),
            (how_far, ink, 12, Qt.AlignmentFlag.AlignBottom),
        ):
            font = painter.font()
            font.setPixelSize(pixels)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(text, place, elided)
        painter.restore()


def _words(item: Item) -> tuple[str, str]:
    """Return whose change it is and what it is, and how far it is."""
    change = item.card.change
    author = _("you wrote it") if item.mine else change.author
    how_far = change_state_name(change.state)
    if change.state is ChangeState.SUBMITTED and item.fallen is not None:
        how_far = _("In review again: a verdict fell")
    elif change.state is ChangeState.SUBMITTED and item.mine:
        how_far = _("Somebody else must approve")
    return f"{change_kind_name(change.kind)} · {author}", how_far
