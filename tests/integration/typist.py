"""Types into the editor until it is killed; prints how much is kept whenever more is."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from deskbook import bootstrap
from deskbook.services.settings import DeskName
from deskbook.ui.actions import ActionId
from deskbook.ui.app import SystemClipboard
from deskbook.ui.jobs import Jobs
from deskbook.ui.owner import EditorDesk
from deskbook.ui.window import MainWindow

ENTRY = "faq-invoice"
_WORDS = "发票当天开，电子的😀；"


def typed(count: int) -> str:
    """Return the first characters of what is typed."""
    return (_WORDS * (count // len(_WORDS) + 1))[:count]


class Typist:
    """Commits a character a turn of the event loop, at the beginning of the whole file."""

    def __init__(self, desk: EditorDesk) -> None:
        self._desk = desk
        self._count = 0
        self._told = 0

    def type(self) -> None:
        sheet, edit = self._desk.editing.sheet, self._desk.view.edit
        if sheet is None:
            return
        if not edit.whole:
            self._desk.act(ActionId.WHOLE_FILE)
            cursor = edit.textCursor()
            cursor.setPosition(0)
            edit.setTextCursor(cursor)
        event = QInputMethodEvent("", [])
        event.setCommitString(typed(self._count + 1)[-1])
        QApplication.sendEvent(edit, event)
        self._count += 1
        kept = len(sheet.kept) - len(sheet.saved)
        if kept > self._told:
            self._told = kept
            os.write(1, f"{kept}\n".encode())


def main() -> None:
    app = QApplication(sys.argv[:1])
    services = bootstrap.open_services()
    services.preferences.change(desk=DeskName.OWNER)
    jobs = Jobs()
    window = MainWindow(services, jobs, SystemClipboard(), None)
    window.show()
    window.edit(ENTRY)
    assert window.editor is not None
    typist = Typist(window.editor)
    timer = QTimer(interval=20)
    timer.timeout.connect(typist.type)
    timer.start()
    app.exec()


if __name__ == "__main__":
    main()
