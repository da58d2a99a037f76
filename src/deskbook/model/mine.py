"""What a person keeps for themselves about entries: it outlives every revision of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from deskbook.model.entry import Kind

LONGEST_NOTE = 4_000
"""Characters of a note."""
_SLASHES = ("/", "／", "、")
"""How a short code begins; the key of the slash types the other two in Chinese."""
_CODE = re.compile(r"[^\s/／、]{1,20}")


@dataclass(frozen=True, slots=True)
class Known:
    """An entry as it was last seen: what to call it once it is gone."""

    entry_id: str
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True)
class ShortCode:
    """A code of one's own for an entry, or for one of its scripts.

    :param code: without its slash, lower case.
    :param script: the script's key in its entry; empty for the preferred one, whichever that is.
    """

    code: str
    entry: Known
    script: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote down about an entry.

    :param at: when it was written, aware.
    """

    entry: Known
    text: str
    at: datetime


def asked_code(text: str) -> str | None:
    """Return the beginning of a short code that a text asks for, None if it asks for none."""
    text = text.strip()
    return text[1:].lower() if text.startswith(_SLASHES) else None


def read_code(text: str) -> str:
    """Return the short code that a person wrote, with its slash or without; empty if it cannot be one."""
    asked = asked_code(text)
    code = text.strip().lower() if asked is None else asked
    return code if _CODE.fullmatch(code) else ""
