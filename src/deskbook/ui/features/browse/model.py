"""The handbook's tree as a Qt model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from deskbook.ui.features.browse.presenter import Node
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON
from deskbook.ui.theme import Colours

ModelIndex = QModelIndex | QPersistentModelIndex

NODE_ROLE = Qt.ItemDataRole.UserRole + 1


class TreeModel(QAbstractItemModel):
    """Immutable nodes, replaced as a whole; an index carries the number of its node."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._icons = {kind: icon(name, colours.muted) for kind, name in KIND_ICON.items()}
        self._muted = colours.muted
        self._roots: list[int] = []
        self._nodes: list[Node] = []
        self._parents: list[int] = []
        self._rows: list[int] = []
        self._children: list[list[int]] = []

    def show(self, tree: tuple[Node, ...]) -> None:
        """Replace the tree."""
        self.beginResetModel()
        self._nodes, self._parents, self._rows, self._children = [], [], [], []
        self._roots = self._add(tree, -1)
        self.endResetModel()

    def node(self, index: ModelIndex) -> Node | None:
        """Return the node at an index."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def index(self, row: int, column: int, parent: ModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a child."""
        below = self._below(parent)
        if column == 0 and 0 <= row < len(below):
            return self.createIndex(row, column, below[row])
        return QModelIndex()

    def parent(self, index: ModelIndex = QModelIndex()) -> Any:  # noqa: B008
        """Return the index of the branch above."""
        number = self._parents[index.internalId()] if index.isValid() else -1
        return QModelIndex() if number < 0 else self.createIndex(self._rows[number], 0, number)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows lie below."""
        return len(self._below(parent)) if parent.column() <= 0 else 0

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: ARG002, B008, N802
        """Return 1: a row is one text."""
        return 1

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a row."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title if node.entry_id else f"{node.title}  {node.size}"
        if role == Qt.ItemDataRole.ToolTipRole and node.entry_id:
            return node.title
        if role == Qt.ItemDataRole.DecorationRole and self._parents[index.internalId()] < 0:
            return icon(node.icon, self._muted) if node.icon else self._icons[node.kind]
        return node if role == NODE_ROLE else None

    def _below(self, parent: ModelIndex) -> list[int]:
        return self._children[parent.internalId()] if parent.isValid() else self._roots

    def _add(self, nodes: tuple[Node, ...], parent: int) -> list[int]:
        numbers = []
        for row, node in enumerate(nodes):
            number = len(self._nodes)
            numbers.append(number)
            self._nodes.append(node)
            self._parents.append(parent)
            self._rows.append(row)
            self._children.append([])
            self._children[number] = self._add(node.children, number)
        return numbers
