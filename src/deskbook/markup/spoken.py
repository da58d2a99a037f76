"""What a source tells an agent to say, with the place of every character of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.markup.bodies import TURNING_MARK
from deskbook.model.outline import Spoken
from deskbook.model.texts import AGENT

_SAID = re.compile(rf" {{0,3}}(?P<quote>>) ?|- {AGENT}(?:{TURNING_MARK})?[：:]")


def spoken(source: str) -> Iterator[Spoken]:
    """Yield quotations and our side of a dialogue; a faulty source has them too.

    :param source: with Unix line ends.
    """
    at = 0
    text, places = "", list[int]()
    for line in source.split("\n"):
        mark = _SAID.match(line)
        quoted = mark is not None and bool(mark["quote"])
        if places and not quoted:
            yield Spoken(text, tuple(places))
            text, places = "", []
        if mark is not None:
            if places:
                text, places = f"{text}\n", [*places, at - 1]
            text += line[mark.end() :]
            places += range(at + mark.end(), at + len(line))
        if places and not quoted:
            yield Spoken(text, tuple(places))
            text, places = "", []
        at += len(line) + 1
    if places:
        yield Spoken(text, tuple(places))
