"""Background work without Qt: filling, indexing, cancelling, changes on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from deskbook.errors import DeskbookError, Message
from deskbook.ports import Progress, SyncReport
from deskbook.services.finding import Finder
from deskbook.ui.features.upkeep.presenter import Phase, UpkeepPresenter
from tests.fakes.runner import ManualRunner


class View:
    """Writes down what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[object] = []

    def show_progress(self, phase: Phase, done: int, total: int) -> None:
        self.shown.append((phase, done, total))

    def show_idle(self) -> None:
        self.shown.append("idle")

    def show_paused(self) -> None:
        self.shown.append("paused")

    def show_problem(self, error: DeskbookError) -> None:
        self.shown.append(error)


class Index:
    """Stands in for the finder: counts what was done."""

    def __init__(self) -> None:
        self.refreshed = 0
        self.warmed = 0
        self.is_behind = False
        self.is_old = True
        self.is_there = True
        self.trouble: DeskbookError | None = None
        self.while_working: Callable[[], None] = lambda: None

    def refresh(self, progress: Progress) -> SyncReport:
        if self.trouble is not None:
            raise self.trouble
        self.while_working()
        progress(1, 2)
        self.refreshed += 1
        self.is_behind = False
        return SyncReport(added=1 if self.refreshed > 1 or self.is_old else 0)

    def ready(self) -> bool:
        return self.is_there

    def warm_up(self) -> None:
        self.warmed += 1

    def behind(self) -> bool:
        return self.is_behind


class Bench:
    """A presenter with everything around it."""

    def __init__(self, starter: Callable[[Progress], None] | None = None) -> None:
        self.view, self.index, self.jobs = View(), Index(), ManualRunner()
        self.told: list[str] = []
        self.presenter = UpkeepPresenter(
            self.view,
            cast(Finder, self.index),
            self.jobs,
            starter,
            lambda: self.told.append("changed"),
            lambda: self.told.append("warm"),
        )


def test_a_start_indexes_tells_and_warms_up() -> None:
    bench = Bench()
    bench.presenter.start()
    assert bench.presenter.busy
    bench.jobs.work_all()
    assert bench.view.shown == [(Phase.INDEXING, 1, 2), "idle"]
    assert bench.told == ["changed", "warm"]
    assert not bench.presenter.busy


def test_a_start_over_an_index_in_step_has_nothing_new_to_show() -> None:
    bench = Bench()
    bench.index.is_old = False
    bench.presenter.start()
    bench.jobs.work_all()
    assert bench.told == ["warm"]
    bench.index.is_behind = True
    bench.presenter.tick()
    bench.jobs.work_all()
    assert bench.told == ["warm", "changed", "warm"]


def test_an_empty_handbook_is_shown_as_one() -> None:
    bench = Bench()
    bench.index.is_old = bench.index.is_there = False
    bench.presenter.start()
    bench.jobs.work_all()
    assert bench.told == ["changed", "warm"]


def test_the_first_start_fills_the_handbook_once() -> None:
    filled: list[str] = []
    bench = Bench(lambda progress: filled.append("once"))
    bench.presenter.start()
    bench.jobs.work_all()
    bench.presenter.start()
    bench.jobs.work_all()
    assert filled == ["once"]
    assert bench.index.refreshed == 2


def test_cancelled_work_stops_and_can_be_taken_up() -> None:
    bench = Bench()
    bench.index.while_working = bench.presenter.cancel
    bench.presenter.start()
    bench.jobs.work_all()
    assert bench.view.shown == ["paused"]
    assert bench.index.refreshed == 0
    bench.index.is_behind = True
    bench.presenter.tick()
    assert bench.jobs.waiting == []
    bench.index.while_working = lambda: None
    bench.presenter.start()
    bench.jobs.work_all()
    assert bench.view.shown[-1] == "idle"


def test_a_cancelled_filling_is_begun_anew() -> None:
    tries: list[str] = []

    def starter(progress: Progress) -> None:
        tries.append("try")
        progress(0, 1)

    bench = Bench(starter)
    bench.presenter.start()
    bench.presenter.cancel()
    bench.jobs.work_all()
    assert bench.view.shown == ["paused"]
    bench.presenter.start()
    bench.jobs.work_all()
    assert tries == ["try", "try"]
    assert bench.view.shown[-1] == "idle"


def test_a_changed_handbook_is_indexed_by_itself() -> None:
    bench = Bench()
    bench.presenter.tick()
    bench.jobs.work_all()
    assert bench.index.refreshed == 0
    bench.index.is_behind = True
    bench.presenter.tick()
    bench.presenter.tick()
    bench.jobs.work_all()
    assert bench.index.refreshed == 1


def test_a_look_during_work_waits() -> None:
    bench = Bench()
    bench.presenter.start()
    bench.presenter.tick()
    bench.presenter.start()
    assert len(bench.jobs.waiting) == 1


def test_trouble_is_shown_and_tried_again_only_when_asked() -> None:
    bench = Bench()
    bench.index.trouble = DeskbookError(Message("The disk is full."))
    bench.presenter.start()
    bench.jobs.work_all()
    assert bench.view.shown == [bench.index.trouble]
    bench.index.is_behind = True
    bench.presenter.tick()
    assert bench.jobs.waiting == []
    bench.index.trouble = None
    bench.presenter.start()
    bench.jobs.work_all()
    assert bench.view.shown[-1] == "idle"


def test_a_view_made_anew_shows_what_the_old_one_did() -> None:
    bench = Bench()
    bench.presenter.show_again()
    assert bench.view.shown == ["idle"]
    bench.index.trouble = DeskbookError(Message("The disk is full."))
    bench.presenter.start()
    bench.jobs.work_all()
    bench.presenter.show_again()
    assert bench.view.shown[-2:] == [bench.index.trouble, bench.index.trouble]
