"""The versions as a whole: the history of an entry, or two releases side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbook.services.facade import Services
from deskbook.services.language import tr as _
from deskbook.ui.features.comparing.presenter import ComparePresenter
from deskbook.ui.features.comparing.view import CompareView
from deskbook.ui.features.history.presenter import HistoryPresenter
from deskbook.ui.features.history.view import HistoryView
from deskbook.ui.jobs import TiedJobs
from deskbook.ui.ports import Runner
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip


class VersionsDesk(QWidget):
    """Two pages, of which one is seen."""

    def __init__(self, services: Services, jobs: Runner, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._jobs = tied = TiedJobs(jobs)
        self.history_view = HistoryView(colours, services.preferences)
        self.history = HistoryPresenter(
            self.history_view,
            services.history,
            services.saving,
            services.finder,
            tied,
            lambda: services.clock().date(),
        )
        self.history_view.connect_to(self.history)
        self.compare_view = CompareView(colours, services.preferences)
        self.comparing = ComparePresenter(self.compare_view, services.history, tied)
        self.compare_view.connect_to(self.comparing)
        self.one_entry = toggle_chip(_("One entry"), self.show_history)
        self.two_releases = toggle_chip(_("Two releases"), self.show_releases)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.history_view)
        self._stack.addWidget(self.compare_view)
        bar = QFrame()
        bar.setObjectName("header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(6)
        row.addWidget(self.one_entry)
        row.addWidget(self.two_releases)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self.show_history()

    def let_go(self) -> None:
        """Drop late answers: this desk is done with."""
        self._jobs.let_go()

    def open(self, entry_id: str) -> None:
        """Show the history of an entry."""
        self.history.open(entry_id)
        self.show_history()
        self.history_view.versions.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_history(self) -> None:
        """Show the history of an entry, or the field to choose one."""
        self._show(self.history_view)

    def show_releases(self) -> None:
        """Show two releases side by side."""
        self._show(self.compare_view)
        self.comparing.refresh()

    def compare(self, old: int, new: int) -> None:
        """Show what became of the handbook between two releases."""
        self.comparing.old, self.comparing.new = old, new
        self.show_releases()

    def handbook_changed(self) -> None:
        """Show what is new elsewhere."""
        self.history.handbook_changed()
        if self._stack.currentWidget() is self.compare_view:
            self.comparing.refresh()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        self._current().take_keyboard()

    def focus_next_area(self) -> None:
        """Move the keyboard to the next area of the page."""
        self._current().focus_next_area()

    def _current(self) -> HistoryView | CompareView:
        shown = self._stack.currentWidget()
        return self.compare_view if shown is self.compare_view else self.history_view

    def _show(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.one_entry.setChecked(page is self.history_view)
        self.two_releases.setChecked(page is self.compare_view)
        if self.isVisible():
            page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.take_keyboard()
