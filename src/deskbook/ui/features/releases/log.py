"""The audit log as a table, its proof, and its way out as a file."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import Message
from deskbook.model.audit import Action, AuditRecord
from deskbook.model.cycle import CycleKind, CycleState
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import action_name, cycle_kind_name, cycle_state_name
from deskbook.ui.texts import N_
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label, set_plain

ModelIndex = QModelIndex | QPersistentModelIndex

_HEADS = (N_("No."), N_("When"), N_("Who"), N_("Did"), N_("To what"), N_("Revision"), N_("Details"))
_HASHES = 10
"""Characters of a hash that are shown: enough to compare by eye."""


class LogModel(QAbstractTableModel):
    """The last records, newest first, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.records: tuple[AuditRecord, ...] = ()

    def show(self, records: tuple[AuditRecord, ...]) -> None:
        """Replace the records."""
        if records != self.records:
            self.beginResetModel()
            self.records = records
            self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many records there are."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what a column is called."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADS[section])
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell."""
        if not index.isValid():
            return None
        record = self.records[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(record)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{record.deed.detail}\n{record.hash}".strip()
        return None


class LogPane(QWidget):
    """A sentence on what the log proves, the buttons, the table."""

    proof_asked = Signal()
    export_asked = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("paper")
        self._colours = colours
        self.model = LogModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Audit log"))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(30)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        for column, width in enumerate((56, 134, 100, 140, 150, 72)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(column, width)
        self.prove = QPushButton(_("Verify the log"))
        self.prove.setIcon(icon("shield-check", colours.text))
        self.prove.clicked.connect(lambda _checked: self.proof_asked.emit())
        self.export = QPushButton(_("Export as CSV…"))
        self.export.setIcon(icon("download-simple", colours.text))
        self.export.clicked.connect(lambda _checked: self.export_asked.emit())
        self._picture = QLabel()
        self.proof = plain_label(
            _(
                "Every record is chained to the one before it: whoever alters, takes out or cuts off one is "
                "found out. Keep the CSV of each quarter elsewhere: by it one finds out who rewrote them all."
            ),
            "muted",
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(self.proof, 1)
        row.addWidget(self.prove)
        row.addWidget(self.export)
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 12, 12, 8)
        around.setSpacing(10)
        around.addLayout(row)
        around.addWidget(self.table, 1)

    def show_proving(self) -> None:
        """Say that the log is being read."""
        self.prove.setEnabled(False)
        self._say("hourglass", self._colours.muted, _("Reading the whole log…"))

    def show_proof(self, faults: tuple[Message, ...]) -> None:
        """Say whether the log is whole."""
        self.prove.setEnabled(True)
        if faults:
            text = "\n".join(map(sentence, faults))
            self._say("x-circle", self._colours.on_danger, text)
        else:
            self._say("check-circle", self._colours.on_ok, _("The log is unbroken."))

    def _say(self, name: str, ink: str, text: str) -> None:
        self._picture.setPixmap(icon(name, ink).pixmap(18, 18))
        set_plain(self.proof, text)


def _cells(record: AuditRecord) -> tuple[str, ...]:
    deed = record.deed
    at = deed.at.astimezone()
    return (
        str(record.number),
        f"{at:%Y-%m-%d %H:%M}",
        deed.who,
        action_name(deed.action),
        deed.subject,
        "" if deed.revision is None else str(deed.revision),
        _detail(record),
    )


def _detail(record: AuditRecord) -> str:
    """Return the detail as a person reads it; the hint of the mouse has it as it was recorded."""
    detail = record.deed.detail
    match record.deed.action:
        case Action.OPEN if detail in set(CycleKind):
            return cycle_kind_name(CycleKind(detail))
        case Action.MOVE if detail in set(CycleState):
            return cycle_state_name(CycleState(detail))
    return " ".join(part[:_HASHES] + "…" if _is_hash(part) else part for part in detail.split())


def _is_hash(word: str) -> bool:
    return len(word) == 64 and all(letter in "0123456789abcdef" for letter in word)
