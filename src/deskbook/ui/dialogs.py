"""The few windows in front of the window: shortcuts, trouble, and a fault of the program."""

from __future__ import annotations

import platform
import traceback

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.services.language import tr as _
from deskbook.services.settings import DeskName
from deskbook.ui.actions import sheet
from deskbook.ui.dialog_scroll import scroll_dialog
from deskbook.ui.sections import Section
from deskbook.ui.texts import error_text

_ROOM_FOR_TWO = 620
"""From this width on the keys stand in two columns."""


def show_shortcuts(parent: QWidget, desk: DeskName, section: Section) -> QDialog:
    """Open the sheet of the shortcuts that work where a person is, and return it."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_("Keyboard shortcuts"))
    inner = QWidget()
    narrow = parent.width() < _ROOM_FOR_TWO
    columns = QBoxLayout(
        QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight, inner
    )
    columns.setContentsMargins(24, 20, 24, 20)
    columns.setSpacing(0 if narrow else 40)
    groups = list(sheet(desk, section).items())
    half = len(groups) // 2
    for part in (groups[:half], groups[half:]):
        column = QVBoxLayout()
        column.setSpacing(8)
        for title, rows in part:
            column.addWidget(_label(title, "section"))
            column.addLayout(_rows(rows))
            column.addSpacing(10)
        column.addStretch()
        columns.addLayout(column)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    scroll = scroll_dialog(dialog, inner, buttons)
    scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows move through what there is to read
    scroll.setObjectName("sheet")
    scroll.setAccessibleName(dialog.windowTitle())
    hint = inner.sizeHint()
    dialog.resize(min(hint.width() + 24, parent.width()), min(hint.height() + 70, parent.height()))
    dialog.open()
    return dialog


def show_problem(parent: QWidget, error: DeskbookError) -> None:
    """Say what went wrong and what to do."""
    box = QMessageBox(QMessageBox.Icon.Warning, _("Deskbook"), error_text(error), parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def crash_report(error: BaseException) -> str:
    """Return what the makers of the program need to know; nothing that anyone typed is in it."""
    trace = "".join(traceback.format_exception(error)).rstrip()
    return f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}\n\n{trace}\n"


class CrashDialog(QDialog):
    """A fault of the program: says that nothing is lost, and has a report to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Deskbook"))
        text = _label(
            _(
                "You can go on working; the handbook is unharmed. "
                "Please send this report to whoever looks after Deskbook for you."
            ),
            "muted",
        )
        self.report = QPlainTextEdit(crash_report(error))
        self.report.setObjectName("report")
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("Report"))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda _checked: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(_label(_("Something went wrong that should not have"), "headline"))
        column.addWidget(text)
        column.addWidget(self.report, 1)
        column.addWidget(buttons)
        self.resize(620, 420)


def _rows(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for number, (what, key) in enumerate(rows):
        grid.addWidget(_label(what, "plain"), number, 0)
        grid.addWidget(_label(key, "key"), number, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("type", kind)
    label.setWordWrap(kind != "key")
    return label
