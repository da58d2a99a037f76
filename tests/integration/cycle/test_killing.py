"""A publication that is killed at any moment, or runs out of disk, publishes everything or nothing."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from deskbook.errors import StorageError
from deskbook.model.cycle import ChangeState, CycleState
from tests.integration.cycle.support import AUTHOR, Team, faq, team
from tests.integration.cycle.victim import NOTES
from tests.integration.store.killing import killer, nearer
from tests.integration.store.test_full_disk import no_file_grows_beyond
from tests.integration.store.test_killing import is_torn

KILLS = int(os.environ.get("DESKBOOK_KILLS", "25"))
"""More of them with ``make check-kills``."""

IDS = tuple(f"faq-{n:03}" for n in range(60))
CHANGED = IDS[:20]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace in which a cycle is ready to be published, and what its gate found."""
    folder = tmp_path_factory.mktemp("ready")
    with team(folder, entries={i: faq(i, f"旧的 {i}") for i in IDS}) as desk:
        desk.open_for_editing()
        for entry_id in CHANGED:
            desk.write(entry_id, faq(entry_id, f"新的 {entry_id}"))
        desk.write("faq-new", faq("faq-new", "新的"))
        desk.submit_all("2026Q4")
        desk.cycles.move("2026Q4", CycleState.REVIEW)
        desk.approve_all("2026Q4")
        desk.cycles.move("2026Q4", CycleState.PUBLISH)
        desk.accept_warnings("2026Q4")
        report = desk.gate.check()
        assert report.open
    (folder / "report").write_bytes(pickle.dumps(report))
    return folder


def is_published(desk: Team) -> bool:
    """Tell whether everything is published; fail if only some of it is."""
    assert desk.workspace.check() == ()
    assert desk.audit.faults() == ()
    newest = desk.publisher.releases()[0]
    done = newest.name == "2026Q4"
    cycle = desk.cycles.get("2026Q4")
    assert cycle.state is (CycleState.CLOSED if done else CycleState.PUBLISH)
    wanted = ChangeState.PUBLISHED if done else ChangeState.APPROVED
    cards = desk.cycles.board("2026Q4").cards
    assert {card.change.entry_id for card in cards} == {*CHANGED, "faq-new"}
    assert {card.change.state for card in cards} == {wanted}
    assert newest.notes == (NOTES if done else "")
    read = desk.read()
    assert set(read) == ({*IDS, "faq-new"} if done else set(IDS))
    for entry_id, source in read.items():
        assert ("新的" in source) == (done and entry_id in {*CHANGED, "faq-new"})
    with desk.workspace.work() as work:
        assert work.entries.numbers() == work.releases.items(newest.number)
    return done


def copied(base: Path, folder: Path) -> Path:
    """Make a folder anew from the base; return the workspace in it."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(base, folder)
    return folder / "workspace.sqlite"


def test_a_killed_publication_is_whole_or_none(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    outcomes: list[bool] = []
    torn = 0
    with killer("tests.integration.cycle.victim") as one:
        within = 2 * min(one.run("publish", copied(base, folder)) for _ in range(3)) / 1e6
        while len(outcomes) < KILLS or (not torn and len(outcomes) < 5 * KILLS):
            path = copied(base, folder)
            told = one.kill("publish", path, within)
            torn += is_torn(path.with_name(path.name + "-wal"))
            with team(folder) as desk:
                done = is_published(desk)
                assert done or not told, "what was told to be done was lost"
                outcomes.append(done)
            within = nearer(within, late=done)
    print(f"{len(outcomes)} kills: {outcomes.count(False)} before, {outcomes.count(True)} after, {torn} torn")  # noqa: T201
    assert torn > 0, "no kill hit the transaction while it was writing"
    assert set(outcomes) == {False, True}


def test_after_a_kill_the_cycle_is_published_as_if_nothing_had_been(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with killer("tests.integration.cycle.victim") as one:
        path = copied(base, folder)
        one.kill("publish", path, within=0.001)
    with team(folder) as desk:
        if not is_published(desk):
            desk.publisher.publish(notes=NOTES)
        assert is_published(desk)


@pytest.mark.parametrize("room", [0, 100_000, 2_000_000])
def test_a_disk_that_fills_up_publishes_nothing(base: Path, tmp_path: Path, room: int) -> None:
    folder = tmp_path / "home"
    path = copied(base, folder)
    with team(folder) as desk:
        report = desk.gate.check()
        assert report.open
        journal = path.with_name(path.name + "-wal")
        size = journal.stat().st_size if journal.exists() else 0
        with no_file_grows_beyond(size + room), pytest.raises(StorageError) as caught:
            desk.publisher.publish(notes=NOTES)
        assert caught.value.where == str(path)
        assert caught.value.remedy is not None
        assert not is_published(desk)
        desk.who = AUTHOR
        desk.publisher.publish(notes=NOTES)
        assert is_published(desk)
