"""JSON of one form: the same value always gives the same bytes, and other bytes are refused."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from deskbook.errors import Message, PackContentError


def encode(value: Any) -> bytes:
    """Return the bytes of a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def decode(data: bytes, what: str) -> Fields:
    """Return the object that :func:`encode` gave.

    :param what: its name, for the error.
    :raises PackContentError: for anything that it did not give: other spellings, a key twice, no object.
    """
    try:
        value = json.loads(data)
        same = encode(value) == data
    except (ValueError, RecursionError):
        same = False
    if not same or not isinstance(value, dict):
        raise unfit(what)
    return Fields(value, what)


def unfit(what: str) -> PackContentError:
    """Return the error for a part of a pack that does not read."""
    return PackContentError(
        Message("“{part}” in the pack does not read as what it should be.", part=what),
        Message("Ask whoever made the pack; it was made by a faulty program."),
    )


class Fields:
    """An object's fields, taken out by name and type.

    Every method raises :class:`PackContentError` if the field is missing or of another type.
    """

    def __init__(self, values: dict[str, Any], what: str) -> None:
        self._values = values
        self._what = what

    def text(self, name: str, longest: int = 1_000_000) -> str:
        """Return a text without null characters, which no database keeps."""
        value = self._values.get(name)
        if not isinstance(value, str) or len(value) > longest or "\0" in value:
            raise unfit(self._what)
        return value

    def number(self, name: str, least: int = 1) -> int:
        """Return a whole number that a database keeps."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 2**31:
            raise unfit(self._what)
        return value

    def maybe_number(self, name: str) -> int | None:
        """Return a whole number, or None for null."""
        return None if self._values.get(name, 0) is None else self.number(name)

    def hex(self, name: str, digits: int) -> str:
        """Return a number of lower-case hexadecimal digits."""
        value = self.text(name, digits)
        if len(value) != digits or not set(value) <= set("0123456789abcdef"):
            raise unfit(self._what)
        return value

    def day(self, name: str) -> date:
        """Return a day."""
        try:
            return date.fromisoformat(self.text(name, 10))
        except ValueError:
            raise unfit(self._what) from None

    def moment(self, name: str) -> datetime:
        """Return an aware time."""
        try:
            value = datetime.fromisoformat(self.text(name, 40))
        except ValueError:
            raise unfit(self._what) from None
        if value.tzinfo is None:
            raise unfit(self._what)
        return value

    def fields(self, name: str) -> Fields | None:
        """Return an object, or None for null."""
        value = self._values.get(name, 0)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise unfit(self._what)
        return Fields(value, self._what)

    def many(self, name: str) -> list[Fields]:
        """Return a list of objects."""
        value = self._values.get(name)
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise unfit(self._what)
        return [Fields(one, self._what) for one in value]

    def numbers(self, name: str) -> dict[str, int]:
        """Return an object whose values are whole numbers."""
        found = self.fields(name)
        if found is None:
            raise unfit(self._what)
        return {key: found.number(key) for key in found._values}
