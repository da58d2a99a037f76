"""What people do at the owner's desk in a quarter, and waiting until it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.model.cycle import ChangeKind, ChangeState, CycleState
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.services.language import use_language
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.features.board.model import Column
from deskbook.ui.features.board.plan_dialog import PlanDialog
from deskbook.ui.quarter import RevisionDesk
from deskbook.ui.sections import Section
from deskbook.ui.settings_dialog import SettingsDialog
from deskbook.ui.widgets.asking import AskDialog
from deskbook.ui.window import MainWindow
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import AUTHOR, write_sound
from tests.ui.conftest import click

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

AnyDialog = TypeVar("AnyDialog", bound=QDialog)


@contextmanager
def owners(folder: Path, index: PlainIndex) -> Iterator[Services]:
    """Open a handbook without faults at the owner's desk: those of the other tests would stop a release."""
    opened = bootstrap.open_services(folder / "home")
    opened.preferences.change(theme=Theme.LIGHT, desk=DeskName.OWNER, name=AUTHOR)
    opened.exchange.import_starter(write_sound(folder / "kb"))
    try:
        yield replace(opened, finder=Finder(opened.handbook, index, opened.desk, opened.clock))
    finally:
        opened.close()
        use_language("en", opened.resources / "i18n")


class Team:
    """Several people, one after the other at one window."""

    def __init__(self, qtbot: QtBot, window: MainWindow, services: Services) -> None:
        self._qtbot = qtbot
        self.window = window
        self.services = services

    @property
    def desk(self) -> RevisionDesk:
        assert self.window.quarter is not None
        return self.window.quarter

    def wait(self, so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(so()))

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        QTest.keyClick(focus if focus is not None else self.window, key, held)

    def enter(self, text: str) -> None:
        """Type as an input method commits it."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        focus = QApplication.focusWidget()
        assert focus is not None
        QApplication.sendEvent(focus, event)

    def go(self, key: Qt.Key, section: Section) -> None:
        """Go to a section by its key."""
        self.press(key, CONTROL | SHIFT)
        focus = QApplication.focusWidget()
        assert self.window.shell.section is section, (focus, QApplication.activeWindow())

    def dialog(self, kind: type[AnyDialog]) -> AnyDialog:
        """Wait for a dialog that takes the keyboard."""
        self.wait(lambda: [d for d in self.window.findChildren(kind) if d.isVisible()])
        dialog = next(d for d in self.window.findChildren(kind) if d.isVisible())

        def active() -> bool:
            dialog.activateWindow()  # the platform of the tests forgets it when it comes too early
            return QApplication.activeWindow() is dialog

        self.wait(active)
        return dialog

    def back_to_window(self) -> None:
        """Come back from a dialog or menu, which the platform of the tests does not do by itself."""
        self.wait(lambda: not [d for d in self.window.findChildren(QDialog) if d.isVisible()])

        def active() -> bool:
            self.window.activateWindow()
            return self.window.isActiveWindow()

        self.wait(active)

    def say(self, words: str = "") -> None:
        """Answer the question that is asked."""
        dialog = self.dialog(AskDialog)
        if words:
            dialog.edit.setFocus()
            self.enter(words)
        assert dialog.confirm.isEnabled()
        click(dialog.confirm)
        self.back_to_window()

    def become(self, name: str) -> None:
        """Let somebody else sit down, who says so in the settings."""
        self.press(Qt.Key.Key_Comma, CONTROL)
        dialog = self.dialog(SettingsDialog)
        dialog.name.setFocus()
        dialog.name.selectAll()
        self.enter(name)
        self.press(Qt.Key.Key_Escape)
        self.back_to_window()
        assert self.services.people.current().name == name
        assert self.window.shell.rail.person.text() == name

    def board(self) -> None:
        """Go to the board and wait until it shows what is."""
        self.go(Qt.Key.Key_P, Section.BOARD)
        self.wait_board()

    def wait_board(self) -> None:
        """Wait until the board shows what the workspace holds."""

        def shown() -> bool:
            seen, cycles = self.desk.board.seen, self.services.cycles.current()
            if seen is None or seen.cycles != cycles:
                return False
            return seen.board is None or seen.board == self.services.cycles.board(seen.board.cycle.name)

        self.wait(shown)

    def cards(self, column: Column) -> list[str]:
        return [c.change.entry_id for c in self.desk.board_view.columns[column].list.cards.cards]

    def stand_on(self, entry_id: str, column: Column) -> None:
        """Put the keyboard on a card."""
        cards = self.desk.board_view.columns[column].list
        self.wait(lambda: cards.cards.row_of(entry_id) >= 0)
        cards.take_keyboard(cards.cards.row_of(entry_id))

    def next_phase(self, state: CycleState) -> None:
        """Press the button that begins the next phase."""
        click(self.desk.board_view.header.next)
        self.wait(lambda: self.services.cycles.get().state is state)
        self.wait_board()

    def plan(
        self, entry_id: str, *, kind: ChangeKind = ChangeKind.EDIT, owner: str = "", why: str = ""
    ) -> None:
        """Put an entry on the plan."""
        self.press(Qt.Key.Key_N, CONTROL)
        dialog = self.dialog(PlanDialog)
        self.enter(entry_id)
        click(dialog.kinds[kind])
        dialog.owner.setFocus()
        self.enter(owner)
        dialog.reason.setFocus()
        self.enter(why)
        click(dialog.confirm)
        self.back_to_window()

    def wait_sheet(self, entry_id: str) -> None:
        def there() -> bool:
            editor = self.window.editor
            return (
                editor is not None
                and editor.editing.sheet is not None
                and (editor.editing.sheet.entry_id == entry_id and editor.view.isVisible())
            )

        self.wait(there)

    def rewrite(self, old: str, new: str) -> None:
        """Change the text on the editor's desk."""
        assert self.window.editor is not None
        edit = self.window.editor.view.edit
        assert old in edit.text
        edit.apply(edit.text.replace(old, new, 1))

    def save(self, message: str) -> None:
        """Save what is on the editor's desk."""
        assert self.window.editor is not None
        editor = self.window.editor
        self.press(Qt.Key.Key_S, CONTROL)
        self.wait(editor.view.message.isVisible)
        self.enter(message)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: editor.editing.sheet is not None and not editor.editing.sheet.changed)

    def read(self, entry_id: str) -> None:
        """Open a change in the review."""
        self.go(Qt.Key.Key_R, Section.REVIEW)
        pile = self.desk.review_view.pile
        self.wait(lambda: pile.model.row_of(entry_id) >= 0)
        pile.list.setFocus()
        pile.list.setCurrentIndex(pile.model.index(pile.model.row_of(entry_id), 0))
        self.wait(lambda: self.desk.review.paper and self.desk.review.paper.entry_id == entry_id)
        head = self.services.drafts.change(entry_id).head
        self.wait(lambda: self.desk.review.paper and self.desk.review.paper.head.number == head)
        self.wait(lambda: self.desk.review.pile and self.desk.review.pile.of(entry_id))

    def state(self, entry_id: str) -> ChangeState:
        return self.services.drafts.change(entry_id).state

    def approve(self, entry_id: str) -> None:
        self.read(entry_id)
        self.wait(self.desk.review_view.header.approve.isEnabled)
        self.press(Qt.Key.Key_A, CONTROL | SHIFT)
        self.wait(lambda: self.state(entry_id) is ChangeState.APPROVED)

    def gate(self) -> None:
        """Go to the gate, and wait until it has looked."""
        self.go(Qt.Key.Key_G, Section.GATE)
        self.wait(lambda: self.desk.gate.looked)

    def stops(self) -> list[tuple[str, str]]:
        return [(c.stop.problem.code, c.stop.problem.entry_id) for c in self.desk.gate_view.stops.cards]

    def publish(self) -> None:
        self.wait(self.desk.gate_view.publish.isEnabled)
        count = len(self.services.publisher.releases())
        self.press(Qt.Key.Key_Return, CONTROL | SHIFT)
        self.say()
        self.wait(lambda: len(self.services.publisher.releases()) == count + 1)
        self.wait(lambda: not self.desk.gate.publishing)
