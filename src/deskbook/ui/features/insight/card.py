"""A figure on the page: what it says, drawn, and as a table for whoever wants no drawing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deskbook.services.insight import Figure
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.features.insight.chart import chart_height, draw_chart, spoken
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.labels import plain_label

_TABLE_ROW = 30


class FigureCard(QFrame):
    """Title, sentence, and the figure."""

    def __init__(self, figure: Figure, colours: Colours) -> None:
        super().__init__()
        self.setProperty("card", "script")
        self.figure = figure
        title = sentence(figure.title)
        self.as_table = toggle_chip(_("Table"), self._turn, _("Show the figures as a table"))
        self.as_table.setAccessibleName(_("“{title}” as a table").format(title=title))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(plain_label(title, "subtitle"), 1)
        head.addWidget(self.as_table, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 16, 16)
        column.setSpacing(6)
        column.addLayout(head)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table: QTableWidget | None = None
        if figure.rows:
            column.addWidget(plain_label(sentence(figure.says), "muted"))
            self._stack.addWidget(Chart(figure, colours))
            column.addWidget(self._stack)
        else:
            self.as_table.hide()
            column.addWidget(plain_label(sentence(figure.empty), "muted"))

    def _turn(self) -> None:
        if self.table is None:
            self.table = _table(self.figure, self._stack.height())
            self._stack.addWidget(self.table)
        shown = self.as_table.isChecked()
        self._stack.setCurrentIndex(1 if shown else 0)
        if shown:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class Chart(QWidget):
    """The drawing."""

    def __init__(self, figure: Figure, colours: Colours) -> None:
        super().__init__()
        self._figure, self._colours = figure, colours
        self.setAccessibleName(sentence(figure.title))
        self.setAccessibleDescription(sentence(figure.says))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPixelSize(13)
        self.setFont(font)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the height that the rows take."""
        return QSize(320, round(chart_height(self._figure)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        draw_chart(painter, QRectF(self.rect()), self._figure, self._colours, self.font())


def _table(figure: Figure, high: int) -> QTableWidget:
    table = QTableWidget(len(figure.rows), len(figure.columns))
    table.setFixedHeight(max(high, 4 * _TABLE_ROW))
    table.setAccessibleName(sentence(figure.title))
    table.setHorizontalHeaderLabels([sentence(column) for column in figure.columns])
    table.setVerticalHeaderLabels([spoken(row.label) for row in figure.rows])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setDefaultSectionSize(_TABLE_ROW)
    for y, row in enumerate(figure.rows):
        for x, value in enumerate(row.values):
            item = QTableWidgetItem(str(value))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(y, x, item)
    table.setCurrentCell(0, 0)
    return table
