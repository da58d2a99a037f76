"""What is wrong with the text, as a list that leads to the lines."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout

from deskbook.model.problem import Gravity, Problem
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours

_MOST_ROWS = 4
_LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Summary:
    """How many errors and warnings there are."""

    errors: int
    warnings: int

    @classmethod
    def of(cls, problems: tuple[Problem, ...]) -> Summary:
        """Count problems."""
        errors = sum(problem.gravity is Gravity.ERROR for problem in problems)
        return cls(errors, len(problems) - errors)

    @property
    def text(self) -> str:
        """What to say in a few words."""
        parts = []
        if self.errors:
            parts.append(_("1 error") if self.errors == 1 else _("{n} errors").format(n=self.errors))
        if self.warnings:
            parts.append(_("1 warning") if self.warnings == 1 else _("{n} warnings").format(n=self.warnings))
        return _(", ").join(parts) or _("No problems")


class ProblemPane(QFrame):
    """A bar that tells how many problems there are, and unfolds into the list of them."""

    chosen = Signal(int)
    """A line, counted from 1."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("problems")
        self._colours = colours
        self._problems: tuple[Problem, ...] = ()
        self.bar = QToolButton()
        self.bar.setProperty("look", "text")
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.bar.setIconSize(QSize(16, 16))
        self.bar.setCheckable(True)
        self.bar.setChecked(True)
        self.bar.toggled.connect(lambda _on: self._fit())
        self.list = _ProblemList()
        self.list.setAccessibleName(_("Problems"))
        self.list.opened.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 3, 8, 3)
        column.setSpacing(2)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list)
        self.show_problems(())

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """List problems."""
        if problems == self._problems and self.list.count() == len(problems) and self.bar.text():
            return
        self._problems = problems
        summary = Summary.of(problems)
        colour, name = self._colours.on_ok, "check-circle"
        if problems:
            colour = self._colours.on_danger if summary.errors else self._colours.on_warn
            name = "x-circle" if summary.errors else "warning"
        self.bar.setText(summary.text)
        self.bar.setIcon(icon(name, colour))
        self.list.clear()
        for problem in problems:
            error = problem.gravity is Gravity.ERROR
            place = _("Line {n}").format(n=problem.line) if problem.line else ""
            what = _("Error") if error else _("Warning")
            text = _(": ").join(part for part in (place, sentence(problem.reason)) if part)
            item = QListWidgetItem(f"{text} {sentence(problem.remedy)}")
            ink = self._colours.on_danger if error else self._colours.on_warn
            item.setIcon(icon("x-circle" if error else "warning", ink))
            item.setData(_LINE, problem.line)
            item.setToolTip(sentence(problem.remedy))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{what}: {item.text()}")
            self.list.addItem(item)
        self._fit()
        QTimer.singleShot(0, self, self._fit)  # rows wrap only once the list has its width

    def step(self, line: int, by: int) -> None:
        """Go to the next problem below a line, or the previous one above it, and round again."""
        lines = sorted({problem.line for problem in self._problems if problem.line})
        if by < 0:
            lines.reverse()
        following = [one for one in lines if (one - line) * by > 0]
        if lines:
            self.chosen.emit((following or lines)[0])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the rows, which wrap, to the new width."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _choose(self, item: QListWidgetItem) -> None:
        line = item.data(_LINE)
        if line:
            self.chosen.emit(line)

    def _fit(self) -> None:
        rows = min(_MOST_ROWS, self.list.count())
        more = self.list.count() > rows
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if more else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.list.setVerticalScrollBarPolicy(policy)  # its width decides how the rows wrap
        height = sum(self.list.visualItemRect(self.list.item(row)).height() for row in range(rows))
        self.list.setFixedHeight(height + 4)
        self.list.setVisible(bool(rows) and self.bar.isChecked())
        self.bar.setEnabled(bool(rows))


class _ProblemList(QListWidget):
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problemList")
        self.setIconSize(QSize(16, 16))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentItem() is not None:
            self.opened.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
