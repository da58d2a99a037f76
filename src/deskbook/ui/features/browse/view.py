"""What the left side shows while nothing is searched for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, field_keys
from deskbook.ui.features.browse.model import ModelIndex, TreeModel
from deskbook.ui.features.browse.presenter import Node
from deskbook.ui.icons import icon
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import plain_chip
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.page_state import StatePage

_RECENT_LENGTH = 16


class BrowseTree(QTreeView):
    """The tree; moving to an entry shows it, Enter and its kin act as in the search field."""

    moved = Signal(str)
    acted = Signal(object)

    def __init__(self, model: TreeModel) -> None:
        super().__init__()
        self._model = model
        self._keys = field_keys()
        self.setModel(model)
        self.setObjectName("tree")
        self.setAccessibleName(_("The handbook"))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setIconSize(QSize(16, 16))
        self.setAnimated(False)
        self.setExpandsOnDoubleClick(False)
        self.clicked.connect(self._toggle)

    def begin(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keyboard is: without a row there is nothing to see of it."""
        if not self.currentIndex().isValid():  # Qt would make one current without selecting it
            self.setCurrentIndex(self._model.index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        action = self._keys.get(QKeySequence(event.keyCombination()))
        node = self._model.node(self.currentIndex())
        if action in {ActionId.COPY, ActionId.OPEN} and node is not None and not node.entry_id:
            self._toggle(self.currentIndex())
        elif action in {ActionId.COPY, ActionId.OPEN, ActionId.CLEAR}:
            self.acted.emit(action)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:  # noqa: N802
        """Tell where the person moved."""
        super().currentChanged(current, previous)
        node = self._model.node(current)
        if node is not None and node.entry_id:
            self.moved.emit(node.entry_id)

    def current_entry(self) -> str:
        """Return the id of the entry at the current row, or an empty text."""
        node = self._model.node(self.currentIndex())
        return node.entry_id if node is not None else ""

    def _toggle(self, index: QModelIndex) -> None:
        self.setExpanded(index, not self.isExpanded(index))


class BrowseView(QWidget):
    """Recent searches above the tree."""

    searched = Signal(str)
    forgotten = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._recent = QWidget()
        self._recent_flow = FlowLayout()
        forget = QToolButton()
        forget.setIcon(icon("x", colours.muted))
        forget.setToolTip(_("Forget recent searches"))
        forget.setAccessibleName(_("Forget recent searches"))
        forget.clicked.connect(lambda _checked: self.forgotten.emit())
        head = QHBoxLayout()
        head.addWidget(self._label(_("Recent searches")), 1)
        head.addWidget(forget)
        recent = QVBoxLayout(self._recent)
        recent.setContentsMargins(16, 10, 12, 4)
        recent.setSpacing(6)
        recent.addLayout(head)
        recent.addLayout(self._recent_flow)
        self._recent.hide()
        self.model = TreeModel(colours)
        self.tree = BrowseTree(self.model)
        title = self._label(_("Handbook"))
        title.setContentsMargins(16, 10, 16, 6)
        tree = QWidget()
        below = QVBoxLayout(tree)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(title)
        below.addWidget(self.tree, 1)
        self._loading = StatePage(
            icon("books", colours.muted),
            _("Opening the handbook"),
            _("This takes a moment at the first start."),
        )
        self._empty = StatePage(
            icon("books", colours.muted),
            _("The handbook is empty"),
            _("Import a handbook folder with “deskbook import FOLDER”; it appears here at once."),
        )
        self._stack = QStackedWidget()
        for page in (self._loading, tree, self._empty):
            self._stack.addWidget(page)
        self._tree_page = tree
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._recent)
        column.addWidget(self._stack, 1)

    def show_tree(self, tree: tuple[Node, ...]) -> None:
        """Show the whole handbook, keeping what was unfolded."""
        unfolded = self._unfolded(QModelIndex(), ())
        first = self.model.rowCount() == 0
        here = self._path(self.tree.currentIndex())
        self.model.show(tree)
        self._go_back(here)
        if first and tree:
            collection = next((row for row, node in enumerate(tree) if not node.icon), 0)
            for row in {0, collection}:  # what is one's own above all, and the first collection
                self.tree.expand(self.model.index(row, 0))
        else:
            self._unfold(QModelIndex(), (), unfolded)
        self._stack.setCurrentWidget(self._tree_page if tree else self._empty)

    def _path(self, index: ModelIndex) -> tuple[str, ...]:
        node = self.model.node(index)
        return () if node is None else (*self._path(index.parent()), node.entry_id or node.title)

    def _go_back(self, path: tuple[str, ...]) -> None:
        """Make the row current that was so before the rows were replaced, without telling of it."""
        index = QModelIndex()
        for wanted in path:
            rows = (self.model.index(row, 0, index) for row in range(self.model.rowCount(index)))
            found = next((one for one in rows if self._path(one)[-1] == wanted), None)
            if found is None:
                return
            index = found
        self.tree.blockSignals(True)
        self.tree.setCurrentIndex(index)
        self.tree.blockSignals(False)

    def show_work(self, title: str) -> None:
        """Say what is being done, as long as there is no handbook to show yet."""
        self._loading.set_texts(title, _("This takes a moment at the first start."))

    def show_recent(self, searches: tuple[str, ...]) -> None:
        """Show the searches made last."""
        clear(self._recent_flow)
        for text in searches:
            short = text if len(text) <= _RECENT_LENGTH else text[: _RECENT_LENGTH - 1] + "…"
            chip = plain_chip(short, partial(self.searched.emit, text))
            chip.setAccessibleName(_("Search again for “{text}”").format(text=text))
            chip.setToolTip(text)
            self._recent_flow.addWidget(chip)
        self._recent.setVisible(bool(searches))

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong in place of the tree."""
        self._empty.set_texts(_("The handbook cannot be shown"), error_text(error))
        self._stack.setCurrentWidget(self._empty)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("type", "label")
        return label

    def _unfolded(self, parent: QModelIndex, path: tuple[str, ...]) -> set[tuple[str, ...]]:
        found = set()
        for row in range(self.model.rowCount(parent)):
            index = self.model.index(row, 0, parent)
            node = self.model.node(index)
            if node is not None and self.tree.isExpanded(index):
                here = (*path, node.title)
                found |= {here} | self._unfolded(index, here)
        return found

    def _unfold(self, parent: QModelIndex, path: tuple[str, ...], wanted: set[tuple[str, ...]]) -> None:
        for row in range(self.model.rowCount(parent)):
            index = self.model.index(row, 0, parent)
            node = self.model.node(index)
            if node is not None and (here := (*path, node.title)) in wanted:
                self.tree.expand(index)
                self._unfold(index, here, wanted)
