"""The log file: short, rotating, and safe for several processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

LONGEST = 256 * 1024
"""Bytes of one log file before it is put aside."""
KEPT = 3
"""Log files put aside: ``deskbook.log.1`` is the newest of them."""


class JournalFile:
    """Satisfies :class:`deskbook.ports.Journal`. A log that cannot be written is never a reason to stop."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock

    def note(self, event: str, *values: str) -> None:
        """Add a line: the time, the process, the event and its values."""
        line = " ".join([self._clock().isoformat(timespec="seconds"), str(os.getpid()), event, *values])
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            self._rotate()
            # Opened anew for every line: what another process put aside is not written to any more, and
            # Windows lets a file be renamed only while nobody has it open.
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(line + "\n")

    def text(self) -> str:
        """Return all that is kept, oldest first; what cannot be read is left out."""
        kept = []
        for path in [*(self._aside(n) for n in range(KEPT, 0, -1)), self._path]:
            with suppress(OSError):
                kept.append(path.read_text(encoding="utf-8", errors="replace"))
        return "".join(kept)

    def _rotate(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < LONGEST:
            return
        for number in range(KEPT - 1, 0, -1):
            with suppress(FileNotFoundError):
                self._aside(number).replace(self._aside(number + 1))
        self._path.replace(self._aside(1))

    def _aside(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
