"""What wants attention: a list to put on the plan from."""

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
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.planning import Candidate, Cause
from deskbook.ui.icons import draw_icon
from deskbook.ui.texts import N_
from deskbook.ui.theme import Colours

ModelIndex = QModelIndex | QPersistentModelIndex

_ROLE = Qt.ItemDataRole.UserRole + 1
_HEIGHT = 52
_ICON = {
    Cause.REVIEW_DUE: "clock-counter-clockwise",
    Cause.LAW_CHANGED: "scales",
    Cause.PHRASE_CHANGED: "prohibit",
    Cause.FLAGGED: "flag",
    Cause.UNANSWERED: "magnifying-glass",
}
_CAUSE = {
    Cause.REVIEW_DUE: N_("Review due"),
    Cause.LAW_CHANGED: N_("Law changed"),
    Cause.PHRASE_CHANGED: N_("Banned phrase changed"),
    Cause.FLAGGED: N_("Flagged in feedback"),
    Cause.UNANSWERED: N_("Searched in vain"),
}


class CandidateModel(QAbstractListModel):
    """An immutable tuple of candidates, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.candidates: tuple[Candidate, ...] = ()

    def show(self, candidates: tuple[Candidate, ...]) -> None:
        """Replace the candidates."""
        if candidates != self.candidates:
            self.beginResetModel()
            self.candidates = candidates
            self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many candidates there are."""
        return 0 if parent.isValid() else len(self.candidates)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a candidate."""
        if not index.isValid():
            return None
        candidate = self.candidates[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return candidate.title
        if role == _ROLE:
            return candidate
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            parts = (candidate.title, candidate.entry_id, _(_CAUSE[candidate.cause]), sentence(candidate.why))
            return _(", ").join(part for part in parts if part)
        return None


class Suggestions(QFrame):
    """Select rows, with Shift or Ctrl for several; Enter or the button plans them."""

    chosen = Signal(object)
    """A tuple of candidates."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("left")
        self.setMinimumWidth(240)
        self.setMaximumWidth(360)
        self.model = CandidateModel()
        self.list = _CandidateList(colours)
        self.list.setModel(self.model)
        self.list.opened.connect(self._choose)
        self.list.doubleClicked.connect(lambda _index: self._choose())
        self.button = QPushButton(_("Put on the plan…"))
        self.button.clicked.connect(lambda _checked: self._choose())
        title = QLabel(_("What wants attention"))
        title.setProperty("type", "strong")
        self._nothing = QLabel(_("Nothing wants attention."))
        self._nothing.setProperty("type", "muted")
        self._nothing.setContentsMargins(16, 0, 16, 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.addWidget(self.button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(6)
        title.setContentsMargins(16, 0, 16, 0)
        column.addWidget(title)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.list.selectionModel().selectionChanged.connect(lambda _new, _old: self._judge())
        self.model.modelReset.connect(self._judge)
        self._judge()

    def show_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        """List what wants attention."""
        row = self.list.currentIndex().row()
        if candidates == self.model.candidates:
            return
        self.model.show(candidates)
        self._nothing.setVisible(not candidates)
        if candidates:
            self.list.setCurrentIndex(self.model.index(max(0, min(row, len(candidates) - 1)), 0))

    def _judge(self) -> None:
        self.button.setEnabled(bool(self.list.selectionModel().selectedRows()))

    def _choose(self) -> None:
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        if rows:
            self.chosen.emit(tuple(self.model.candidates[row] for row in rows))


class _CandidateList(QListView):
    opened = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(_("What wants attention"))
        self.setItemDelegate(_CandidateDelegate(colours, self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class _CandidateDelegate(QStyledItemDelegate):
    def __init__(self, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:  # noqa: N802
        """Return the size of a row."""
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw the title, and below it why it is here."""
        candidate, colours = index.data(_ROLE), self._colours
        area = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            current = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QColor(colours.focus) if current else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection if selected else colours.hover))
            painter.drawRoundedRect(QRectF(area).adjusted(6.5, 1.5, -6.5, -1.5), 7, 7)
        square = QRectF(area.left() + 16, area.top() + 9, 16, 16)
        draw_icon(painter, square, _ICON[candidate.cause], colours.muted)
        text = area.adjusted(40, 7, -14, -7)
        why = f"{_(_CAUSE[candidate.cause])} · {sentence(candidate.why)}"
        for words, ink, pixels, place in (
            (candidate.title, colours.text, 14, Qt.AlignmentFlag.AlignTop),
            (why, colours.muted, 12, Qt.AlignmentFlag.AlignBottom),
        ):
            font = painter.font()
            font.setPixelSize(pixels)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(text, place, elided)
        painter.restore()
