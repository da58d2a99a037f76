"""Each way in which a pack is refused, by the class of error that names it."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deskbook.errors import (
    NotAPackError,
    PackAlteredError,
    PackClockError,
    PackContentError,
    PackForkError,
    PackFormatError,
    PackLengthError,
    PackNameError,
    PackProgramError,
    PackRejectedError,
    PackSequenceError,
    PackSignatureError,
    PackSizeError,
    PackUnreadableError,
    RevokedKeyError,
    UnsignedPackError,
    UntrustedKeyError,
)
from deskbook.model.pack import Contents, HeldRevision, Keyring, Standing
from deskbook.pack.container import LARGEST_MEMBER, LARGEST_PACK, LONGEST_MANIFEST, read_envelope
from deskbook.pack.files import opened_pack
from deskbook.pack.manifest import Member, manifest_bytes
from deskbook.pack.reader import look_at_file, read_pack, read_pack_file
from deskbook.pack.trust import admit
from tests.unit.pack.support import (
    MADE,
    OTHER,
    OWNER,
    TRUSTING,
    contents,
    facts,
    listed,
    members,
    pack_bytes,
    read,
    rebuilt,
    release,
    revision,
    sealed,
)

HEADER = 112
NOW = MADE + timedelta(days=1)


def test_each_refusal_has_an_exit_code_of_its_own() -> None:
    codes = [one.exit_code for one in PackRejectedError.__subclasses__()]
    assert sorted(codes) == list(range(30, 30 + len(codes)))


@pytest.mark.parametrize(
    "data", [b"", b"P", b"PK\x03\x04" + bytes(200), b"\x7fELF" * 50, b"---\nid: faq-a\n---\n" * 20]
)
def test_a_file_that_is_no_pack(data: bytes) -> None:
    with pytest.raises(NotAPackError):
        read(data)


def test_what_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.dbk")
    for path in (tmp_path, tmp_path / "pipe.dbk", Path("/dev/zero")):
        with pytest.raises(PackRejectedError) as caught:
            read_pack_file(path, TRUSTING)
        assert caught.value.exit_code in {NotAPackError.exit_code, PackUnreadableError.exit_code}


def test_an_unsigned_pack() -> None:
    with pytest.raises(UnsignedPackError):
        read(rebuilt(read_envelope(io.BytesIO(pack_bytes())), signature=bytes(64)))


def test_a_pack_signed_with_another_key() -> None:
    with pytest.raises(UntrustedKeyError):
        read(pack_bytes(signer=OTHER))
    with pytest.raises(UntrustedKeyError):
        read(pack_bytes(), Keyring())


def test_a_pack_that_names_the_owners_key_but_is_signed_with_another() -> None:
    forged = read_envelope(io.BytesIO(pack_bytes(signer=OTHER)))
    with pytest.raises(PackSignatureError):
        read(rebuilt(forged, signed=forged.signed.replace(forged.key, bytes.fromhex(OWNER.public))))


def test_a_pack_signed_with_a_revoked_key() -> None:
    with pytest.raises(RevokedKeyError):
        read(pack_bytes(), Keyring(TRUSTING.trusted, TRUSTING.trusted))


def test_every_flipped_bit_is_refused() -> None:
    data = pack_bytes()
    for position in range(len(data)):
        for bit in range(8):
            altered = bytearray(data)
            altered[position] ^= 1 << bit
            with pytest.raises(PackRejectedError):
                read(bytes(altered))


def test_a_flipped_bit_in_a_member_is_told_with_its_name() -> None:
    data = bytearray(pack_bytes())
    data[-1] ^= 1
    with pytest.raises(PackAlteredError) as caught:
        read(bytes(data))
    assert "texts/" in str(caught.value.what)


def test_an_old_manifest_with_new_members() -> None:
    old, new = pack_bytes(), pack_bytes(Contents(contents().releases, _reworded()))
    assert len(old) == len(new)
    envelope = read_envelope(io.BytesIO(old))
    with pytest.raises(PackAlteredError):
        read(old[: envelope.length] + new[envelope.length :])


def test_the_manifest_of_one_pack_with_the_signature_of_another() -> None:
    one, other = (read_envelope(io.BytesIO(pack_bytes(sequence=n))) for n in (7, 8))
    with pytest.raises(PackSignatureError):
        read(rebuilt(one, signature=other.signature))


def test_members_that_change_places() -> None:
    data = pack_bytes()
    start = read_envelope(io.BytesIO(data)).length
    body = bytearray(data[start:])
    body[-6:], body[-12:-6] = body[-12:-6], body[-6:]
    with pytest.raises(PackAlteredError):
        read(data[:start] + bytes(body))


def test_every_copy_that_was_cut_off_is_refused() -> None:
    data = pack_bytes()
    for length in range(len(data)):
        with pytest.raises((NotAPackError, PackLengthError)):
            read(data[:length])


def test_something_added_at_the_end() -> None:
    with pytest.raises(PackLengthError):
        read(pack_bytes() + b"\0")


class Endless(io.RawIOBase):
    """A pack with more and more after its beginning; counts what is read of it."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__()
        self._beginning = io.BytesIO(beginning)
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        assert size >= 0, "nothing may be read without a limit"
        self.taken += size
        found = self._beginning.read(size)
        return found + b"\0" * (size - len(found))


@pytest.mark.parametrize(
    "beginning",
    [
        pack_bytes()[:12] + (LONGEST_MANIFEST + 1).to_bytes(4) + pack_bytes()[16:],
        pack_bytes()[:10] + b"\xff\xff" + pack_bytes()[12:],
    ],
    ids=["manifest", "statements"],
)
def test_a_header_that_declares_too_much_is_refused_unread(beginning: bytes) -> None:
    endless = Endless(beginning)
    with pytest.raises(PackSizeError):
        read_pack(endless, LARGEST_PACK, TRUSTING)
    assert endless.taken == HEADER


def test_a_file_larger_than_any_pack_is_refused_unread() -> None:
    endless = Endless(pack_bytes())
    with pytest.raises(PackSizeError):
        read_pack(endless, 2 * LARGEST_PACK, TRUSTING)
    assert endless.taken == 0


@pytest.mark.parametrize(
    "sizes",
    [[LARGEST_MEMBER + 1], [LARGEST_MEMBER] * (LARGEST_PACK // LARGEST_MEMBER + 1)],
    ids=["a member", "all members"],
)
def test_members_that_declare_too_much_are_refused_unread(sizes: list[int]) -> None:
    declared = [Member(f"pictures/p{n}.png", size, "0" * 64) for n, size in enumerate(sizes)]
    head = sealed(manifest_bytes(facts(contents()), declared))
    endless = Endless(head)
    with pytest.raises(PackSizeError):
        read_pack(endless, LARGEST_PACK, TRUSTING)
    assert endless.taken <= len(head)


def test_an_endless_tail_is_not_read() -> None:
    data = pack_bytes()
    endless = Endless(data)
    with pytest.raises(PackLengthError):
        read_pack(endless, LARGEST_PACK, TRUSTING)
    assert endless.taken <= len(data) + 1


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/passwd",
        "pictures/../../evil.png",
        "pictures/a/b.png",
        "pictures/.hidden",
        "pictures/",
        "pictures/a.exe",
        "pictures/图.png",
        "pictures/a\\b.png",
        "pictures/C:evil.png",
        "pictures/a\nb.png",
        "pictures/end.",
        "pictures/" + "a" * 101,
        "texts/" + "G" * 64,
        "Releases.json",
        "evil.py",
        "index/x.seg",
        "",
    ],
)
def test_odd_names(name: str) -> None:
    with pytest.raises(PackNameError):
        read(listed({**members(), name: b"x"}))


def test_a_name_that_comes_twice_or_out_of_order() -> None:
    for names in (("pictures/a.png", "pictures/a.png"), ("pictures/b.png", "pictures/a.png")):
        told = json.loads(manifest_bytes(facts(contents()), []))
        told["members"] = [{"name": name, "size": 0, "sha256": "0" * 64} for name in names]
        data = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        with pytest.raises(PackNameError):
            read(sealed(data))


def test_another_product() -> None:
    other = manifest_bytes(facts(contents()), []).replace(b'"product":"deskbook"', b'"product":"cookbook"')
    with pytest.raises(PackFormatError):
        read(sealed(other))


def test_another_format() -> None:
    data = pack_bytes()
    with pytest.raises(PackFormatError):
        read(data[:8] + b"\0\2" + data[10:])


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"null",
        b"{",
        b"[" * 100_000,
        b"{}",
        b'{"a":1e999}',
        b"\xff\xfe",
        b" " + manifest_bytes(facts(contents()), []),
        manifest_bytes(facts(contents()), []).replace(b'"sequence":7', b'"sequence":"7"'),
        manifest_bytes(facts(contents()), []).replace(b'"sequence":7', b'"sequence":0'),
        manifest_bytes(facts(contents()), []).replace(b'"sequence":7', b'"sequence":true'),
        manifest_bytes(facts(contents()), []).replace(b'"sequence":7', b'"sequence":' + b"9" * 5000),
        manifest_bytes(facts(contents()), []).replace(b'"sequence":7', b'"sequence":7,"sequence":7'),
        manifest_bytes(facts(contents()), []).replace(b"2026-12-31", b"2026-12-32"),
        manifest_bytes(facts(contents()), []),
    ],
)
def test_signed_nonsense(manifest: bytes) -> None:
    with pytest.raises(PackContentError):
        read(sealed(manifest))


def _reworded() -> tuple[HeldRevision, ...]:
    old = contents().revisions
    return tuple(revision("faq-a", 2, "坏的", parent=1) if n == 1 else one for n, one in enumerate(old))


@pytest.mark.parametrize(
    "faulty",
    [
        Contents((release(3, {"faq-a": 1}),), ()),
        Contents((release(3, {"faq-a": 1}),), (revision("faq-a", 1, "x"), revision("faq-b", 1, "y"))),
        Contents((release(3, {"faq-a": 2}),), (revision("faq-a", 2, "x", parent=1),)),
        Contents((release(3, {"faq-a": 1}),), (revision("faq-a", 1, "x", parent=1),)),
        Contents((release(3, {"faq-A!": 1}),), (revision("faq-A!", 1, "x"),)),
        Contents((release(3, {"sop-a": 1}),), (revision("sop-a", 1, "x"),)),
        Contents((release(3, {"faq-a": 1}),), (revision("faq-a", 1, "x\0y"),)),
    ],
    ids=["text missing", "text unused", "parent missing", "own parent", "id", "kind", "null"],
)
def test_contents_that_do_not_fit_together(faulty: Contents) -> None:
    told = replace(facts(contents()), previous=None)
    with pytest.raises(PackContentError):
        read(pack_bytes(faulty, told))


@pytest.mark.parametrize(
    ("name", "value"), [("release", 4), ("name", "x"), ("previous", None), ("notes", "")]
)
def test_facts_that_do_not_fit_the_contents(name: str, value: object) -> None:
    told = replace(facts(contents()), **{name: value})  # type: ignore[arg-type]
    with pytest.raises(PackContentError):
        read(pack_bytes(told=told))


def test_a_pack_for_a_newer_program() -> None:
    pack = read(pack_bytes(minimum_program="0.10.0"))
    with pytest.raises(PackProgramError):
        admit(pack, Standing(), now=NOW, program="0.9.1")
    assert admit(pack, Standing(), now=NOW, program="0.10.0")
    with pytest.raises(PackProgramError):
        admit(read(pack_bytes(minimum_program="odd")), Standing(), now=NOW, program="9.9.9")


def test_an_older_sequence() -> None:
    standing = Standing("ab" * 16, sequence=8, release=3, digest="x", created=MADE)
    for sequence in (1, 7, 8):
        with pytest.raises(PackSequenceError):
            admit(read(pack_bytes(sequence=sequence)), standing, now=NOW, program="0.1.0")
    assert admit(read(pack_bytes(sequence=9)), standing, now=NOW, program="0.1.0")


def test_a_newer_sequence_with_an_older_release() -> None:
    standing = Standing("ab" * 16, sequence=8, release=4, digest="x", created=MADE)
    with pytest.raises(PackSequenceError):
        admit(read(pack_bytes(sequence=9)), standing, now=NOW, program="0.1.0")


def test_another_handbook() -> None:
    with pytest.raises(PackForkError):
        admit(read(pack_bytes()), Standing("cd" * 16), now=NOW, program="0.1.0")


def test_a_clock_in_the_past() -> None:
    pack = read(pack_bytes())
    with pytest.raises(PackClockError):
        admit(pack, Standing(), now=MADE - timedelta(hours=1), program="0.1.0")
    later = Standing("ab" * 16, 6, 3, "x", MADE + timedelta(days=2))
    with pytest.raises(PackClockError):
        admit(pack, later, now=MADE + timedelta(days=1), program="0.1.0")


def test_the_pack_that_is_installed_is_nothing_new() -> None:
    pack = read(pack_bytes())
    standing = Standing("ab" * 16, 7, 3, pack.digest, MADE)
    assert not admit(pack, standing, now=NOW, program="0.1.0")


class Vanishing(io.BytesIO):
    """A file on a share that is gone after so many bytes."""

    def __init__(self, data: bytes, after: int) -> None:
        super().__init__(data)
        self._after = after

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self._after:
            raise OSError(116, "Stale file handle")
        return super().read(size)


def test_a_share_that_disappears_half_way(tmp_path: Path) -> None:
    path = tmp_path / "some.dbk"
    data = pack_bytes()
    path.write_bytes(data)
    for after in (0, 8, HEADER, len(data) // 2, len(data) - 1):
        with pytest.raises(PackUnreadableError) as caught, opened_pack(path) as (_file, size):
            read_pack(Vanishing(data, after), size, TRUSTING)
        assert "Stale" in str(caught.value.what)
    assert read_pack_file(path, TRUSTING).facts.release == 3


def test_a_missing_file_and_one_that_may_not_be_read(tmp_path: Path) -> None:
    for look in (lambda path: read_pack_file(path, TRUSTING), look_at_file):
        with pytest.raises(PackUnreadableError) as caught:
            look(tmp_path / "gone.dbk")
        assert caught.value.where == str(tmp_path / "gone.dbk")


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "some.dbk"
    path.write_bytes(b"nothing")
    with pytest.raises(NotAPackError) as caught:
        read_pack_file(path, TRUSTING)
    assert caught.value.where == str(path)
    assert caught.value.remedy is not None
