"""Settles a conflict in own words until it is killed; prints how much is kept whenever more is."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from deskbook import bootstrap
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName
from deskbook.ui.app import SystemClipboard
from deskbook.ui.jobs import Jobs
from deskbook.ui.owner import EditorDesk
from deskbook.ui.window import MainWindow
from tests.integration.typist import ENTRY, typed


class Settler:
    """Commits a character a turn of the event loop, in the words of the only conflict."""

    def __init__(self, services: Services, desk: EditorDesk) -> None:
        self._services, self._desk = services, desk
        self._count = 0
        self._told = 0

    def type(self) -> None:
        cards = self._desk.merge_view.cards
        if not self._desk.joining or not cards:
            return
        words = cards[0].words
        if not words.isVisible():
            cards[0].chips[None].click()
            words.begin("")
        event = QInputMethodEvent("", [])
        event.setCommitString(typed(self._count + 1)[-1])
        QApplication.sendEvent(words, event)
        self._count += 1
        kept = max((len(one.words) for one in self._services.desk.settlements(ENTRY)), default=0)
        if self._count > 3 and kept > self._told:
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
    settler = Settler(services, window.editor)
    timer = QTimer(interval=20)
    timer.timeout.connect(settler.type)
    timer.start()
    app.exec()


if __name__ == "__main__":
    main()
