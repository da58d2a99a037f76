"""Starts processes that install a pack until they are killed.

Reads jobs from stdin, one a line: ``install <home>``; beside the home lies the pack. Prints ``started <pid>``
when the desk is open, ``done <microseconds>`` when the pack is installed, and ``ended``.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path
from time import perf_counter

from deskbook.store.schema import WORKSPACE
from tests.integration.packs.support import Agent
from tests.integration.store.victim import say

PACK = "new.dbk"


def install(home: Path) -> None:
    """Install the pack beside a home."""
    desk = Agent(home)
    say(f"started {os.getpid()}")
    begin = perf_counter()
    desk.packs.install(home.parent / PACK)
    say(f"done {round((perf_counter() - begin) * 1e6)}")


def main() -> None:
    WORKSPACE.steps()  # Alembic is loaded once, here, and not in every process
    for line in sys.stdin:
        _, home = shlex.split(line)
        pid = os.fork()
        if pid == 0:
            install(Path(home))
            signal.pause()
        os.waitpid(pid, 0)
        say("ended")


if __name__ == "__main__":
    main()
