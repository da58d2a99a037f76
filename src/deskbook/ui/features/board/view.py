"""The board on the screen: header, what wants attention, columns of cards."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.cycle import ChangeKind, ChangeState, CycleKind, CycleState
from deskbook.services.cycles import Card
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.planning import Candidate
from deskbook.ui.features.board.columns import ColumnFrame
from deskbook.ui.features.board.header import BoardHeader
from deskbook.ui.features.board.model import Column, column_of, person_of
from deskbook.ui.features.board.opening import DayDialog, OpeningPage
from deskbook.ui.features.board.plan_dialog import PlanDialog, Target
from deskbook.ui.features.board.presenter import BoardPresenter, Plan, Seen
from deskbook.ui.features.board.suggestions import Suggestions
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import trouble_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.asking import AskDialog, ask_yes
from deskbook.ui.widgets.notice import Notice
from deskbook.ui.widgets.toast import Toast

_TWO_WEEKS = timedelta(days=14)


class BoardView(QWidget):
    """See :class:`deskbook.ui.features.board.presenter.BoardView`."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._colours = colours
        self._presenter: BoardPresenter
        self._seen: Seen | None = None
        self._aside = True
        self.opening = OpeningPage(colours)
        self.header = BoardHeader(colours)
        self.notice = Notice(colours)
        self.suggestions = Suggestions(colours)
        self.columns = {column: ColumnFrame(column, colours) for column in Column}
        self.toast = Toast(self, colours)
        self._lay_out()

    def connect_to(self, presenter: BoardPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self.opening.opened.connect(partial(presenter.open_cycle, CycleKind.QUARTERLY))
        header = self.header
        header.chosen.connect(presenter.choose_everywhere)
        header.moved.connect(presenter.move_cycle)
        header.gate_asked.connect(presenter.go_to_gate)
        header.owner_chosen.connect(presenter.filter)
        header.day_asked.connect(self._ask_day)
        header.close_asked.connect(self._ask_close)
        header.plan_asked.connect(self.ask_plan)
        header.suggestions_asked.connect(self._show_aside)
        self.suggestions.chosen.connect(self._plan_candidates)
        for column, frame in self.columns.items():
            cards = frame.list
            cards.opened.connect(presenter.open)
            cards.menu_wanted.connect(self._open_menu)
            cards.dropped.connect(partial(self._drop, column))
            cards.stepped.connect(partial(self._step, column))
            cards.pushed.connect(partial(self._push, column))

    def show_board(self, seen: Seen, owner: str) -> None:
        """Show the board, or the way to a first one."""
        self._seen = seen
        waiting = self.hasFocus()
        self._show_seen(seen, owner)
        if waiting:
            self.take_keyboard()

    def _show_seen(self, seen: Seen, owner: str) -> None:
        keyboard = next((frame.list for frame in self.columns.values() if frame.list.hasFocus()), None)
        current = keyboard.current if keyboard is not None else None
        if seen.board is None:
            self.opening.propose(seen.proposal, seen.today)
            self._stack.setCurrentWidget(self.opening)
            return
        self._stack.setCurrentWidget(self._board)
        self.header.show_seen(seen, owner)
        self.suggestions.show_candidates(seen.candidates)
        self._fit()
        cards = [card for card in seen.shown if owner in {"", person_of(card.change)}]
        for column, frame in self.columns.items():
            own = sorted((c for c in cards if column_of(c.change) is column), key=_urgency)
            frame.show_cards(tuple(own), seen.today)
        if keyboard is not None:
            self._find_again(current, keyboard.column)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        self.notice.say(trouble_text(error))

    def forget_problem(self) -> None:
        """Put away what went wrong before."""
        self.notice.hide()

    def ask_message(self, card: Card) -> None:
        """Ask what a change says in the release notes."""
        dialog = AskDialog(
            self,
            _("Send “{title}” to review").format(title=card.title),
            _("What is new? One sentence for the release notes."),
            _("Send to review"),
        )
        dialog.given.connect(partial(self._presenter.submit, card))
        dialog.open()

    def say_no_way(self, *, later: bool) -> None:
        """Say that a card cannot go there."""
        text = _("Not in this phase of the cycle") if later else _("A change does not go there from here")
        self.toast.say(text, "prohibit")

    def say_sent(self, title: str) -> None:
        """Confirm that a change was sent to review."""
        self.toast.say(_("“{title}” is sent to review").format(title=title))

    def say_planned(self, count: int) -> None:
        """Confirm what was put on the plan."""
        text = _("1 entry is on the plan") if count == 1 else _("{count} entries are on the plan")
        self.toast.say(text.format(count=count))

    def say_settled(self, title: str, *, carried: bool) -> None:
        """Confirm that a change was withdrawn, or carried over."""
        text = _("“{title}” waits for the next quarter") if carried else _("“{title}” is withdrawn")
        self.toast.say(text.format(title=title))

    def say_register(self, entry_id: str, *, merge: bool) -> None:
        """Say how a register is edited, or its draft merged."""
        text = _("Edit it with “deskbook change edit {id}”.")
        if merge:
            text = _("Merge it with “deskbook change merge {id}”.")
        self.toast.say(text.format(id=entry_id), "info")

    def ask_plan(self) -> None:
        """Ask which entry to plan."""
        seen = self._seen
        if seen is not None and seen.cycle is not None and self.header.plan.isEnabled():
            self._ask_plan([Target()], seen)

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        if self._seen is None:  # it is being read: whatever comes then takes the keyboard
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._stack.currentWidget() is self.opening:
            self.opening.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        filled = [f.list for f in self.columns.values() if f.list.cards.rowCount()]
        if filled:
            filled[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.suggestions.isVisible() and self.suggestions.model.rows:
            self.suggestions.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.header.next.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def areas(self) -> list[QWidget]:
        """What the keyboard goes round."""
        if self._stack.currentWidget() is self.opening:
            return [self.opening]
        return [self.header, self.suggestions, *(frame.list for frame in self.columns.values())]

    def _find_again(self, card: Card | None, column: Column) -> None:
        """Keep the keyboard at the card it was on, wherever that went."""
        for frame in self.columns.values():
            row = frame.list.cards.row_of(card.change.entry_id) if card is not None else -1
            if row >= 0:
                frame.list.take_keyboard(row)
                return
        self.columns[column].list.take_keyboard()

    def _step(self, column: Column, by: int) -> None:
        frames = list(self.columns.values())
        here = list(self.columns).index(column)
        row = frames[here].list.currentIndex().row()
        for frame in frames[here + 1 :] if by > 0 else frames[:here][::-1]:
            if frame.list.cards.rowCount():
                frame.list.take_keyboard(row)
                self._scroll.ensureWidgetVisible(frame)
                return

    def _push(self, column: Column, by: int) -> None:
        card = self.columns[column].list.current
        order = list(Column)
        target = order.index(column) + by
        if card is not None and 0 <= target < len(order):
            self._presenter.move(card, order[target])

    def _drop(self, column: Column, entry_id: str) -> None:
        cards = self._seen.shown if self._seen is not None else ()
        card = next((card for card in cards if card.change.entry_id == entry_id), None)
        if card is not None:
            self._presenter.move(card, column)

    def _open_menu(self, card: Card, place: QPoint) -> None:
        cycle = self._seen.cycle if self._seen is not None else None
        if cycle is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        state, change, presenter, ink = cycle.state, card.change, self._presenter, self._colours.muted
        writing = state is CycleState.EDIT
        sendable = writing and change.state in {ChangeState.DRAFT, ChangeState.RETURNED}
        plannable = state in {CycleState.PLAN, CycleState.EDIT}
        unwritten = change.state is ChangeState.PLANNED and change.base is not None
        for name, text, call, can in (
            ("git-merge", _("Join with what is accepted now…"), partial(presenter.join, card), card.stale),
            ("pencil-simple", _("Write"), partial(presenter.write, card), True),
            ("shield-check", _("Read and judge"), partial(presenter.judge, card), change.head is not None),
            ("paper-plane-tilt", _("Send to review"), partial(presenter.submit, card), sendable),
            ("flag-banner", _("Who and by when…"), partial(self._plan_again, card), plannable),
            ("archive", _("Retire the entry…"), partial(self._ask_retire, card), writing and unwritten),
            (
                "arrow-right",
                _("Leave it to the next quarter"),
                partial(presenter.carry, card),
                state in _SETTLING,
            ),
            ("x", _("Withdraw the change…"), partial(self._ask_withdraw, card), state in _SETTLING),
        ):
            action = menu.addAction(icon(name, ink), text, call)
            action.setEnabled(can)
        menu.actions()[0].setVisible(card.stale)
        menu.popup(place)
        menu.setActiveAction(next(action for action in menu.actions() if action.isVisible()))

    def _plan_again(self, card: Card) -> None:
        change = card.change
        target = Target(
            change.entry_id,
            card.title,
            change.kind,
            change.owner,
            change.due,
            change.reason,
            change.version,
            fixed=change.head is not None,
        )
        if self._seen is not None:
            self._ask_plan([target], self._seen)

    def _plan_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        targets = list(map(_target, candidates))
        named = [target for target in targets if target.entry_id]
        # A search in vain has no entry yet: its id has to be given, so it is planned by itself.
        if self._seen is not None:
            self._ask_plan(named if len(targets) > 1 and named else targets[:1], self._seen)

    def _ask_plan(self, targets: list[Target], seen: Seen) -> None:
        day = seen.today + _TWO_WEEKS
        effective = seen.cycle.effective if seen.cycle else None
        due = max(seen.today, min(day, effective)) if effective is not None else day
        people = (*seen.people, *{c.owner for c in seen.candidates if c.owner}, self._presenter.me)
        dialog = PlanDialog(self, self._colours, targets, due, sorted(set(people)))
        dialog.given.connect(self._plan)
        dialog.open()

    def _plan(self, plans: list[Plan]) -> None:
        self._presenter.plan(plans)

    def _ask_retire(self, card: Card) -> None:
        dialog = AskDialog(
            self,
            _("Retire “{title}”").format(title=card.title),
            _(
                "The entry and its history stay, but agents no longer find it once this is published. "
                "Why is it retired? The release notes say so."
            ),
            _("Retire"),
            words=card.change.reason,
        )
        dialog.given.connect(partial(self._presenter.retire, card))
        dialog.open()

    def _ask_withdraw(self, card: Card) -> None:
        dialog = AskDialog(
            self,
            _("Withdraw the change of “{title}”").format(title=card.title),
            _("The entry stays as agents read it now. What was written stays in its history. Why?"),
            _("Withdraw"),
            required=False,
        )
        dialog.given.connect(partial(self._presenter.withdraw, card))
        dialog.open()

    def _ask_day(self) -> None:
        if self._seen is None or self._seen.cycle is None:
            return
        today: date = self._seen.today
        dialog = DayDialog(self, self._colours, self._seen.cycle.effective or today, today)
        dialog.given.connect(self._presenter.schedule)
        dialog.open()

    def _ask_close(self) -> None:
        if self._seen is None or self._seen.cycle is None:
            return
        name = self._seen.cycle.name
        dialog = ask_yes(
            self,
            _("Close {name} without a release").format(name=name),
            _("Nothing reaches agents. No cycle is ever called {name} again.").format(name=name),
            _("Close it"),
        )
        dialog.given.connect(lambda _words: self._presenter.close_cycle())
        dialog.open()

    def _show_aside(self, on: bool) -> None:
        self._aside = on
        self._fit()

    def _fit(self) -> None:
        cycle = self._seen.cycle if self._seen is not None else None
        plannable = cycle is not None and cycle.state in {CycleState.PLAN, CycleState.EDIT}
        planning = cycle is not None and cycle.state is CycleState.PLAN
        shown = plannable and self._aside and (planning or self.header.suggestions.isChecked())
        self.header.suggestions.setChecked(shown)
        self.suggestions.setVisible(shown)

    def _lay_out(self) -> None:
        row = QWidget()
        row.setObjectName("columns")
        columns = QHBoxLayout(row)
        columns.setContentsMargins(12, 12, 12, 12)
        columns.setSpacing(10)
        for frame in self.columns.values():
            columns.addWidget(frame, 1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("boardArea")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(row)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.suggestions)
        split.addWidget(self._scroll)
        split.setStretchFactor(1, 1)
        split.setSizes([280, 900])
        self._board = QWidget()
        column = QVBoxLayout(self._board)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(split, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())  # nothing, until it is known what there is
        self._stack.addWidget(self.opening)
        self._stack.addWidget(self._board)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.notice)
        around.addWidget(self._stack, 1)


_SETTLING = frozenset({CycleState.PLAN, CycleState.EDIT, CycleState.REVIEW, CycleState.PUBLISH})


def _urgency(card: Card) -> tuple[date, str]:
    return card.change.due or date.max, card.title


def _target(candidate: Candidate) -> Target:
    why = sentence(candidate.why)
    if not candidate.entry_id:
        return Target("", candidate.title, ChangeKind.NEW, candidate.owner, None, candidate.title)
    return Target(candidate.entry_id, candidate.title, ChangeKind.EDIT, candidate.owner, None, why)
