"""The owner's figures as a whole."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbook.services.facade import Services
from deskbook.ui.features.insight.presenter import InsightPresenter
from deskbook.ui.features.insight.view import InsightView
from deskbook.ui.jobs import TiedJobs
from deskbook.ui.ports import Runner
from deskbook.ui.theme import Colours


class InsightDesk(QWidget):
    """Reads the figures whenever a person comes here."""

    def __init__(self, services: Services, jobs: Runner, colours: Colours, paper: Colours) -> None:
        """Lay it out.

        :param paper: the colours of what is exported.
        """
        super().__init__()
        self.setObjectName("desk")
        self._jobs = TiedJobs(jobs)
        self.view = InsightView(colours, paper)
        self.presenter = InsightPresenter(self.view, services.insights, self._jobs)
        self.view.connect_to(self.presenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def begin(self) -> None:
        """Show the figures as they are now, with the keyboard on them."""
        self.presenter.refresh()
        self.view.take_keyboard()

    def handbook_changed(self) -> None:
        """Show what changed, if anybody looks."""
        if self.isVisible():
            self.presenter.refresh()

    def focus_next_area(self) -> None:
        """Move the keyboard on."""
        self.view.focus_next_area()

    def let_go(self) -> None:
        """End: another desk takes its place."""
        self._jobs.let_go()
