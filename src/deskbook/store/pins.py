"""The policy file of a machine, and the keys pinned in a home."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from deskbook.errors import Message, PolicyError, StorageError
from deskbook.model.pack import Keyring, Policy, parse_public, public_line
from deskbook.services.settings import FIXABLE, not_fixable
from deskbook.store.files import partial_beside, replace_durably

_LONGEST = 1 << 20
"""Bytes; no policy is longer."""


class PinFiles:
    """Satisfies :class:`deskbook.ports.Pins`. Both files are read anew each time: IT may replace them."""

    def __init__(self, policies: Sequence[Path], pinned: Path) -> None:
        """Wire it up.

        :param policies: JSON files that ``resources/policy.schema.json`` describes; the first that exists
            counts.
        :param pinned: a text file, a key a line.
        """
        self._policies = policies
        self._pinned = pinned

    def policy(self) -> Policy:
        """Return the policy of the machine; one that fixes nothing if there is none.

        :raises PolicyError: if there is one and it cannot be read or says nonsense.
        """
        for path in self._policies:
            text = _text(path)
            if text is not None:
                return _policy(path, text)
        return Policy()

    def pinned(self) -> frozenset[str]:
        """Return the keys that were pinned in this home.

        :raises PolicyError: if their file cannot be read.
        """
        lines = [line for line in (_text(self._pinned) or "").splitlines() if line.strip()]
        return _parsed(lines, self._pinned, "ed25519:…")

    def pin(self, public: str) -> None:
        """Pin one more key in this home.

        :raises StorageError: if that cannot be kept.
        """
        keys = sorted(self.pinned() | {public})
        partial = partial_beside(self._pinned)
        try:
            partial.write_text("".join(f"{public_line(key)}\n" for key in keys), encoding="ascii")
            replace_durably(partial, self._pinned)
        except OSError as error:
            raise StorageError(
                Message("The key cannot be pinned: {why}.", why=error.strerror or error),
                Message("Check the disk's free space and the folder's permissions."),
                str(self._pinned),
            ) from error
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def _policy(path: Path, text: str) -> Policy:
    if not text:
        return Policy()
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise _nonsense(path, "JSON") from None
    if not isinstance(values, dict):
        raise _nonsense(path, "JSON")
    watch = values.get("watch", "")
    if not isinstance(watch, str):
        raise _nonsense(path, "watch")
    keep = values.get("keep_searches", False)
    if not isinstance(keep, bool):
        raise _nonsense(path, "keep_searches")
    keys = Keyring(_keys(path, values, "trusted_keys"), _keys(path, values, "revoked_keys"))
    return Policy(keys, watch, keep, _settings(path, values))


def _settings(path: Path, values: dict[str, object]) -> dict[str, object]:
    settings = values.get("settings", {})
    if not isinstance(settings, dict):
        raise _nonsense(path, "settings")
    odd = not_fixable(settings)
    if odd:
        raise _nonsense(path, f"settings.{odd}")
    return {name: value for name, value in settings.items() if name in FIXABLE}


def _keys(path: Path, values: dict[str, object], name: str) -> frozenset[str]:
    lines = values.get(name, [])
    if not isinstance(lines, list):
        raise _nonsense(path, name)
    return _parsed(lines, path, name)


def _parsed(lines: list[object] | list[str], path: Path, name: str) -> frozenset[str]:
    keys = {parse_public(line) if isinstance(line, str) else None for line in lines}
    if None in keys:
        # A key that is misspelt must not go unnoticed: it may be the one that is revoked.
        raise _nonsense(path, name)
    return frozenset(key for key in keys if key is not None)


def _text(path: Path) -> str | None:
    """Return what is in a file; None if there is none."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            raise _nonsense(path, "JSON")
        return data.decode("utf-8-sig")  # as Windows' own editor writes it
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise _nonsense(path, "UTF-8") from None
    except OSError as error:
        raise PolicyError(
            Message("The file cannot be read: {why}.", why=error.strerror or error),
            Message("Ask IT; until then no pack is installed."),
            str(path),
        ) from error


def _nonsense(path: Path, name: str) -> PolicyError:
    return PolicyError(
        Message("“{name}” in the file is not what it should be.", name=name),
        Message("Ask IT to mend it; until then no pack is installed. docs/deployment.md shows one."),
        str(path),
    )
