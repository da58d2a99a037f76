"""What wants attention: a list to put on the plan from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout

from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.planning import Candidate, Cause
from deskbook.ui.texts import N_
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.rows import Face, Line, RowDelegate, RowList, RowModel

_HEIGHT, _MARGIN = 52, 7
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


class CandidateModel(RowModel[Candidate]):
    """What wants attention."""

    def key(self, row: Candidate) -> str:
        """Return what a candidate is found by."""
        return row.entry_id

    def title(self, row: Candidate) -> str:
        """Return what a candidate is called."""
        return row.title

    def words(self, row: Candidate) -> tuple[str, ...]:
        """Return what is said of a candidate."""
        return row.title, row.entry_id, _(_CAUSE[row.cause]), sentence(row.why)


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
        if candidates == self.model.rows:
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
            self.chosen.emit(tuple(self.model.rows[row] for row in rows))


class _CandidateList(RowList):
    opened = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__(_("What wants attention"))
        self.setItemDelegate(_CandidateDelegate(colours, self, _HEIGHT, _MARGIN))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class _CandidateDelegate(RowDelegate):
    """The title, and below it why it is here."""

    def face(self, row: Candidate) -> Face:
        """Return how a candidate looks."""
        why = f"{_(_CAUSE[row.cause])} · {sentence(row.why)}"
        return Face(
            (
                Line(row.title, self.colours.text, 14, Qt.AlignmentFlag.AlignTop),
                Line(why, self.colours.muted, 12, Qt.AlignmentFlag.AlignBottom),
            ),
            _ICON[row.cause],
            self.colours.muted,
        )
