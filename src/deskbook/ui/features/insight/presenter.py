"""Gathering the figures, and handing them out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from deskbook.errors import DeskbookError, Message, SourceError
from deskbook.services.insight import Insights, Report, as_csv
from deskbook.services.language import sentence
from deskbook.ui.ports import Lane, Runner


class InsightView(Protocol):
    """What the presenter needs of the page."""

    def show_report(self, report: Report) -> None:
        """Show the figures."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""

    def say_saved(self, path: Path) -> None:
        """Confirm a file."""


class InsightPresenter:
    """Reads the figures again whenever something may have changed."""

    def __init__(self, view: InsightView, insights: Insights, jobs: Runner) -> None:
        self._view = view
        self._insights = insights
        self._jobs = jobs
        self._asked = 0
        self._report: Report | None = None

    def refresh(self) -> None:
        """Show the figures as they are now."""
        self._asked += 1
        number = self._asked

        def show(report: Report | None) -> None:
            if report is not None and number == self._asked and report != self._report:
                self._report = report
                self._view.show_report(report)

        def work() -> Report | None:
            return self._insights.report() if number == self._asked else None

        self._jobs.run(Lane.CHECK, work, show, self._view.show_problem)

    def save_table(self, path: Path) -> None:
        """Write the figures as a table."""
        report = self._report
        if report is not None:
            # Spreadsheets take a file for UTF-8 only if it begins with a byte order mark.
            self.save(path, lambda: as_csv(report, sentence).encode("utf-8-sig"))

    def save(self, path: Path, content: Callable[[], bytes]) -> None:
        """Write a file."""

        def work() -> None:
            try:
                path.write_bytes(content())
            except OSError as error:
                raise SourceError(
                    Message("The file cannot be written: {detail}.", detail=error.strerror),
                    Message("Check the path, your rights and the free space."),
                    str(path),
                ) from error

        self._jobs.run(Lane.KEEP, work, lambda _none: self._view.say_saved(path), self._view.show_problem)
