"""The owner's editor as a whole: it lays the features out and passes between them what each has to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from deskbook.errors import DeskbookError
from deskbook.model.entry import AnyEntry
from deskbook.services.editing import Opened
from deskbook.services.facade import Services
from deskbook.ui.actions import ActionId
from deskbook.ui.dialogs import show_problem
from deskbook.ui.features.editing.presenter import EditingPresenter
from deskbook.ui.features.editing.sheet import Handover
from deskbook.ui.features.editing.view import EditingView
from deskbook.ui.features.merging.presenter import MergePresenter, Overtaken
from deskbook.ui.features.merging.view import MergeView
from deskbook.ui.features.reading.making import PageMaker
from deskbook.ui.features.reading.preview import Preview
from deskbook.ui.jobs import TiedJobs
from deskbook.ui.ports import Runner
from deskbook.ui.theme import Colours


@dataclass(frozen=True, slots=True)
class EditorStanding:
    """What is on the desk: the document carries all that can be undone."""

    handover: Handover | None
    document: QTextDocument
    whole: bool
    overtaken: Overtaken | None


class EditorDesk(QWidget):
    """The editor with its preview; where another text overtook what is written, the merge takes its place."""

    def __init__(self, services: Services, jobs: Runner, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("desk")
        maker = PageMaker(services.handbook, services.copier, services.markup, services.pictures)
        self.preview = Preview(maker, jobs, colours)
        self.view = EditingView(colours, self.preview, services.markup.plain_text)
        self.editing = EditingPresenter(
            self.view,
            _Outlet(self),
            services.editing,
            services.pictures,
            services.finder,
            jobs,
            services.clock,
        )
        self.view.connect_to(self.editing)
        self.preview.said.connect(self.view.toast.say)
        self._tied = TiedJobs(jobs)
        self.merge_view = MergeView(colours, services.preferences)
        self.merging = MergePresenter(
            self.merge_view, _MergeOutlet(self), services.merging, services.editing, self._tied
        )
        self.merge_view.connect_to(self.merging)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.merge_view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def joining(self) -> bool:
        """Whether two texts are being made one."""
        return self._stack.currentWidget() is self.merge_view

    def begin(self, standing: EditorStanding | None) -> None:
        """Show the entries, and what was on the desk before."""
        self.editing.find("")
        if standing is not None and standing.handover is not None:
            self.view.take_document(standing.document, whole=standing.whole)
            self.editing.go_on(standing.handover)
            if standing.overtaken is not None:
                self.join(standing.overtaken)

    def standing(self) -> EditorStanding:
        """Return what is on the desk, kept first; this desk is done with then."""
        self.keep_now()
        self.preview.clear()
        overtaken = self.merging.overtaken
        self.merging.stop()
        self._tied.let_go()
        whole = self.view.edit.whole
        return EditorStanding(self.editing.hand_over(), self.view.release_document(), whole, overtaken)

    def join(self, overtaken: Overtaken) -> None:
        """Make one text of two: one was overtaken by the other."""
        self._stack.setCurrentWidget(self.merge_view)
        self.merging.begin(overtaken)

    def write_on(self) -> None:
        """Show the text again."""
        self._stack.setCurrentWidget(self.view)
        self.take_keyboard()

    def open(self, entry_id: str) -> None:
        """Take an entry onto the desk."""
        self._leave_joining(entry_id)
        self.editing.open(entry_id)

    def open_to_join(self, entry_id: str) -> None:
        """Take an entry onto the desk, and join its draft with what a release accepted meanwhile."""
        self._leave_joining(entry_id)
        if not self.joining:
            self.editing.open_to_join(entry_id)

    def begin_entry(self, entry_id: str, title: str) -> None:
        """Begin a new entry, or go on with what was typed of it."""
        self._leave_joining(entry_id)
        self.editing.begin_or_open(entry_id, title)

    def open_at(self, entry_id: str, line: int) -> None:
        """Take an entry onto the desk, with the cursor on a line counted from 1; 0 for where it was."""
        self._leave_joining(entry_id)
        self.editing.open(entry_id, line)

    def keep_now(self) -> None:
        """Keep what was typed before the window goes; say so where that fails."""
        for keep in (self.editing.keep_now, self.merging.keep_now):
            try:
                keep()
            except DeskbookError as error:
                show_problem(self, error)

    def handbook_changed(self) -> None:
        """Show what is new elsewhere."""
        self.editing.handbook_changed()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        if self.joining:
            self.merge_view.take_keyboard()
        elif self.editing.sheet is None:
            self.view.entries.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_area(self) -> None:
        """Move the keyboard on: entries, form, text, problems, preview, and round again."""
        if self.joining:
            self.merge_view.focus_next_area()
        else:
            self.view.focus_next_area()

    def act(self, action: ActionId) -> None:
        """Carry out an action of the editor."""
        if not self.joining:
            self.view.act(action)
            return
        acts: dict[ActionId, Callable[[], None]] = {
            ActionId.SAVE: self.merge_view.save,
            ActionId.NEXT_PROBLEM: lambda: self.merge_view.step(1),
            ActionId.PREVIOUS_PROBLEM: lambda: self.merge_view.step(-1),
            ActionId.UNDO: self.merge_view.undo,
            ActionId.REDO: self.merge_view.redo,
        }
        if action in acts:
            acts[action]()

    def _leave_joining(self, entry_id: str) -> None:
        """Put away the merge of another entry."""
        if self.joining and (self.merging.overtaken is None or self.merging.overtaken.entry_id != entry_id):
            self.merging.stop()
            self.write_on()


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

    def overtaken(
        self, entry_id: str, source: str, seen: int | None, message: str, *, by_release: bool
    ) -> None:
        """Join the text with the one that overtook it."""
        self._desk.join(Overtaken(entry_id, source, seen, message, by_release))


class _MergeOutlet:
    """What is joined goes back to the editor."""

    def __init__(self, desk: EditorDesk) -> None:
        self._desk = desk

    def joined(self, opened: Opened) -> None:
        """Go on writing from the text that was saved."""
        self._desk.write_on()
        self._desk.editing.go_on_from(opened)

    def left(self) -> None:
        """Go back to one's own text."""
        self._desk.write_on()
