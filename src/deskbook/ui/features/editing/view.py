"""The editor: entries, form and text, and beside them what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.entry import Kind, Sop
from deskbook.model.problem import Gravity
from deskbook.model.query import Hit
from deskbook.model.register import Shop
from deskbook.services.editing import Examined, Underlined, Vocabulary
from deskbook.services.filling import fill
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.editing.completing import Choice
from deskbook.ui.features.editing.entry_pane import EntryPane
from deskbook.ui.features.editing.form import FieldForm, Values
from deskbook.ui.features.editing.message_bar import MessageBar
from deskbook.ui.features.editing.new_entry import NewEntryDialog
from deskbook.ui.features.editing.presenter import EditingPresenter, Row, Sheet
from deskbook.ui.features.editing.problem_pane import ProblemPane
from deskbook.ui.features.editing.source_edit import SourceEdit
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON, error_text, severity_name, topic_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.flowchart import Flowchart
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.text_marks import Mark, MarkKind
from deskbook.ui.widgets.toast import Toast
from deskbook.ui.widgets.writing import Selection

PAUSE_MS = 300
"""How long a person stops typing before the text is looked at."""
KEEP_MS = 2000
"""How long after a change it is kept at the latest."""
_WIDE, _MIDDLE = 1080, 640
_VARIANTS = {
    "concise": "简洁", "warm": "安抚", "student": "学生", "professional": "专业",
    "new": "新客", "vip": "会员", "firm": "坚定",
}  # fmt: skip
"""Anchors in common use and what the handbook calls them: content, so never translated."""


class EditingView(QWidget):
    """Lays out the parts; see :class:`deskbook.ui.features.editing.presenter.EditingView`."""

    def __init__(self, colours: Colours, preview: QWidget, plain_text: Callable[[str], str]) -> None:
        super().__init__()
        self._plain_text = plain_text
        self._colours = colours
        self._presenter: EditingPresenter
        self._examined: tuple[Underlined, ...] = ()
        self._vocabulary: Vocabulary | None = None
        self._loading = False
        self._kind: Kind | None = None
        self.form: FieldForm | None = None
        self.entries = EntryPane(colours)
        self.preview = preview
        self.flowchart = Flowchart(colours)
        self.toast = Toast(self, colours)
        self.edit = SourceEdit(None, colours)
        self.problems = ProblemPane(colours)
        self.message = MessageBar()
        self._header = self._make_header()
        self.notice = QLabel()
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.form_area = QScrollArea()
        self.form_area.setObjectName("formArea")
        self.form_area.setFrameShape(QFrame.Shape.NoFrame)
        self.form_area.setWidgetResizable(True)
        self.form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._lay_out()

    def release_document(self) -> QTextDocument:
        """Give away the text with all that can be undone: it outlives this view."""
        self._pause.stop()
        self._keep.stop()
        return self.edit.release()

    def connect_to(self, presenter: EditingPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self._pause.timeout.connect(presenter.paused)
        self._keep.timeout.connect(presenter.keep)
        self.entries.sought.connect(presenter.find)
        self.entries.chosen.connect(presenter.open)
        self.entries.new_asked.connect(self.ask_new)
        self.problems.chosen.connect(self.go_to_line)
        self.flowchart.chosen.connect(presenter.go_to_step)
        self.message.given.connect(self._save)
        self.message.given_up.connect(self._back_to_text)
        self._connect_edit()

    def take_document(self, document: QTextDocument, *, whole: bool) -> None:
        """Go on with a document that another view began."""
        fresh = SourceEdit(document, self._colours)
        self._column.replaceWidget(self.edit, fresh)
        self.edit.hide()
        self.edit.deleteLater()
        self.edit = fresh
        self._connect_edit()
        self._set_whole(whole)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """List the entries to choose from."""
        self.entries.show_rows(rows)

    def show_sheet(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        """Show an entry to write on."""
        self._loading = True
        self._vocabulary = vocabulary
        self._kind = Kind.of_id(sheet.entry_id)
        self._kind_icon.setPixmap(
            icon(KIND_ICON[self._kind], self._colours.pair(self._kind.value)[1]).pixmap(18, 18)
        )
        self._examined = ()
        self.edit.show_lines({})
        self.edit.show_choices(())
        self.message.line.clear()
        self.message.hide()
        self.notice.hide()
        self._make_form(self._kind, vocabulary)
        if self.edit.text != sheet.text:
            self.edit.begin(sheet.text)
            self.edit.fold()
        self.edit.select(Selection(sheet.cursor, sheet.cursor))
        self._loading = False
        self.entries.mark(sheet.entry_id)
        self.flowchart.clear()
        for part in (self.as_chart, self._step_tools):
            part.setVisible(self._kind is Kind.SOP)
        if self._kind is not Kind.SOP:
            self.show_chart(chart=False)
        self._sheet.setCurrentWidget(self._writing)
        self.beside.setVisible(self.width() >= _MIDDLE)
        self._steps_menu.menuAction().setVisible(self._kind is Kind.SOP)
        self._variants_menu.menuAction().setVisible(self._kind is Kind.FAQ)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, text: str, start: int, end: int) -> None:
        """Edit the text so that it can be undone."""
        self.edit.apply(text, Selection(start, end) if start >= 0 else None)
        if start >= 0:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_examined(self, text: str, examined: Examined) -> None:
        """Show what is to be said about the text."""
        self._examined = examined.underlined
        self.edit.show_marks(text, [self._mark(one) for one in examined.underlined])
        lines: dict[int, Gravity] = {}
        for problem in examined.problems:
            if problem.line and lines.get(problem.line - 1) is not Gravity.ERROR:
                lines[problem.line - 1] = problem.gravity
        self.edit.show_lines(lines)
        self.problems.show_problems(examined.problems)
        if isinstance(examined.entry, Sop):
            self.flowchart.show_sop(examined.entry, self._plain)

    def show_place(self, anchor: str) -> None:
        """Mark the step the cursor is in."""
        self.flowchart.mark(anchor)

    def show_fields(self, fields: Values | None, names: Mapping[str, str]) -> None:
        """Show what the fields hold, None where they cannot be told apart."""
        if self.form is not None:
            self.form.setEnabled(fields is not None)
            if fields is not None:
                self.form.name_entries(names)
                self.form.show_values(fields)
        title = (fields or {}).get("title", "")
        self._title.setText(title if isinstance(title, str) else "")

    def show_state(self, sheet: Sheet) -> None:
        """Say whether the text is saved, or at least kept."""
        if not sheet.changed:
            text, name = _("Saved"), "check-circle"
        elif sheet.text == sheet.kept:
            text, name = _("Kept, not saved as a revision yet"), "floppy-disk-back"
        else:
            text, name = _("Writing…"), "pencil-simple"
        self._state.setText(text)
        self._state_icon.setPixmap(icon(name, self._colours.muted).pixmap(14, 14))
        self._save_button.setEnabled(sheet.changed)
        self.discard.setEnabled(sheet.changed)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing is lost."""
        self.notice.setText(error_text(error))
        self.notice.show()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer completions at the cursor."""
        self.edit.show_choices(choices)

    def show_fixes(self, underlined: Underlined) -> None:
        """Offer what to say instead of a banned phrase."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_fixes(menu, underlined)
        place = self.edit.cursorRect().bottomLeft()
        menu.popup(self.edit.viewport().mapToGlobal(place + QPoint(0, 4)))
        first = next((action for action in menu.actions() if action.isEnabled()), None)
        if first is not None:
            menu.setActiveAction(first)

    def show_found(self, field: str, hits: tuple[Hit, ...]) -> None:
        """Offer entries to refer to in a field."""
        if self.form is not None:
            self.form.offer(field, [(hit.id, hit.title.text) for hit in hits])

    def ask_message(self) -> None:
        """Ask what the save is about."""
        self.message.ask()

    def say_saved(self) -> None:
        """Confirm a save."""
        self.notice.hide()
        self.message.line.clear()
        self.toast.say(_("Saved as a revision"))

    def say_nothing_new(self) -> None:
        """Say that there is nothing to save."""
        self.toast.say(_("There is nothing new to save"), "info")

    def say_taken(self, entry_id: str) -> None:
        """Say that an id belongs to another entry."""
        self.toast.say(_("The id {id} belongs to another entry").format(id=entry_id), "warning")

    def toggle_whole(self) -> None:
        """Show the whole file, or form and body."""
        self._set_whole(not self.edit.whole)
        self._back_to_text()

    def step_problem(self, by: int) -> None:
        """Go to the next problem, or the previous one."""
        self.problems.step(self.edit.textCursor().blockNumber() + 1, by)

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line, counted from 1, showing the whole file if it is among the fields."""
        block = self.edit.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return
        if not block.isVisible():
            self._set_whole(True)
        cursor = self.edit.textCursor()
        cursor.setPosition(block.position())
        self.edit.setTextCursor(cursor)
        self.edit.centerCursor()
        self._back_to_text()

    def open_insert_menu(self) -> None:
        """Open the menu of parts to insert."""
        if self._kind is not None:
            self._insert.showMenu()

    def add_step(self) -> None:
        """Add a step below the one the cursor is in."""
        if self._kind is Kind.SOP:
            self._presenter.add_step(_("New step"))

    def ask_new(self) -> None:
        """Ask what a new entry is to be."""
        dialog = NewEntryDialog(self)
        dialog.wanted.connect(self._presenter.create)
        dialog.open()

    def focus_entries(self) -> None:
        """Put the keyboard into the field that finds entries."""
        self.entries.show()
        self.entries.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.entries.field.selectAll()

    def focus_next_area(self) -> None:
        """Move the keyboard on: entries, form, text, problems, preview, and round again."""
        areas: list[QWidget] = [self.entries]
        if self._sheet.currentWidget() is self._writing:
            areas += [self.form_area, self.edit, self.problems, self.beside]
        areas = [area for area in areas if area.isVisible()]
        focus = QApplication.focusWidget()
        here = next(
            (n for n, area in enumerate(areas) if focus and (area is focus or area.isAncestorOf(focus))), -1
        )
        for step in range(1, len(areas) + 1):
            area = areas[(here + step) % len(areas)]
            target = area if area is self.edit else _first_focus(area)
            if target is not None:
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give a narrow window to what matters most."""
        super().resizeEvent(event)
        writing = self._sheet.currentWidget() is self._writing
        width = event.size().width()
        self.entries.setVisible(width >= _WIDE or not writing or self.entries.field.hasFocus())
        self.beside.setVisible(width >= _MIDDLE and writing)

    def _lay_out(self) -> None:
        self._writing = QWidget()
        self._column = QVBoxLayout(self._writing)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self._header, self.notice, self.message, self.form_area):
            self._column.addWidget(part)
        self._column.addWidget(self.edit, 1)
        self._column.addWidget(self.problems)
        nothing = StatePage(
            icon("note-pencil", self._colours.muted),
            _("Which entry do you want to write on?"),
            _("Choose one on the left, or begin a new one. What you type is kept by itself."),
        )
        nothing.add_button(_("New entry"), self.ask_new)
        self._sheet = QStackedWidget()
        self._sheet.setObjectName("paper")
        self._sheet.addWidget(nothing)
        self._sheet.addWidget(self._writing)
        self.beside = QFrame()
        self.beside.setObjectName("previewFrame")
        beside = QVBoxLayout(self.beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._make_switch())
        self._side = QStackedWidget()
        self._side.addWidget(self.preview)
        self._side.addWidget(self.flowchart)
        beside.addWidget(self._side, 1)
        self.beside.hide()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for number, (part, stretch) in enumerate(((self.entries, 0), (self._sheet, 3), (self.beside, 2))):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(number, stretch)
        self.entries.setMinimumWidth(200)
        self.entries.setMaximumWidth(380)
        self._sheet.setMinimumWidth(320)
        self.beside.setMinimumWidth(260)
        self.splitter.setSizes([250, 500, 400])
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.splitter)

    def _make_switch(self) -> QWidget:
        """Return the bar that switches between preview and flowchart, with the tools for steps."""
        bar = QFrame()
        bar.setObjectName("readingBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        self._as_page = toggle_chip(_("Preview"), partial(self.show_chart, chart=False))
        self.as_chart = toggle_chip(_("Flowchart"), partial(self.show_chart, chart=True))
        row.addWidget(self._as_page)
        row.addWidget(self.as_chart)
        row.addStretch()
        self._step_tools = QWidget()
        tools = QHBoxLayout(self._step_tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(0)
        for icon_name, text, action, call in (
            ("plus", _("Add a step"), ActionId.ADD_STEP, self.add_step),
            ("arrow-up", _("Move the step up"), ActionId.MOVE_STEP_UP, partial(self._move_step, -1)),
            ("arrow-down", _("Move the step down"), ActionId.MOVE_STEP_DOWN, partial(self._move_step, 1)),
            ("git-branch", _("Decision in this step"), None, self._add_decision),
            ("trash", _("Remove the step"), ActionId.REMOVE_STEP, self._remove_step),
        ):
            button = self._tool(icon_name, text, action)
            button.clicked.connect(lambda _checked, act=call: act())
            tools.addWidget(button)
        row.addWidget(self._step_tools)
        self._as_page.setChecked(True)
        return bar

    def show_chart(self, *, chart: bool) -> None:
        """Show the flowchart beside the text, or the preview."""
        self._as_page.setChecked(not chart)
        self.as_chart.setChecked(chart)
        self._side.setCurrentWidget(self.flowchart if chart else self.preview)

    def _move_step(self, by: int) -> None:
        self._presenter.move_step(by)

    def _remove_step(self) -> None:
        self._presenter.remove_step()

    def _add_decision(self) -> None:
        self._presenter.add_decision(_("condition"), _("End of the procedure"))

    def _make_header(self) -> QWidget:
        header = QFrame()
        header.setObjectName("readingBar")
        self._kind_icon = QLabel()
        self._title = QLabel()
        self._title.setProperty("type", "strong")
        self._title.setMinimumWidth(40)
        self._state_icon = QLabel()
        self._state = QLabel()
        self._state.setProperty("type", "small")
        self._insert = self._tool("plus-circle", _("Insert"), ActionId.INSERT)
        self._insert.setMenu(self._make_insert_menu())
        self._insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._whole_button = self._tool("code", _("Whole file"), ActionId.WHOLE_FILE)
        self._whole_button.setCheckable(True)
        self._whole_button.clicked.connect(lambda _checked: self.toggle_whole())
        self.discard = self._tool("arrow-counter-clockwise", _("Back to the saved text"), None)
        self.discard.clicked.connect(lambda _checked: self._presenter.discard())
        self._save_button = QPushButton(_("Save"))
        self._save_button.setProperty("look", "primary")
        self._save_button.setToolTip(key_text(ActionId.SAVE))
        self._save_button.clicked.connect(lambda _checked: self._presenter.ask_save())
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._kind_icon)
        row.addWidget(self._title, 1)
        row.addWidget(self._state_icon)
        row.addWidget(self._state)
        for tool in (self._insert, self._whole_button, self.discard, self._save_button):
            row.addWidget(tool)
        return header

    def _tool(self, icon_name: str, text: str, action: ActionId | None) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(icon_name, self._colours.text, self._colours.control))
        button.setIconSize(QSize(18, 18))
        button.setToolTip(f"{text} ({key_text(action)})" if action else text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_insert_menu(self) -> QMenu:
        menu = QMenu(self)
        self._variants_menu = menu.addMenu(_("Variant"))
        for anchor, name in _VARIANTS.items():
            self._variants_menu.addAction(f"{name} (#{anchor})", partial(self._add_variant, name, anchor))
        self._steps_menu = menu.addMenu(_("Step"))
        self._steps_menu.addAction(_("Step below this one"), self.add_step)
        self._steps_menu.addAction(_("Decision in this step"), self._add_decision)
        menu.addAction(_("Placeholder"), partial(self._type, "{{"))
        menu.addAction(_("Link to an entry"), partial(self._type, "[["))
        menu.addAction(_("What is said to the customer"), partial(self._type, "\n> "))
        return menu

    def _plain(self, markdown: str) -> str:
        shop = self._vocabulary.shop if self._vocabulary is not None else Shop()
        return fill(self._plain_text(markdown), shop).text

    def _make_form(self, kind: Kind, vocabulary: Vocabulary) -> None:
        self.form = FieldForm(kind, vocabulary, self._colours)
        self.form.edited.connect(self._set_field)
        self.form.sought.connect(self._presenter.seek)
        self.form.resized.connect(self._fit_form)
        self.form_area.setWidget(self.form)
        self._fit_form()

    def _fit_form(self) -> None:
        if self.form is not None:
            most = max(150, self.height() * (6 if self.form.more.isChecked() else 4) // 10)
            wanted = self.form.heightForWidth(self.form_area.viewport().width())
            self.form_area.setFixedHeight(min(wanted + 2, most))

    def _connect_edit(self) -> None:
        self.edit.edited.connect(self._changed)
        self.edit.moved.connect(self._moved)
        self.edit.left.connect(self._presenter.keep)
        self.edit.menu_wanted.connect(self._extend_menu)

    def _changed(self, text: str) -> None:
        if not self._loading:
            self._presenter.changed(text, self.edit.place, typing=self.edit.hasFocus())
            self._pause.start()
            if not self._keep.isActive():
                self._keep.start()

    def _moved(self, place: int) -> None:
        if not self._loading:
            self._presenter.moved(place)

    def _set_field(self, name: str, value: str | tuple[str, ...] | None) -> None:
        self._presenter.set_field(name, value)

    def _set_whole(self, whole: bool) -> None:
        self._whole_button.setChecked(whole)
        self.form_area.setVisible(not whole)
        self.edit.show_whole(whole)

    def _save(self, message: str) -> None:
        self._presenter.save(message)
        self._back_to_text()

    def _back_to_text(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _type(self, text: str) -> None:
        self._back_to_text()
        self.edit.insertPlainText(text)
        self._presenter.complete()

    def _add_variant(self, name: str, anchor: str) -> None:
        self._presenter.add_variant(name, anchor)

    def _extend_menu(self, menu: QMenu, number: int) -> None:
        if 0 <= number < len(self._examined):
            menu.insertSeparator(menu.actions()[0])
            self._add_fixes(menu, self._examined[number])

    def _add_fixes(self, menu: QMenu, underlined: Underlined) -> None:
        before = menu.actions()[0] if menu.actions() else None
        title = menu.addAction(_("“{text}”: say instead").format(text=underlined.hit.text))
        title.setEnabled(False)
        made = [title]
        for words in underlined.hit.replacements:
            short = words if len(words) <= 48 else words[:47] + "…"
            action = menu.addAction(short.replace("&", "&&"))
            action.triggered.connect(
                lambda _on=False, u=underlined, w=words: self._presenter.say_instead(u, w)
            )
            made.append(action)
        if before is not None:
            menu.insertActions(before, made)

    def _mark(self, underlined: Underlined) -> Mark:
        hit = underlined.hit
        what = _("{severity}: {category}").format(
            severity=severity_name(hit.severity), category=topic_name(hit.category.value)
        )
        how = _("{key} offers what to say instead").format(key=key_text(ActionId.QUICK_FIX))
        return Mark(
            underlined.start,
            underlined.end,
            MarkKind.BLOCK if hit.blocks else MarkKind.WARN,
            "\n".join((what, hit.reason, how)),
        )


def _first_focus(area: QWidget) -> QWidget | None:
    """Return the first widget of an area that the keyboard can be in."""
    for widget in (area, *area.findChildren(QWidget)):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            return widget
    return None
