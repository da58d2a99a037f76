"""The gate on the screen: what stops the release, the day, the notes, whom it touches, publishing."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.cycle import ChangeKind, CycleKind, CycleState
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.publishing import Published
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.publishing.presenter import Looked, Place, PublishingPresenter, Stop
from deskbook.ui.features.publishing.stops import StopList
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import cycle_kind_name, trouble_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.asking import AskDialog, ask_yes
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.day_edit import DayEdit
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.notice import Notice
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.toast import Toast
from deskbook.ui.widgets.words_edit import WordsEdit

_MOST_NAMED = 6
"""Entries named in a line of the impact list."""


class PublishingView(QWidget):
    """See :class:`deskbook.ui.features.publishing.presenter.PublishingView`."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._colours = colours
        self._presenter: PublishingPresenter
        self._looked: Looked | None = None
        self._made = ""
        self.title = QLabel()
        self.title.setProperty("type", "headline")
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self.again = QPushButton(_("Look again"))
        self.again.setToolTip(key_text(ActionId.LOOK_AGAIN))
        self.publish = QPushButton(_("Publish…"))
        self.publish.setProperty("look", "primary")
        self.publish.setToolTip(key_text(ActionId.PUBLISH))
        self.publish.clicked.connect(lambda _checked: self.ask_publish())
        self.stops = StopList(colours)
        self.day = DayEdit(colours, date(2000, 1, 1))
        self.set_day = QPushButton(_("Set the day"))
        self.when = plain_label("", "small")
        self.notes = WordsEdit()
        self.notes.setAccessibleName(_("Release notes"))
        self.remake = QPushButton(_("Make them anew from the changes"))
        self.remake.clicked.connect(lambda _checked: self._remake())
        self._impact = QVBoxLayout()
        self._impact.setSpacing(4)
        self.notice = Notice(colours)
        self.toast = Toast(self, colours)
        self.none = StatePage(
            icon("rocket-launch", colours.muted),
            _("There is nothing to publish"),
            _("No quarter is being revised. Open one under “Quarter”."),
        )
        self.busy = StatePage(icon("hourglass", colours.muted), "", "")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self._lay_out()

    def connect_to(self, presenter: PublishingPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self.again.clicked.connect(lambda _checked: presenter.refresh())
        self.set_day.clicked.connect(lambda _checked: presenter.schedule(self.day.day))
        self.stops.mended.connect(self._mend)
        self.stops.accepted.connect(self._ask_accept)
        self.none.add_button(_("Go to the quarter"), presenter.plan)

    def show_none(self) -> None:
        """Show that no cycle is open."""
        self._looked = None
        self._stack.setCurrentWidget(self.none)

    def show_looking(self) -> None:
        """Show that the gate is looking."""
        self._show_busy(
            _("Looking through the whole handbook"), _("Every rule is tried on it as it would be.")
        )

    def show_looked(self, looked: Looked) -> None:
        """Show what the gate saw. Notes that were edited by hand stay as they are."""
        first = self._looked is None or self._looked.cycle.name != looked.cycle.name
        edited = not first and self.notes.toPlainText() != self._made
        self._looked = looked
        cycle = looked.cycle
        self.title.setText(cycle.name)
        self._show_chips(looked)
        self.stops.show_looked(looked)
        if first or not self.day.hasFocus():
            self.day.choose(max(cycle.effective or looked.today, looked.today), looked.today)
        set_plain(self.when, _when(looked))
        if not edited:
            self._made = looked.notes
            self.notes.setPlainText(looked.notes)
        self.remake.setVisible(edited and looked.notes != self.notes.toPlainText())
        self._show_impact(looked)
        self.publish.setEnabled(looked.report.open and looked.publisher)
        waiting = self.hasFocus()
        self._stack.setCurrentWidget(self._page)
        if waiting:
            self.take_keyboard()

    def show_publishing(self) -> None:
        """Show that the release is being made."""
        self.notice.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_busy(
            _("Publishing"),
            _(
                "The rules are tried once more, then everything is written at once. If anything fails, "
                "nothing is."
            ),
        )

    def show_published(self, published: Published) -> None:
        """Show the release that was made."""
        release = published.release
        self._looked, self._made = None, ""
        self.notes.clear()
        self.toast.say(
            _("Release {number} is published, in force from {day}").format(
                number=release.number, day=release.effective
            )
        )
        self._stack.setCurrentWidget(self.none)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        if self._looked is not None:
            self._stack.setCurrentWidget(self._page)
        self.notice.say(trouble_text(error))

    def say_accepted(self) -> None:
        """Confirm that a warning was accepted."""
        self.notice.hide()
        self.toast.say(_("Accepted, for this very text"))

    def ask_publish(self) -> None:
        """Show what is going to happen, and ask."""
        looked = self._looked
        if looked is None or not self.publish.isEnabled():
            return
        dialog = ask_yes(
            self,
            _("Publish {name}").format(name=looked.cycle.name),
            publish_summary(looked),
            _("Publish now"),
        )
        dialog.given.connect(lambda _words: self._presenter.publish(self.notes.toPlainText()))
        dialog.open()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        if self._stack.currentWidget() is not self._page:  # whatever comes then takes the keyboard
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.publish.isEnabled():
            self.publish.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.stops.cards:
            card = self.stops.cards[0]
            (card.accept if card.mend.isHidden() else card.mend).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def areas(self) -> list[QWidget]:
        """What the keyboard goes round."""
        if self._stack.currentWidget() is self._page:
            return [self._head, self.stops, self._side]
        return [self._stack]

    @property
    def typed_notes(self) -> str:
        """Notes that were edited by hand; empty if they are those made from the changes."""
        text = self.notes.toPlainText()
        return text if self._looked is not None and text != self._made else ""

    def go_on(self, looked: Looked, notes: str) -> None:
        """Go on where another view left off, with notes edited by hand."""
        self.show_looked(looked)
        if notes:
            self.notes.setPlainText(notes)

    def _mend(self, stop: Stop) -> None:
        if stop.place is Place.DAY:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        elif stop.place is Place.PHASE:
            if self._looked is not None and self._looked.cycle.state is CycleState.REVIEW:
                self._presenter.move(CycleState.PUBLISH)
            else:
                self._presenter.plan()
        else:
            self._presenter.mend(stop)

    def _ask_accept(self, stop: Stop) -> None:
        dialog = AskDialog(
            self,
            _("Accept the warning"),
            f"{stop.title or stop.problem.entry_id}: {sentence(stop.problem.reason)}\n"
            + _(
                "Why may it stay? It is accepted for this very text; another text has to be looked at again."
            ),
            _("Accept"),
        )
        dialog.given.connect(partial(self._presenter.accept, stop.problem))
        dialog.open()

    def _remake(self) -> None:
        if self._looked is not None:
            self._made = self._looked.notes
            self.notes.selectAll()
            self.notes.insertPlainText(self._made)  # so that it can be undone
            self.remake.hide()

    def _show_busy(self, title: str, text: str) -> None:
        self.busy.set_texts(title, text)
        self.bar.setAccessibleName(title)
        self._stack.setCurrentWidget(self._busy_page)

    def _show_chips(self, looked: Looked) -> None:
        clear(self._chips)
        for cycle in looked.cycles if len(looked.cycles) > 1 else ():
            call = partial(self._presenter.choose_everywhere, cycle.name)
            chip = toggle_chip(cycle.name, call, cycle_kind_name(cycle.kind))
            chip.setChecked(cycle.name == looked.cycle.name)
            self._chips.addWidget(chip)

    def _show_impact(self, looked: Looked) -> None:
        clear(self._impact)
        if not looked.impact:
            self._impact.addWidget(plain_label(_("Nothing else leans on what changes."), "muted"))
        for one in looked.impact:
            names = [looked.titles.get(entry_id, entry_id) for entry_id in one.entries]
            more = _(" and {count} more").format(count=len(names) - _MOST_NAMED)
            title = looked.titles.get(one.subject, one.subject)
            count = _("1 entry leans on it") if len(names) == 1 else _("{count} entries lean on it")
            self._impact.addWidget(plain_label(title, "strong"))
            self._impact.addWidget(
                plain_label(
                    count.format(count=len(names))
                    + _(": ")
                    + _(", ").join(names[:_MOST_NAMED])
                    + (more if len(names) > _MOST_NAMED else ""),
                    "muted",
                )
            )

    def _lay_out(self) -> None:
        self._head = QFrame()
        self._head.setObjectName("header")
        top = QHBoxLayout(self._head)
        top.setContentsMargins(18, 12, 14, 12)
        top.setSpacing(10)
        top.addWidget(self.title)
        top.addLayout(self._chips)
        top.addStretch()
        top.addWidget(self.again)
        top.addWidget(self.publish)
        self._side = self._make_side()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(_scrolling(self.stops))
        split.addWidget(self._side)
        split.setSizes([600, 460])
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(split, 1)
        self._busy_page = QWidget()
        busy = QVBoxLayout(self._busy_page)
        busy.addWidget(self.busy, 1)
        row = QHBoxLayout()
        row.addStretch()
        self.bar.setFixedWidth(260)
        row.addWidget(self.bar)
        row.addStretch()
        busy.addLayout(row)
        busy.addSpacing(80)
        self._stack = QStackedWidget()
        self._stack.setObjectName("paper")
        for page in (self._busy_page, self.none, self._page):
            self._stack.addWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.notice)
        around.addWidget(self._stack, 1)

    def _make_side(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("aside")
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(8)
        self.day.setAccessibleName(_("In force from"))
        day = QHBoxLayout()
        day.addWidget(self.day)
        day.addWidget(self.set_day)
        day.addStretch()
        column.addWidget(plain_label(_("In force from"), "strong"))
        column.addLayout(day)
        column.addWidget(self.when)
        column.addSpacing(8)
        column.addWidget(plain_label(_("Release notes"), "strong"))
        column.addWidget(
            plain_label(
                _("Made from the messages of the changes. Edit them as you like; agents read them."), "small"
            )
        )
        self.notes.setMinimumHeight(220)
        column.addWidget(self.notes, 1)
        column.addWidget(self.remake, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(plain_label(_("Who leans on what changes"), "strong"))
        column.addLayout(self._impact)
        return _scrolling(inner)


def publish_summary(looked: Looked) -> str:
    """Return what publishing does, in a few sentences."""
    changes, cycle = looked.report.changes, looked.cycle
    counts = [
        _("{count} new").format(count=sum(c.kind is ChangeKind.NEW for c in changes)),
        _("{count} edited").format(count=sum(c.kind is ChangeKind.EDIT for c in changes)),
        _("{count} retired").format(count=sum(c.kind is ChangeKind.RETIRE for c in changes)),
    ]
    lines = [
        _("One release of the whole handbook: {counts}.").format(counts=_(", ").join(counts)),
        _when(looked),
        _("All of it is published or none. You can go back to an earlier release later, but not erase this."),
    ]
    if cycle.kind is CycleKind.EMERGENCY:
        lines.insert(1, _("It is marked as an emergency fix."))
    return "\n".join(lines)


def _when(looked: Looked) -> str:
    day = looked.cycle.effective
    if day is None:
        return _("Nobody said yet when it takes effect.")
    if day <= looked.today:
        return _("Agents read it today, as soon as their desks have it.")
    return _("Agents go on reading the present handbook until {day}.").format(day=day)


def _scrolling(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area
