"""The reading pane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError, Message
from deskbook.model.entry import Kind, Sop
from deskbook.services.blanks import Blank
from deskbook.services.copying import Copyable
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.reading.blanks import BlankForm
from deskbook.ui.features.reading.blocks import Page
from deskbook.ui.features.reading.cards import SpeechCard
from deskbook.ui.features.reading.chart import ChartPane
from deskbook.ui.features.reading.column import PageColumn
from deskbook.ui.features.reading.finding import FindBar
from deskbook.ui.features.reading.gate import Gate
from deskbook.ui.features.reading.gatekeeping import Held
from deskbook.ui.features.reading.handlers import Handlers
from deskbook.ui.features.reading.page_scroll import PageScroll
from deskbook.ui.features.reading.welcome import welcome
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON, error_text, kind_name
from deskbook.ui.theme import Colours, scaled_text
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.page_state import StatePage

_UPPER_PART = 64
"""Pixels of the page that are spare while something is asked below."""


class ReadingView(QWidget):
    """One entry as a column of blocks that never gets too wide to read."""

    copy_asked = Signal(int)
    copy_filled = Signal(int, object)
    """Copy a script with values by placeholder, in the order of the text: Qt would sort a dict."""
    typed = Signal(object)
    """The same of what was typed into a form that is left without copying or giving it up."""
    picture_wanted = Signal(str)
    """Copy a picture, by its name."""
    copy_held = Signal(str)
    """Copy what was held back, with a reason if it needs one."""
    replacement_used = Signal(object, int)
    held_dropped = Signal()
    drafted = Signal(str)
    """A text to go on with in the draft box."""
    news_asked = Signal()
    followed = Signal(str)
    tag_chosen = Signal(str)
    back_asked = Signal()
    forward_asked = Signal()
    edit_asked = Signal()
    saving = Signal(object, bytes)
    """A picture is to be written to a path."""
    chart_asked = Signal()
    walk_asked = Signal()
    """Be guided through the procedure."""
    way_chosen = Signal(int)
    """A plain digit while one is guided."""
    shown = Signal()
    """Another page is shown, or none."""
    asking = Signal()
    """Something is about to be asked at a script: it has to be seen."""
    left = Signal()
    """Back to where the entry was found."""
    showed = Signal(str)
    """An entry is shown, or why it cannot be; an empty id for none."""
    said = Signal(str, str)
    """A short confirmation, and the icon that goes with it."""
    copied = Signal(str, str)
    """The same of a copy, which can be undone."""

    def __init__(self, colours: Colours, paper: Callable[[], Colours], plain: Callable[[str], str]) -> None:
        """Make an empty pane.

        :param paper: returns the colours for print.
        :param plain: makes plain words of Markdown.
        """
        super().__init__()
        self._plain = plain
        self._colours = colours
        self._paper = paper
        self.chart: ChartPane | None = None
        self.page: Page | None = None
        self._column: PageColumn | None = None
        self._form: BlankForm | None = None
        self._form_card: SpeechCard | None = None
        self._known: Mapping[str, str] = {}
        self._whose = ""
        self._came_from: QWidget | None = None
        self._gate: Gate | None = None
        self._gate_card: SpeechCard | None = None
        self._gate_from: QWidget | None = None
        self._walked = ""
        self._handlers = Handlers(
            self.copy_asked.emit, self.followed.emit, self.picture_wanted.emit, self._peek
        )
        self._bar = self._make_bar()
        self.sheet = PageScroll(self._digit, self.left.emit, self.find_in_page)
        self.find_bar = FindBar(colours)
        self.find_bar.reached.connect(self.sheet.reveal)
        self.find_bar.left.connect(self._end_find)
        self._problem = QWidget()
        self._problem_column = QVBoxLayout(self._problem)
        self._problem_column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self._news = QPushButton()
        self._news.setAccessibleName(_("What changed"))
        self._news.setIcon(icon("bell-ringing", colours.on_warn))
        self._news.clicked.connect(lambda _checked: self.news_asked.emit())
        self._news.hide()
        self._stack.addWidget(self._scrolled(welcome(colours, self._news)))
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self._problem)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._bar)
        self._whole.addWidget(self.find_bar)
        self._whole.addWidget(self._stack, 1)
        self._foot = QWidget()
        self._foot_column = QVBoxLayout(self._foot)
        self._foot_column.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._foot)
        self._stack.currentChanged.connect(lambda _page: self._foot.setVisible(not self.charting))
        self._bar.hide()

    @property
    def complete(self) -> bool:
        """Whether all of the page is built, down to its end."""
        return self._column is not None and self._column.is_complete

    def show_page(self, page: Page, anchor: str) -> None:
        """Show an entry; see :class:`deskbook.ui.features.reading.presenter.ReadingView`."""
        same = self.page is not None and self.page.id == page.id
        kept = self.sheet.verticalScrollBar().value() if same else 0
        if page != self.page:
            reading = self.sheet.isAncestorOf(QApplication.focusWidget() or self)
            self._forget_all()
            self.page = page
            self._kind.setText(kind_name(page.kind))
            self._kind_icon.setPixmap(icon(KIND_ICON[page.kind], self._colours.muted).pixmap(16, 16))
            self._walked = ""
            self._column = PageColumn(page, self._colours, self._handlers, self.tag_chosen.emit)
            self._column.show_known(self._known)
            if kept or anchor:
                self._column.complete()  # else it would be too short to scroll to there
            self.sheet.show_column(self._column)
            if reading:  # what had the keyboard is gone
                self.focus_page()
        self._bar.show()
        self._stack.setCurrentWidget(self.sheet)
        self.showed.emit(page.id)
        self.sheet.setAccessibleName(page.title)
        step = self._column.step(anchor) if self._column is not None else None
        if step is not None:
            self.sheet.go_to(step)
        elif not anchor:
            self.sheet.stay_at(kept)
        self._walk.setVisible(page.kind is Kind.SOP)
        self._chart.setVisible(page.kind is Kind.SOP)
        self._chart.setChecked(False)
        self.shown.emit()

    def show_step(self, anchor: str) -> None:
        """Show one step of the procedure alone; all of it if ``anchor`` is empty."""
        if self._column is not None and anchor != self._walked:
            self._forget_all()
            self._column.show_only(anchor)
            step = self._column.step(anchor)
            if step is not None:
                self.sheet.go_to(step)
            else:
                self.sheet.stay_at(0)
        self._walked = anchor

    @property
    def charting(self) -> bool:
        """Whether the flowchart is shown in place of the text."""
        return self.chart is not None and self._stack.currentWidget() is self.chart

    def show_chart(self, shown: bool) -> None:
        """Show the flowchart of the procedure in place of its text, or the text again."""
        if self.page is None or not isinstance(self.page.entry, Sop):
            return
        self._chart.setChecked(shown)
        if not shown:
            self._stack.setCurrentWidget(self.sheet)
            self.focus_page()
            return
        if self.chart is None:
            self.chart = ChartPane(self._colours, self._paper, self._plain)
            self.chart.chosen.connect(self._read_step)
            self.chart.saving.connect(self.saving)
            self._stack.addWidget(self.chart)
        self.chart.show_sop(self.page.entry, self.page.shop)
        self.chart.chart.mark(self._walked)
        self._stack.setCurrentWidget(self.chart)
        self.chart.begin()

    def say_saved(self, path: Path) -> None:
        """Confirm a file."""
        self.said.emit(_("Saved as {name}").format(name=path.name), "check-circle")

    def find_in_page(self) -> None:
        """Ask for words to find in the page."""
        paper = self.sheet.widget()
        if self._column is not None and paper is not None:
            self.show_chart(False)
            self._column.complete()
            self.find_bar.begin(paper)

    def set_text_size(self, percent: int) -> None:
        """Show entries larger or smaller."""
        self.setStyleSheet(scaled_text(percent))

    def first_script(self, anchor: str) -> int:
        """Return the number of a step's first script; -1 if it has none."""
        return self._column.first_script(anchor) if self._column is not None else -1

    def add_foot(self, widget: QWidget) -> None:
        """Put something below the page; a flowchart in place of the page has all the room for itself."""
        self._foot_column.addWidget(widget)

    def show_welcome(self) -> None:
        """Show what the program can do."""
        self._forget_all()
        self.page = None
        self._bar.hide()
        self._stack.setCurrentIndex(0)
        self.showed.emit("")
        self.shown.emit()

    def show_problem(self, entry_id: str, error: DeskbookError) -> None:
        """Say in place of the entry what is wrong."""
        self._forget_all()
        self.page = None
        clear(self._problem_column)
        self._problem_column.addWidget(
            StatePage(
                icon("warning-circle", self._colours.on_danger),
                _("“{id}” cannot be shown").format(id=entry_id),
                error_text(error),
            )
        )
        self._walk.hide()
        self._chart.hide()
        self._bar.show()
        self._stack.setCurrentWidget(self._problem)
        self.showed.emit(entry_id)
        self.shown.emit()

    def ask_blanks(self, number: int, blanks: tuple[Blank, ...]) -> None:
        """Open the form below a script and go there."""
        if self._column is None:
            return
        self.asking.emit()
        card = self._column.card(number)
        if self._form is not None and self._form_card is card:
            self._form.begin()
            return
        came_from = self._came_from if self._form is not None else QApplication.focusWidget()
        self._leave_form()
        self._came_from = came_from
        form = BlankForm(blanks, self._known, self._whose, self._colours)
        form.done.connect(lambda values: self.copy_filled.emit(number, values))
        form.given_up.connect(self._give_up)
        form.changed.connect(self._show_values)
        card.unfold(form)
        self._form, self._form_card = form, card
        self.sheet.reveal(card)
        form.begin()

    def mark_script(self, number: int) -> None:
        """Mark the script that Enter copies."""
        if self._column is not None:
            self._column.mark(number)

    def go_to_script(self, number: int) -> None:
        """Bring a script into sight that a person chose, and name it to a screen reader."""
        if self._column is None or self.page is None:
            return
        self.asking.emit()
        card = self._column.card(number)
        self.sheet.reveal(card)
        said = _("“{name}”, {number} of {count}").format(
            name=card.speech.name or self.page.copyables[number - 1].name,
            number=number,
            count=len(self.page.copyables),
        )
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(card, said))

    def show_fault(self, name: str, fault: Message) -> None:
        """Say at a blank what is wrong with its value."""
        if self._form is not None:
            self._form.show_fault(name, sentence(fault))
            self.sheet.reveal(self._form)

    def show_known(self, known: Mapping[str, str], chat: int) -> None:
        """Show in the scripts, and in forms from now on, what is known of the customer."""
        self._known = known
        self._whose = _("Remembered from chat {number}") if chat else _("Remembered from this chat")
        self._whose = self._whose.format(number=chat)
        if self._column is not None:
            self._column.show_known(known)
        if self._form is not None:
            self._show_values(self._form.values())

    def leave_blanks(self) -> None:
        """Put the form away, but keep what was typed."""
        came_from = self._came_from
        self._leave_form()
        if came_from is not None:
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_blanks(self) -> None:
        """Put the form away and go back to where it was asked for."""
        came_from = self._came_from
        self._forget_form()
        if came_from is not None:
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_gate(self, held: Held) -> None:
        """Show below the script why it was not copied; see :class:`.gatekeeping.GateView`."""
        if self._column is None:
            return
        self.asking.emit()
        card = self._column.card(held.outgoing.number)
        if self._gate is None or self._gate_card is not card:
            focus = QApplication.focusWidget()
            came_from = self._gate_from if self._gate is not None else focus
            self._forget_gate()
            gate = Gate(self._colours)
            gate.used.connect(self.replacement_used)
            gate.followed.connect(self.followed)
            gate.copy_asked.connect(self.copy_held)
            gate.draft_asked.connect(self.drafted)
            gate.left.connect(self.held_dropped)
            card.unfold(gate)
            self._gate, self._gate_card, self._gate_from = gate, card, came_from
        self._gate.show_held(held)
        self.sheet.reveal(self._gate)

    def end_gate(self) -> None:
        """Put the gate away and go back to where copying was asked for."""
        came_from = self._gate_from
        self._forget_gate()
        if came_from is not None:
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_held(self, copyable: Copyable) -> None:
        """Say that a script was not copied whose page is gone."""
        self.said.emit(_("Not copied: “{name}” wants a second look").format(name=copyable.name), "warning")

    def say_problem(self, error: DeskbookError) -> None:
        """Say that a script was not copied because something went wrong."""
        self.said.emit(error_text(error), "warning-circle")

    def show_ways(self, *, back: bool, forward: bool) -> None:
        """Tell whether there is a way back, or forward."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def say_picture_copied(self) -> None:
        """Confirm the copy of a picture."""
        self.copied.emit(_("Copied the picture"), "check-circle")

    def say_copied(self, copyable: Copyable, missing: tuple[str, ...], *, whole: bool) -> None:
        """Confirm a copy."""
        if not whole:
            self.copied.emit(_("Copied without its picture, which cannot be shown"), "warning")
        elif missing:
            names = _(", ").join(missing)
            self.copied.emit(_("Copied; still to fill in: {names}").format(names=names), "warning")
        elif copyable.name:
            self.copied.emit(_("Copied “{name}”").format(name=copyable.name), "check-circle")
        else:
            self.copied.emit(_("Copied"), "check-circle")

    def say_nothing_to_copy(self) -> None:
        """Say that the entry has no such script."""
        self.said.emit(_("This entry has no such script to copy"), "info")

    def hold(self, tools: QWidget, *cards: QWidget) -> None:
        """Take what another feature shows with the entry: tools into the bar, cards below it."""
        bar, column = self._bar.layout(), self.layout()
        if isinstance(bar, QHBoxLayout) and isinstance(column, QVBoxLayout):
            bar.insertWidget(bar.indexOf(self._edit), tools)
            for card in cards:
                column.insertWidget(column.indexOf(self._stack), card)

    def show_unread(self, count: int) -> None:
        """Say on the welcome page how many texts must be read and were not."""
        self._news.setText(
            _("{count} to read: see what changed").format(count=count) + f"  {key_text(ActionId.GO_NEWS)}"
        )
        self._news.setVisible(count > 0)

    def offer_editing(self, *, offered: bool) -> None:
        """Show the way from the entry to the editor, or none."""
        self._edit.setVisible(offered)

    def offer_list(self, *, offered: bool) -> None:
        """Show the way back to the list, or none: it stands beside the entry."""
        self._list.setVisible(offered)

    def spare_room(self, parent: QWidget) -> QRect:
        """Return where in ``parent`` something may lie over the entry for a moment.

        Bars above and below it stay free, and the lower part while something is asked there.
        """
        room = QRect(self._stack.mapTo(parent, QPoint()), self._stack.size())
        if self._form is not None or self._gate is not None:
            room.setHeight(min(room.height(), _UPPER_PART))
        return room

    def focus_page(self) -> None:
        """Move the keyboard to the entry: to its flowchart while that takes the place of the text."""
        if self.charting and self.chart is not None:
            self.chart.begin()
        else:
            self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_bar(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("readingBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 16, 6)
        row.setSpacing(4)
        self._list = self._tool("list", ActionId.FOCUS_SEARCH, _("Back to the list"))
        self._list.clicked.connect(self.left)
        self._list.hide()
        self._back = self._tool("arrow-left", ActionId.BACK, _("Back"))
        self._back.clicked.connect(self.back_asked)
        self._forward = self._tool("arrow-right", ActionId.FORWARD, _("Forward"))
        self._forward.clicked.connect(self.forward_asked)
        self._kind_icon = QLabel()
        self._kind = QLabel()
        self._kind.setProperty("type", "small")
        for widget in (self._list, self._back, self._forward):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._kind_icon)
        row.addWidget(self._kind)
        row.addStretch()
        self._walk = self._tool("path", ActionId.WALK, _("Be guided through the procedure"))
        self._walk.clicked.connect(self.walk_asked)
        self._walk.hide()
        self._chart = self._tool("tree-structure", ActionId.FLOWCHART, _("Flowchart or text"))
        self._chart.setCheckable(True)
        self._chart.clicked.connect(self.chart_asked)
        self._chart.hide()
        row.addWidget(self._chart)
        row.addWidget(self._walk)
        self._edit = self._tool("pencil-simple", ActionId.EDIT_ENTRY, _("Edit this entry"))
        self._edit.clicked.connect(self.edit_asked)
        row.addWidget(self._edit)
        self.show_ways(back=False, forward=False)
        return bar

    def _tool(self, icon_name: str, action: ActionId, text: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(icon_name, self._colours.text, self._colours.control))
        button.setToolTip(f"{text} ({key_text(action)})")
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _show_values(self, values: Mapping[str, str]) -> None:
        if self._form_card is not None:
            self._form_card.show_given({**self._known, **values})

    def _read_step(self, anchor: str) -> None:
        self.show_chart(False)
        step = self._column.step(anchor) if self._column is not None else None
        if step is not None and not self._walked:
            self.sheet.go_to(step)

    def _peek(self, ref: str) -> str:
        if self.page is None or ref.startswith("#"):
            return ""
        entry_id = ref.partition("#")[0]
        return self.page.previews.get(entry_id) or _("{id} (not in this handbook)").format(id=entry_id)

    def _digit(self, number: int) -> None:
        if self._walked:
            self.way_chosen.emit(number)
        else:
            self.copy_asked.emit(number)

    def _give_up(self) -> None:
        self.held_dropped.emit()  # what the form filled in is given up with it
        self.end_blanks()

    def _forget_form(self) -> None:
        if self._form is not None and self._form_card is not None:
            self._form_card.fold(self._form)
            self._form_card.show_given(self._known)
        self._form = self._form_card = self._came_from = None

    def _leave_form(self) -> None:
        form = self._form
        self._forget_form()
        if form is not None:
            self.typed.emit(form.values())

    def _forget_gate(self) -> None:
        if self._gate is not None and self._gate_card is not None:
            self._gate_card.fold(self._gate)
        self._gate = self._gate_card = self._gate_from = None

    def _end_find(self) -> None:
        self.find_bar.end()
        self.focus_page()

    def _forget_all(self) -> None:
        self.find_bar.end()
        self._forget_gate()
        self._leave_form()

    @staticmethod
    def _scrolled(page: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area
