"""The window that is there at once: one can type into it while the program loads behind it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from deskbook.errors import DeskbookError
from deskbook.services.branding import product_name, read_names
from deskbook.services.language import current_language, preferred_language, sentence, use_language
from deskbook.services.language import tr as _
from deskbook.services.settings import DeskName, Settings
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.frame import Frame
from deskbook.ui.single import Doorbell, Request
from deskbook.ui.theme import dress, load_look, wanted_look
from deskbook.ui.widgets.search_field import handbook_field

T = TypeVar("T")

_RAIL_WIDTH = 80
"""Pixels of the column at the left of the owner's desk."""
_BUTTONS_WIDTH = 141
"""Pixels that the buttons right of the search field take."""
_FILTERS_HEIGHT = 38
"""Pixels that the line of filters takes below it."""


class Opening(QMainWindow):
    """Stands where the main window will stand, with its search field in the same place."""

    _loaded = Signal()

    def __init__(self, home: Path, settings: Settings, resources: Path, request: Request) -> None:
        """Make it.

        :param settings: those that the person closed the window with.
        :param request: what the person started the program for.
        """
        super().__init__()
        use_language(settings.language or preferred_language(), resources / "i18n")
        themes = resources / "themes"
        look = load_look(themes, wanted_look(settings.theme))
        dress(look, themes, current_language())
        self.setWindowTitle(product_name(read_names(resources / "branding.toml")))
        self._loop = QEventLoop()
        self._done = False
        self._requests = [request]
        self.doorbell = Doorbell(home)
        self.doorbell.rung.connect(self._ring)
        self.field = handbook_field(look.colours)
        self.field.setText(request.query)
        self.field.installEventFilter(self)
        self.note = QLabel(_("Opening the handbook"))
        self.note.setProperty("type", "muted")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setWordWrap(True)
        QShortcut(QKeySequence(key_text(ActionId.QUIT)), self, self.close)
        self._lay_out(owner=settings.desk is DeskName.OWNER)
        Frame(self, lambda: settings, lambda **_values: None).place()
        self.field.setFocus()
        self._loaded.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def load(self, work: Callable[[], T]) -> T:
        """Do ``work`` in a thread of its own while the window lives; return what it returned.

        Then it waits until no input method composes in the field any more, unless the window was closed.

        :raises DeskbookError: if ``work`` did; it was shown, and the person has closed the window.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="opening") as pool:
            future = pool.submit(work)
            future.add_done_callback(lambda _future: self._loaded.emit())
            self._loop.exec()
        error = future.exception()
        if isinstance(error, DeskbookError) and self.isVisible():
            self._show_problem(error)
        return future.result()

    def give_way(
        self, window: QMainWindow, answer: Callable[[Request], None], go_on: Callable[[str], None]
    ) -> None:
        """Let the main window take this one's place.

        :param answer: does what was asked for at the start, and by later starts since.
        :param go_on: takes over what was typed meanwhile.
        """
        if self.isMaximized():
            window.restoreGeometry(self.saveGeometry())
        else:
            window.setGeometry(self.geometry())
        self.doorbell.rung.disconnect(self._ring)
        for request in self._requests:
            answer(request)
        if self.field.text() != self._requests[0].query:
            go_on(self.field.text())
        # The main window is painted before this one goes.
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """End with the person who closed the window."""
        super().closeEvent(event)
        if self._done:
            self._loop.quit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Notice when a composition ends."""
        if self._done and event.type() is QEvent.Type.InputMethod:
            self._loaded.emit()
        return super().eventFilter(watched, event)

    def _end(self) -> None:
        self._done = True
        if not self.field.composing or not self.isVisible():
            self._loop.quit()

    def _show_problem(self, error: DeskbookError) -> None:
        parts = [error.where, sentence(error.what), sentence(error.remedy) if error.remedy else ""]
        self.note.setText("\n".join(part for part in parts if part))
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.field.setEnabled(False)
        self._loop.exec()

    def _ring(self, request: Request) -> None:
        self._requests.append(request)
        self.raise_()
        self.activateWindow()

    def _lay_out(self, *, owner: bool) -> None:
        self.header = QWidget()
        self.header.setObjectName("header")
        row = QHBoxLayout(self.header)
        row.setContentsMargins(16, 12, 16 + _BUTTONS_WIDTH, 10 + _FILTERS_HEIGHT)
        row.addWidget(self.field)
        page = QWidget()
        page.setObjectName("desk")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.note, 1)
        whole = QWidget()
        both = QHBoxLayout(whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        if owner:
            rail = QFrame()
            rail.setObjectName("rail")
            rail.setFixedWidth(_RAIL_WIDTH)
            both.addWidget(rail)
        both.addWidget(page, 1)
        self.setCentralWidget(whole)


def application(resources: Path) -> QApplication:
    """Return the application of this process; closing a window does not end it."""
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setApplicationName("deskbook")
    app.setDesktopFileName("deskbook")
    app.setWindowIcon(QIcon(str(resources / "icons" / "deskbook.svg")))
    app.setQuitOnLastWindowClosed(False)
    return app
