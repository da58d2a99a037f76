"""Key files, rotation and revocation."""

from __future__ import annotations

import json
import os
import stat
from itertools import pairwise
from pathlib import Path

import pytest

from deskbook.errors import (
    KeyFileError,
    PackFormatError,
    PackSignatureError,
    RevokedKeyError,
    UntrustedKeyError,
)
from deskbook.model.pack import Keyring, parse_public, public_line
from deskbook.pack.container import MOST_STATEMENTS, Statement
from deskbook.pack.keys import KeyFiles, Signer, StatementKind
from deskbook.pack.trust import after_statements
from tests.unit.pack.support import NEXT, OTHER, OWNER, QUICK, TRUSTING, pack_bytes, read

FILES = KeyFiles(QUICK)
ROTATED = OWNER.state(StatementKind.ROTATE, NEXT.public)


def carrying(signer: Signer, *statements: Statement) -> bytes:
    """Return a pack of this key that carries these statements."""
    seeds = {OWNER.public: 1, OTHER.public: 2, NEXT.public: 3}
    return pack_bytes(signer=Signer(bytes([seeds[signer.public]]) * 32, statements))


def test_a_key_is_kept_under_its_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "owner.key"
    public = FILES.create(path, "四个 汉字 pass")
    assert FILES.unlock(path, "四个 汉字 pass").public == public
    with pytest.raises(KeyFileError, match="passphrase does not open"):
        FILES.unlock(path, "四个汉字pass")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other rights")
def test_only_its_owner_may_read_a_key(tmp_path: Path) -> None:
    path = tmp_path / "owner.key"
    FILES.create(path, "x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_secret_is_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "owner.key"
    FILES.create(path, "x")
    seed = bytes(FILES.unlock(path, "x")._key)
    assert seed.hex() not in path.read_text()


def test_a_key_is_never_replaced_and_needs_a_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "owner.key"
    path.write_text("something")
    with pytest.raises(KeyFileError, match="never replaced"):
        FILES.create(path, "x")
    assert path.read_text() == "something"
    with pytest.raises(KeyFileError, match="needs a passphrase"):
        FILES.create(tmp_path / "other.key", "")
    assert [p.name for p in tmp_path.iterdir()] == ["owner.key"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("format", "deskbook key 9"),
        ("public", public_line(OTHER.public)),
        ("public", "ed25519:zz"),
        ("argon2id", {"salt": "00" * 16, "passes": 10**9, "memory": 8192}),
        ("argon2id", {"salt": "00" * 16, "passes": 1, "memory": 1 << 40}),
        ("argon2id", {"salt": "00", "passes": 1, "memory": 8192}),
        ("argon2id", None),
        ("sealed", "no"),
        ("sealed", "00"),
        ("statements", ["00"]),
        ("statements", 1),
    ],
)
def test_a_damaged_key_file(tmp_path: Path, part: str, value: object) -> None:
    path = tmp_path / "owner.key"
    FILES.create(path, "x")
    path.write_text(json.dumps({**json.loads(path.read_text()), part: value}))
    with pytest.raises(KeyFileError):
        FILES.unlock(path, "x")


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"{" * 70_000, b"null", b"1" * 100_000])
def test_what_is_no_key_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "owner.key"
    path.write_bytes(data)
    with pytest.raises(KeyFileError, match="not a key"):
        FILES.unlock(path, "x")
    with pytest.raises(KeyFileError, match="cannot be read"):
        FILES.unlock(tmp_path / "gone.key", "x")


def test_a_public_key_is_one_line() -> None:
    assert parse_public(f" {public_line(OWNER.public)}\n") == OWNER.public
    for wrong in ("", OWNER.public, "ed25519:", f"ed25519:{OWNER.public.upper()}x", "rsa:00"):
        assert parse_public(wrong) is None


def test_a_new_key_takes_the_old_ones_place(tmp_path: Path) -> None:
    old, new = tmp_path / "old.key", tmp_path / "new.key"
    public = FILES.create(old, "x")
    FILES.rotate(old, "x", new, "y")
    anchors = Keyring(frozenset({public}))
    signer = FILES.unlock(new, "y")
    pack = read(pack_bytes(signer=signer), anchors)
    assert pack.key == signer.public
    assert pack.learned == Keyring(frozenset({signer.public}), frozenset({public}))
    with pytest.raises(RevokedKeyError):
        read(pack_bytes(signer=FILES.unlock(old, "x")), anchors | pack.learned)


def test_a_desk_that_missed_a_rotation_follows_the_chain(tmp_path: Path) -> None:
    names = [tmp_path / f"{n}.key" for n in range(4)]
    public = FILES.create(names[0], "x")
    for old, new in pairwise(names):
        FILES.rotate(old, "x", new, "x")
    pack = read(pack_bytes(signer=FILES.unlock(names[3], "x")), Keyring(frozenset({public})))
    assert len(pack.learned.revoked) == 3


def test_a_key_revokes_another_in_every_pack_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "owner.key"
    public = FILES.create(path, "x")
    FILES.revoke(path, "x", OTHER.public)
    anchors = Keyring(frozenset({public, OTHER.public}))
    read(pack_bytes(signer=OTHER), anchors)
    pack = read(pack_bytes(signer=FILES.unlock(path, "x")), anchors)
    assert pack.learned.revoked == {OTHER.public}
    with pytest.raises(RevokedKeyError):
        read(pack_bytes(signer=OTHER), anchors | pack.learned)


def test_a_key_file_holds_no_more_statements_than_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "owner.key"
    FILES.create(path, "x")
    for n in range(MOST_STATEMENTS):
        FILES.revoke(path, "x", f"{n:064x}")
    before = path.read_bytes()
    with pytest.raises(KeyFileError, match="as many statements"):
        FILES.revoke(path, "x", OTHER.public)
    assert path.read_bytes() == before


def test_a_statement_of_an_unknown_key_says_nothing() -> None:
    made = OTHER.state(StatementKind.ROTATE, NEXT.public)
    with pytest.raises(UntrustedKeyError):
        read(carrying(NEXT, made))
    assert read(carrying(OWNER, OTHER.state(StatementKind.REVOKE, OWNER.public))).learned == Keyring()


def test_a_forged_statement_of_a_trusted_key_is_refused() -> None:
    forged = OTHER.state(StatementKind.ROTATE, NEXT.public)
    forged = Statement(forged.kind, bytes.fromhex(OWNER.public), forged.subject, forged.signature)
    with pytest.raises(PackSignatureError):
        read(carrying(NEXT, forged))


def test_a_statement_is_never_taken_for_one_of_another_kind() -> None:
    told = Statement(StatementKind.REVOKE, ROTATED.signer, ROTATED.subject, ROTATED.signature)
    with pytest.raises(PackSignatureError):
        read(carrying(OWNER, told))


def test_an_old_key_that_was_replaced_cannot_speak_any_more() -> None:
    after = after_statements((ROTATED,), TRUSTING)
    back = OWNER.state(StatementKind.REVOKE, NEXT.public)
    assert after_statements((back,), after) == after
    assert after_statements((ROTATED, back), TRUSTING) == after


def test_a_revoked_key_cannot_be_brought_back() -> None:
    revoked = Keyring(TRUSTING.trusted, frozenset({NEXT.public}))
    with pytest.raises(RevokedKeyError):
        read(carrying(NEXT, ROTATED), revoked)
    with pytest.raises(RevokedKeyError):
        read(carrying(OWNER, OWNER.state(StatementKind.REVOKE, OWNER.public)))


def test_a_statement_of_a_later_kind_asks_for_a_newer_program() -> None:
    later = Signer(bytes([1]) * 32).state(9, NEXT.public)  # type: ignore[arg-type]
    with pytest.raises(PackFormatError):
        read(carrying(OWNER, later))
