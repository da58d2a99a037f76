"""Widgets in circles are freed on the window's thread, however much the jobs allocate."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbook.services.settings import DeskName
from deskbook.ui.garbage import Collector
from deskbook.ui.jobs import Jobs
from deskbook.ui.sections import Section
from tests.ui.conftest import Opener


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    made = Collector()
    yield made
    made.stop()


class Knot(QWidget):
    """A widget that only the cycle collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def allocate() -> None:
    """Make far more garbage than the automatic collector would bear."""
    for _round in range(100_000):
        circle: list[object] = []
        circle.append(circle)


def test_a_job_that_allocates_frees_no_widget(qtbot: QtBot, collector: Collector) -> None:
    freed: list[int] = []
    weakref.finalize(Knot(), lambda: freed.append(threading.get_ident()))
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert freed == []
    qtbot.waitUntil(lambda: freed == [threading.get_ident()])


def test_python_takes_over_again_at_the_end(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_a_closed_window_leaves_nothing(open_window: Opener, jobs: Jobs) -> None:
    """Also not what belongs to pages that nobody went to."""
    gc.collect()
    window = open_window()
    window.choose_desk(DeskName.OWNER)
    window.go_to(Section.EDITOR)
    window.go_to(Section.BOARD)
    jobs.stop()
    window.close()
    window.deleteLater()
    del window
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert QApplication.allWidgets() == []
