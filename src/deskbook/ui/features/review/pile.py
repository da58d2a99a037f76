"""The changes to choose from, those that wait for a verdict on top."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from deskbook.model.cycle import ChangeState
from deskbook.services.language import tr as _
from deskbook.ui.features.review.presenter import Item, Pile
from deskbook.ui.revision_texts import STATE_ICON, change_kind_name, change_state_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.rows import ROW, Face, Line, ModelIndex, RowDelegate, RowList, RowModel

_HEIGHT, _MARGIN = 64, 7


class PileModel(RowModel[Item]):
    """Changes, found by the id of their entry."""

    def key(self, row: Item) -> str:
        """Return what a change is found by."""
        return row.card.change.entry_id

    def title(self, row: Item) -> str:
        """Return what a change is called."""
        return row.card.title

    def words(self, row: Item) -> tuple[str, ...]:
        """Return what is said of a change."""
        return row.card.title, row.card.change.entry_id, *_words(row)


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
        self.model.show(pile.items)
        row = self.model.row_of(current)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
        self._showing = False

    def _choose(self, index: ModelIndex) -> None:
        item = index.data(ROW) if index.isValid() else None
        if isinstance(item, Item) and not self._showing:
            self.chosen.emit(item.card.change.entry_id)


class _PileList(RowList):
    moved = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__(_("Changes to review"))
        self.setItemDelegate(_ItemDelegate(colours, self, _HEIGHT, _MARGIN))

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


class _ItemDelegate(RowDelegate):
    """Title, what becomes of the entry and by whom, and how far it is."""

    def face(self, row: Item) -> Face:
        """Return how a change looks."""
        colours, state = self.colours, row.card.change.state
        inks = {ChangeState.APPROVED: colours.on_ok, ChangeState.RETURNED: colours.on_warn}
        ink = inks.get(state, colours.muted)
        whose, how_far = _words(row)
        return Face(
            (
                Line(row.card.title, colours.text, 14, Qt.AlignmentFlag.AlignTop),
                Line(whose, colours.muted, 12, Qt.AlignmentFlag.AlignVCenter),
                Line(how_far, ink, 12, Qt.AlignmentFlag.AlignBottom),
            ),
            STATE_ICON[state],
            ink,
        )


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
