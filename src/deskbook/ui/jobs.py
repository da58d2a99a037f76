"""Work off the window's thread, answers back on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from deskbook.errors import DeskbookError
from deskbook.ports import Cancelled
from deskbook.ui.ports import Lane, Runner

T = TypeVar("T")


class Jobs(QObject):
    """A thread a lane. Jobs receive ids and values, never widgets.

    Call :meth:`stop` before the application ends: a late result would otherwise meet a deleted object.
    """

    _landed = Signal(object)
    crashed = Signal(object)
    """An exception that nobody expects: a fault of the program."""

    def __init__(self) -> None:
        super().__init__()
        self._stopped = False
        self._pools = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane.name.lower()) for lane in Lane}
        self._landed.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DeskbookError], None],
    ) -> None:
        """Queue ``work``; see :class:`deskbook.ui.ports.Runner`."""
        if self._stopped:
            return

        def settle(future: Future[T]) -> None:
            if self._stopped or future.cancelled():
                return
            error = future.exception()
            if error is None:
                self._landed.emit(partial(done, future.result()))
            elif isinstance(error, DeskbookError):
                self._landed.emit(partial(failed, error))
            else:
                self._landed.emit(partial(self.crashed.emit, error))

        self._pools[lane].submit(work).add_done_callback(settle)

    def post(self, call: Callable[[], None]) -> None:
        """Call ``call`` on the window's thread soon; safe from any thread.

        :raises Cancelled: if the program is ending, so that long work stops at its next progress report.
        """
        if self._stopped:
            raise Cancelled
        self._landed.emit(call)

    def stop(self) -> None:
        """Drop queued work, let running work end, and deliver nothing more."""
        self._stopped = True
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if not self._stopped:
            call()


class TiedJobs:
    """Jobs of a part of the window: once it is gone, late answers are dropped instead of meeting it."""

    def __init__(self, jobs: Runner) -> None:
        self._jobs = jobs
        self._gone = False

    def let_go(self) -> None:
        """Deliver nothing from now on."""
        self._gone = True

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DeskbookError], None],
    ) -> None:
        """Queue ``work``; see :class:`deskbook.ui.ports.Runner`."""
        self._jobs.run(lane, work, self._while_there(done), self._while_there(failed))

    def post(self, call: Callable[[], None]) -> None:
        """Call ``call`` on the window's thread soon; safe from any thread."""
        self._jobs.post(lambda: None if self._gone else call())

    def _while_there(self, call: Callable[[T], None]) -> Callable[[T], None]:
        return lambda value: None if self._gone else call(value)
