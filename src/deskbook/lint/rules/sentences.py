"""Scripts are read aloud in the head while a customer waits: no sentence is longer than a breath."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import Status
from deskbook.model.problem import Gravity, Problem
from deskbook.model.texts import scripts

LONGEST = 80
"""Characters without a full stop, blanks apart. Of the 2,052 sentences of the starter handbook's scripts 99 %
have 56 at most, and the longest has 65."""

_SENTENCE = re.compile(r"[^。！？!?…\n]+")


def check(library: Library) -> Iterator[Problem]:
    """Yield ``long-sentence`` warnings."""
    for entry in library.entries.values():
        if entry.status is Status.ARCHIVED:
            continue
        for field, text in scripts(entry):
            for match in _SENTENCE.finditer(text):
                length = sum(not c.isspace() for c in match[0])
                if length > LONGEST:
                    yield library.problem(
                        "long-sentence",
                        entry.id,
                        Message("A sentence of {length} characters without a full stop.", length=length),
                        Message("Make two or three of it; {most} characters are plenty.", most=LONGEST),
                        field=field,
                        at=match[0].strip(),
                        gravity=Gravity.WARNING,
                    )
