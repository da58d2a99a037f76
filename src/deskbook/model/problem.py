"""A fault found in content, precise enough to be mended without asking anyone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbook.errors import Message


class Gravity(StrEnum):
    """How bad a problem is: errors stop a release, warnings can be accepted with a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a stable ``code``, where it is, why it is one, and the remedy.

    :param path: the file, relative to the folder that was read; empty if the entry has no file.
    :param line: 1-based; 0 if unknown.
    :param field: the field or section it is about; may be empty.
    """

    code: str
    reason: Message
    remedy: Message
    path: str = ""
    line: int = 0
    field: str = ""
    entry_id: str = ""
    gravity: Gravity = Gravity.ERROR

    @property
    def place(self) -> str:
        """``file:line`` as far as known, else the entry id."""
        where = self.path or self.entry_id
        return f"{where}:{self.line}" if where and self.line else where
