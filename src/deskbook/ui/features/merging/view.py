"""The merge: on the left what the two texts contradict each other in, on the right what would be saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.services.history import title_of
from deskbook.services.language import tr as _
from deskbook.services.merging import Joining, Settled
from deskbook.services.settings import Preferences
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.merging.card import ConflictCard
from deskbook.ui.features.merging.presenter import MergePresenter, Outcome
from deskbook.ui.features.merging.sides import Sides, told
from deskbook.ui.icons import icon
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.problem_pane import ProblemPane
from deskbook.ui.widgets.tools import tool_button


class MergeView(QFrame):
    """See :class:`deskbook.ui.features.merging.presenter.MergeView`."""

    def __init__(self, colours: Colours, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("paper")
        self._colours = colours
        self._presenter: MergePresenter
        self.cards: list[ConflictCard] = []
        self.notice = QLabel()
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.diff = DiffView(colours, preferences)
        self.problems = ProblemPane(colours)
        self.problems.chosen.connect(self.diff.go_to_line)
        self.message = FormField()
        self.message.setAccessibleName(f"{_('What is new?')} {_('It goes into the release notes.')}")
        self.message.setPlaceholderText(_("One sentence for the release notes"))
        self.message.done.connect(self.save)
        self.save_button = QPushButton(_("Save"))
        self.save_button.setProperty("look", "primary")
        self.save_button.setToolTip(key_text(ActionId.SAVE))
        self.save_button.clicked.connect(lambda _on: self.save())
        self.back = tool_button("arrow-left", _("Back to your text"), colours)
        self._lay_out()

    def connect_to(self, presenter: MergePresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self.back.clicked.connect(lambda _on: presenter.leave())

    def show_joining(self, joining: Joining, message: str) -> None:
        """Show what contradicts."""
        theirs = joining.theirs
        titled = theirs or joining.base
        self._title.setText(title_of(titled) if titled else joining.entry_id)
        self._told.setText(told(joining))
        self._said.setText(theirs.message if theirs else "")
        self._said.setVisible(bool(self._said.text()))
        self.notice.hide()
        self.message.setText(message)
        clear(self._column)
        self.cards = []
        sides = Sides.of(joining)
        for number, conflict in enumerate(joining.merge.conflicts):
            card = ConflictCard(self._colours, conflict, sides)
            card.settled.connect(partial(self._presenter.settle, number))
            self.cards.append(card)
            self._column.addWidget(card)
        if not self.cards:
            text = _("Nothing contradicts: both texts are joined already. Look at what comes out, and save.")
            if theirs is None:
                text = _("There is nothing to join with. Look at what comes out, and save.")
            self._column.addWidget(plain_label(text, "muted"))
        self._column.addStretch()
        self._names = (sides.theirs, _("What comes out"))
        self.take_keyboard()

    def show_settled(self, settled: Sequence[Settled]) -> None:
        """Show what is settled and what is open."""
        for card, one in zip(self.cards, settled, strict=True):
            card.show_settled(one)
        done = sum(one is not None for one in settled)
        if not settled:
            self._state.setText(_("No contradictions"))
        else:
            self._state.setText(_("{done} of {count} settled").format(done=done, count=len(settled)))
        ready = done == len(settled)
        ink = self._colours.on_ok if ready else self._colours.on_warn
        self._state_icon.setPixmap(icon("check-circle" if ready else "warning", ink).pixmap(16, 16))

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what would be saved."""
        self.diff.show_diff(outcome.diff, *self._names)
        self.problems.show_problems(outcome.problems)

    def point_at(self, number: int) -> None:
        """Lead to a conflict that is open."""
        card = self.cards[number]
        card.take_keyboard()
        # A card may have been laid out only just now.
        QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card))

    def say_moved_on(self) -> None:
        """Say that yet another text was saved meanwhile."""
        text = _("Yet another text was saved meanwhile; nothing of yours is lost. Here is what is new.")
        self._say(text)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        self._say(error_text(error))

    def save(self) -> None:
        """Save what comes out, or lead to what is open."""
        self._presenter.save(" ".join(self.message.text().split()))

    def step(self, by: int) -> None:
        """Go to the next conflict, or the one before, and round again."""
        if self.cards:
            focus = self.focusWidget()
            here = next((n for n, card in enumerate(self.cards) if focus and card.isAncestorOf(focus)), -1)
            start = here + by if here >= 0 or by > 0 else -1
            self.point_at(start % len(self.cards))

    def undo(self) -> None:
        """Undo in the words that are being typed."""
        card = next((card for card in self.cards if card.words.hasFocus()), None)
        if card is not None:
            card.words.undo()

    def redo(self) -> None:
        """Redo in the words that are being typed."""
        card = next((card for card in self.cards if card.words.hasFocus()), None)
        if card is not None:
            card.words.redo()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        if self.cards:
            self.cards[0].take_keyboard()
        else:
            self.message.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_area(self) -> None:
        """Move the keyboard on: conflicts, what comes out, message, and round again."""
        focus = self.focusWidget()
        if focus is not None and self._left.isAncestorOf(focus):
            self.diff.take_keyboard()
        elif focus is not None and self.diff.isAncestorOf(focus):
            self.message.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.take_keyboard()

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.show()

    def _lay_out(self) -> None:
        self._names = ("", "")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        self._left = self._make_left()
        splitter.addWidget(self._left)
        splitter.addWidget(self._make_right())
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([420, 660])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._make_head(), self.notice):
            column.addWidget(part)
        column.addWidget(splitter, 1)
        column.addWidget(self._make_foot())

    def _make_head(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("readingBar")
        self._title, self._told, self._said = QLabel(), QLabel(), QLabel()
        self._title.setProperty("type", "strong")
        self._told.setProperty("type", "muted")
        self._said.setProperty("type", "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._told, self._said):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return bar

    def _make_left(self) -> QWidget:
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(10)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumWidth(280)
        self._scroll.setWidget(content)
        return self._scroll

    def _make_right(self) -> QWidget:
        holder = QFrame()
        holder.setObjectName("previewFrame")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.diff, 1)
        column.addWidget(self.problems)
        return holder

    def _make_foot(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("messageBar")
        self._state_icon, self._state = QLabel(), QLabel()
        self._state.setProperty("type", "strong")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(self._state_icon)
        row.addWidget(self._state)
        row.addWidget(self.message, 1)
        row.addWidget(self.save_button)
        return bar
