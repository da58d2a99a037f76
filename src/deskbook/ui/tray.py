"""The icon beside the clock."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from deskbook.services.language import tr as _


class Tray(QObject):
    """A click shows or hides the window; the menu ends the program. Not there where a desktop has no tray."""

    clicked = Signal()
    opened = Signal()
    ended = Signal()

    def __init__(self, image: QIcon) -> None:
        super().__init__()
        self._menu = QMenu()
        self._open = self._menu.addAction("")
        self._open.triggered.connect(self.opened)
        self._end = self._menu.addAction("")
        self._end.triggered.connect(self.ended)
        self._icon = QSystemTrayIcon(image)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self.speak()

    @property
    def there(self) -> bool:
        """Whether the desktop shows the icon."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Appear, where that is possible."""
        if self.there:
            self._icon.show()

    def speak(self) -> None:
        """Use the language of now."""
        self._open.setText(_("Open Deskbook"))
        self._end.setText(_("Quit"))
        self._icon.setToolTip(_("Deskbook"))

    def tell(self, text: str) -> None:
        """Say something beside the icon."""
        self._icon.showMessage(_("Deskbook"), text, self._icon.icon())

    def hide(self) -> None:
        """Disappear: the program ends."""
        self._icon.hide()

    def _activated(self, why: QSystemTrayIcon.ActivationReason) -> None:
        if why is QSystemTrayIcon.ActivationReason.Trigger:
            self.clicked.emit()
