"""Starting the window, and ending it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from deskbook.ports import Journal, Progress
from deskbook.services.facade import Services
from deskbook.services.support import note_fault
from deskbook.ui.dialogs import CrashDialog
from deskbook.ui.garbage import Collector
from deskbook.ui.jobs import Jobs
from deskbook.ui.window import MainWindow

_SECRET = (
    "x-kde-passwordManagerHint",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"',
    "org.nspasteboard.ConcealedType",
)
"""Formats by which password managers ask every watcher to look away."""


class SystemClipboard:
    """The machine's clipboard.

    Some systems, Wayland and macOS among them, tell of what others copy only while the window is in front.
    """

    def __init__(self) -> None:
        self._told: Callable[[str], None] | None = None
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def put(self, text: str) -> None:
        """Put plain text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def watch(self, told: Callable[[str], None] | None) -> None:
        """Tell from now on of every text that another program puts on the clipboard; None ends it."""
        self._told = told

    def _changed(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self._told is not None and not clipboard.ownsClipboard():
            self._told(public_text(clipboard.mimeData()))


def public_text(content: QMimeData) -> str:
    """Return the text on a clipboard; empty if there is none, or if it is a secret."""
    secret = any(content.hasFormat(name) for name in _SECRET)
    return content.text() if content.hasText() and not secret else ""


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
    collector = Collector()
    jobs = Jobs()
    window = MainWindow(services, jobs, SystemClipboard(), starter)
    crashes = _Crashes(window, services.journal)
    jobs.crashed.connect(crashes.show)
    before, sys.excepthook = sys.excepthook, crashes.hook
    try:
        window.show()
        QTimer.singleShot(0, window.begin_work)
        return app.exec()
    finally:
        sys.excepthook = before
        jobs.stop()
        collector.stop()


class _Crashes:
    """Shows faults of the program, one at a time: a fault in a timer must not pile up windows."""

    def __init__(self, window: MainWindow, journal: Journal) -> None:
        self._window = window
        self._journal = journal
        self._shown: CrashDialog | None = None

    def show(self, error: BaseException) -> None:
        """Note a fault, and show it unless one is shown already."""
        note_fault(self._journal, error)
        if self._shown is None:
            self._shown = CrashDialog(error, self._window)
            self._shown.finished.connect(self._closed)
            self._shown.open()

    def hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Take the place of ``sys.excepthook`` while the window is open."""
        self.show(error)

    def _closed(self, _result: int) -> None:
        self._shown = None
