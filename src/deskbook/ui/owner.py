"""The owner's editor as a whole: it lays the features out and passes between them what each has to tell."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbook.errors import DeskbookError
from deskbook.model.entry import AnyEntry
from deskbook.services.facade import Services
from deskbook.ui.actions import ActionId
from deskbook.ui.dialogs import show_problem
from deskbook.ui.features.editing.presenter import EditingPresenter
from deskbook.ui.features.editing.sheet import Handover
from deskbook.ui.features.editing.view import EditingView
from deskbook.ui.features.reading.making import PageMaker
from deskbook.ui.features.reading.preview import Preview
from deskbook.ui.ports import Runner
from deskbook.ui.theme import Colours


@dataclass(frozen=True, slots=True)
class EditorStanding:
    """What is on the desk: the document carries all that can be undone."""

    handover: Handover | None
    document: QTextDocument
    whole: bool


class EditorDesk(QWidget):
    """The editor with its preview."""

    def __init__(self, services: Services, jobs: Runner, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("desk")
        maker = PageMaker(services.handbook, services.copier, services.markup)
        self.preview = Preview(maker, jobs, colours)
        self.view = EditingView(colours, self.preview, services.markup.plain_text)
        self.editing = EditingPresenter(
            self.view, _Outlet(self), services.editing, services.finder, jobs, services.clock
        )
        self.view.connect_to(self.editing)
        self.preview.said.connect(self.view.toast.say)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def begin(self, standing: EditorStanding | None) -> None:
        """Show the entries, and what was on the desk before."""
        self.editing.find("")
        if standing is not None and standing.handover is not None:
            self.view.take_document(standing.document, whole=standing.whole)
            self.editing.go_on(standing.handover)

    def standing(self) -> EditorStanding:
        """Return what is on the desk, kept first; this desk is done with then."""
        self.keep_now()
        self.preview.clear()
        return EditorStanding(self.editing.hand_over(), self.view.release_document(), self.view.edit.whole)

    def open(self, entry_id: str) -> None:
        """Take an entry onto the desk."""
        self.editing.open(entry_id)

    def begin_entry(self, entry_id: str, title: str) -> None:
        """Begin a new entry, or go on with what was typed of it."""
        self.editing.begin_or_open(entry_id, title)

    def open_at(self, entry_id: str, line: int) -> None:
        """Take an entry onto the desk, with the cursor on a line counted from 1; 0 for where it was."""
        self.editing.open(entry_id, line)

    def keep_now(self) -> None:
        """Keep what was typed before the window goes; say so where that fails."""
        try:
            self.editing.keep_now()
        except DeskbookError as error:
            show_problem(self, error)

    def handbook_changed(self) -> None:
        """Show what is new elsewhere."""
        self.editing.handbook_changed()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        if self.editing.sheet is None:
            self.view.entries.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_area(self) -> None:
        """Move the keyboard on: entries, form, text, problems, preview, and round again."""
        self.view.focus_next_area()

    def act(self, action: ActionId) -> None:
        """Carry out an action of the editor."""
        self.view.act(action)


class _Outlet:
    """What is written goes to the preview."""

    def __init__(self, desk: EditorDesk) -> None:
        self._desk = desk

    def clear(self) -> None:
        """Show nothing: another entry is on the desk."""
        self._desk.preview.clear()

    def preview(self, entry: AnyEntry) -> None:
        """Show the entry as it would be."""
        self._desk.preview.show_entry(entry)

    def follow(self, anchor: str) -> None:
        """Scroll to where the cursor is."""
        self._desk.preview.follow(anchor)
