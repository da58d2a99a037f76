"""The bar above the board: which cycle, where it is, when it takes effect, and what comes next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.cycle import Cycle, CycleKind, CycleState
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.board.model import BACK, NEXT, Tally
from deskbook.ui.features.board.presenter import Seen
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import cycle_kind_name, cycle_state_name
from deskbook.ui.texts import N_
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.badge import Badge
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.choice_box import ChoiceBox
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.phases import Phases

PHASES = tuple(state for state in CycleState if state is not CycleState.CLOSED)

_NEXT = {
    CycleState.OPEN: N_("Begin planning"),
    CycleState.PLAN: N_("Begin writing"),
    CycleState.EDIT: N_("Begin review"),
    CycleState.REVIEW: N_("Go on to publishing"),
    CycleState.PUBLISH: N_("See what stops the release"),
}
_BACK = {CycleState.EDIT: N_("Back to writing"), CycleState.REVIEW: N_("Back to review")}


def what_is_next(cycle: Cycle, tally: Tally) -> str:
    """Return, in a sentence, what the phase is for and what the next one needs."""
    match cycle.state:
        case CycleState.OPEN:
            return _("The cycle is open. Planning begins with what wants attention.")
        case CycleState.PLAN if not tally.open:
            return _("Put on the plan what is to be done this quarter, and say who does it and by when.")
        case CycleState.PLAN:
            return _("{count} entries are on the plan. Once it stands, writing can begin.").format(
                count=tally.open
            )
        case CycleState.EDIT if tally.unsent or tally.returned:
            return _(
                "{count} changes are not sent to review yet. Review can begin all the same; whatever is to "
                "be written on waits until the cycle is back in writing."
            ).format(count=tally.unsent + tally.returned)
        case CycleState.EDIT if tally.open:
            return _("Everything is sent to review. Review can begin.")
        case CycleState.EDIT:
            return _("Nothing is being changed yet. Plan entries, or write in the editor.")
        case CycleState.REVIEW if tally.waiting or tally.returned or tally.unsent:
            return _(
                "{waiting} changes wait for a verdict, {returned} were sent back, {unsent} were never sent. "
                "Publishing takes the approval of every change by somebody who did not write it."
            ).format(waiting=tally.waiting, returned=tally.returned, unsent=tally.unsent)
        case CycleState.REVIEW:
            return _("Every change is approved. The release can be made ready.")
    return _("Changes rest. What still stops the release is listed under “Publish”.")


class BoardHeader(QFrame):
    """Two rows and a sentence."""

    chosen = Signal(str)
    """Another open cycle."""
    moved = Signal(object)
    """The phase to begin."""
    gate_asked = Signal()
    day_asked = Signal()
    close_asked = Signal()
    owner_chosen = Signal(str)
    plan_asked = Signal()
    suggestions_asked = Signal(bool)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("header")
        self._colours = colours
        self._cycle: Cycle | None = None
        self.title = QLabel()
        self.title.setProperty("type", "headline")
        self._badges = QHBoxLayout()
        self._badges.setSpacing(6)
        self.phases = Phases(colours)
        self.next = QPushButton()
        self.next.setProperty("look", "primary")
        self.next.clicked.connect(self._go_on)
        self.more = QToolButton()
        self.more.setIcon(icon("dots-three", colours.text))
        self.more.setIconSize(QSize(20, 20))
        self.more.setAccessibleName(_("More about this cycle"))
        self.more.setToolTip(self.more.accessibleName())
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        self.sentence = QLabel()
        self.sentence.setProperty("type", "muted")
        self.sentence.setWordWrap(True)
        self.owner = ChoiceBox(colours)
        self.owner.setAccessibleName(_("Whose changes to show"))
        self.owner.activated.connect(lambda _index: self.owner_chosen.emit(self.owner.currentData()))
        self.plan = QPushButton(_("Plan an entry…"))
        self.plan.setIcon(icon("plus", colours.text))
        self.plan.setToolTip(key_text(ActionId.PLAN_ENTRY))
        self.plan.clicked.connect(lambda _checked: self.plan_asked.emit())
        self.suggestions = toggle_chip(
            _("What wants attention"), lambda: self.suggestions_asked.emit(self.suggestions.isChecked())
        )
        self._lay_out()

    def show_seen(self, seen: Seen, owner: str) -> None:
        """Show a cycle."""
        cycle = seen.cycle
        if cycle is None:
            return
        self._cycle = cycle
        self.title.setText(cycle.name)
        self._show_badges(seen, cycle)
        self.phases.show_phases([cycle_state_name(state) for state in PHASES], PHASES.index(cycle.state))
        self.next.setText(_(_NEXT[cycle.state]))
        self.sentence.setText(what_is_next(cycle, seen.tally))
        self._show_menu(cycle, seen.tally)
        self._show_people(seen, owner)
        plannable = cycle.state in {CycleState.PLAN, CycleState.EDIT}
        self.plan.setEnabled(plannable)
        self.suggestions.setVisible(plannable)
        self.suggestions.setText(
            _("What wants attention") + (f"  {len(seen.candidates)}" if seen.candidates else "")
        )

    def _show_badges(self, seen: Seen, cycle: Cycle) -> None:
        clear(self._badges)
        for other in seen.cycles if len(seen.cycles) > 1 else ():
            chip = toggle_chip(other.name, partial(self.chosen.emit, other.name), cycle_kind_name(other.kind))
            chip.setChecked(other.name == cycle.name)
            self._badges.addWidget(chip)
        if cycle.kind is CycleKind.EMERGENCY:
            ground, ink = self._colours.pair("warn")
            self._badges.addWidget(Badge(cycle_kind_name(cycle.kind), "lightning", ink, ground))
        day = _("In force from {day}").format(day=cycle.effective) if cycle.effective else _("No day set")
        self._badges.addWidget(Badge(day, "calendar-blank", self._colours.muted, self._colours.sunken))

    def _show_menu(self, cycle: Cycle, tally: Tally) -> None:
        self.menu.clear()
        back = BACK.get(cycle.state)
        if back is not None:
            self.menu.addAction(
                icon("arrow-left", self._colours.muted), _(_BACK[back]), partial(self.moved.emit, back)
            )
        self.menu.addAction(
            icon("calendar-blank", self._colours.muted),
            _("Set the day it takes effect…"),
            self.day_asked.emit,
        )
        close = self.menu.addAction(
            icon("x", self._colours.muted), _("Close without a release…"), self.close_asked.emit
        )
        close.setEnabled(not tally.open)
        if tally.open:
            close.setText(_("Close without a release (withdraw or carry over every change first)"))

    def _show_people(self, seen: Seen, owner: str) -> None:
        self.owner.clear()
        self.owner.addItem(_("Everybody"), "")
        for name in seen.people:
            self.owner.addItem(name, name)
        self.owner.setCurrentIndex(max(0, self.owner.findData(owner)))

    def _go_on(self) -> None:
        if self._cycle is None:
            return
        if self._cycle.state is CycleState.PUBLISH:
            self.gate_asked.emit()
        else:
            self.moved.emit(NEXT[self._cycle.state])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.title)
        top.addLayout(self._badges)
        top.addStretch()
        top.addWidget(self.next)
        top.addWidget(self.more)
        tools = QWidget()
        flow = FlowLayout(tools, gap=10)
        for part in (self.phases, self.owner, self.suggestions, self.plan):
            flow.addWidget(part)
        self.owner.setMinimumWidth(130)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.sentence)
        column.addWidget(tools)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
