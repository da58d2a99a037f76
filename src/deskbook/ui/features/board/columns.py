"""The columns of the board: cards drawn by a delegate, moved by mouse or keyboard."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QListView, QVBoxLayout

from deskbook.services.cycles import Card
from deskbook.services.language import tr as _
from deskbook.ui.features.board.card import CARD_ROLE, TODAY_ROLE, CardDelegate, card_words
from deskbook.ui.features.board.model import Column
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import STATE_ICON, change_state_name
from deskbook.ui.theme import Colours

ModelIndex = QModelIndex | QPersistentModelIndex

_MIME = "application/x-deskbook-change"
_NARROWEST = 170


class CardModel(QAbstractListModel):
    """The cards of one column, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()
        self._today = date.min

    def show(self, cards: tuple[Card, ...], today: date) -> None:
        """Replace the cards."""
        if (cards, today) != (self.cards, self._today):
            self.beginResetModel()
            self.cards, self._today = cards, today
            self.endResetModel()

    def row_of(self, entry_id: str) -> int:
        """Return the row of an entry's card, -1 if it is not here."""
        return next((n for n, card in enumerate(self.cards) if card.change.entry_id == entry_id), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many cards there are."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a card."""
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == CARD_ROLE:
            return card
        if role == TODAY_ROLE:
            return self._today
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return card_words(card, self._today)
        return None

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Return what can be done with a card: choosing and dragging it."""
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Return what a dragged card is."""
        return [_MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]  # noqa: N802
        """Return a dragged card: the id of its entry."""
        data = QMimeData()
        if indexes:
            data.setData(_MIME, QByteArray(self.cards[indexes[0].row()].change.entry_id.encode()))
        return data


class CardList(QListView):
    """One column's cards. Enter opens a card, Ctrl+arrows move it, the menu key tells what else there is."""

    opened = Signal(object)
    menu_wanted = Signal(object, object)
    """A card, and where on the screen to open its menu."""
    dropped = Signal(str)
    """The id of the entry whose card was dropped here."""
    stepped = Signal(int)
    """To the column on the left (-1) or right (1)."""
    pushed = Signal(int)
    """The current card goes to a column further left (-1) or right (1)."""
    entered_list = Signal()

    def __init__(self, column: Column, colours: Colours) -> None:
        super().__init__()
        self.column = column
        self.setObjectName("cards")
        self.cards = CardModel()
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(colours, self))
        self.setAccessibleName(change_state_name(column.value))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.doubleClicked.connect(lambda _index: self._open())

    @property
    def current(self) -> Card | None:
        """The card that the keyboard is on."""
        card = self.currentIndex().data(CARD_ROLE) if self.currentIndex().isValid() else None
        return card if isinstance(card, Card) else None

    def take_keyboard(self, row: int = 0) -> None:
        """Take the keyboard, at a row or the last one there is."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.cards.index(max(0, min(row, self.cards.rowCount() - 1)), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the cards the height that their wrapped titles need: the list itself waits with that."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif sideways and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pushed.emit(sideways)
        elif sideways:
            self.stepped.emit(sideways)
        elif event.key() == Qt.Key.Key_Space:
            self._open_menu()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Open the menu of a card."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.setCurrentIndex(self.indexAt(event.pos()))
        self._open_menu()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keyboard is: at the first card if it was at none."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(0, 0))
        self.entered_list.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Let cards of other columns in."""
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Let cards of other columns pass."""
        self._judge(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Tell which card was dropped. The model is not touched: what is read afterwards moves the card."""
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.dropped.emit(bytes(event.mimeData().data(_MIME).data()).decode())

    def _judge(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(_MIME) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _open_menu(self) -> None:
        if self.current is not None:
            place = self.visualRect(self.currentIndex()).center()
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(place))


class ColumnFrame(QFrame):
    """A column with its name and how many cards it has."""

    def __init__(self, column: Column, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("column")
        self.setMinimumWidth(_NARROWEST)
        self.list = CardList(column, colours)
        picture = QLabel()
        picture.setPixmap(icon(STATE_ICON[column.value], colours.muted).pixmap(16, 16))
        name = QLabel(change_state_name(column.value))
        name.setProperty("type", "strong")
        self._count = QLabel()
        self._count.setProperty("type", "small")
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 4)
        head.setSpacing(7)
        head.addWidget(picture)
        head.addWidget(name)
        head.addWidget(self._count)
        head.addStretch()
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 4)
        column_box.setSpacing(0)
        column_box.addLayout(head)
        column_box.addWidget(self.list, 1)

    def show_cards(self, cards: tuple[Card, ...], today: date) -> None:
        """Show the column's cards."""
        self.list.cards.show(cards, today)
        self._count.setText(str(len(cards)))
        self._count.setAccessibleName(_("{count} changes").format(count=len(cards)))
