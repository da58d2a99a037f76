"""Pictures: what they are called, and where a text shows them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

FOLDER = "pictures"
"""Where pictures lie below a handbook folder, and how a text names them."""

MAX_PICTURE = 2_000_000
"""Bytes: a screenshot is far below it, and a release with hundreds of pictures still fits on a stick."""

# Windows cannot make a file with the name of a device, whatever its suffix.
NAME_PATTERN = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)[a-z0-9][a-z0-9._-]{0,79}\.(?:png|jpe?g|webp|svg)"
)
PATH_PATTERN = re.compile(rf"{FOLDER}/{NAME_PATTERN.pattern}")
SHOWN_PATTERN = re.compile(
    rf"!\[(?P<text>(?:\\.|[^\[\]\\])*)\]\({FOLDER}/(?P<name>{NAME_PATTERN.pattern})\)", re.S
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture. Its name means the same bytes for ever, so an old release shows what it always showed."""

    name: str
    data: bytes

    @property
    def path(self) -> str:
        """The path in a handbook folder, relative, with ``/``."""
        return f"{FOLDER}/{self.name}"

    @property
    def hash(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where a text shows it; ``text`` says in words what is to be seen on it."""

    name: str
    text: str

    @property
    def path(self) -> str:
        """What stands in the text for it."""
        return f"{FOLDER}/{self.name}"


def shown(markdown: str) -> Iterator[Shown]:
    """Yield the pictures that a Markdown text shows, in reading order."""
    for match in SHOWN_PATTERN.finditer(markdown):
        yield Shown(match["name"], _ESCAPED.sub(r"\1", match["text"]).strip())
