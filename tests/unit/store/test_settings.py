from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import StorageError
from deskbook.store.settings import SettingsFile

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.dictionaries(
    text,
    st.recursive(
        st.none() | st.booleans() | st.integers() | text,
        lambda inner: st.lists(inner) | st.dictionaries(text, inner),
        max_leaves=10,
    ),
)


@given(kept=values)
def test_what_is_saved_is_loaded(kept: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = SettingsFile(tmp_path_factory.mktemp("settings") / "settings.json")
    file.save(kept)
    assert file.load() == kept


def test_a_missing_file_gives_defaults_and_is_not_made(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "settings.json").load() == {}
    assert list(tmp_path.iterdir()) == []


def test_missing_folders_are_made(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "a" / "b" / "settings.json")
    file.save({"theme": "dark"})
    assert file.load() == {"theme": "dark"}


def test_the_file_reads_well(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SettingsFile(path).save({"version": 1, "shop": "小店"})
    assert path.read_bytes() == '{\n  "version": 1,\n  "shop": "小店"\n}\n'.encode()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, 2]", b"null", b"\xff\xfe\x00", b"\x00" * 4096, b"[" * 100_000],
    ids=["empty", "cut", "list", "null", "not UTF-8", "zeros", "too deep"],
)
def test_a_damaged_file_gives_defaults_and_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    for n in (1, 2):
        path.write_bytes(content)
        assert SettingsFile(path).load() == {}
        assert not path.exists()
        assert (tmp_path / f"settings.json.damaged-{n}").read_bytes() == content


def test_a_folder_in_its_place_gives_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    assert SettingsFile(tmp_path / "settings.json").load() == {}


def test_a_full_disk_leaves_the_old_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    file = SettingsFile(path)
    file.save({"theme": "dark"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(StorageError) as caught:
            file.save({"theme": "light" * 100})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.where == str(path)
    assert json.loads(path.read_text()) == {"theme": "dark"}
    assert list(tmp_path.iterdir()) == [path]


def test_a_value_that_json_cannot_hold_leaves_the_old_settings(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save({"theme": "dark"})
    with pytest.raises(TypeError):
        file.save({"theme": object()})
    assert file.load() == {"theme": "dark"}
