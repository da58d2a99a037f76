"""The list of banned phrases is sound, and our own scripts hold none of them."""

from __future__ import annotations

from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.guard.engine import Guard
from deskbook.guard.hits import PhraseHit
from deskbook.lint.library import Library
from deskbook.model.entry import AnyEntry
from deskbook.model.problem import Gravity, Problem
from deskbook.model.texts import scripts


def check(library: Library) -> Iterator[Problem]:
    """Yield what is wrong with the list, and ``banned-phrase`` problems.

    The latter are errors for phrases that block and warnings for the others.
    """
    guard = Guard(library.phrases())
    for fault in guard.problems:
        yield library.problem(
            fault.code,
            fault.entry_id,
            fault.reason,
            fault.remedy,
            field=fault.field,
            at=f"{fault.field}:",
            gravity=fault.gravity,
        )
    for entry in library.checked():
        for field, text in scripts(entry):
            for hit in guard.check(text):
                yield _banned(library, entry, field, text, hit)


def _banned(library: Library, entry: AnyEntry, field: str, text: str, hit: PhraseHit) -> Problem:
    own = hit.phrase_id == entry.id
    return library.problem(
        "banned-phrase",
        entry.id,
        Message("Its own replacement breaks the ban: “{text}”.", text=hit.text)
        if own
        else Message("“{text}” is banned by “{phrase}”.", text=hit.text, phrase=hit.phrase_id),
        Message("Propose a sentence without it.")
        if own
        else Message("Say it as the entry “{phrase}” proposes.", phrase=hit.phrase_id),
        field=field,
        at=text.split("\n", 1)[0],
        gravity=Gravity.ERROR if hit.blocks else Gravity.WARNING,
    )
