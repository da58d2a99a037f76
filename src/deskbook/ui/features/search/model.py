"""The hits as a Qt list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from deskbook.model.entry import Kind
from deskbook.model.query import Hit
from deskbook.ui.texts import kind_name, stage_name, topic_name

HIT_ROLE = Qt.ItemDataRole.UserRole + 1

ModelIndex = QModelIndex | QPersistentModelIndex


class HitListModel(QAbstractListModel):
    """An immutable tuple of hits, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[Hit, ...] = ()

    def show(self, hits: tuple[Hit, ...]) -> None:
        """Replace the hits."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def row_of(self, ref: str) -> int:
        """Return the row of a hit, -1 if it is not among them."""
        return next((row for row, hit in enumerate(self._hits) if hit.ref == ref), -1)

    def hit(self, index: ModelIndex) -> Hit | None:
        """Return the hit at an index."""
        return self._hits[index.row()] if index.isValid() else None

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows lie below."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a row."""
        hit = self.hit(index)
        if hit is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title.text
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (hit.title.text, kind_name(hit.kind), place(hit), hit.snippet.text)
            return ", ".join(part for part in parts if part)
        return None


def place(hit: Hit) -> str:
    """Return where in the handbook a hit belongs: its stage and topic, or what a banned phrase does wrong."""
    if hit.kind is Kind.PHRASE:
        return topic_name(hit.topic)
    return " · ".join(p for p in (stage_name(hit.stage), topic_name(hit.topic)) if p)
