"""Remarks on a change: those made, and room for another."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deskbook.model.cycle import Comment
from deskbook.services.language import tr as _
from deskbook.ui.actions import native_key
from deskbook.ui.features.review.presenter import Item, Paper
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.tools import tool_button
from deskbook.ui.widgets.words_edit import WordsEdit

_QUOTED = 60
"""Characters of a line that are quoted."""


class RemarkCard(QFrame):
    """One remark; pressing its place shows the line, the check settles it."""

    resolved = Signal(int)
    line_wanted = Signal(int)

    def __init__(self, comment: Comment, head: int, quoted: str, colours: Colours) -> None:
        super().__init__()
        self.comment = comment
        self.setProperty("card", "inset" if comment.resolved else "finding")
        at = comment.at.astimezone()
        where = _("On the whole")
        if comment.line:
            where = _("Line {line}").format(line=comment.line)
        if comment.revision != head:
            where += " " + _("of revision {n}").format(n=comment.revision)
        place = QPushButton(where)
        place.setProperty("look", "chip")
        place.setEnabled(bool(comment.line) and comment.revision == head)
        place.clicked.connect(lambda _checked: self.line_wanted.emit(comment.line))
        top = QHBoxLayout()
        top.addWidget(place)
        top.addStretch()
        self.settle = tool_button("check", _("Settle this remark"), colours)
        self.settle.clicked.connect(lambda _checked: self.resolved.emit(comment.id))
        top.addWidget(self.settle)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 8, 10)
        column.setSpacing(5)
        column.addLayout(top)
        if quoted:
            column.addWidget(plain_label(_("“{text}”").format(text=quoted), "small"))
        column.addWidget(plain_label(comment.text, "muted" if comment.resolved else "body"))
        who = _("{name} · {day} {time}").format(name=comment.author, day=f"{at:%m-%d}", time=f"{at:%H:%M}")
        column.addWidget(plain_label(who, "small"))
        if comment.resolved:
            done = QLabel(_("Settled by {name}").format(name=comment.resolved_by))
            done.setProperty("type", "small")
            picture = QLabel()
            picture.setPixmap(icon("check-circle", colours.on_ok).pixmap(14, 14))
            row = QHBoxLayout()
            row.addWidget(picture)
            row.addWidget(done, 1)
            column.addLayout(row)
            self.settle.hide()


class RemarksPane(QFrame):
    """What is open comes first; below stands what is being typed, and on which line."""

    given = Signal(str, int)
    """A remark, and the line it is on; 0 for the whole."""
    resolved = Signal(int)
    line_wanted = Signal(int)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("previewFrame")
        self.setMinimumWidth(190)
        self._colours = colours
        self._comments: tuple[Comment, ...] | None = None
        self._paper: Paper | None = None
        self.line = 0
        self.cards: list[RemarkCard] = []
        holder = QWidget()
        holder.setObjectName("paper")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(12, 4, 12, 8)
        self._column.setSpacing(8)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        self._on = plain_label("", "small")
        self.whole = QPushButton(_("On the whole"))
        self.whole.setProperty("look", "chip")
        self.whole.clicked.connect(lambda _checked: self.aim(0))
        self.edit = WordsEdit()
        self.edit.setFixedHeight(76)
        self.edit.setAccessibleName(_("Remark"))
        self.edit.setPlaceholderText(_("What should the author look at?"))
        self.edit.done.connect(self._give)
        self.button = QPushButton(_("Add the remark"))
        self.button.setToolTip(native_key("Ctrl+Enter"))
        self.button.clicked.connect(lambda _checked: self._give())
        self.edit.textChanged.connect(self._judge)
        title = QLabel(_("Remarks"))
        title.setProperty("type", "strong")
        title.setContentsMargins(16, 14, 16, 2)
        place = QHBoxLayout()
        place.addWidget(self._on, 1)
        place.addWidget(self.whole)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(6)
        foot.addLayout(place)
        foot.addWidget(self.edit)
        foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        self._judge()

    def show_remarks(self, item: Item, paper: Paper) -> None:
        """Show what was remarked on the change that is read."""
        if self._paper is None or self._paper.entry_id != paper.entry_id:
            self.edit.clear()
        if self._paper is None or self._paper.head != paper.head:
            self._paper, self._comments = paper, None
            self.aim(0)
        comments = tuple(sorted(item.dossier.comments, key=lambda one: (one.resolved, one.line, one.id)))
        if comments == self._comments:
            return
        self._comments = comments
        clear(self._column)
        self.cards = [self._card(comment, paper) for comment in comments]
        if not comments:
            hint = _("No remarks yet. Click beside a line, or press Enter on it, to remark on it.")
            self._column.addWidget(plain_label(hint, "small"))
        for card in self.cards:
            self._column.addWidget(card)
        self._column.addStretch()

    def go_on(self, paper: Paper, words: str, line: int) -> None:
        """Go on with a remark that another pane began."""
        self._paper = paper
        self.edit.setPlainText(words)
        self.aim(line)

    def aim(self, line: int) -> None:
        """Remark on a line of the text, or on the whole for 0."""
        self.line = line
        quoted = _short(self._paper.line(line)) if self._paper is not None else ""
        place = _("On line {line}: “{text}”").format(line=line, text=quoted)
        set_plain(self._on, place if line else _("On the whole change"))
        self.whole.setVisible(bool(line))

    def write(self, line: int) -> None:
        """Remark on a line: the keyboard goes to the words."""
        self.aim(line)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def remarked(self) -> None:
        """Put away what was typed: it is kept now."""
        self.edit.clear()
        self.aim(0)

    def _card(self, comment: Comment, paper: Paper) -> RemarkCard:
        here = comment.revision == paper.head.number
        quoted = _short(paper.line(comment.line)) if here else ""
        card = RemarkCard(comment, paper.head.number, quoted, self._colours)
        card.resolved.connect(self.resolved)
        card.line_wanted.connect(self.line_wanted)
        return card

    def _judge(self) -> None:
        self.button.setEnabled(bool(self.edit.toPlainText().strip()))

    def _give(self) -> None:
        if self.button.isEnabled():
            self.given.emit(self.edit.toPlainText().strip(), self.line)


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
