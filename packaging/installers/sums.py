"""``SHA256SUMS`` over all that was made, and its signature."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from installers.run import run

NAMESPACE = "deskbook-packages"
"""What a signature is for, so that one made for something else never fits."""


def write_sums(files: Iterable[Path], out: Path) -> Path:
    """Write ``SHA256SUMS`` beside the files, in the form that ``sha256sum --check`` reads, and return it."""
    target = out / "SHA256SUMS"
    target.write_text("".join(f"{_sha256(file)}  {file.name}\n" for file in sorted(files)), encoding="utf-8")
    return target


def sign(sums: Path, key: Path) -> Path:
    """Sign the sums with an Ed25519 key in OpenSSH's form and return ``SHA256SUMS.sig``.

    ``ssh-keygen`` is on every desktop, Windows' too, so that IT can check it with what is there.
    """
    signature = sums.with_name(f"{sums.name}.sig")
    signature.unlink(missing_ok=True)
    run("ssh-keygen", "-Y", "sign", "-q", "-f", key, "-n", NAMESPACE, sums)
    return signature


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
