"""Listening: where a text sounds like the question.

The same matches as the sound field's, found in one text at a time; cheap enough for every line of a list of
hits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deskbook.search.question import Question


class Span(NamedTuple):
    """A piece of a folded text; ``what`` tells pieces found by the same term from others."""

    start: int
    end: int
    what: str


class Listener:
    """Knows the sounds of a question, and hears them in spoken texts."""

    def __init__(self, question: Question) -> None:
        typed = question.folded.text
        self._syllables = [
            (" " + sound.replace("'", " "), sound.count("'") + 1, typed[start:end])
            for sound, start, end, _ in question.sounds
            if not sound.startswith("~")
        ]
        self._initials = [sound[1:] for sound, *_ in question.sounds if sound.startswith("~")]

    def heard(self, folded: str, spoken: str) -> list[Span]:
        """Return the pieces of a text that sound like some part of the question.

        Parts of the question that the text has as they were typed are passed over.

        :param spoken: the text as :func:`deskbook.search.pinyin.spoken` gives it.
        """
        found = [
            Span(before, before + size, sound)
            for sound, size, typed in self._syllables
            if sound in spoken and typed not in folded
            for before in _syllables_before(spoken, sound)
        ]
        if self._initials:
            letters = "".join([syllable[0] for syllable in spoken.split()])
            for group in self._initials:
                found.extend(Span(i, i + len(group), group) for i in places(letters, group))
        return found


def _syllables_before(spoken: str, sound: str) -> Iterator[int]:
    for place in places(spoken, sound):
        yield spoken.count(" ", 0, place)


def places(text: str, wanted: str) -> Iterator[int]:
    """Yield every place of a piece in a text."""
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)
