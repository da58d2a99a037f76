"""A runner that works when it is told to, in the order it is told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from deskbook.errors import DeskbookError
from deskbook.ui.ports import Lane

T = TypeVar("T")


class ManualRunner:
    """Holds jobs until a test lets them work; a lane keeps its order only if the test does."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Lane, Callable[[], None]]] = []

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DeskbookError], None],
    ) -> None:
        def job() -> None:
            try:
                result = work()
            except DeskbookError as error:
                failed(error)
            else:
                done(result)

        self.waiting.append((lane, job))

    def post(self, call: Callable[[], None]) -> None:
        call()

    def work(self, index: int = 0) -> None:
        """Let one waiting job work and deliver."""
        self.waiting.pop(index)[1]()

    def work_all(self) -> None:
        """Let jobs work until none waits."""
        while self.waiting:
            self.work()
