"""Packs and keys as the services ask for them."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from deskbook.errors import Message, PackUnreadableError
from deskbook.model.pack import Contents, Facts, Keyring, Look, Pack, PackFile, Standing
from deskbook.pack.contents import to_members
from deskbook.pack.keys import MODERATE, KeyFiles, Signer, Strength
from deskbook.pack.manifest import Member, manifest_bytes
from deskbook.pack.reader import look_at_file, read_facts_file, read_pack_file
from deskbook.pack.trust import admit
from deskbook.pack.writer import seal, write_pack_file

SUFFIX = ".dbk"
MOST_FILES = 1000
"""How many files of a watched folder are looked at: somebody may watch the wrong one."""


class SignedPacks:
    """Satisfies :class:`deskbook.ports.Packs`. ``program`` is the version of this program."""

    def __init__(self, program: str) -> None:
        self._program = program

    def open(self, path: Path, anchors: Keyring) -> Pack:
        """Return the pack in a file, verified to its last byte."""
        return read_pack_file(path, anchors)

    def facts(self, path: Path, anchors: Keyring) -> Facts:
        """Return what the pack in a file says of itself, its signature verified but not its members."""
        return read_facts_file(path, anchors)

    def look(self, path: Path) -> Look:
        """Return what a file says of itself, unverified."""
        return look_at_file(path)

    def admit(self, pack: Pack, standing: Standing, *, now: datetime) -> bool:
        """Tell whether a verified pack is new to a desk; False if it is the one installed last."""
        return admit(pack, standing, now=now, program=self._program)

    def found_in(self, folder: Path) -> tuple[PackFile, ...]:
        """Return the plain files in a folder that are called like packs, by name.

        :raises PackUnreadableError: if the folder cannot be looked into: a share that is gone.
        """
        try:
            return tuple(_files(folder))
        except OSError as error:
            raise PackUnreadableError(
                Message("The folder cannot be looked into: {why}.", why=error.strerror or error),
                Message("Nothing was changed; it is looked at again later."),
                str(folder),
            ) from error


class SigningKeys:
    """Satisfies :class:`deskbook.ports.PackKeys`. ``strength`` is what new key files cost to unlock."""

    def __init__(self, strength: Strength = MODERATE) -> None:
        self._files = KeyFiles(strength)

    def create(self, path: Path, passphrase: str) -> str:
        """Make a key and return its public part."""
        return self._files.create(path, passphrase)

    def rotate(self, old: Path, old_passphrase: str, new: Path, new_passphrase: str) -> str:
        """Make a key that takes the place of another, and return its public part."""
        return self._files.rotate(old, old_passphrase, new, new_passphrase)

    def revoke(self, path: Path, passphrase: str, public: str) -> None:
        """Let every pack that a key signs from now on revoke another key."""
        self._files.revoke(path, passphrase, public)

    def unlock(self, path: Path, passphrase: str) -> UnlockedKey:
        """Return the key in a file."""
        return UnlockedKey(self._files.unlock(path, passphrase))


class UnlockedKey:
    """Satisfies :class:`deskbook.ports.PackSigner`."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    @property
    def public(self) -> str:
        """The public key, 64 hex digits."""
        return self._signer.public

    def fingerprint(self, contents: Contents, facts: Facts) -> str:
        """Return a hash over all that would be signed, apart from the sequence."""
        members = (Member.of(name, data) for name, data in to_members(contents).items())
        manifest = manifest_bytes(replace(facts, sequence=1), members)
        return hashlib.sha256(seal(manifest, self._signer).signed).hexdigest()

    def write(self, path: Path, contents: Contents, facts: Facts) -> None:
        """Write a pack, whole or not at all."""
        write_pack_file(path, contents, facts, self._signer)


def _files(folder: Path) -> list[PackFile]:
    named = sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX)
    about = [(path, path.stat()) for path in named[-MOST_FILES:]]
    return [
        PackFile(path, (found.st_size, found.st_mtime_ns))
        for path, found in about
        if stat.S_ISREG(found.st_mode)
    ]
