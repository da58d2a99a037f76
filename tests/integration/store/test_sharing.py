"""Several threads and processes at one workspace."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from deskbook.errors import BusyError, StaleRevisionError
from deskbook.store.database import Place, Server
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, as_words, opened, put, shown, sources

ROOT = Path(__file__).parents[3]

OPEN = """
import sys
from tests.unit.store.support import from_words, opened, put
entry_id, *words = sys.argv[1:]
with opened(from_words(words)) as workspace:
"""
HOLD = f"""{OPEN}
    with workspace.work(write=True):
        print("held", flush=True)
        sys.stdin.read()
"""
SAVE = f"""{OPEN}
    put(workspace, entry_id, "text")
"""


def command(script: str, place: Place, entry_id: str = "") -> list[str]:
    return [sys.executable, "-c", script, entry_id, *as_words(place)]


@contextmanager
def held_by_another_process(place: Place) -> Iterator[None]:
    with subprocess.Popen(
        command(HOLD, place), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.stdin.close()


def test_a_held_database_is_busy_for_writers_only(place: Place) -> None:
    with opened(place, wait=0.05) as workspace:
        put(workspace, "faq-a", "one")
        with held_by_another_process(place):
            assert sources(workspace) == {"faq-a": "one"}
            assert workspace.generation() == 1
            with pytest.raises(BusyError) as caught, workspace.work(write=True):
                pass
            assert caught.value.where == shown(place)
            with opened(place, wait=0.05) as second:
                assert sources(second) == {"faq-a": "one"}
        put(workspace, "faq-b", "two")
        assert set(sources(workspace)) == {"faq-a", "faq-b"}


def test_a_busy_writer_waits_for_its_turn(workspace: SqlWorkspace) -> None:
    started = threading.Event()

    def save() -> None:
        started.set()
        put(workspace, "faq-b", "second")

    with ThreadPoolExecutor(1) as pool:
        with workspace.work(write=True) as work:
            second = pool.submit(save)
            started.wait()
            work.entries.put("faq-a", "faq", "first", author="", message="", at=NOON, seen=None)
            work.commit()
        second.result()
    assert sources(workspace) == {"faq-a": "first", "faq-b": "second"}


@pytest.mark.parametrize("found", ["path", "empty_server"])
def test_processes_that_create_one_workspace_at_once_share_it(
    found: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place: Place = request.getfixturevalue(found)
    ids = ["faq-a", "faq-b", "faq-c"]
    running = [subprocess.Popen(command(SAVE, place, i), cwd=ROOT) for i in ids]
    assert [process.wait() for process in running] == [0, 0, 0]
    with opened(place) as workspace:
        assert list(sources(workspace)) == ids
        assert workspace.check() == ()
    assert list(tmp_path.iterdir()) == ([] if isinstance(place, Server) else [place])


def test_the_generation_tells_of_changes_by_other_processes(place: Place, workspace: SqlWorkspace) -> None:
    before = workspace.generation()
    assert workspace.generation() == before
    subprocess.run(command(SAVE, place, "faq-a"), cwd=ROOT, check=True)
    after = workspace.generation()
    assert after > before
    assert list(sources(workspace)) == ["faq-a"]
    assert workspace.generation() == after


def test_the_generation_waits_for_the_commit(workspace: SqlWorkspace) -> None:
    before = workspace.generation()
    with workspace.work(write=True) as work:
        work.entries.put("faq-a", "faq", "a", author="", message="", at=NOON, seen=None)
        assert workspace.generation() == before
        work.commit()
        assert workspace.generation() > before


def test_a_reader_sees_one_state_from_its_first_look_on(workspace: SqlWorkspace) -> None:
    put(workspace, "faq-a", "old")
    with workspace.work() as work:
        assert work.entries.get("faq-a").head.source == "old"
        put(workspace, "faq-a", "new", seen=1)
        put(workspace, "faq-b", "new")
        assert work.entries.get("faq-a").head.source == "old"
        assert set(work.entries.heads()) == {"faq-a"}
    assert sources(workspace) == {"faq-a": "new", "faq-b": "new"}


def test_readers_never_see_half_a_change(workspace: SqlWorkspace) -> None:
    ids = [f"faq-{n}" for n in range(20)]
    done = threading.Event()

    def write() -> None:
        try:
            for version in range(15):
                with workspace.work(write=True) as work:
                    for entry_id in ids:
                        text = f"round {version}"
                        work.entries.put(
                            entry_id, "faq", text, author="", message="", at=NOON, seen=version or None
                        )
                    work.commit()
        finally:
            done.set()

    def read() -> list[frozenset[str]]:
        seen = []
        while not done.is_set():
            found = sources(workspace)
            assert len(found) in {0, len(ids)}
            seen.append(frozenset(found.values()))
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        pool.submit(write).result()
    seen = [state for reader in readers for state in reader.result()]
    assert seen
    assert all(len(state) <= 1 for state in seen)
    assert set(sources(workspace).values()) == {"round 14"}


def test_of_two_savers_of_one_version_one_is_refused(workspace: SqlWorkspace) -> None:
    put(workspace, "faq-a", "start")
    barrier = threading.Barrier(2)

    def save(text: str) -> str:
        barrier.wait()
        try:
            put(workspace, "faq-a", text, seen=1)
        except StaleRevisionError:
            return ""
        return text

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(save, ("mine", "yours")))
    assert results[0] == ""
    assert sources(workspace) == {"faq-a": results[1]}


def test_a_backup_during_writing_holds_one_state(workspace: SqlWorkspace, tmp_path: Path) -> None:
    put(workspace, "faq-a", "committed")
    with workspace.work(write=True) as work:
        work.entries.put("faq-a", "faq", "not yet", author="", message="", at=NOON, seen=1)
        workspace.backup(tmp_path / "backup.sqlite")
        work.commit()
    with opened(tmp_path / "backup.sqlite") as copy:
        assert sources(copy) == {"faq-a": "committed"}
        assert copy.check() == ()
