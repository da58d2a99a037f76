"""Starting the window, and ending it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from deskbook.ports import Progress
from deskbook.services.facade import Services
from deskbook.ui.dialogs import CrashDialog
from deskbook.ui.jobs import Jobs
from deskbook.ui.window import MainWindow


class SystemClipboard:
    """The machine's clipboard."""

    def put(self, text: str) -> None:
        """Put plain text on the clipboard."""
        QGuiApplication.clipboard().setText(text)


def run(
    services: Services,
    *,
    starter: Callable[[Progress], None] | None,
    argv: Sequence[str],
) -> int:
    """Show the window and return the exit code once it is closed.

    :param starter: long work of the first start, such as filling an empty handbook; run in the background.
    """
    app = QApplication(list(argv))
    app.setStyle("Fusion")
    app.setApplicationName("deskbook")
    app.setDesktopFileName("deskbook")
    app.setWindowIcon(QIcon(str(services.resources / "icons" / "deskbook.svg")))
    jobs = Jobs()
    window = MainWindow(services, jobs, SystemClipboard(), starter)
    crashes = _Crashes(window)
    jobs.crashed.connect(crashes.show)
    before, sys.excepthook = sys.excepthook, crashes.hook
    try:
        window.show()
        QTimer.singleShot(0, window.begin_work)
        return app.exec()
    finally:
        sys.excepthook = before
        jobs.stop()


class _Crashes:
    """Shows faults of the program, one at a time: a fault in a timer must not pile up windows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._shown: CrashDialog | None = None

    def show(self, error: BaseException) -> None:
        """Show a fault, unless one is shown already."""
        if self._shown is None:
            self._shown = CrashDialog(error, self._window)
            self._shown.finished.connect(self._closed)
            self._shown.open()

    def hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Take the place of ``sys.excepthook`` while the window is open."""
        self.show(error)

    def _closed(self, _result: int) -> None:
        self._shown = None
