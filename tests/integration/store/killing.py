"""Killing processes at random moments."""

from __future__ import annotations

import os
import random
import select
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import IO

from deskbook.store.database import Place
from tests.unit.store.support import as_words

# Together more than SQLite keeps in memory, so that a transaction writes long before its commit.
IDS = tuple(f"faq-{n:03}" for n in range(100))
SIZE = 50_000


def text_of(entry_id: str, version: int) -> str:
    return f"{entry_id} {version}\n" * (SIZE // 12)


def nearer(within: float, *, late: bool) -> float:
    """Return within how many seconds to kill next, so that half of the kills come too late.

    A machine that is busy now and then makes any range measured once too short, or too long.
    """
    return within / 1.3 if late else within * 1.3


class Killer:
    """Runs jobs in processes of their own and kills each after a random time."""

    def __init__(self, jobs: IO[bytes], answers: IO[bytes], rng: random.Random) -> None:
        self._jobs, self._answers, self._rng = jobs, answers, rng

    def time(self, job: str, place: Place) -> float:
        """Return how many seconds one turn of a job takes, once it is running."""
        pid = self._start(job, place)
        self._wait_for("done")
        begin = perf_counter()
        self._wait_for("done")
        seconds = perf_counter() - begin
        self._kill(pid)
        return seconds

    def kill(self, job: str, place: Place, within: float) -> int:
        """Kill a job within so many seconds; return the last turn that it told to be done, or 0."""
        pid = self._start(job, place)
        select.select([], [], [], self._rng.uniform(0, within))
        return self._kill(pid)

    def run(self, job: str, place: Place) -> int:
        """Let a job tell that it is done, then kill it; return the number that it told."""
        pid = self._start(job, place)
        told = self._wait_for("done")
        self._kill(pid)
        return told

    def _start(self, job: str, place: Place) -> int:
        self._jobs.write(f"{shlex.join([job, *as_words(place)])}\n".encode())
        self._jobs.flush()
        return self._wait_for("started")

    def _kill(self, pid: int) -> int:
        os.kill(pid, signal.SIGKILL)
        done = 0
        while (line := self._answers.readline().split()) != [b"ended"]:
            done = int(line[1])
        return done

    def _wait_for(self, word: str) -> int:
        answer, number = self._answers.readline().decode().split()
        assert answer == word
        return int(number)


@contextmanager
def killer(victims: str = "tests.integration.store.victim") -> Iterator[Killer]:
    """Start the process that starts the victims. A failing test prints the seed; set it to repeat the run.

    :param victims: the module that this process runs.
    """
    seed = int(os.environ.get("DESKBOOK_TEST_SEED", random.randrange(2**32)))
    print(f"DESKBOOK_TEST_SEED={seed}")  # noqa: T201 - pytest shows it when the test fails
    command = [sys.executable, "-m", victims]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Killer(process.stdin, process.stdout, random.Random(seed))
        process.stdin.close()
