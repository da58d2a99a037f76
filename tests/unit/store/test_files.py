from __future__ import annotations

import errno
from pathlib import Path

import pytest

from deskbook.store.files import claim_name, partial_beside, remove_database, replace_durably


def test_a_claimed_name_keeps_its_first_content(tmp_path: Path) -> None:
    target = tmp_path / "db"
    first, second = partial_beside(target), partial_beside(target)
    first.write_text("first")
    second.write_text("second")
    assert claim_name(first, target)
    assert not claim_name(second, target)
    assert target.read_text() == "first"
    assert not first.exists()


def test_a_name_can_be_claimed_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_link: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    test_a_claimed_name_keeps_its_first_content(tmp_path)


def test_replacing_leaves_one_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old")
    partial = partial_beside(target)
    partial.write_text("new")
    replace_durably(partial, target)
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_database_goes_with_its_companions_and_nothing_else(tmp_path: Path) -> None:
    for name in ("db", "db-wal", "db-shm", "db-journal", "db-other"):
        (tmp_path / name).touch()
    remove_database(tmp_path / "db")
    assert [p.name for p in tmp_path.iterdir()] == ["db-other"]
