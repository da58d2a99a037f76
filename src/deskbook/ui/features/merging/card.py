"""One conflict: what was there, what each side says, and whose text counts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from deskbook.revision.align import Effort
from deskbook.revision.conflict import Choice, Conflict
from deskbook.revision.words import Vocabulary, text_diff
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.merging import Settled
from deskbook.ui.features.merging.sides import Sides
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.diff.rich import as_html
from deskbook.ui.widgets.diff.rows import Ink, Piece, inline
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.writing import WritingEdit

_WORDS_HEIGHT = 96


class ConflictCard(QFrame):
    """Settled by one of a few chips, or in own words, which are told while they are typed."""

    settled = Signal(object)
    """A :class:`Choice`, or own words."""

    def __init__(self, colours: Colours, conflict: Conflict, sides: Sides) -> None:
        super().__init__()
        self.setProperty("card", "finding")
        self.setAccessibleName(sentence(conflict.sentence))
        self._colours, self._conflict = colours, conflict
        self._shown: Settled = None
        self._icon = QLabel()
        where = QLabel(sentence(conflict.where))
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setProperty("type", "strong")
        where.setWordWrap(True)
        self.words = WritingEdit()
        self.words.setAccessibleName(_("In other words"))
        self.words.setFixedHeight(_WORDS_HEIGHT)
        self.words.hide()
        self.words.edited.connect(self._tell_words)
        top = QHBoxLayout()
        top.addWidget(self._icon)
        top.addWidget(where, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addLayout(top)
        if conflict.base.strip():
            self._add_side(column, _("Before"), (Piece(conflict.base.strip()),))
        self._add_side(column, sides.mine, self._against_base(conflict.mine))
        self._add_side(column, sides.theirs, self._against_base(conflict.theirs))
        self.chips = self._make_chips(sides)
        chips = FlowLayout()
        for chip in self.chips.values():
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addWidget(self.words)
        self.show_settled(None)

    def show_settled(self, settled: Settled) -> None:
        """Show whose text counts; None while it is open."""
        self._shown = settled
        for choice, chip in self.chips.items():
            own = choice is None and isinstance(settled, str)
            chip.setChecked(own or (choice is not None and settled is choice))
        name, ink = ("warning", self._colours.on_warn)
        if settled is not None:
            name, ink = ("check-circle", self._colours.on_ok)
        self._icon.setPixmap(icon(name, ink).pixmap(16, 16))
        self._icon.setToolTip(_("Open") if settled is None else _("Settled"))
        self.words.setVisible(isinstance(settled, str))
        if isinstance(settled, str) and self.words.text != settled:
            self.words.apply(settled)

    def take_keyboard(self) -> None:
        """Put the keyboard on the first choice."""
        self.chips[Choice.MINE].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _against_base(self, text: str) -> tuple[Piece, ...]:
        if not text.strip():
            return (Piece(_("removed") if self._conflict.base.strip() else _("not there"), Ink.DIM),)
        base, new = self._conflict.base.strip(), text.strip()
        if not base:
            return (Piece(new),)
        return tuple(inline(text_diff(base, new, Vocabulary(base, new), Effort())))

    def _add_side(self, column: QVBoxLayout, name: str, pieces: tuple[Piece, ...]) -> None:
        label = QLabel(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("type", "label")
        text = QLabel(as_html(pieces, self._colours))
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setProperty("type", "body")
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
        column.addWidget(text)

    def _make_chips(self, sides: Sides) -> dict[Choice | None, QPushButton]:
        named: dict[Choice | None, str] = {
            Choice.MINE: sides.take_mine,
            Choice.THEIRS: sides.take_theirs,
            Choice.BOTH: _("Take both"),
            None: _("In other words"),
        }
        if not self._conflict.joins:
            del named[Choice.BOTH]
        return {choice: toggle_chip(text, partial(self._choose, choice)) for choice, text in named.items()}

    def _choose(self, choice: Choice | None) -> None:
        if choice is not None:
            self.settled.emit(choice)
            self.show_settled(choice)
            return
        words = self._shown if isinstance(self._shown, str) else self.words.text or self._conflict.mine
        self.settled.emit(words)
        self.show_settled(words)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_words(self, text: str) -> None:
        if isinstance(self._shown, str) and text != self._shown:
            self._shown = text
            self.settled.emit(text)
