"""Several processes over one index, some of which are killed."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

from deskbook.search import open_index
from tests.integration.search.worker import ENTRIES, handbook_of
from tests.unit.search.support import ask

ROOT = Path(__file__).parents[3]
KILLS = 20


def start(folder: Path, first: int, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.integration.search.worker", str(folder), str(first), str(rounds)]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def assert_whole(folder: Path) -> None:
    """Check as a fresh process would that the current state is one that somebody published."""
    index = open_index(folder, encoder=False)
    assert len(index.heads()) == ENTRIES
    hits = index.search(ask("退款到账", limit=99)).hits
    assert {hit.id for hit in hits} == set(index.heads())
    assert all("退款" in hit.snippet.text for hit in hits)
    index.close()


def test_a_kill_at_any_moment_leaves_a_whole_index(tmp_path: Path) -> None:
    rnd = random.Random(7)
    handbook = handbook_of(0)
    index = open_index(tmp_path, encoder=False)
    index.sync(handbook.heads(), handbook.load)
    index.close()
    for kill in range(KILLS):
        with start(tmp_path, 100 * kill + 1, -1) as worker:
            threading.Event().wait(rnd.uniform(0, 0.25))
            worker.kill()
        assert_whole(tmp_path)
    index = open_index(tmp_path, encoder=False)
    handbook = handbook_of(9999)
    assert index.sync(handbook.heads(), handbook.load).rebuilt in ("", "changed")
    assert index.heads() == handbook.heads()
    assert len(list(tmp_path.glob("g-*"))) == 1


def test_two_writers_and_a_reader_do_not_disturb_each_other(tmp_path: Path) -> None:
    handbook = handbook_of(0)
    index = open_index(tmp_path, encoder=False)
    index.sync(handbook.heads(), handbook.load)
    with start(tmp_path, 1, 12) as first, start(tmp_path, 501, 12) as second:
        searches = 0
        while first.poll() is None or second.poll() is None:
            assert len(index.search(ask("退款到账", limit=99)).hits) == ENTRIES
            searches += 1
    assert first.returncode == second.returncode == 0
    assert searches > 10
    assert_whole(tmp_path)
    index.close()
