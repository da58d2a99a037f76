"""An installation that is killed at any moment leaves the old or the new release, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.integration.cycle.support import faq
from tests.integration.cycle.test_killing import KILLS
from tests.integration.packs.support import agent, owner
from tests.integration.packs.victim import PACK
from tests.integration.store.killing import killer, nearer
from tests.integration.store.test_killing import is_torn

IDS = tuple(f"faq-{n:03}" for n in range(40))
LONG = "很长的一段。" * 4500
"""Together more than SQLite keeps in memory, so that the transaction writes long before its commit."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a desk that has one release, an empty desk, and a pack with the next release."""
    folder = tmp_path_factory.mktemp("ready")
    with owner(folder, {i: faq(i, f"旧的 {i}") for i in IDS}) as boss:
        boss.publish("2026Q3", faq_000=faq("faq-000", "旧的 faq-000\n\n改过"))
        with agent(folder / "desk") as desk:
            desk.packs.install(boss.pack("old.dbk"))
        with agent(folder / "empty") as desk:
            assert desk.read() == {}
        texts = {i.replace("-", "_"): faq(i, f"新的 {i}\n\n{LONG}") for i in IDS}
        boss.publish("2026Q4", **texts)
        boss.pack(PACK)
    shutil.rmtree(folder / "owner")
    return folder


def is_new(home: Path, *, empty: bool) -> bool:
    """Tell which release a desk reads; fail unless it is all of one."""
    with agent(home) as desk:
        assert desk.workspace.check() == ()
        assert desk.audit.faults() == ()
        read = desk.read()
        new = "新的" in read.get(IDS[0], "")
        assert set(read) == (set(IDS) if new or not empty else set())
        for entry_id, source in read.items():
            assert ("新的" if new else "旧的") + f" {entry_id}\n" in source
        status = desk.packs.status()
        if new:
            assert status.release is not None
            assert status.release.name == "2026Q4"
        elif empty:
            assert status.latest is None
    return new


@pytest.mark.parametrize("home", ["desk", "empty"])
def test_a_killed_installation_leaves_the_old_or_the_new_release(
    base: Path, tmp_path: Path, home: str
) -> None:
    outcomes: list[bool] = []
    torn = 0
    with killer("tests.integration.packs.victim") as one:

        def fresh() -> Path:
            shutil.rmtree(tmp_path / "home", ignore_errors=True)
            shutil.copytree(base / home, tmp_path / "home")
            return tmp_path / "home"

        shutil.copy(base / PACK, tmp_path)
        within = 1.5 * min(one.run("install", fresh()) for _ in range(3)) / 1e6
        while len(outcomes) < KILLS or (not torn and len(outcomes) < 5 * KILLS):
            place = fresh()
            told = one.kill("install", place, within)
            torn += is_torn(place / "handbook.sqlite-wal")
            new = is_new(place, empty=home == "empty")
            assert new or not told, "what was told to be done was lost"
            outcomes.append(new)
            within = nearer(within, late=new)
    print(f"{len(outcomes)} kills: {outcomes.count(False)} before, {outcomes.count(True)} after, {torn} torn")  # noqa: T201
    assert torn > 0, "no kill hit the transaction while it was writing"
    assert set(outcomes) == {False, True}


def test_after_a_kill_the_pack_installs_as_if_nothing_had_been(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base / "desk", tmp_path / "home")
    shutil.copy(base / PACK, tmp_path)
    with killer("tests.integration.packs.victim") as one:
        one.kill("install", tmp_path / "home", within=0.001)
    with agent(tmp_path / "home") as desk:
        desk.packs.install(tmp_path / PACK)
    assert is_new(tmp_path / "home", empty=False)
