"""A quiet strip above the answer: what the message says, by which words, what to say, who takes over."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deskbook.errors import DeskbookError
from deskbook.services.calming import Advice, Opener
from deskbook.services.language import tr as _
from deskbook.services.mood import Feeling
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.texts import N_, error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import plain_chip, toggle_chip
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.panel import Panel
from deskbook.ui.widgets.tools import tool_button

_LONGEST = 16
"""Characters of an opener that its button shows."""
_ROOM_FOR_ALL = 500
_HIGH_ENOUGH = 560
"""From this width and height of the window on there is room for every opener."""
_LEAST = 56
"""What the rule takes where there is no room for more."""
_SIDES, _FRAME = 32, 2
_NAMES = {
    Feeling.DANGER: N_("Someone may be hurt or in danger"),
    Feeling.THREAT: N_("Threatens to complain or to go public"),
    Feeling.ANGER: N_("Angry"),
    Feeling.URGENCY: N_("In a hurry"),
}
_LOOKS = {
    Feeling.DANGER: ("first-aid-kit", "danger"),
    Feeling.THREAT: ("megaphone", "warn"),
    Feeling.ANGER: ("smiley-sad", "warn"),
    Feeling.URGENCY: ("clock", "note"),
}


class MoodStrip(Panel):
    """See :class:`deskbook.ui.features.mood.presenter.MoodView`."""

    copy_asked = Signal(int)
    dismissed = Signal()
    followed = Signal(str)
    continued = Signal(object)
    """An opener to go on with at its entry."""
    said = Signal(str, str)
    copied = Signal(str, str)
    """A short confirmation of a copy, and the icon that goes with it."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("mood")
        self._colours = colours
        self._procedure = ""
        self._icon = QLabel()
        self._reading = plain_label("", "small")
        self._close = tool_button("x", _("Dismiss"), colours)
        self._close.clicked.connect(lambda _checked: self.dismissed.emit())
        self._rule = toggle_chip(_("Who takes over"), self.toggle_rule)
        self._rule.setToolTip(key_text(ActionId.ESCALATION))
        self._escalations = plain_label("", "small")
        self._open = QPushButton(_("Open the procedure"))
        self._open.clicked.connect(lambda _checked: self.followed.emit(self._procedure))
        self._openers = QWidget()
        self._rule.setParent(self._openers)
        self._flow = FlowLayout(self._openers)
        self._rules = QWidget()
        self._rules.setObjectName("rules")
        self._below = QScrollArea()
        self._below.setObjectName("takeover")
        self._below.setAccessibleName(_("Who takes over"))
        self._below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._below.setWidgetResizable(True)
        self._below.setMinimumHeight(_LEAST)
        self._below.setWidget(self._rules)
        self._lay_out()
        self.left.connect(self.dismissed)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, without markup."""
        return self.accessibleDescription()

    def show_advice(self, advice: Advice) -> None:
        """Show what was read."""
        gravest = advice.mood.feelings[0]
        icon_name, tone = _LOOKS[gravest]
        self._icon.setPixmap(icon(icon_name, self._colours.pair(tone)[1]).pixmap(QSize(18, 18)))
        text = _(" · ").join(self._line(advice, feeling) for feeling in advice.mood.feelings)
        set_plain(self._reading, text)
        self.setAccessibleName(_("What the message says besides its question"))
        self.setAccessibleDescription(text)
        self._show_openers(advice)
        rule = "\n".join(
            _("{role}: {condition}").format(role=one.role, condition=one.condition)
            for one in advice.escalations
        )
        set_plain(self._escalations, rule)
        self._procedure = advice.procedure
        self._rule.setVisible(bool(advice.escalations))
        self._rule.setChecked(False)
        self._below.hide()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def end_advice(self) -> None:
        """Disappear."""
        self.hide()

    def toggle_rule(self) -> None:
        """Show who takes over and when, or hide it."""
        shown = not self._rule.isHidden() and self._below.isHidden()
        self._below.setVisible(shown)
        self._rule.setChecked(shown)
        self._fit()

    def say_copied(self, opener: Opener) -> None:
        """Confirm a copy."""
        self.copied.emit(_("Copied “{name}”").format(name=opener.copyable.name), "check-circle")

    def say_problem(self, error: DeskbookError) -> None:
        """Say that nothing was copied."""
        self.said.emit(error_text(error), "warning-circle")

    def open_script(self, opener: Opener) -> None:
        """Go on with an opener at its entry."""
        self.continued.emit(opener)

    def begin(self) -> None:
        """Put the keyboard on what to say first, or on what else there is."""
        parts = [item.widget() for n in range(self._flow.count()) if (item := self._flow.itemAt(n))]
        first = next((part for part in parts if part is not None and not part.isHidden()), self._close)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a narrow window offer the best opener only: the answer needs the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.window().height()
        self._below.setMaximumHeight(self._rules.heightForWidth(self.width() - _SIDES) + 2 * _FRAME)
        for number in range(self._flow.count()):
            item = self._flow.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self._rule:
                widget.setVisible(number == 0 or (self.width() >= _ROOM_FOR_ALL and room >= _HIGH_ENOUGH))

    def _line(self, advice: Advice, feeling: Feeling) -> str:
        words = _(", ").join(f"“{' '.join(word.split())}”" for word in advice.mood.why(feeling))
        return _("{feeling}, by {words}").format(feeling=_(_NAMES[feeling]), words=words)

    def _show_openers(self, advice: Advice) -> None:
        self._flow.removeWidget(self._rule)
        clear(self._flow)
        for number, opener in enumerate(advice.openers, start=1):
            said = opener.text if len(opener.text) <= _LONGEST else f"{opener.text[:_LONGEST]}…"
            key = f" {key_text(ActionId.OPENER)}" if number == 1 else ""
            chip = plain_chip(f"{said}{key}", partial(self.copy_asked.emit, number), self._mark(opener))
            chip.setAccessibleName(_("Copy “{name}”").format(name=opener.text))
            chip.setToolTip(f"{opener.entry.title} · {opener.copyable.name}\n\n{opener.text}")
            self._flow.addWidget(chip)
        self._flow.addWidget(self._rule)
        self._fit()
        self._openers.setVisible(bool(advice.openers or advice.escalations))

    def _mark(self, opener: Opener) -> QIcon:
        return icon("pencil-simple" if opener.blank else "copy", self._colours.muted)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._reading, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        below = QVBoxLayout(self._rules)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._escalations)
        below.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._openers)
        column.addWidget(self._below)
