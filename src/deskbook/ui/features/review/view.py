"""The review on the screen: changes, what one of them changes, remarks, and the verdict."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.cycle import Comment, CycleState, Judgement
from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.review.pile import PilePane
from deskbook.ui.features.review.presenter import Hindrance, Item, Paper, Pile, ReviewPresenter, hindrance
from deskbook.ui.features.review.remarks import RemarksPane
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import CHANGE_ICON, change_kind_name, cycle_state_name, trouble_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.asking import AskDialog
from deskbook.ui.widgets.badge import Badge
from deskbook.ui.widgets.diff.marker import Marker
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.notice import Notice
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.toast import Toast
from deskbook.ui.widgets.tools import tool_button

_NARROW = 900
"""Pixels below which changes and remarks leave their room to what is read."""
_USUAL_PILE, _USUAL_REMARKS = 260, 270
_WIDEST_PILE, _WIDEST_REMARKS = 360, 340


class PaperHeader(QFrame):
    """What is read, what stands in the way of a verdict, and the verdict's buttons."""

    approved = Signal()
    return_asked = Signal()
    newest_asked = Signal()
    review_asked = Signal()
    write_asked = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("header")
        self._colours = colours
        self.title = plain_label("", "subtitle")
        self._badges = QHBoxLayout()
        self._badges.setSpacing(6)
        self._message = plain_label("", "muted")
        self.approve = QPushButton(_("Approve"))
        self.approve.setProperty("look", "primary")
        self.approve.setToolTip(key_text(ActionId.APPROVE))
        self.approve.clicked.connect(lambda _checked: self.approved.emit())
        self.back = QPushButton(_("Send back…"))
        self.back.setToolTip(key_text(ActionId.SEND_BACK))
        self.back.clicked.connect(lambda _checked: self.return_asked.emit())
        write = tool_button("note-pencil", _("Open in the editor"), colours)
        write.clicked.connect(lambda _checked: self.write_asked.emit())
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title, 1)
        for part in (write, self.back, self.approve):
            top.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self.banner = QFrame()
        self.banner.setProperty("tone", "note")
        self._picture = QLabel()
        self.why = plain_label("", "muted")
        self.newest = QPushButton(_("Read the newest text"))
        self.newest.clicked.connect(lambda _checked: self.newest_asked.emit())
        self.review = QPushButton(_("Begin review"))
        self.review.clicked.connect(lambda _checked: self.review_asked.emit())
        row = QHBoxLayout(self.banner)
        row.setContentsMargins(12, 7, 10, 7)
        row.setSpacing(9)
        row.addWidget(self._picture)
        row.addWidget(self.why, 1)
        row.addWidget(self.newest)
        row.addWidget(self.review)
        badges = QHBoxLayout()
        badges.addLayout(self._badges)
        badges.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 14, 10)
        column.setSpacing(7)
        column.addLayout(top)
        column.addLayout(badges)
        column.addWidget(self._message)
        column.addWidget(self.banner)

    def show_item(self, item: Item, paper: Paper, pile: Pile) -> None:
        """Say what is read, and what can be done."""
        card, change = item.card, item.card.change
        set_plain(self.title, card.title)
        set_plain(self._message, change.message or _("No message for the release notes yet."))
        clear(self._badges)
        grey, ground = self._colours.muted, self._colours.sunken
        authors = _(", ").join(sorted(item.dossier.authors))
        for name, text in (
            (CHANGE_ICON[change.kind], change_kind_name(change.kind)),
            ("", change.entry_id),
            ("user", authors),
            ("clock-counter-clockwise", _("revision {n}").format(n=paper.head.number)),
        ):
            self._badges.addWidget(Badge(text, name, grey, ground))
        why = hindrance(item, paper, pile)
        self.approve.setEnabled(why is None)
        self.back.setEnabled(why in {None, Hindrance.MINE})
        text = _sentence(item, pile, why)
        self.banner.setVisible(bool(text))
        set_plain(self.why, text)
        standing = item.dossier.standing
        name = "info"
        if why is None and standing is not None:
            name = "check-circle" if standing.judgement is Judgement.APPROVE else "arrow-u-up-left"
        self._picture.setPixmap(icon(name, self._colours.on_note).pixmap(QSize(16, 16)))
        self.newest.setVisible(why is Hindrance.MOVED)
        editing = pile.cycle is not None and pile.cycle.state is CycleState.EDIT
        self.review.setVisible(why is Hindrance.PHASE and editing)


class ReviewView(QWidget):
    """See :class:`deskbook.ui.features.review.presenter.ReviewView`."""

    def __init__(self, colours: Colours, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._presenter: ReviewPresenter
        self._title = ""
        self._narrow: bool | None = None
        self._beside = QSplitter(Qt.Orientation.Horizontal)
        self.pile = PilePane(colours)
        self.header = PaperHeader(colours)
        self.diff = DiffView(colours, preferences)
        self.remarks = RemarksPane(colours)
        self.notice = Notice(colours)
        self.toast = Toast(self, colours)
        self.nothing = StatePage(icon("shield-check", colours.muted), "", "")
        self._lay_out()

    def connect_to(self, presenter: ReviewPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self.pile.chosen.connect(presenter.open)
        self.diff.line_chosen.connect(self.remarks.write)
        self.remarks.given.connect(presenter.remark)
        self.remarks.resolved.connect(presenter.resolve)
        self.remarks.line_wanted.connect(self.diff.go_to_line)
        header = self.header
        header.approved.connect(self.approve)
        header.return_asked.connect(self.ask_return)
        header.newest_asked.connect(presenter.read_newest)
        header.review_asked.connect(presenter.begin_review)
        header.write_asked.connect(presenter.write)

    def show_pile(self, pile: Pile, current: str) -> None:
        """List the changes."""
        self.pile.show_pile(pile, current)
        if pile.cycle is None:
            self.nothing.set_texts(
                _("No quarter is being revised"), _("Open one under “Quarter”; its changes are judged here.")
            )
        else:
            self.nothing.set_texts(
                _("There is nothing to read yet"),
                _(
                    "Changes appear here once somebody has written them. {cycle} is in phase “{phase}”."
                ).format(cycle=pile.cycle.name, phase=cycle_state_name(pile.cycle.state)),
            )

    def show_paper(self, paper: Paper) -> None:
        """Show what a change changes."""
        old = _("Accepted now") if paper.base is not None else _("Not there yet")
        new = _("Revision {n} by {name}").format(n=paper.head.number, name=paper.head.author)
        self.diff.show_diff(paper.diff, old, new)
        self._stack.setCurrentWidget(self._paper)

    def show_item(self, item: Item, paper: Paper, pile: Pile) -> None:
        """Show what was said about the change."""
        self._title = item.card.title
        self.header.show_item(item, paper, pile)
        self.remarks.show_remarks(item, paper)
        self.diff.show_markers(_markers(item.dossier.comments, paper))

    def show_nothing(self) -> None:
        """Show that no change is being read."""
        self.diff.clear()
        self._stack.setCurrentWidget(self.nothing)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        self.notice.say(trouble_text(error))

    def forget_problem(self) -> None:
        """Put away what went wrong before."""
        self.notice.hide()

    def say_judged(self, title: str, judgement: Judgement) -> None:
        """Confirm a verdict."""
        self.notice.hide()
        approved = judgement is Judgement.APPROVE
        text = _("“{title}” is approved") if approved else _("“{title}” is sent back")
        self.toast.say(text.format(title=title))

    def say_remarked(self) -> None:
        """Confirm a remark."""
        self.notice.hide()
        self.remarks.remarked()
        self.diff.take_keyboard()

    def approve(self) -> None:
        """Approve what is read, if that may be done."""
        if self.header.approve.isEnabled() and self._reading:
            self._presenter.judge(Judgement.APPROVE)

    def ask_return(self) -> None:
        """Ask what is missing, if the change may be sent back."""
        if not (self.header.back.isEnabled() and self._reading):
            return
        dialog = AskDialog(
            self,
            _("Send “{title}” back").format(title=self._title),
            _("What should the author do? Remarks on lines stay with the change."),
            _("Send back"),
        )
        dialog.given.connect(lambda words: self._presenter.judge(Judgement.RETURN, words))
        dialog.open()

    def remark(self) -> None:
        """Begin a remark on the whole change."""
        if self._reading:
            self.remarks.write(0)

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        self.pile.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def areas(self) -> list[QWidget]:
        """What the keyboard goes round."""
        return [self.pile, self.header, self.diff, self.remarks] if self._reading else [self.pile]

    @property
    def _reading(self) -> bool:
        return self._stack.currentWidget() is self._paper

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave most of a narrow window to what is read."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for part, widest in ((self.pile, _WIDEST_PILE), (self.remarks, _WIDEST_REMARKS)):
            part.setMaximumWidth(part.minimumWidth() if narrow else widest)
        pile = self.pile.minimumWidth() if narrow else _USUAL_PILE
        remarks = self.remarks.minimumWidth() if narrow else _USUAL_REMARKS
        room = self.width() - pile
        self._beside.setSizes([pile, room])
        self._split.setSizes([room - remarks, remarks])

    def _lay_out(self) -> None:
        self._paper = QWidget()
        self._paper.setObjectName("paper")
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.diff)
        self._split.addWidget(self.remarks)
        self._split.setStretchFactor(0, 1)
        column = QVBoxLayout(self._paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._split, 1)
        self._stack = QStackedWidget()
        self._stack.setObjectName("paper")
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self._paper)
        self._beside.setChildrenCollapsible(False)
        self._beside.setHandleWidth(1)
        self._beside.addWidget(self.pile)
        self._beside.addWidget(self._stack)
        self._beside.setStretchFactor(1, 1)
        self._beside.setSizes([_USUAL_PILE, 900])
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.notice)
        around.addWidget(self._beside, 1)


def _markers(comments: tuple[Comment, ...], paper: Paper) -> dict[int, Marker]:
    """Return the remarks on the text that is read, by line; those on earlier texts have other lines."""
    lines: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.line and comment.revision == paper.head.number:
            lines.setdefault(comment.line, []).append(comment)
    return {
        line: Marker(
            len(said),
            any(not comment.resolved for comment in said),
            "\n".join(f"{comment.author}: {comment.text}" for comment in said),
        )
        for line, said in lines.items()
    }


def _sentence(item: Item, pile: Pile, why: Hindrance | None) -> str:
    """Return what a person should know before they judge."""
    change, standing = item.card.change, item.dossier.standing
    said = []
    if item.card.stale:
        said.append(
            _("A release accepted another text meanwhile: it will be joined with that, and read again.")
        )
    match why:
        case Hindrance.MOVED:
            said.append(
                _(
                    "{name} saved revision {n} while you read. A verdict on what you read would not count."
                ).format(name=change.author, n=change.head)
            )
        case Hindrance.UNSENT:
            said.append(_("It is being written; the author has not sent it to review."))
        case Hindrance.PHASE if pile.cycle is not None:
            said.append(
                _("Verdicts are given in phase “{review}”; {cycle} is in “{phase}”.").format(
                    review=cycle_state_name(CycleState.REVIEW),
                    cycle=pile.cycle.name,
                    phase=cycle_state_name(pile.cycle.state),
                )
            )
        case Hindrance.ROLE:
            said.append(_("You do not review; your settings say what you do."))
        case Hindrance.MINE:
            said.append(_("You wrote it: somebody else must approve."))
    if standing is not None and why is not Hindrance.MOVED:
        approved = standing.judgement is Judgement.APPROVE
        text = _("{name} approved it.") if approved else _("{name} sent it back: {text}")
        said.append(text.format(name=standing.reviewer, text=standing.text))
    elif item.fallen is not None:
        approved = item.fallen.judgement is Judgement.APPROVE
        text = (
            _("{name} approved revision {old}; it is revision {new} now, so that verdict fell.")
            if approved
            else _("{name} sent revision {old} back: {text} It is revision {new} now.")
        )
        fallen = item.fallen
        said.append(text.format(name=fallen.reviewer, old=fallen.revision, new=change.head, text=fallen.text))
    return "\n".join(said)
