"""Work off the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbook.errors import DeskbookError, Message
from deskbook.ports import Cancelled
from deskbook.ui.jobs import Jobs, TiedJobs
from deskbook.ui.ports import Lane


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


def fail(error: Exception) -> None:
    raise error


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot, jobs: Jobs) -> None:
    here: list[int] = []
    jobs.run(
        Lane.READ,
        threading.get_ident,
        lambda there: here.extend((there, threading.get_ident())),
        fail,
    )
    qtbot.waitUntil(lambda: len(here) == 2)
    assert here[0] != here[1] == threading.get_ident()


def test_expected_trouble_comes_back_as_such(qtbot: QtBot, jobs: Jobs) -> None:
    trouble: list[DeskbookError] = []
    error = DeskbookError(Message("No."))
    jobs.run(Lane.READ, lambda: fail(error), lambda _none: None, trouble.append)
    qtbot.waitUntil(lambda: trouble == [error])


def test_anything_else_is_a_fault_of_the_program(qtbot: QtBot, jobs: Jobs) -> None:
    faults: list[BaseException] = []
    jobs.crashed.connect(faults.append)
    jobs.run(Lane.READ, lambda: 1 // 0, lambda _none: None, fail)
    qtbot.waitUntil(lambda: len(faults) == 1)
    assert isinstance(faults[0], ZeroDivisionError)


def test_a_lane_does_not_wait_for_another(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    done: list[str] = []
    jobs.run(Lane.LONG, lambda: gate.wait(10), lambda _set: done.append("long"), fail)
    jobs.run(Lane.SEARCH, lambda: None, lambda _none: done.append("search"), fail)
    qtbot.waitUntil(lambda: done == ["search"])
    gate.set()
    qtbot.waitUntil(lambda: done == ["search", "long"])


def test_after_the_end_nothing_is_delivered_and_long_work_stops(qapp: QApplication, qtbot: QtBot) -> None:
    jobs = Jobs()
    delivered: list[object] = []
    started, stopped = threading.Event(), threading.Event()

    def endless() -> None:
        started.set()
        try:
            while True:
                jobs.post(lambda: delivered.append("progress"))
        except Cancelled:
            stopped.set()

    jobs.run(Lane.LONG, endless, delivered.append, fail)
    assert started.wait(10)
    jobs.stop()
    assert stopped.is_set()
    jobs.run(Lane.READ, lambda: 1, delivered.append, fail)
    qapp.processEvents()
    assert delivered == []


def test_what_comes_after_its_part_of_the_window_is_gone_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    landed: list[str] = []
    gate = threading.Event()
    tied, other = TiedJobs(jobs), TiedJobs(jobs)
    tied.run(Lane.READ, gate.wait, lambda _done: landed.append("done"), fail)
    error = DeskbookError(Message("No."))
    tied.run(Lane.READ, lambda: fail(error), lambda _none: None, lambda _error: landed.append("failed"))
    tied.post(lambda: landed.append("posted"))
    tied.let_go()
    gate.set()
    other.run(Lane.READ, lambda: "other", landed.append, fail)
    qtbot.waitUntil(lambda: landed != [])
    assert landed == ["other"]
