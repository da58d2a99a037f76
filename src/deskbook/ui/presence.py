"""How the window comes and goes: tray, summoning key, second starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication

from deskbook.services.language import tr as _
from deskbook.ui.actions import native_key
from deskbook.ui.hotkey import Hotkey
from deskbook.ui.single import Doorbell, Request
from deskbook.ui.tray import Tray
from deskbook.ui.window import MainWindow


class Presence(QObject):
    """Brings the window when it is called for, and hides it where it can be called again.

    :param copied: returns the text that another program put on the clipboard.
    """

    def __init__(
        self, window: MainWindow, copied: Callable[[], str], doorbell: Doorbell, hotkey: Hotkey, tray: Tray
    ) -> None:
        super().__init__()
        self._window, self._copied = window, copied
        self._hotkey, self._tray = hotkey, tray
        self._summoned = False
        self._told = False
        doorbell.rung.connect(self.answer)
        hotkey.pressed.connect(self.summon)
        tray.clicked.connect(self._toggle)
        tray.opened.connect(self.come)
        tray.ended.connect(window.end)
        window.hide_asked.connect(self.go)
        window.summon_key_chosen.connect(self._use_key)
        window.spoke.connect(tray.speak)
        window.installEventFilter(self)
        tray.show()
        self._use_key(window.summon_key)

    def answer(self, request: Request) -> None:
        """Do what a start asks for."""
        if request.summon:
            self.summon()
        else:
            self.come()
        if request.query:
            self._window.search(request.query)
        if request.pack:
            self._window.offer_pack(Path(request.pack))

    def summon(self) -> None:
        """Bring the panel, and search for what another program put on the clipboard."""
        self._summoned = True
        self._window.be_panel()
        self._window.frame.come_to_pointer()
        self.come()
        if self._summoned and not QGuiApplication.platformName().startswith("wayland"):
            self._search_clipboard()

    def come(self) -> None:
        """Show the window in front of all others."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def go(self) -> None:
        """Hide where the window can be called again, else become small."""
        if not self._tray.there and (self._hotkey.why_not is not None or not self._window.summon_key):
            self._window.showMinimized()
            return
        self._window.hide()
        if not self._told and self._tray.there:
            self._told = True
            key = native_key(self._window.summon_key)
            self._tray.tell(_("Deskbook is still here. {key} brings it back.").format(key=key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """On Wayland, read the clipboard once the window is in front: it is shown to nobody else."""
        if self._summoned and event.type() is QEvent.Type.WindowActivate:
            self._search_clipboard()
        return super().eventFilter(watched, event)

    def _search_clipboard(self) -> None:
        self._summoned = False
        text = self._copied()
        if text.strip():
            self._window.search(text)
        else:
            self._window.desk.focus_search()

    def _toggle(self) -> None:
        if self._window.isVisible() and self._window.isActiveWindow():
            self.go()
        else:
            self.come()

    def _use_key(self, key: str) -> None:
        self._hotkey.use(key)
        self._window.show_key_trouble(self._hotkey.why_not)
