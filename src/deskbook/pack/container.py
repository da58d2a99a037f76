"""The container: what stands where in a pack, cut apart without believing any of it.

===========  =====================================================================
8 bytes      the mark of a pack
2            format
2            number of key statements
4            length of the manifest
32           the public key that signed
64           Ed25519 signature over all the rest up to the members
129 each     key statements
...          the manifest, then the members in its order, uncompressed, to the end
===========  =====================================================================

Numbers are big-endian. Everything has a declared length and a ceiling, so nothing is read that was not
counted first, and nothing is left over.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Protocol

from deskbook.errors import Message, NotAPackError, PackFormatError, PackLengthError, PackSizeError

MARK = b"\x89DBK\r\n\x1a\n"
"""Like PNG's: the first byte is no text, the line ends show a transfer that rewrote them."""

FORMAT = 1
MOST_STATEMENTS = 64
LONGEST_MANIFEST = 16 << 20
LARGEST_MEMBER = 32 << 20
LARGEST_PACK = 256 << 20
"""Bytes; a pack of 10,000 entries with thirteen releases and a thousand pictures stays below."""
MOST_MEMBERS = 100_000

_HEADER = struct.Struct(">8sHHI32s64s")
_UNSIGNED_PART = struct.Struct(">8sHHI32s")
_STATEMENT = struct.Struct(">B32s32s64s")
_DOMAIN = b"deskbook pack\0"
"""Goes before what is signed: a signature made for another purpose never fits."""


class Source(Protocol):
    """Where bytes come from: an open file, or bytes in memory."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the holder of one key says about a key; see :mod:`deskbook.pack.keys`."""

    kind: int
    signer: bytes
    subject: bytes
    signature: bytes

    def to_bytes(self) -> bytes:
        """Return it as it stands in a pack and in a key file."""
        return _STATEMENT.pack(self.kind, self.signer, self.subject, self.signature)

    @classmethod
    def from_bytes(cls, data: bytes) -> Statement:
        """Return what :meth:`to_bytes` gave.

        :raises struct.error: if the length is not that of a statement.
        """
        return cls(*_STATEMENT.unpack(data))


@dataclass(frozen=True, slots=True)
class Envelope:
    """A pack up to its members. Nothing in it is verified.

    :param signed: the bytes that the signature is over.
    """

    key: bytes
    signature: bytes
    statements: tuple[Statement, ...]
    manifest: bytes
    signed: bytes

    @property
    def length(self) -> int:
        """How many bytes of the file it takes; the members follow."""
        return _HEADER.size + _STATEMENT.size * len(self.statements) + len(self.manifest)

    def to_bytes(self) -> bytes:
        """Return it as it stands in the file."""
        head = self.signed.removeprefix(_DOMAIN)
        return head[: _UNSIGNED_PART.size] + self.signature + head[_UNSIGNED_PART.size :]


def signed_part(key: bytes, statements: tuple[Statement, ...], manifest: bytes) -> bytes:
    """Return the bytes that the signature of a pack is made over."""
    header = _UNSIGNED_PART.pack(MARK, FORMAT, len(statements), len(manifest), key)
    return _DOMAIN + header + b"".join(one.to_bytes() for one in statements) + manifest


def read_envelope(source: Source) -> Envelope:
    """Read a pack up to its members.

    :raises NotAPackError: if it does not begin like one.
    :raises PackFormatError: if it is of another format.
    :raises PackSizeError: if it declares more than a desk reads; no more than the header is read then.
    :raises PackLengthError: if it ends early.
    """
    head = source.read(len(MARK))
    if head != MARK:
        raise NotAPackError(
            Message("The file is not a pack."), Message("Ask for the file whose name ends in .dbk.")
        )
    head += read_exactly(source, _HEADER.size - len(MARK))
    _, form, statements, length, key, signature = _HEADER.unpack(head)
    if form != FORMAT:
        raise PackFormatError(
            Message("The pack has format {found}; this program knows {known}.", found=form, known=FORMAT),
            Message("Install the newest Deskbook."),
        )
    if statements > MOST_STATEMENTS or length > LONGEST_MANIFEST:
        raise too_large()
    block = read_exactly(source, _STATEMENT.size * statements)
    told = tuple(Statement(*fields) for fields in _STATEMENT.iter_unpack(block))
    manifest = read_exactly(source, length)
    return Envelope(key, signature, told, manifest, signed_part(key, told, manifest))


def read_exactly(source: Source, size: int) -> bytes:
    """Return the next ``size`` bytes.

    :raises PackLengthError: if there are fewer.
    """
    parts = bytearray()
    while len(parts) < size:
        part = source.read(size - len(parts))
        if not part:
            raise PackLengthError(
                Message("The pack ends early: the copy was cut off."), Message("Copy it again.")
            )
        parts += part
    return bytes(parts)


def require_end(source: Source) -> None:
    """Make sure that nothing follows.

    :raises PackLengthError: if something does.
    """
    if source.read(1):
        raise PackLengthError(
            Message("Something follows the end of the pack."), Message("Ask for a fresh copy.")
        )


def too_large() -> PackSizeError:
    """Return the error for a pack that declares more than a desk reads."""
    return PackSizeError(
        Message("The pack declares more than {limit} MB.", limit=LARGEST_PACK >> 20),
        Message("Nothing of it was read. Ask whoever made it."),
    )
