"""What stands beside the text: the page as agents will read it, or the flowchart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbook.model.entry import Kind
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.flowchart import Flowchart
from deskbook.ui.widgets.tools import tool_button


class BesidePane(QFrame):
    """Switches between the two; an SOP's steps have their tools here."""

    acted = Signal(object)
    text_asked = Signal()

    def __init__(self, colours: Colours, preview: QWidget) -> None:
        super().__init__()
        self.setObjectName("previewFrame")
        self.setMinimumWidth(280)
        self._preview = preview
        self.flowchart = Flowchart(colours)
        self._stack = QStackedWidget()
        self._stack.addWidget(preview)
        self._stack.addWidget(self.flowchart)
        self._as_text = toggle_chip(_("Text"), self.text_asked.emit)
        self._as_text.setCheckable(False)
        self._as_page = toggle_chip(_("Preview"), partial(self.show_chart, False))
        self.as_chart = toggle_chip(_("Flowchart"), partial(self.show_chart, True))
        self._tools = self._make_tools(colours)
        bar = QFrame()
        bar.setObjectName("readingBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        for chip in (self._as_text, self._as_page, self.as_chart):
            row.addWidget(chip)
        row.addStretch()
        row.addWidget(self._tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self.show_chart(False)

    def begin(self, kind: Kind) -> None:
        """Show nothing yet of another entry."""
        self.flowchart.clear()
        for part in (self.as_chart, self._tools):
            part.setVisible(kind is Kind.SOP)
        if kind is not Kind.SOP:
            self.show_chart(False)

    def show_chart(self, chart: bool) -> None:
        """Show the flowchart, or the preview."""
        self._as_page.setChecked(not chart)
        self.as_chart.setChecked(chart)
        self._stack.setCurrentWidget(self.flowchart if chart else self._preview)

    def fit(self, *, narrow: bool) -> None:
        """Offer the way back to the text where this has its place."""
        self._as_text.setVisible(narrow)

    def _make_tools(self, colours: Colours) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for icon_name, text, action in (
            ("plus", _("Add a step"), ActionId.ADD_STEP),
            ("git-branch", _("Add a decision"), ActionId.ADD_DECISION),
            ("arrow-up", _("Move the step up"), ActionId.MOVE_STEP_UP),
            ("arrow-down", _("Move the step down"), ActionId.MOVE_STEP_DOWN),
            ("trash", _("Remove the step"), ActionId.REMOVE_STEP),
        ):
            button = tool_button(icon_name, text, colours, action)
            button.clicked.connect(lambda _on=False, a=action: self.acted.emit(a))
            row.addWidget(button)
        return holder
