"""A process that is killed at any moment leaves the old or the new state, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

from deskbook.store.database import Place, Server
from deskbook.store.restore import restore_workspace
from tests.cluster import Cluster
from tests.integration.store.killing import IDS, killer, nearer, text_of
from tests.unit.store.support import NOON, opened, put, sources

KILLS = 60
SERVER_KILLS = 15
"""Fewer: here it is the server that keeps a transaction whole, and only whether we use it rightly is ours."""


def state(place: Place) -> int:
    """Return which version of every entry a workspace holds; fail if it is not whole."""
    # Under the write lock: a server may still be about to end what the victim began.
    with opened(place) as workspace, workspace.work(write=True) as work:
        assert workspace.check() == ()
        found = list(work.entries.many())
        generation = workspace.generation()
    version = found[0].version
    assert [stored.id for stored in found] == list(IDS)
    for stored in found:
        assert stored.version == stored.head.number == version
        assert stored.head.source == text_of(stored.id, version)
    assert generation == version * (1 if isinstance(place, Server) else len(IDS))
    return version


def fill(place: Place) -> None:
    with opened(place) as workspace, workspace.work(write=True) as work:
        for entry_id in IDS:
            text = text_of(entry_id, 1)
            work.entries.put(entry_id, "faq", text, author="", message="", at=NOON, seen=None)
        work.commit()


def is_torn(journal: Path) -> bool:
    """Tell whether an SQLite journal ends inside a transaction: its last frame is not that of a commit."""
    content = journal.read_bytes() if journal.exists() else b""
    header, frame = 32, 24 + 4096
    last = header + ((len(content) - header) // frame - 1) * frame
    return last >= header and content[last + 4 : last + 8] == bytes(4)


def test_a_killed_import_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    fill(base)
    path = tmp_path / "workspace.sqlite"
    versions: list[int] = []
    torn = 0
    with killer() as one:
        shutil.copy(base, path)
        within = 2 * one.time("import", path)
        while len(versions) < KILLS or (not torn and len(versions) < 5 * KILLS):
            for old in tmp_path.glob("workspace.sqlite*"):
                old.unlink()
            shutil.copy(base, path)
            told = one.kill("import", path, within)
            torn += is_torn(path.with_name(path.name + "-wal"))
            version = state(path)
            # What was told to be done is durable; a commit may have been cut off before it was told.
            assert version in {max(told, 1), max(told, 1) + 1}
            versions.append(version)
            within = nearer(within, late=version > 1)
    assert torn > 0, "no kill hit a transaction while it was writing"
    assert min(versions) == 1
    assert max(versions) > 1


def test_a_killed_import_into_a_server_leaves_the_old_or_the_new_state(
    server: Server, postgres: Cluster
) -> None:
    fill(server)
    base = server.url.partition("@/")[2].partition("?")[0]
    versions = []
    with killer() as one:
        with postgres.database(base) as url:
            within = 2 * one.time("import", Server(url, server.folder))
        for _ in range(SERVER_KILLS):
            with postgres.database(base) as url:
                copy = Server(url, server.folder)
                told = one.kill("import", copy, within)
                version = state(copy)
            assert version in {max(told, 1), max(told, 1) + 1}
            versions.append(version)
            within = nearer(within, late=version > 1)
    assert min(versions) == 1
    assert max(versions) > 1


def test_a_killed_creation_leaves_no_half_workspace(tmp_path: Path) -> None:
    with killer() as one:
        seconds = one.time("create", tmp_path)
        for n in range(15):
            folder = tmp_path / f"kill-{n}"
            folder.mkdir()
            told = one.kill("create", folder, within=2 * seconds)
            made = {path.name: path for path in folder.glob("[0-9]*.sqlite")}
            assert set(made) >= {f"{n}.sqlite" for n in range(1, told + 1)}
            for path in made.values():
                with opened(path) as workspace:
                    assert workspace.check() == ()
                    assert sources(workspace) == {}


def test_a_killed_restore_leaves_the_old_or_the_new_workspace(place: Place, tmp_path: Path) -> None:
    contents = [{f"faq-{n}": f"backup {k} " * 1000 for n in range(20)} for k in range(2)]
    for k, content in enumerate(contents):
        with opened(tmp_path / f"origin-{k}.sqlite") as workspace:
            for entry_id, text in content.items():
                put(workspace, entry_id, text)
            workspace.backup(tmp_path / f"backup-{k}")
    restore_workspace(tmp_path / "backup-0", place, at=NOON)
    with killer() as one:
        seconds = one.time("restore", place)
        for _ in range(8 if isinstance(place, Server) else 15):
            one.kill("restore", place, within=2 * seconds)
            with opened(place) as workspace:
                assert workspace.check() == ()
                assert sources(workspace) in contents
