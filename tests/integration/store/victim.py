"""Starts processes that work at a database until they are killed.

Reads jobs from stdin, one a line: ``<job> <place>``. Each runs in a forked process of its own, so that a
kill costs no new interpreter. Prints ``started <pid>``, ``done <n>`` after each turn, and ``ended``.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from deskbook.store.database import Place, Server
from deskbook.store.restore import restore_workspace
from deskbook.store.schema import WORKSPACE
from deskbook.store.workspace import open_workspace
from tests.integration.store.killing import IDS, text_of
from tests.unit.store.support import from_words

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def import_again_and_again(place: Place) -> None:
    """Import a new version of every entry, one transaction each time."""
    workspace = open_workspace(place, at=NOW)
    with workspace.work() as work:
        first = work.entries.get(IDS[0]).version + 1
    for version in count(first):
        with workspace.work(write=True) as work:
            for entry_id in IDS:
                text = text_of(entry_id, version)
                work.entries.put(entry_id, "faq", text, author="", message="", at=NOW, seen=version - 1)
            work.commit()
        say(f"done {version}")


def create_again_and_again(folder: Place) -> None:
    """Create one workspace after the other."""
    assert isinstance(folder, Path)
    for n in count(1):
        open_workspace(folder / f"{n}.sqlite", at=NOW).close()
        say(f"done {n}")


def restore_again_and_again(place: Place) -> None:
    """Restore two backups by turns."""
    folder = place.folder if isinstance(place, Server) else place.parent
    for n in count(1):
        restore_workspace(folder / f"backup-{n % 2}", place, at=NOW)
        say(f"done {n}")


JOBS: dict[str, Callable[[Place], None]] = {
    "import": import_again_and_again,
    "create": create_again_and_again,
    "restore": restore_again_and_again,
}


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main() -> None:
    WORKSPACE.steps()  # Alembic is loaded once, here, and not in every process
    for line in sys.stdin:
        job, *words = shlex.split(line)
        pid = os.fork()
        if pid == 0:
            say(f"started {os.getpid()}")
            JOBS[job](from_words(words))
        os.waitpid(pid, 0)
        say("ended")


if __name__ == "__main__":
    main()
