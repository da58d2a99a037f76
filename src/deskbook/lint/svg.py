"""Whether an SVG only draws: no script, nothing from elsewhere, nothing that grows while it is drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Never
from xml.parsers import expat

from deskbook.errors import Message

MAX_DEPTH = 64
"""Elements inside each other; a drawing program nests a dozen. What draws them calls itself once a level."""

MAX_USES = 500
"""How often parts of a drawing may be repeated."""

_ACTIVE = frozenset({"script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio",
    "video", "canvas", "animate", "animatecolor", "animatemotion", "animatetransform", "set",
    "discard"})  # fmt: skip
_REFERENCES = frozenset({"href", "src", "base"})
_WITHIN = re.compile(r"#[^\s]*|data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]*")
_ELSEWHERE = re.compile(r"@import|url\(\s*(?!['\"]?\s*#)|(?:java|vb)script\s*:|expression\s*\(", re.I)

_REPEATS = Message("The SVG repeats parts of itself too often.")


class _Unsafe(Exception):  # noqa: N818 - carries the finding out of the parser's callbacks
    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def svg_fault(data: bytes) -> Message | None:
    """Return why an SVG is not taken; None if it only draws.

    Entities are refused with the document type that would declare them, so that none can multiply.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_type
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(data, True)
    except _Unsafe as found:
        return found.why
    except (expat.ExpatError, ValueError, LookupError) as error:  # a wrong encoding is one of the latter two
        return Message("The SVG cannot be read: {detail}.", detail=error)
    return reader.repeats()


class _Reader:
    """What was met so far."""

    def __init__(self) -> None:
        self._open: list[str] = []  # of each open element its id, or nothing
        self._style = 0
        self._sheet: list[str] = []  # handed out in pieces, and a word may be torn between two
        self._uses: list[tuple[str, frozenset[str]]] = []  # target, and the ids around

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        if not self._open and local != "svg":
            raise _Unsafe(Message("The file is not an SVG."))
        if local in _ACTIVE:
            raise _Unsafe(Message("The SVG holds “{part}”, which does more than draw.", part=local))
        self._open.append(attributes.get("id", ""))
        if len(self._open) > MAX_DEPTH:
            raise _Unsafe(Message("The parts of the SVG are nested too deeply."))
        for key, value in attributes.items():
            _check_attribute(key.rpartition(":")[2].lower(), value)
        if local == "use":
            target = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "href"), "")
            self._uses.append((target.removeprefix("#"), frozenset(filter(None, self._open))))
            if len(self._uses) > MAX_USES:
                raise _Unsafe(_REPEATS)
        self._style += local == "style"

    def end(self, name: str) -> None:
        self._open.pop()
        if name.rpartition(":")[2].lower() == "style":
            self._style -= 1
            # A backslash could spell any of these in another way.
            sheet = "".join(self._sheet)
            if _ELSEWHERE.search(sheet) or "\\" in sheet:
                raise _elsewhere()

    def text(self, data: str) -> None:
        if self._style:
            self._sheet.append(data)

    def repeats(self) -> Message | None:
        """Return why what is repeated is too much: a part that repeats parts could double at each level."""
        nested = frozenset[str]().union(*(around for _, around in self._uses))
        return _REPEATS if any(target in nested for target, _ in self._uses) else None


def _check_attribute(key: str, value: str) -> None:
    if key.startswith("on"):
        raise _Unsafe(Message("The SVG holds “{part}”, which does more than draw.", part=key))
    outside = key in _REFERENCES and not _WITHIN.fullmatch(value.strip())
    if outside or _ELSEWHERE.search(value) or (key == "style" and "\\" in value):
        raise _elsewhere()


def _elsewhere() -> _Unsafe:
    return _Unsafe(Message("The SVG refers to something outside of itself."))


def _refuse_type(*_of: object) -> Never:
    raise _Unsafe(Message("The SVG declares a document type, which a drawing does not need."))


def _refuse_instruction(*_of: object) -> Never:
    raise _Unsafe(Message("The SVG refers to something outside of itself."))
