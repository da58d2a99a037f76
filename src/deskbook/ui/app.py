"""Starting the window, and ending it."""

from __future__ import annotations

import base64
import html
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from deskbook.model.picture import Picture
from deskbook.ports import Journal, Progress
from deskbook.services.facade import Services
from deskbook.services.recording import note_fault
from deskbook.ui.dialogs import CrashDialog
from deskbook.ui.drawing import Drawing, as_png
from deskbook.ui.garbage import Collector
from deskbook.ui.hotkey import Hotkey
from deskbook.ui.jobs import Jobs
from deskbook.ui.opening import Opening
from deskbook.ui.presence import Presence
from deskbook.ui.tray import Tray
from deskbook.ui.window import MainWindow

_SECRET = (
    "x-kde-passwordManagerHint",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"',
    "org.nspasteboard.ConcealedType",
)
"""Formats by which password managers ask every watcher to look away."""

_SHARP = 2
"""How many pixels a drawing gets on the clipboard for each of its own: text in it stays readable."""


class SystemClipboard:
    """The machine's clipboard.

    Some systems, Wayland and macOS among them, tell of what others copy only while the window is in front.
    """

    def __init__(self) -> None:
        self._told: Callable[[str], None] | None = None
        self._former: QMimeData | None = None
        self._put = ""
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def put(self, text: str, pictures: Sequence[Picture] = (), rich: str = "") -> None:
        """Put text on the clipboard, and pictures; see :class:`deskbook.ui.ports.Clipboard`."""
        clipboard = QGuiApplication.clipboard()
        self._former = kept(clipboard.mimeData())
        self._put = text
        clipboard.setMimeData(illustrated(text, pictures, rich))

    def undo(self) -> bool:
        """Bring back what was there before; see :class:`deskbook.ui.ports.Clipboard`."""
        clipboard, former = QGuiApplication.clipboard(), self._former
        if former is None or clipboard.text() != self._put:
            return False
        self._former = None
        clipboard.setMimeData(former)
        return True

    def others(self) -> str:
        """Return the text that another program put on the clipboard; empty if there is none, or a secret."""
        clipboard = QGuiApplication.clipboard()
        return "" if clipboard.ownsClipboard() else public_text(clipboard.mimeData())

    def watch(self, told: Callable[[str], None] | None) -> None:
        """Tell from now on of every text that another program puts on the clipboard; None ends it."""
        self._told = told

    def _changed(self) -> None:
        if self._told is not None and not QGuiApplication.clipboard().ownsClipboard():
            self._told(self.others())


def public_text(content: QMimeData) -> str:
    """Return the text on a clipboard; empty if there is none, or if it is a secret."""
    return content.text() if content.hasText() and not _secret(content) else ""


def kept(content: QMimeData | None) -> QMimeData | None:
    """Return a copy of what a clipboard holds, in the forms that programs exchange; None of a secret.

    A clipboard that nothing was put on yet has no content at all.
    """
    copy = QMimeData()
    if content is None:
        return copy
    if _secret(content):
        return None
    if content.hasText():
        copy.setText(content.text())
    if content.hasHtml():
        copy.setHtml(content.html())
    if content.hasUrls():
        copy.setUrls(content.urls())
    if content.hasImage():
        copy.setImageData(content.imageData())
    return copy


def _secret(content: QMimeData) -> bool:
    return any(content.hasFormat(name) for name in _SECRET)


def illustrated(text: str, pictures: Sequence[Picture], rich: str = "") -> QMimeData:
    """Return text with pictures in every form that a program may ask for.

    :param rich: the text as HTML; made of the plain one if empty.

    Chat programs know neither SVG nor WebP everywhere as pictures: all go as PNG.
    """
    content = QMimeData()
    drawings = [drawing for picture in pictures if (drawing := Drawing.of(picture.data)) is not None]
    images = [drawing.image(drawing.size, _SHARP if drawing.scales else 1) for drawing in drawings]
    if text:
        content.setText(text)
        body = rich or f"<p>{html.escape(text).replace(chr(10), '<br>')}</p>"
        shown = "".join(f'<p><img src="data:image/png;base64,{_base64(image)}"></p>' for image in images)
        content.setHtml(body + shown)
    if images:
        content.setImageData(images[0])
    return content


def _base64(image: QImage) -> str:
    return base64.b64encode(as_png(image)).decode("ascii")


def run(
    app: QApplication, services: Services, opening: Opening, starter: Callable[[Progress], None] | None
) -> int:
    """Show the window in place of the one that opened the program; return the exit code once it is closed.

    :param starter: long work of the first start, such as filling an empty handbook; run in the background.
    """
    collector = Collector()
    jobs = Jobs()
    clipboard = SystemClipboard()
    window = MainWindow(services, jobs, clipboard, starter)
    hotkey, tray = Hotkey(), Tray(app.windowIcon())
    presence = Presence(window, clipboard.others, opening.doorbell, hotkey, tray)
    window.ended.connect(app.quit)
    app.commitDataRequest.connect(lambda _session: window.let_end())
    crashes = _Crashes(window, services.journal)
    jobs.crashed.connect(crashes.show)
    before, sys.excepthook = sys.excepthook, crashes.hook
    try:
        opening.give_way(window, presence.answer, window.go_on_typing)
        QTimer.singleShot(0, window.begin_work)
        return app.exec()
    finally:
        sys.excepthook = before
        hotkey.stop()
        tray.hide()
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
