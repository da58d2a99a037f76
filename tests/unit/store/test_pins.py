"""The policy file and the keys pinned in a home."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from deskbook.errors import PolicyError, StorageError
from deskbook.model.pack import Keyring, Policy, public_line
from deskbook.services.settings import FIXABLE
from deskbook.store.pins import PinFiles

A, B = "0a" * 32, "0b" * 32
SCHEMA = Path(__file__).parents[3] / "resources" / "policy.schema.json"


@pytest.fixture
def pins(tmp_path: Path) -> PinFiles:
    return PinFiles((tmp_path / "policy.json",), tmp_path / "trusted_keys")


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> None:
    (tmp_path / "policy.json").write_text(text, encoding=encoding)


def test_without_files_nothing_is_fixed(pins: PinFiles) -> None:
    assert pins.policy() == Policy()
    assert pins.pinned() == frozenset()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_policy_is_read_anew_each_time(pins: PinFiles, tmp_path: Path, encoding: str) -> None:
    values = {
        "trusted_keys": [public_line(A)],
        "revoked_keys": [public_line(B)],
        "watch": "//share/手册",
        "x": 1,
    }
    write(tmp_path, json.dumps(values, ensure_ascii=False), encoding)
    assert pins.policy() == Policy(Keyring(frozenset({A}), frozenset({B})), "//share/手册")
    write(tmp_path, "{}")
    assert pins.policy() == Policy()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"trusted_keys": {}}',
        '{"revoked_keys": ["ed25519:0"]}',
        '{"watch": []}',
    ],
)
def test_a_policy_that_says_nonsense(pins: PinFiles, tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    with pytest.raises(PolicyError) as caught:
        pins.policy()
    assert caught.value.where == str(tmp_path / "policy.json")


def test_a_policy_that_cannot_be_read(pins: PinFiles, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyError):
        pins.policy()
    (tmp_path / "policy.json").write_bytes(b" " * (2 << 20))
    with pytest.raises(PolicyError):
        pins.policy()
    (tmp_path / "policy.json").unlink()
    (tmp_path / "policy.json").mkdir()
    with pytest.raises(PolicyError):
        pins.policy()


def test_the_first_policy_that_exists_counts(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text('{"watch": "shop"}', encoding="utf-8")
    pins = PinFiles((tmp_path / "policy.json", tmp_path / "shop.json"), tmp_path / "trusted_keys")
    assert pins.policy().watch == "shop"
    write(tmp_path, '{"watch": "it"}')
    assert pins.policy().watch == "it"
    write(tmp_path, "{")
    with pytest.raises(PolicyError):  # IT meant something; the shop's own must not hold in its place
        pins.policy()


def test_keys_are_pinned_one_after_the_other(pins: PinFiles, tmp_path: Path) -> None:
    for key in (B, A, A):
        pins.pin(key)
    assert pins.pinned() == {A, B}
    assert (tmp_path / "trusted_keys").read_text() == f"{public_line(A)}\n{public_line(B)}\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_pinned_keys_that_were_damaged_are_not_guessed_at(pins: PinFiles, tmp_path: Path) -> None:
    (tmp_path / "trusted_keys").write_text(f"{public_line(A)}\ned25519:xyz\n")
    with pytest.raises(PolicyError):
        pins.pinned()


def test_a_key_that_cannot_be_kept(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        PinFiles((tmp_path / "policy.json",), tmp_path / "gone" / "trusted_keys").pin(A)


def test_the_schema_describes_what_is_read(pins: PinFiles, tmp_path: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert set(schema["properties"]) == {"trusted_keys", "revoked_keys", "watch", "keep_searches", "settings"}
    assert set(schema["properties"]["settings"]["properties"]) == FIXABLE
    assert re.search(schema["$defs"]["key"]["pattern"], public_line(A))


def test_a_policy_fixes_settings_and_wants_searches(tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"keep_searches": true, "settings": {"theme": "dark", "stay": true, "later": 1}}')
    found = PinFiles((policy,), tmp_path / "keys").policy()
    assert found.keep_searches
    assert found.settings == {"theme": "dark", "stay": True}


@pytest.mark.parametrize(
    "text",
    [
        '{"keep_searches": 1}',
        '{"settings": []}',
        '{"settings": {"theme": "pink"}}',
        '{"settings": {"stay": 1}}',
    ],
)
def test_a_policy_with_nonsense_in_its_settings_is_refused(tmp_path: Path, text: str) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text(text)
    with pytest.raises(PolicyError):
        PinFiles((policy,), tmp_path / "keys").policy()
