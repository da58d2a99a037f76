from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from deskbook.search import generation as disk
from deskbook.search.generation import DamagedIndexError, FileMark, Manifest, read_manifest


def publish(folder: Path, base: Path | None = None, **files: str) -> Path:
    made = disk.start(folder, base)
    for name, text in files.items():
        (made / name).write_text(text)
    known = read_manifest(base).files if base else {}
    disk.publish(made, Manifest(str(folder.resolve()), disk.ANALYSIS, chunks=("v-1",)), known)
    return made


def test_publishing_makes_a_generation_current_at_once(tmp_path: Path) -> None:
    assert disk.current(tmp_path) is None
    assert disk.pointer_stamp(tmp_path) is None
    first = publish(tmp_path, one="1")
    stamp = disk.pointer_stamp(tmp_path)
    assert disk.current(tmp_path) == first
    second = publish(tmp_path, first, two="22")
    assert disk.current(tmp_path) == second
    assert disk.pointer_stamp(tmp_path) != stamp
    assert read_manifest(second).files == {"one": FileMark(1, 2212294583), "two": FileMark.of(second / "two")}
    assert read_manifest(second).chunks == ("v-1",)
    assert (first / "one").read_text() == "1"


def test_a_started_generation_is_invisible_and_swept_away(tmp_path: Path) -> None:
    kept = publish(tmp_path, one="1")
    started = disk.start(tmp_path, kept)
    assert disk.current(tmp_path) == kept
    disk.sweep(tmp_path)
    assert not started.exists()
    assert read_manifest(kept)


def overwrite(generation: Path) -> None:
    (generation / "one").write_text("2")


def truncate(generation: Path) -> None:
    (generation / "one").write_text("")


def remove(generation: Path) -> None:
    (generation / "one").unlink()


def lose_manifest(generation: Path) -> None:
    (generation / "manifest.json").unlink()


def spoil_manifest(generation: Path) -> None:
    (generation / "manifest.json").write_bytes(b"\xff{]")


def empty_manifest(generation: Path) -> None:
    (generation / "manifest.json").write_text("[]")


def other_format(generation: Path) -> None:
    path = generation / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))


def lose_all(generation: Path) -> None:
    shutil.rmtree(generation)


@pytest.mark.parametrize(
    "harm",
    [overwrite, truncate, remove, lose_manifest, spoil_manifest, empty_manifest, other_format, lose_all],
)
def test_every_sort_of_damage_is_seen(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    made = publish(tmp_path, one="1", two="2")
    read_manifest(made)
    harm(made)
    with pytest.raises(DamagedIndexError):
        read_manifest(made)


def test_a_generation_from_elsewhere_is_refused(tmp_path: Path) -> None:
    publish(tmp_path / "theirs", one="1")
    shutil.copytree(tmp_path / "theirs", tmp_path / "mine")
    copied = disk.current(tmp_path / "mine")
    assert copied is not None
    with pytest.raises(DamagedIndexError, match="folder"):
        read_manifest(copied)


@pytest.mark.parametrize("pointer", ["../elsewhere", "g-1/../../x", "", "nonsense"])
def test_a_pointer_leads_nowhere_but_to_a_generation(tmp_path: Path, pointer: str) -> None:
    (tmp_path / "CURRENT").write_text(pointer)
    assert disk.current(tmp_path) is None


def test_where_there_are_no_hard_links_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    first = publish(tmp_path, one="1")
    monkeypatch.setattr("os.link", refuse)
    second = publish(tmp_path, first, two="2")
    shutil.rmtree(first)
    assert (second / "one").read_text() == "1"
    assert read_manifest(second)


def test_the_analysis_names_the_versions_that_are_installed() -> None:
    for name in ("whoosh3", "OpenCC", "pypinyin"):
        assert f"{name}-{version(name)}" in disk.ANALYSIS
