from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deskbook.search.locking import ProcessLock

HOLD = """
import sys
from pathlib import Path
from deskbook.search.locking import ProcessLock
lock = ProcessLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    with ProcessLock(tmp_path / "lock") as first, ProcessLock(tmp_path / "lock") as second:
        assert first.acquire()
        assert not second.acquire()
        first.release()
        assert second.acquire()


def test_another_process_holds_it_until_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        with ProcessLock(path) as mine:
            assert not mine.acquire()
            holder.kill()
            holder.wait()
            assert mine.acquire()
