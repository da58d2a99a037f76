"""The drawn way through a procedure, in place of its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskbook.model.entry import Sop
from deskbook.model.register import Shop
from deskbook.services.language import tr as _
from deskbook.ui.features.reading.page import show_plain
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.flowchart import Flowchart
from deskbook.ui.widgets.flowchart_paper import as_picture, put_on
from deskbook.ui.widgets.tools import tool_button

_ZOOM = 1.2


class ChartPane(QWidget):
    """A flowchart with its tools: zoom, print, save as a picture. Paper is always in the light theme."""

    chosen = Signal(str)
    """The anchor of the step to read."""
    saving = Signal(object, bytes)
    """A picture is to be written to a path."""

    def __init__(self, colours: Colours, paper: Callable[[], Colours], plain: Callable[[str], str]) -> None:
        super().__init__()
        self._paper = paper
        self._words = plain
        self._sop: Sop | None = None
        self._shop = Shop()
        self.chart = Flowchart(colours)
        self.chart.chosen.connect(self.chosen)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 4, 12, 4)
        tools.setSpacing(4)
        tools.addStretch()
        for icon_name, text, act in (
            ("magnifying-glass-minus", _("Smaller (-)"), lambda: self.chart.zoom(1 / _ZOOM)),
            ("magnifying-glass-plus", _("Larger (+)"), lambda: self.chart.zoom(_ZOOM)),
            ("frame-corners", _("Fit the width (0)"), self.chart.fit),
            ("printer", _("Print"), self._ask_printer),
            ("download-simple", _("Save as a picture"), self._ask_file),
        ):
            button = tool_button(icon_name, text, colours)
            button.clicked.connect(lambda _checked=False, call=act: call())
            tools.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.chart, 1)

    def show_sop(self, sop: Sop, shop: Shop) -> None:
        """Draw a procedure."""
        self._sop, self._shop = sop, shop
        self.chart.show_sop(sop, self._plain)

    def begin(self) -> None:
        """Take the keyboard."""
        self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self, path: Path) -> None:
        """Draw the picture; it is written elsewhere."""
        if self._sop is not None:
            self.saving.emit(path, as_picture(self._sop, self._plain, self._paper()))

    def print_on(self, paper: QPagedPaintDevice) -> None:
        """Draw it on one page."""
        if self._sop is not None:
            put_on(paper, self._sop, self._plain, self._paper())

    def _plain(self, condition: str) -> str:
        return show_plain(self._words(condition), self._shop)

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setModal(True)
        dialog.show()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Save as a picture"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.setNameFilter("PNG (*.png)")
        dialog.selectFile(f"{self._sop.id if self._sop is not None else ''}.png")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()
