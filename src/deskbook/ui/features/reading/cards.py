"""The blocks of a page as widgets."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskbook.model.entry import END
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text, variant_key
from deskbook.ui.features.reading.blocks import (
    Block,
    Body,
    Bubble,
    Callout,
    Dialogue,
    Figure,
    Heading,
    LawLines,
    Link,
    Links,
    Prose,
    Speech,
    StepCard,
    Way,
    Wordings,
)
from deskbook.ui.features.reading.figures import figure_widget
from deskbook.ui.features.reading.handlers import Handlers
from deskbook.ui.features.reading.page import show_given
from deskbook.ui.features.reading.typography import rich_label
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.badge import Badge
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.row_button import RowButton

_ROOM_FOR_KEY = 300
_BELOW = 7
"""Pixels between a script and what unfolds below it."""


class SpeechCard(QFrame):
    """A script with its name, its key and a button to copy it; the form for its blanks opens below it."""

    def __init__(self, speech: Speech, colours: Colours, handlers: Handlers, *, inset: bool) -> None:
        super().__init__()
        self.setProperty("card", "inset" if inset else "script")
        self.speech = speech
        self._shown = speech.html
        self.text = rich_label(speech.html, colours, gap=0)
        self.text.setProperty("type", "script")
        self._button = QPushButton(_("Copy"))
        self._button.setProperty("look", "copy")
        self._button.setIcon(icon("copy", colours.on_accent_soft))
        self._button.setIconSize(QSize(15, 15))
        self._button.setAccessibleName(
            _("Copy “{name}”").format(name=speech.name) if speech.name else _("Copy this script")
        )
        self._button.clicked.connect(lambda _checked: handlers.copy(speech.number))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 12, 12)
        self.column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        if speech.name:
            head.addWidget(plain_label(speech.name, "strong"), 1)
        else:
            head.addWidget(self.text, 1, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self._enter = QLabel("↵")
        self._enter.setProperty("type", "key")
        self._enter.setAccessibleName(_("{key} copies this").format(key=key_text(ActionId.COPY)))
        self._enter.setToolTip(self._enter.accessibleName())
        self._enter.hide()
        tools.addWidget(self._enter, 0, Qt.AlignmentFlag.AlignVCenter)
        self._key: QLabel | None = None
        if variant_key(speech.number):
            self._key = QLabel(variant_key(speech.number))
            self._key.setProperty("type", "key")
            tools.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        tools.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(tools)
        head.setAlignment(tools, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        if speech.note:
            self.column.addWidget(plain_label(speech.note, "muted"))
        if speech.name:
            self.column.addWidget(self.text)
        for figure in speech.figures:
            self.column.addSpacing(_BELOW)
            self.column.addWidget(figure_widget(figure, colours, handlers))

    @property
    def marked(self) -> bool:
        """Whether it is the script that Enter copies."""
        return not self._enter.isHidden()

    def mark(self, marked: bool) -> None:
        """Show whether it is the script that Enter copies."""
        if marked is not self.marked:
            self._enter.setVisible(marked)
            self.setProperty("chosen", marked)
            self.style().unpolish(self)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave the room to the words where there is little: the key is known from elsewhere."""
        super().resizeEvent(event)
        if self._key is not None:
            self._key.setVisible(self.width() >= _ROOM_FOR_KEY)

    def show_given(self, given: Mapping[str, str]) -> None:
        """Show the script with what is known for its blanks; the others stay marked."""
        shown = show_given(self.speech.html, given)
        if shown != self._shown:
            self._shown = shown
            self.text.show_html(shown)

    def unfold(self, widget: QWidget) -> None:
        """Show something below the script."""
        self.column.addSpacing(_BELOW)
        self.column.addWidget(widget)
        widget.show()

    def fold(self, widget: QWidget) -> None:
        """Take away what :meth:`unfold` showed."""
        index = self.column.indexOf(widget)
        self.column.takeAt(index)
        self.column.takeAt(index - 1)
        widget.hide()
        widget.deleteLater()


class StepFrame(QFrame):
    """One step of a procedure."""

    def __init__(self, step: StepCard, colours: Colours, handlers: Handlers) -> None:
        super().__init__()
        self.setProperty("card", "step")
        self.anchor = step.anchor
        self.speeches = [SpeechCard(s, colours, handlers, inset=True) for s in step.speeches]
        number = QLabel(str(step.number))
        number.setProperty("type", "number")
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        number.setFixedSize(28, 28)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(self._head(step, colours))
        for part in _parts(step.body, colours, handlers):
            column.addWidget(part)
        for speech in self.speeches:
            column.addWidget(speech)
        self._ways = [_way(way, colours, handlers) for way in step.ways]
        for way in self._ways:
            column.addWidget(way)
        if step.ends and not step.ways:
            column.addWidget(Badge(_("The procedure ends here"), "check-circle", colours.muted))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 14, 16, 16)
        row.setSpacing(14)
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_ways(self, *, shown: bool) -> None:
        """Show the decisions, or leave them to who leads through the procedure."""
        for way in self._ways:
            way.setVisible(shown)

    def _head(self, step: StepCard, colours: Colours) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(plain_label(step.title, "subtitle"), 1)
        for icon_name, text, name in (
            ("user-circle", step.role, _("Role: {role}")),
            ("clock", step.limit, _("Time limit: {limit}")),
        ):
            if text:
                line = Badge(text, icon_name, colours.muted)
                line.setAccessibleName(name.format(role=text, limit=text))
                head.addWidget(line, 0, Qt.AlignmentFlag.AlignVCenter)
        return head


def build(block: Block, colours: Colours, handlers: Handlers) -> QWidget:
    """Return the widget of a block."""
    match block:
        case Prose():
            return linked_label(block.html, colours, handlers)
        case Figure():
            return figure_widget(block, colours, handlers)
        case Heading():
            return plain_label(block.text, "section")
        case Callout():
            return _callout(block, colours, handlers)
        case Speech():
            return SpeechCard(block, colours, handlers, inset=False)
        case StepCard():
            return StepFrame(block, colours, handlers)
        case Dialogue():
            return _dialogue(block)
        case Wordings():
            return _wordings(block)
        case Links():
            return _links(block, colours, handlers)
        case LawLines():
            return _laws(block)


def _parts(body: Body, colours: Colours, handlers: Handlers) -> list[QWidget]:
    return [build(part, colours, handlers) for part in body]


def linked_label(body: str, colours: Colours, handlers: Handlers) -> QLabel:
    """Return text whose links open entries."""
    label = rich_label(body, colours, links="<a " in body)
    label.setProperty("type", "body")
    label.linkActivated.connect(handlers.follow)
    label.linkHovered.connect(lambda ref: label.setToolTip(handlers.peek(ref) if ref else ""))
    return label


def _way(way: Way, colours: Colours, handlers: Handlers) -> QWidget:
    ends = way.target == END
    name = "check-circle" if ends else "arrow-bend-down-right"
    button = RowButton(colours, name, way.condition, way.label)
    button.setEnabled(not ends)
    button.clicked.connect(lambda _checked: handlers.follow(f"#{way.target}"))
    return button


def _callout(block: Callout, colours: Colours, handlers: Handlers) -> QWidget:
    frame = QFrame()
    frame.setProperty("tone", block.tone)
    _ground, ink = colours.pair(block.tone)
    head = QHBoxLayout()
    head.setSpacing(8)
    picture = QLabel()
    picture.setPixmap(icon(block.icon, ink).pixmap(16, 16))
    head.addWidget(picture)
    head.addWidget(plain_label(block.title, "strong"), 1)
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 13, 16, 8)
    column.setSpacing(8)
    column.addLayout(head)
    for part in _parts(block.body, colours, handlers):
        column.addWidget(part)
    return frame


def _dialogue(block: Dialogue) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for bubble in block.bubbles:
        column.addLayout(_bubble(bubble))
    return holder


def _bubble(bubble: Bubble) -> QHBoxLayout:
    frame = QFrame()
    frame.setProperty("bubble", "agent" if bubble.ours else "customer")
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(14, 9, 14, 10)
    inner.setSpacing(3)
    speaker = QHBoxLayout()
    speaker.setSpacing(8)
    name = QLabel(bubble.speaker)
    name.setProperty("type", "speaker")
    speaker.addWidget(name)
    if bubble.turning:
        mark = QLabel(_("Turning point"))
        mark.setProperty("type", "turning")
        speaker.addWidget(mark)
    speaker.addStretch()
    inner.addLayout(speaker)
    inner.addWidget(plain_label(bubble.text, "body"))
    row = QHBoxLayout()
    if bubble.ours:
        row.addStretch(1)
    row.addWidget(frame, 5)
    if not bubble.ours:
        row.addStretch(1)
    return row


def _wordings(block: Wordings) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=8)
    for word in block.words:
        label = QLabel(word)
        label.setProperty("type", "wording")
        label.setProperty("tone", block.tone)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(len(word) > 30)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        flow.addWidget(label)
    return holder


def _links(block: Links, colours: Colours, handlers: Handlers) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for link in block.links:
        column.addWidget(_link(link, colours, handlers))
    return holder


def _link(link: Link, colours: Colours, handlers: Handlers) -> QWidget:
    if link.kind is None:
        return Badge(link.title, "warning", colours.muted)
    button = RowButton(colours, KIND_ICON[link.kind], link.title)
    button.clicked.connect(lambda _checked: handlers.follow(link.ref))
    button.setToolTip(handlers.peek(link.ref))
    button.setAccessibleDescription(handlers.peek(link.ref))
    return button


def _laws(block: LawLines) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for name, subject in block.lines:
        column.addWidget(plain_label(name, "body"))
        column.addWidget(plain_label(subject, "muted"))
    notice = plain_label(block.notice, "muted")
    notice.setContentsMargins(0, 6, 0, 0)
    column.addWidget(notice)
    return holder
