"""The page of figures."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.services.insight import Report
from deskbook.services.language import tr as _
from deskbook.ui.features.insight.card import FigureCard
from deskbook.ui.features.insight.paper import as_pages, as_picture
from deskbook.ui.features.insight.presenter import InsightPresenter
from deskbook.ui.icons import icon
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.toast import Toast

_TWO_COLUMNS = 900
_LEFT = frozenset({"coverage", "age"})
"""Figures of the first column: the highest one and what goes with it."""
_FORMS = {".csv": "CSV (*.csv)", ".png": "PNG (*.png)", ".pdf": "PDF (*.pdf)"}


class InsightView(QWidget):
    """Cards in one or two columns below a header; see :class:`.presenter.InsightView`."""

    def __init__(self, colours: Colours, paper: Colours) -> None:
        super().__init__()
        self.setObjectName("reading")
        self._colours, self._paper = colours, paper
        self._presenter: InsightPresenter
        self.report: Report | None = None
        self.cards: tuple[FigureCard, ...] = ()
        self.toast = Toast(self, colours)
        self._day = plain_label("", "muted")
        self.export = self._make_export()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(14)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for half in (self._left, self._right):
            half.setSpacing(14)
            self._columns.addLayout(half, 1)
        self.sheet = self._make_sheet()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sheet)

    def connect_to(self, presenter: InsightPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter

    def show_report(self, report: Report) -> None:
        """Show the figures."""
        self.report = report
        self._day.setText(_("As of {day}").format(day=report.day.isoformat()))
        self.export.setEnabled(True)
        for half in (self._left, self._right):
            clear(half)
        self.cards = tuple(FigureCard(figure, self._colours) for figure in report.figures)
        for card in self.cards:
            (self._left if card.figure.key in _LEFT else self._right).addWidget(card)
        for half in (self._left, self._right):
            half.addStretch()

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        self.toast.say(error_text(error), "warning")

    def say_saved(self, path: Path) -> None:
        """Confirm a file."""
        self.toast.say(_("Saved as {name}").format(name=path.name))

    def save(self, path: Path) -> None:
        """Write the figures to a file in the form that its suffix names."""
        report = self.report
        if report is None:
            return
        if path.suffix == ".csv":
            self._presenter.save_table(path)
        else:
            # Drawn at once, on the window's thread, which alone may use its fonts; only the writing waits.
            data = (as_pages if path.suffix == ".pdf" else as_picture)(report, self._paper)
            self._presenter.save(path, lambda: data)

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_area(self) -> None:
        """Move the keyboard between the figures and what can be done with them."""
        target: QWidget = self.sheet if self.export.hasFocus() else self.export
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Stand in two columns where there is room for them."""
        super().resizeEvent(event)
        both = self.width() >= _TWO_COLUMNS
        self._columns.setDirection(
            QBoxLayout.Direction.LeftToRight if both else QBoxLayout.Direction.TopToBottom
        )

    def _make_export(self) -> QPushButton:
        menu = QMenu(self)
        menu.addAction(_("Table (CSV)…"), partial(self._ask_file, ".csv"))
        menu.addAction(_("Picture (PNG)…"), partial(self._ask_file, ".png"))
        menu.addAction(_("Pages (PDF)…"), partial(self._ask_file, ".pdf"))
        button = QPushButton(_("Export"))
        button.setIcon(icon("export", self._colours.text))
        button.setMenu(menu)
        button.setEnabled(False)
        return button

    def _make_sheet(self) -> QScrollArea:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(plain_label(_("Insight"), "title"))
        head.addWidget(self._day, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.export, 0, Qt.AlignmentFlag.AlignVCenter)
        paper = QWidget()
        paper.setObjectName("paper")
        column = QVBoxLayout(paper)
        column.setContentsMargins(28, 20, 28, 28)
        column.setSpacing(16)
        column.addLayout(head)
        column.addLayout(self._columns)
        column.addStretch()
        area = QScrollArea()
        area.setObjectName("figures")
        area.setAccessibleName(_("Insight"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(paper)
        return area

    def _ask_file(self, suffix: str) -> None:
        dialog = QFileDialog(self, _("Export"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.setNameFilter(_FORMS[suffix])
        day = self.report.day.isoformat() if self.report is not None else ""
        dialog.selectFile(f"deskbook-{day}{suffix}")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()
