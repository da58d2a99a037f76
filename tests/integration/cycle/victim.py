"""Starts processes that publish a cycle until they are killed.

Reads jobs from stdin, one a line: ``publish <workspace>``; beside the workspace lies what the gate found.
Prints ``started <pid>`` when all that is left is to write, ``done <microseconds>`` when that is done, and
``ended``.
"""

from __future__ import annotations

import os
import pickle
import shlex
import signal
import sys
from pathlib import Path
from time import perf_counter

from deskbook.services.gate import Gate, GateReport
from deskbook.services.publishing import Publisher
from deskbook.store.schema import WORKSPACE
from deskbook.store.workspace import open_workspace
from tests.integration.cycle.support import PUBLISHER, START, Team
from tests.integration.store.victim import say

NOTES = "发布说明\n" * 250_000
"""More than SQLite keeps in memory, so that the transaction writes long before its commit."""


def publish(path: Path) -> None:
    """Publish the open cycle of a workspace, of which the gate found nothing to stop it."""
    team = Team(open_workspace(path, at=START), path.parent)
    team.who = PUBLISHER
    report: GateReport = pickle.loads((path.parent / "report").read_bytes())

    class Looked(Gate):
        """Looking takes longer than writing and alters nothing: it was done before."""

        def check(self, cycle: str = "") -> GateReport:
            return report

    publisher = Publisher(team.ledger, Looked(team.ledger, team.handbook), team.handbook)
    say(f"started {os.getpid()}")
    begin = perf_counter()
    publisher.publish(notes=NOTES)
    say(f"done {round((perf_counter() - begin) * 1e6)}")


def main() -> None:
    WORKSPACE.steps()  # Alembic is loaded once, here, and not in every process
    for line in sys.stdin:
        _, path = shlex.split(line)
        pid = os.fork()
        if pid == 0:
            publish(Path(path))
            signal.pause()
        os.waitpid(pid, 0)
        say("ended")


if __name__ == "__main__":
    main()
