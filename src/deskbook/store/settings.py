"""The settings file: one JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from deskbook.errors import Message, StorageError
from deskbook.store.files import partial_beside, replace_durably


class SettingsFile:
    """Keeps settings in a JSON file; what the values mean, their version too, is the caller's business."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, object]:
        """Return the kept values; empty if there are none or they cannot be read.

        A damaged file is kept aside as ``<name>.damaged-<n>``: nothing a person chose is lost for good.
        """
        try:
            values = json.loads(self._path.read_bytes())
        except OSError:
            return {}
        except (ValueError, RecursionError):
            values = None
        if isinstance(values, dict):
            return values
        self._keep_aside()
        return {}

    def save(self, values: Mapping[str, object]) -> None:
        """Keep ``values``, atomically and durably.

        :param values: what JSON can hold.
        :raises StorageError: if they cannot be written; the old ones stay.
        """
        text = json.dumps(dict(values), ensure_ascii=False, indent=2) + "\n"
        partial = partial_beside(self._path)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(text, encoding="utf-8", newline="\n")
            replace_durably(partial, self._path)
        except OSError as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise StorageError(
                Message("The settings cannot be saved: {why}", why=error.strerror or error),
                Message("Check the disk's free space and the folder's permissions."),
                str(self._path),
            ) from error

    def _keep_aside(self) -> None:
        names = (self._path.with_name(f"{self._path.name}.damaged-{n}") for n in count(1))
        aside = next(name for name in names if not name.exists())
        with suppress(OSError):  # settings are never a reason not to start
            self._path.rename(aside)
