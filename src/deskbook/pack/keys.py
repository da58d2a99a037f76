"""Keys: making them, keeping them under a passphrase, and what one key says about another.

A key file is JSON with the public key in the open and the secret one sealed: Argon2id turns the passphrase
into the key of an XSalsa20-Poly1305 box. It also carries the statements that led to the key, and every pack
it signs carries them on.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

import nacl.exceptions
import nacl.pwhash.argon2id as argon2id
import nacl.secret
import nacl.signing
import nacl.utils
from nacl.bindings import crypto_sign_SEEDBYTES as SEED_SIZE

from deskbook.errors import KeyFileError, Message
from deskbook.model.pack import parse_public, public_line
from deskbook.pack.container import MOST_STATEMENTS, Statement
from deskbook.pack.files import read_small, write_new

_DOMAIN = b"deskbook key statement\0"
_FORMAT = "deskbook key 1"


class StatementKind(IntEnum):
    """What a key says. The values stand in packs: they never change their meaning."""

    ROTATE = 1
    """The subject takes the signer's place; the signer is trusted no more."""
    REVOKE = 2
    """The subject is trusted no more."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How much work a passphrase costs: passes over so many bytes of memory, for Argon2id."""

    passes: int
    memory: int


MODERATE = Strength(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
"""About a second and 256 MB: libsodium's recommendation for a secret that is rarely unlocked."""
_HIGHEST = Strength(argon2id.OPSLIMIT_SENSITIVE, argon2id.MEMLIMIT_SENSITIVE)
"""What a key file may ask for at most."""


class Signer:
    """An unlocked key with the statements that its packs carry."""

    def __init__(self, seed: bytes, statements: tuple[Statement, ...] = ()) -> None:
        self._key = nacl.signing.SigningKey(seed)
        self.statements = statements

    @property
    def public(self) -> str:
        """The public key, 64 hex digits."""
        return bytes(self._key.verify_key).hex()

    def sign(self, data: bytes) -> bytes:
        """Return the signature of ``data``."""
        return self._key.sign(data).signature

    def state(self, kind: StatementKind, subject: str) -> Statement:
        """Return a statement of this key about another."""
        signer, about = bytes(self._key.verify_key), bytes.fromhex(subject)
        return Statement(kind, signer, about, self.sign(_statement_part(kind, signer, about)))


class KeyFiles:
    """Key files on disk. ``strength`` is what new ones cost to unlock."""

    def __init__(self, strength: Strength = MODERATE) -> None:
        self._strength = strength

    def create(self, path: Path, passphrase: str) -> str:
        """Make a key and return its public part; an existing file is never replaced.

        :raises KeyFileError: if the file exists or cannot be written, or the passphrase is empty.
        """
        return self._write_new(path, passphrase, ())

    def rotate(self, old: Path, old_passphrase: str, new: Path, new_passphrase: str) -> str:
        """Make a key that takes the place of another, and return its public part.

        :raises KeyFileError: as :meth:`create` and :meth:`unlock`.
        """
        signer = self.unlock(old, old_passphrase)
        seed = nacl.utils.random(SEED_SIZE)
        told = signer.state(StatementKind.ROTATE, Signer(seed).public)
        return self._write_new(new, new_passphrase, (*signer.statements, told), seed)

    def revoke(self, path: Path, passphrase: str, public: str) -> None:
        """Let every pack that this key signs from now on revoke another key.

        :raises KeyFileError: as :meth:`unlock`; or if the file cannot be written, or is full.
        """
        signer = self.unlock(path, passphrase)
        statements = (*signer.statements, signer.state(StatementKind.REVOKE, public))
        _require_room(path, statements)
        kept = _load(path)
        write_new(path, _to_bytes(replace(kept, statements=statements)), replacing=True)

    def unlock(self, path: Path, passphrase: str) -> Signer:
        """Return the key in a file.

        :raises KeyFileError: if it is no key file, or the passphrase is wrong.
        """
        kept = _load(path)
        box = nacl.secret.SecretBox(_stretched(passphrase, kept.salt, kept.strength))
        try:
            signer = Signer(box.decrypt(kept.sealed), kept.statements)
        except (nacl.exceptions.CryptoError, ValueError):
            raise KeyFileError(
                Message("The passphrase does not open the key."),
                Message("Type it again, or take the key file that it belongs to."),
                str(path),
            ) from None
        if signer.public != kept.public:
            raise _damaged(path)
        return signer

    def _write_new(
        self, path: Path, passphrase: str, statements: tuple[Statement, ...], seed: bytes = b""
    ) -> str:
        if not passphrase:
            raise KeyFileError(
                Message("A key needs a passphrase."),
                Message("Type one, or give it with --passphrase-file or DESKBOOK_PASSPHRASE."),
            )
        _require_room(path, statements)
        seed = seed or nacl.utils.random(SEED_SIZE)
        salt = nacl.utils.random(argon2id.SALTBYTES)
        sealed = bytes(nacl.secret.SecretBox(_stretched(passphrase, salt, self._strength)).encrypt(seed))
        public = Signer(seed).public
        kept = _Kept(public, salt, self._strength, sealed, statements)
        write_new(path, _to_bytes(kept), replacing=False)
        return public


def statement_holds(statement: Statement) -> bool:
    """Tell whether a statement was made by the key that it names as its signer."""
    part = _statement_part(statement.kind, statement.signer, statement.subject)
    return signature_holds(statement.signer, part, statement.signature)


def signature_holds(public: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether a signature of ``data`` was made by the key of ``public``; never for a weak key."""
    try:
        nacl.signing.VerifyKey(public).verify(data, signature)
    except (nacl.exceptions.CryptoError, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Kept:
    """A key file's content."""

    public: str
    salt: bytes
    strength: Strength
    sealed: bytes
    statements: tuple[Statement, ...]


def _statement_part(kind: int, signer: bytes, subject: bytes) -> bytes:
    return _DOMAIN + bytes([kind]) + signer + subject


def _stretched(passphrase: str, salt: bytes, strength: Strength) -> bytes:
    return argon2id.kdf(
        nacl.secret.SecretBox.KEY_SIZE,
        passphrase.encode("utf-8"),
        salt,
        opslimit=strength.passes,
        memlimit=strength.memory,
    )


def _to_bytes(kept: _Kept) -> bytes:
    values = {
        "format": _FORMAT,
        "public": public_line(kept.public),
        "argon2id": {
            "salt": kept.salt.hex(),
            "passes": kept.strength.passes,
            "memory": kept.strength.memory,
        },
        "sealed": kept.sealed.hex(),
        "statements": [one.to_bytes().hex() for one in kept.statements],
    }
    return (json.dumps(values, indent=2) + "\n").encode("ascii")


def _load(path: Path) -> _Kept:
    try:
        values = json.loads(read_small(path))
        cost = values["argon2id"]
        kept = _Kept(
            public=parse_public(values["public"]) or "",
            salt=bytes.fromhex(cost["salt"]),
            strength=Strength(int(cost["passes"]), int(cost["memory"])),
            sealed=bytes.fromhex(values["sealed"]),
            statements=tuple(Statement.from_bytes(bytes.fromhex(one)) for one in values["statements"]),
        )
        form = values["format"]
    except OSError as error:
        raise KeyFileError(
            Message("The key file cannot be read: {why}.", why=error.strerror or error),
            Message("Check the path and your rights."),
            str(path),
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error):
        raise _damaged(path) from None
    least = argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN
    cost_fits = (
        least[0] <= kept.strength.passes <= _HIGHEST.passes
        and least[1] <= kept.strength.memory <= _HIGHEST.memory
        and len(kept.salt) == argon2id.SALTBYTES
    )
    if form != _FORMAT or not kept.public or not cost_fits:
        raise _damaged(path)
    return kept


def _damaged(path: Path) -> KeyFileError:
    return KeyFileError(
        Message("The file is not a key, or was damaged."),
        Message("Take the file that “deskbook pack keygen” made, or a copy of it."),
        str(path),
    )


def _require_room(path: Path, statements: tuple[Statement, ...]) -> None:
    if len(statements) > MOST_STATEMENTS:
        raise KeyFileError(
            Message("The key carries as many statements as a pack can."),
            Message("Make a new key and pin it in the policy of every desk."),
            str(path),
        )
