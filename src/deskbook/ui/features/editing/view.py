"""The editor: entries, form and text, and beside them what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QLabel,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
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
from deskbook.ui.actions import ActionId
from deskbook.ui.features.editing.behind import BehindBar
from deskbook.ui.features.editing.beside import BesidePane
from deskbook.ui.features.editing.brought import pictures_of
from deskbook.ui.features.editing.completing import Choice
from deskbook.ui.features.editing.entry_pane import EntryPane
from deskbook.ui.features.editing.fixes import add_fixes, mark
from deskbook.ui.features.editing.form import FieldForm, Values
from deskbook.ui.features.editing.header import EditorHeader, InsertMenu
from deskbook.ui.features.editing.new_entry import NewEntryDialog
from deskbook.ui.features.editing.presenter import EditingPresenter
from deskbook.ui.features.editing.sheet import Row, Sheet
from deskbook.ui.features.editing.source_edit import SourceEdit
from deskbook.ui.icons import icon
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.areas import focus_next
from deskbook.ui.widgets.asking import AskDialog
from deskbook.ui.widgets.message_bar import MessageBar
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.problem_pane import ProblemPane
from deskbook.ui.widgets.toast import Toast
from deskbook.ui.widgets.writing import Selection

PAUSE_MS = 300
"""How long a person stops typing before the text is looked at."""
KEEP_MS = 2000
"""How long after a change it is kept at the latest."""
_WIDE, _MIDDLE = 960, 720
"""Below the first the list of entries gives way to the text, below the second the preview does."""


class EditingView(QWidget):
    """Lays out the parts; see :class:`deskbook.ui.features.editing.protocols.EditingView`."""

    def __init__(self, colours: Colours, preview: QWidget, plain_text: Callable[[str], str]) -> None:
        super().__init__()
        self._plain_text = plain_text
        self._colours = colours
        self._presenter: EditingPresenter
        self._underlined: tuple[Underlined, ...] = ()
        self._vocabulary: Vocabulary | None = None
        self._loading = False
        self._peeking = False
        self._kind: Kind | None = None
        self.form: FieldForm | None = None
        self.entries = EntryPane(colours)
        self.beside = BesidePane(colours, preview)
        self.flowchart = self.beside.flowchart
        self.toast = Toast(self, colours)
        self.edit = SourceEdit(None, colours)
        self.problems = ProblemPane(colours)
        self.message = MessageBar(_("What is new?"), _("Save"))
        self.insert_menu = InsertMenu(self)
        self.header = EditorHeader(colours, self.insert_menu)
        self.notice = QLabel()
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.behind = BehindBar(colours)
        self.form_area = _form_area()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._lay_out()

    def connect_to(self, presenter: EditingPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self._pause.timeout.connect(presenter.paused)
        self._keep.timeout.connect(presenter.keep)
        self.entries.sought.connect(presenter.find)
        self.entries.chosen.connect(presenter.open)
        self.entries.new_asked.connect(lambda: self.act(ActionId.NEW_ENTRY))
        self.problems.chosen.connect(self.go_to_line)
        self.flowchart.chosen.connect(presenter.parts.go_to_step)
        self.message.given.connect(self._save)
        self.message.given_up.connect(self._back_to_text)
        self.insert_menu.variant_chosen.connect(presenter.parts.add_variant)
        self.insert_menu.typed.connect(self._type)
        self.insert_menu.picture_asked.connect(self._ask_pictures)
        self.header.discard_asked.connect(presenter.discard)
        self.behind.join_asked.connect(presenter.join_accepted)
        self.header.peek_asked.connect(lambda: self._show_beside_alone(True))
        self.beside.text_asked.connect(lambda: self._show_beside_alone(False))
        for part in (self.header, self.beside, self.insert_menu):
            part.acted.connect(self.act)
        self._connect_edit()

    def act(self, action: ActionId) -> None:
        """Carry out an action of the editor."""
        presenter, parts = self._presenter, self._presenter.parts
        acts: dict[ActionId, Callable[[], object]] = {
            ActionId.SAVE: presenter.ask_save,
            ActionId.UNDO: self.edit.undo,
            ActionId.REDO: self.edit.redo,
            ActionId.QUICK_FIX: presenter.fix,
            ActionId.JOIN: self._join,
            ActionId.COMPLETE: presenter.complete,
            ActionId.NEXT_PROBLEM: lambda: self.problems.step(self._line(), 1),
            ActionId.PREVIOUS_PROBLEM: lambda: self.problems.step(self._line(), -1),
            ActionId.WHOLE_FILE: self._toggle_whole,
            ActionId.RETIRE: presenter.ask_retire,
            ActionId.INSERT: self._open_insert_menu,
            ActionId.ADD_STEP: lambda: parts.add_step(_("New step")),
            ActionId.ADD_DECISION: lambda: parts.add_decision(_("condition"), _("End of the procedure")),
            ActionId.MOVE_STEP_UP: lambda: parts.move_step(-1),
            ActionId.MOVE_STEP_DOWN: lambda: parts.move_step(1),
            ActionId.REMOVE_STEP: parts.remove_step,
            ActionId.NEW_ENTRY: self._ask_new,
            ActionId.FIND_TO_EDIT: self._focus_entries,
        }
        acts[action]()

    def release_document(self) -> QTextDocument:
        """Give away the text with all that can be undone: it outlives this view."""
        self._pause.stop()
        self._keep.stop()
        return self.edit.release()

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
        self._vocabulary, self._underlined = vocabulary, ()
        self._kind = kind = Kind.of_id(sheet.entry_id)
        self.edit.show_lines({})
        self.edit.show_choices(())
        self.message.line.clear()
        self.message.hide()
        self.notice.hide()
        self._make_form(kind, vocabulary)
        if self.edit.text != sheet.text:
            self.edit.begin(sheet.text)
            self.edit.fold()
        self.edit.select(Selection(sheet.cursor, sheet.cursor))
        self._loading = False
        self.entries.mark(sheet.entry_id)
        self.header.show_kind(kind)
        self.beside.begin(kind)
        self._sheet.setCurrentWidget(self._writing)
        self._back_to_text()
        self._fit_panes()

    def apply(self, text: str, start: int, end: int) -> None:
        """Edit the text so that it can be undone."""
        self.edit.apply(text, Selection(start, end) if start >= 0 else None)
        if start >= 0:
            self._back_to_text()

    def show_examined(self, text: str, examined: Examined) -> None:
        """Show what is to be said about the text."""
        self._underlined = examined.underlined
        self.edit.show_marks(text, [mark(one) for one in examined.underlined])
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
        self.header.show_title(title if isinstance(title, str) else "")

    def show_state(self, sheet: Sheet) -> None:
        """Say whether the text is saved, or at least kept, and whether it has to be joined with another."""
        self.header.show_state(sheet)
        self.behind.setVisible(sheet.behind)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing is lost."""
        if self._sheet.currentWidget() is self._writing:
            self.notice.setText(error_text(error))
            self.notice.show()
        else:
            self.toast.say(error_text(error), "warning")

    def say_refused(self, error: DeskbookError) -> None:
        """Say why something was not taken; the text is as it was."""
        self.toast.say(error_text(error), "warning")

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer completions at the cursor."""
        self.edit.show_choices(choices)

    def show_fixes(self, underlined: Underlined) -> None:
        """Offer what to say instead of a banned phrase."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_fixes(menu, underlined, self._presenter.say_instead)
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

    def ask_reason_to_retire(self) -> None:
        """Ask why the entry is retired."""
        dialog = AskDialog(
            self,
            _("Retire the entry"),
            _(
                "The entry and its history stay, but agents no longer find it once this is published. "
                "Why is it retired? The release notes say so."
            ),
            _("Retire"),
        )
        dialog.given.connect(self._presenter.retire)
        dialog.open()

    def say_retired(self) -> None:
        """Confirm that the entry is retired."""
        self.notice.hide()
        self.toast.say(_("Saved as retired"))

    def say_save_first(self) -> None:
        """Say that what was typed has to be saved, or given up, first."""
        self.toast.say(_("Save what you typed, or go back to the saved text, first"), "info")

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

    def focus_next_area(self) -> None:
        """Move the keyboard on: entries, form, text, problems, preview, and round again."""
        areas: list[QWidget] = [self.entries]
        if self._sheet.currentWidget() is self._writing:
            areas += [self.form_area, self.edit, self.problems, self.beside]
        focus_next(areas, QApplication.focusWidget())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give a narrow window to what matters most."""
        super().resizeEvent(event)
        self._fit_panes()
        self._fit_form()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Keep what was typed when the person goes to another window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._presenter.keep()

    def _fit_panes(self) -> None:
        writing = self._sheet.currentWidget() is self._writing
        seeking = self.entries.isAncestorOf(QApplication.focusWidget() or self)
        wide, narrow = self.width() >= _WIDE, self.width() < _MIDDLE
        self._peeking = self._peeking and narrow and writing and not seeking
        self.entries.setVisible(wide or not writing or seeking)
        self._sheet.setVisible(not self._peeking)
        self.beside.setVisible(self._peeking or (writing and not narrow))
        self.header.fit(narrow=narrow)
        self.beside.fit(narrow=narrow)

    def _show_beside_alone(self, alone: bool) -> None:
        """Where there is no room for both, show the preview in the place of the text, or the text again."""
        self._peeking = alone
        self._fit_panes()
        if not alone:
            self._back_to_text()

    def _lay_out(self) -> None:
        self._writing = QWidget()
        self._column = QVBoxLayout(self._writing)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        above: tuple[QWidget, ...] = (
            self.header,
            self.notice,
            self.behind,
            self.message,
            self.form_area,
        )
        for one in above:
            self._column.addWidget(one)
        self._column.addWidget(self.edit, 1)
        self._column.addWidget(self.problems)
        nothing = StatePage(
            icon("note-pencil", self._colours.muted),
            _("Which entry do you want to write on?"),
            _("Choose one on the left, or begin a new one. What you type is kept by itself."),
        )
        nothing.add_button(_("New entry"), lambda: self.act(ActionId.NEW_ENTRY))
        self._sheet = QStackedWidget()
        self._sheet.setObjectName("paper")
        self._sheet.addWidget(nothing)
        self._sheet.addWidget(self._writing)
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
        self.splitter.setSizes([250, 500, 400])
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.splitter)

    def _plain(self, markdown: str) -> str:
        shop = self._vocabulary.shop if self._vocabulary is not None else Shop()
        return fill(self._plain_text(markdown), shop).text

    def _make_form(self, kind: Kind, vocabulary: Vocabulary) -> None:
        self.form = FieldForm(kind, vocabulary, self._colours)
        self.form.edited.connect(self._presenter.set_field)
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
        self.edit.entered.connect(self._fit_panes)
        self.edit.menu_wanted.connect(self._extend_menu)
        self.edit.pictures_brought.connect(self._presenter.show_pictures)

    def _changed(self, text: str) -> None:
        if not self._loading:
            self._presenter.changed(text, self.edit.place, typing=self.edit.hasFocus())
            self._pause.start()
            if not self._keep.isActive():
                self._keep.start()

    def _moved(self, place: int) -> None:
        if not self._loading:
            self._presenter.moved(place)

    def _extend_menu(self, menu: QMenu, number: int) -> None:
        if 0 <= number < len(self._underlined):
            add_fixes(menu, self._underlined[number], self._presenter.say_instead)

    def _line(self) -> int:
        return self.edit.textCursor().blockNumber() + 1

    def _join(self) -> None:
        if self.behind.isVisible():
            self._presenter.join_accepted()

    def _toggle_whole(self) -> None:
        self._set_whole(not self.edit.whole)
        self._back_to_text()

    def _set_whole(self, whole: bool) -> None:
        self.header.show_whole(whole)
        self.form_area.setVisible(not whole)
        self.edit.show_whole(whole)

    def _open_insert_menu(self) -> None:
        if self._kind is not None:
            self.header.open_menu()

    def _ask_pictures(self) -> None:
        dialog = QFileDialog(self, _("Pictures to show here"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Pictures") + " (*.png *.jpg *.jpeg *.webp *.svg)")
        dialog.filesSelected.connect(
            lambda names: self._presenter.show_pictures(pictures_of(Path(name) for name in names))
        )
        dialog.open()

    def _ask_new(self) -> None:
        dialog = NewEntryDialog(self)
        dialog.wanted.connect(self._presenter.create)
        dialog.open()

    def _focus_entries(self) -> None:
        self.entries.show()
        self.entries.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.entries.field.selectAll()
        self._fit_panes()

    def _save(self, message: str) -> None:
        self._presenter.save(message)
        self._back_to_text()

    def _back_to_text(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _type(self, text: str) -> None:
        self._back_to_text()
        self.edit.insertPlainText(text)
        self._presenter.complete()


def _form_area() -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("formArea")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
