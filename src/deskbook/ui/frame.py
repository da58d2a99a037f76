"""The two sizes of the window: full, and the narrow panel that stands beside a chat client."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow

from deskbook.services.settings import Settings
from deskbook.ui.docking import NARROWEST, Spot

_SMALLEST = QSize(720, 480)
_FIRST_SIZE = QSize(1200, 800)
_TITLE_BAR = QSize(0, 40)
"""What title bar and panels take of a small screen."""
_SETTLED_MS = 250
"""How long the panel must have rested before it counts as put somewhere."""

Keep = Callable[..., None]
"""Changes settings, as :meth:`deskbook.services.settings.Preferences.change` does."""


class Frame(QObject):
    """Gives a window its size and place, remembers both, and lets the panel stick to an edge.

    Where programs may not place their own windows, as on Wayland, only the sizes hold.
    """

    def __init__(self, window: QMainWindow, settings: Callable[[], Settings], keep: Keep) -> None:
        super().__init__(window)
        self._window, self._settings, self._keep = window, settings, keep
        self._placing = False
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._rest.timeout.connect(self._settle)
        window.installEventFilter(self)

    @property
    def narrow(self) -> bool:
        """Whether the window is the panel."""
        return self._settings().panel

    def place(self) -> None:
        """Give the window the size and the place it had last."""
        self._stay_on_top()
        if self.narrow:
            self._place_panel(self._window.screen())
        else:
            self._place_full()

    def toggle(self) -> None:
        """Change to the other size."""
        if not self.narrow:
            self.remember()
        self._keep(panel=not self.narrow)
        self._window.showNormal()
        self.place()

    def stay_on_top(self, on: bool) -> None:
        """Let the panel stay above other windows, or not; from now on."""
        self._keep(on_top=on)
        self._stay_on_top()

    def come_to_pointer(self) -> None:
        """Move the panel to the screen that the person is looking at."""
        screen = QGuiApplication.screenAt(QCursor.pos())
        if self.narrow and screen is not None and screen is not self._window.screen():
            self._place_panel(screen)

    def remember(self) -> None:
        """Keep size and place of the full window; those of the panel are kept whenever it is moved."""
        if not self.narrow:
            self._keep(geometry=base64.b64encode(self._window.saveGeometry().data()).decode("ascii"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Notice when a person moves the panel."""
        moved = event.type() in {QEvent.Type.Move, QEvent.Type.Resize}
        if moved and self.narrow and not self._placing and self._window.isVisible():
            self._rest.start()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        screen = self._window.screen()
        spot = Spot.of(self._window.frameGeometry(), screen.availableGeometry())
        places = {**self._settings().panel_places, screen.name(): str(spot)}
        self._keep(panel_places=places)
        self._place_panel(screen)

    def _place_panel(self, screen: QScreen) -> None:
        spot = Spot.parse(self._settings().panel_places.get(screen.name(), ""))
        self._window.setMinimumSize(NARROWEST)
        wanted = spot.frame(screen.availableGeometry())
        around, inside = self._window.frameGeometry(), self._window.geometry()
        self._set_geometry(
            wanted.adjusted(
                inside.left() - around.left(),
                inside.top() - around.top(),
                inside.right() - around.right(),
                inside.bottom() - around.bottom(),
            )
        )

    def _place_full(self) -> None:
        room = (self._window.screen().availableSize() - _TITLE_BAR).expandedTo(QSize(320, 240))
        smallest = _SMALLEST.boundedTo(room)
        self._window.setMinimumSize(smallest)
        self._window.resize(_FIRST_SIZE.boundedTo(room))
        try:
            kept = base64.b64decode(self._settings().geometry, validate=True)
        except (binascii.Error, ValueError):
            return  # a damaged setting: the first size stands
        self._placing = True
        self._window.restoreGeometry(QByteArray(kept))
        self._placing = False

    def _set_geometry(self, inside: QRect) -> None:
        self._placing = True
        self._window.setGeometry(inside)
        self._placing = False

    def _stay_on_top(self) -> None:
        wanted = self.narrow and self._settings().on_top
        on_top = Qt.WindowType.WindowStaysOnTopHint
        flags = self._window.windowFlags() & ~on_top | (on_top if wanted else Qt.WindowType.Widget)
        # Setting a flag of the widget would make the window anew, without the keyboard.
        self._window.overrideWindowFlags(flags)
        handle = self._window.windowHandle()
        if handle is not None:
            handle.setFlags(flags)
