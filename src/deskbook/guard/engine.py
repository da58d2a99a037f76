"""The engine: one Aho-Corasick pass over the dense text, one over its sounds, and the patterns.

The passes only say where to look; every place is then judged by :mod:`deskbook.guard.judging`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import ahocorasick

from deskbook.guard.compiling import Literal, Pattern, compile_phrases
from deskbook.guard.folding import Dense
from deskbook.guard.hits import Found, PhraseHit, Scan, settle
from deskbook.guard.judging import Candidate, Reading, meant
from deskbook.guard.sounds import Ear
from deskbook.model.entry import Phrase
from deskbook.model.problem import Problem

MOST_PLACES = 200_000
"""Places that one scan looks at closely before it stops."""
MOST_FOUND = 10_000
"""Faults that one scan finds before it stops."""
LONGEST_MESSAGE = 1000
"""Characters of a message that may be one reply which a pattern describes as a whole."""
_SPACE = re.compile(r"\s+")
_REPEATED = re.compile(r"([^0-9A-Za-z])\1+")


class Guard:
    """Finds the phrases of one list. Never altered once made, and safe to call from any thread."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """Compile the list; what is wrong with it stands in :attr:`problems`, the rest works."""
        compiled = compile_phrases(phrases)
        self.problems: tuple[Problem, ...] = tuple(compiled.problems)
        self._patterns = compiled.patterns
        self._literals = ahocorasick.Automaton()
        for text, endings in compiled.literals.items():
            self._literals.add_word(text, endings)
        self._literals.make_automaton()
        self._spoken = [
            literal
            for endings in compiled.literals.values()
            for literal in endings.whole
            if literal.ban.phrase.pinyin
        ]
        self._ear = Ear([literal.wording.text for literal in self._spoken])

    def check(self, text: str) -> tuple[PhraseHit, ...]:
        """Return the hits of a text; any string is accepted, lone surrogates included."""
        return self.scan(text).hits

    def scan(self, text: str) -> Scan:
        """Return the hits of a text, and whether it was read to the end."""
        reading = Reading(text)
        found: set[Found] = set()
        looked_at, complete = 0, True
        for candidate in self._candidates(reading):
            if looked_at == MOST_PLACES or len(found) == MOST_FOUND:
                complete = False
                break
            looked_at += 1
            if meant(reading, candidate):
                found.add(Found(candidate.first, candidate.last, candidate.ban.phrase))
        return Scan(settle(text, found), complete, looked_at)

    def _candidates(self, reading: Reading) -> Iterator[Candidate]:
        dense = reading.dense
        if len(self._literals):
            for literal, start, end in self._literal_places(dense.text):
                yield _at(dense, literal, start, end)
        if self._ear:
            for index, start, end in self._ear.hear(dense):
                yield _at(dense, self._spoken[index], start, end)
        for pattern in self._patterns:
            yield from _matches(pattern, reading)

    def _literal_places(self, text: str) -> Iterator[tuple[Literal, int, int]]:
        """Yield the literals of a dense text with their places, forms as far as they are completed."""
        padded = f"{text}\0"  # so that one can look behind its last character
        for last, endings in self._literals.iter(text):
            end = last + 1
            for literal in endings.whole:
                yield literal, end - literal.size, end
            for literal in endings.before_any:
                if literal.tail and (rest := literal.tail(text, end)):
                    yield literal, end - literal.size, rest.end()
            for literal in endings.before.get(padded[end], ()):
                if literal.tail and (rest := literal.tail(text, end)):
                    yield literal, end - literal.size, rest.end()
            for literal, behind in endings.begun:
                if literal.tail and (rest := literal.tail(text, end - behind)):
                    yield literal, end - behind - literal.size, rest.end()


def _at(dense: Dense, literal: Literal, start: int, end: int) -> Candidate:
    return Candidate(literal.ban, start, end, *dense.span(start, end), literal)


def _matches(pattern: Pattern, reading: Reading) -> Iterator[Candidate]:
    """Yield where a pattern matches; ``^`` and ``$`` mean the message without the space around it."""
    plain = reading.numeric if pattern.bounded.numeric else reading.plain
    compiled, bounds = pattern.bounded.compiled, pattern.bounded.bounds
    message = plain.text.strip()
    spans: Iterable[tuple[int, int]]
    if bounds.leads and bounds.trails:
        short = len(message) <= LONGEST_MESSAGE
        spans = [(0, len(message))] if short and _says(compiled, message) else []
    elif bounds.leads:
        match = compiled.match(message)
        spans = [match.span()] if match else []
    else:
        begin = max(0, len(message) - bounds.longest) if bounds.trails else 0
        spans = (match.span() for match in compiled.finditer(message, begin))
    shift = len(plain.text) - len(plain.text.lstrip())
    for start, end in spans:
        first, last = plain.span(shift + start, shift + end)
        yield Candidate(pattern.ban, *reading.dense.places(first, last), first, last)


def _says(pattern: re.Pattern[str], message: str) -> bool:
    """Tell whether a whole message matches, as it is or without its spaces and repetitions (不行行行)."""
    return bool(pattern.match(message) or pattern.match(_REPEATED.sub(r"\1", _SPACE.sub("", message))))
