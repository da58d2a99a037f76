"""The feedback file: one JSON object that a desk writes and an owner reads; docs/feedback.md describes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from deskbook.errors import DeskbookError, Message, SourceError
from deskbook.model.entry import ID_PATTERN
from deskbook.model.feedback import LONGEST_QUERY, LONGEST_WORDS, Fault, Gathered, Remark, Vain

FORMAT = "deskbook-feedback"
VERSION = 1
_LONGEST = 64 << 20
"""Bytes: a hundred thousand remarks of the longest kind take less."""
_LONGEST_KEY = 64
_FIRST_YEAR = 2000


class FeedbackFile:
    """Satisfies :class:`deskbook.ports.FeedbackFiles`."""

    def write(self, path: Path, gathered: Gathered, at: datetime) -> None:
        """Write what a desk has to tell into a new file.

        :param at: now, aware.
        :raises SourceError: if there is such a file already, or it cannot be written.
        """
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(encoded(gathered, at))
        except FileExistsError:
            raise SourceError(
                Message("There is such a file already."), Message("Give another name."), str(path)
            ) from None
        except OSError as error:
            raise SourceError(
                Message("The file cannot be written: {why}.", why=error.strerror or error),
                Message("Check the path, your rights and the free space."),
                str(path),
            ) from error

    def read(self, path: Path) -> Gathered:
        """Return what is in a file.

        :raises SourceError: if it cannot be read, is no such file, or of a newer program.
        """
        try:
            with path.open("rb") as file:
                data = file.read(_LONGEST + 1)
        except OSError as error:
            raise SourceError(
                Message("The file cannot be read: {detail}.", detail=error.strerror),
                Message("Check that it exists and that you may read it."),
                str(path),
            ) from error
        try:
            if len(data) > _LONGEST:
                raise _foreign("size")
            return decoded(data)
        except DeskbookError as error:
            raise SourceError(error.what, error.remedy, str(path)) from None


def encoded(gathered: Gathered, at: datetime) -> str:
    """Return the text of a file, the same for the same content."""
    remarks = [
        {
            "key": one.key,
            "fault": one.fault.value,
            "entry": one.entry_id,
            "revision": one.revision,
            "hash": one.hash,
            "query": one.query,
            "words": one.words,
            "at": one.at.isoformat(),
        }
        for one in gathered.remarks
    ]
    searches = [
        {"key": one.key, "text": one.text, "hits": one.hits, "at": one.at.isoformat()}
        for one in gathered.searches
    ]
    values = {
        "format": FORMAT,
        "version": VERSION,
        "written": at.isoformat(),
        "remarks": remarks,
        "searches": searches,
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def decoded(data: bytes) -> Gathered:
    """Return what is in the bytes of a file.

    :raises SourceError: if they are no such file, or one of a newer program.
    """
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        raise _foreign("JSON") from None
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise _foreign("format")
    version = values.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _foreign("version")
    if version > VERSION:
        raise SourceError(
            Message("The file was written by a newer program."), Message("Install the newest Deskbook.")
        )
    return Gathered(
        tuple(_remark(one, n) for n, one in enumerate(_list(values, "remarks"))),
        tuple(_vain(one, n) for n, one in enumerate(_list(values, "searches"))),
    )


def _list(values: dict[str, Any], name: str) -> list[Any]:
    found = values.get(name)
    if not isinstance(found, list):
        raise _foreign(name)
    return found


def _remark(values: Any, n: int) -> Remark:
    take = _taker(values, f"remarks[{n}]")
    fault = take("fault", lambda value: value in set(Fault))
    return Remark(
        key=take("key", _is_key),
        fault=Fault(fault),
        entry_id=take("entry", lambda value: value == "" or _is_id(value)),
        revision=take("revision", _is_count),
        hash=take("hash", lambda value: _is_text(value, 64)),
        query=take("query", lambda value: _is_text(value, LONGEST_QUERY)),
        words=take("words", lambda value: _is_text(value, LONGEST_WORDS)),
        at=datetime.fromisoformat(take("at", _is_moment)),
    )


def _vain(values: Any, n: int) -> Vain:
    take = _taker(values, f"searches[{n}]")
    return Vain(
        key=take("key", _is_key),
        text=take("text", lambda value: _is_text(value, LONGEST_QUERY)),
        hits=take("hits", _is_count),
        at=datetime.fromisoformat(take("at", _is_moment)),
    )


def _taker(values: Any, where: str) -> Callable[[str, Callable[[Any], bool]], Any]:
    def take(name: str, fits: Callable[[Any], bool]) -> Any:
        value = values.get(name) if isinstance(values, dict) else None
        if not fits(value):
            raise _foreign(f"{where}.{name}")
        return value

    return take


def _is_text(value: Any, longest: int) -> bool:
    # A lone surrogate, which JSON can name, is no character and cannot be stored.
    return (
        isinstance(value, str)
        and len(value) <= longest
        and not any(0xD800 <= ord(c) <= 0xDFFF for c in value)
    )


def _is_key(value: Any) -> bool:
    return _is_text(value, _LONGEST_KEY) and value != ""


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and ID_PATTERN.fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31


def _is_moment(value: Any) -> bool:
    try:
        moment = datetime.fromisoformat(value)
        return moment.tzinfo is not None and _FIRST_YEAR <= moment.year < _FIRST_YEAR + 1000
    except (TypeError, ValueError):
        return False


def _foreign(name: str) -> SourceError:
    return SourceError(
        Message("The file holds no feedback that can be read: “{name}” is not what it should be.", name=name),
        Message("Take the file as “deskbook feedback export” wrote it."),
    )
