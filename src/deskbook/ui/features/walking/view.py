"""The bar below a procedure that leads through it."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from deskbook.services.language import tr as _
from deskbook.ui.actions import VARIANTS
from deskbook.ui.features.walking.presenter import Scene
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.row_button import BriefButton, RowButton
from deskbook.ui.widgets.tools import tool_button

_TICK_MS = 1000
_LINE = 42
"""Pixels that a way on takes in a line of its own."""
_SHARE = 4
"""Lines of ways on that take more than this part of the window's height (a quarter) stand side by side."""
_WIDE, _TIGHT = (14, 10, 14, 12), (14, 5, 14, 8)


class WalkBar(QFrame):
    """Says where one is and how much time is left; a number goes on, Backspace goes back, Enter copies."""

    taken = Signal(int)
    """A way on was chosen, counted from 1."""
    copy_asked = Signal()
    back_asked = Signal()
    over_asked = Signal()
    trail_asked = Signal()
    ended = Signal()
    left = Signal()
    ticked = Signal()
    stepped = Signal(str)
    """The step with this anchor is to be read; empty for the whole procedure."""
    copied = Signal(str, str)
    """A confirmation of a copy, which can be undone, and its icon."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("walk")
        self.setAccessibleName(_("Guided walk"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._colours = colours
        self._place = plain_label("", "strong")
        self.time = QLabel()
        self.time.setProperty("type", "clock")
        self._trail = plain_label("", "small")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self._flow = FlowLayout()
        self._height = 0
        self._scene: Scene | None = None
        self.brief = False
        """Whether the ways on stand side by side; where they lead, and the trail, are hints then."""
        self.ways: tuple[RowButton, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head())
        self._column.addWidget(self._trail)
        self._column.addLayout(self._lines)
        self._column.addLayout(self._flow)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.ticked)
        self.hide()

    def show_walk(self, scene: Scene) -> None:
        """Show a step; see :class:`.presenter.WalkView`."""
        place = _("Step {number} of {count}").format(number=scene.number, count=scene.of)
        set_plain(self._place, _("The procedure is done") if scene.finished else place)
        trail = " › ".join(scene.trail)
        set_plain(self._trail, trail)
        self._place.setToolTip(trail)
        self._back.setEnabled(scene.can_go_back)
        self._scene = scene
        self._show_ways(scene)
        self.show()
        self._timer.start()
        self.stepped.emit(scene.anchor)
        self.begin()

    def fit(self, height: int) -> None:
        """Leave most of a window of that height to the text of the step."""
        self._height = height
        if self._scene is not None and self._is_brief(self._scene) is not self.brief:
            keyboard = self.isAncestorOf(QApplication.focusWidget() or self)
            self._show_ways(self._scene)
            if keyboard:
                self.begin()

    def show_left(self, left: timedelta | None) -> None:
        """Show how much time is left, by words and not by colour alone."""
        self.time.setVisible(left is not None)
        if left is None:
            return
        over = left < timedelta()
        text = _("Over time by {time}") if over else _("{time} left")
        self.time.setText(text.format(time=clock_text(abs(left))))
        if self.time.property("tone") != ("danger" if over else "ok"):
            self.time.setProperty("tone", "danger" if over else "ok")
            self.time.style().unpolish(self.time)
            self.time.style().polish(self.time)

    def show_none(self) -> None:
        """Show the whole procedure again, if it was walked through."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.stepped.emit("")

    def say_trail_copied(self) -> None:
        """Confirm that the trail is on the clipboard."""
        self.copied.emit(_("Copied what was done, for the ticket"), "clipboard-text")

    def begin(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key that no button of the bar wanted."""
        digit = event.key() - Qt.Key.Key_0
        if 0 < digit <= VARIANTS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.taken.emit(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self.back_asked.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.copy_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._place, 1)
        head.addWidget(self.time)
        self._back = tool_button("arrow-u-up-left", _("Back by a step (Backspace)"), self._colours)
        self._back.clicked.connect(self.back_asked)
        copy = tool_button("clipboard-text", _("Copy what was done, for a ticket"), self._colours)
        copy.clicked.connect(self.trail_asked)
        over = tool_button("arrow-counter-clockwise", _("Start over"), self._colours)
        over.clicked.connect(self.over_asked)
        end = tool_button("x", _("End the guided walk"), self._colours)
        end.clicked.connect(self.ended)
        for button in (self._back, copy, over, end):
            head.addWidget(button)
        return head

    def _is_brief(self, scene: Scene) -> bool:
        return len(scene.ways) * _LINE * _SHARE > self._height

    def _show_ways(self, scene: Scene) -> None:
        self.brief = self._is_brief(scene)
        clear(self._lines)
        clear(self._flow)
        self.ways = tuple(
            self._way(number, condition or _("Done: go on"), target)
            for number, (condition, target) in enumerate(scene.ways, 1)
        )
        for way in self.ways:
            (self._flow if self.brief else self._lines).addWidget(way)
        self._trail.setVisible(len(scene.trail) > 1 and not self.brief)
        self._column.setContentsMargins(*(_TIGHT if self.brief else _WIDE))
        self._column.setSpacing(4 if self.brief else 8)

    def _way(self, number: int, condition: str, target: str) -> RowButton:
        text = f"{number}   {condition}"
        if self.brief:
            button: RowButton = BriefButton(self._colours, text, target)
        else:
            button = RowButton(self._colours, "arrow-bend-down-right", text, target)
        button.clicked.connect(lambda _checked: self.taken.emit(number))
        return button


def clock_text(time: timedelta) -> str:
    """Return a time as on a clock, with hours if there are any."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
