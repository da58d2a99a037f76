"""Collecting the problems of one file while it is read."""

from __future__ import annotations

from deskbook.errors import Message
from deskbook.model.problem import Problem


class Findings:
    """The problems of one file, in the order they were found; false while there are none."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: list[Problem] = []
        self.entry_id = ""

    def add(self, code: str, reason: Message, remedy: Message, *, line: int = 0, field: str = "") -> None:
        """Note a problem; ``line`` is 1-based in the file."""
        self._problems.append(Problem(code, reason, remedy, self._path, line, field, self.entry_id))

    def __bool__(self) -> bool:
        return bool(self._problems)

    def all(self) -> tuple[Problem, ...]:
        """Return the problems by line."""
        return tuple(sorted(self._problems, key=lambda problem: problem.line))
