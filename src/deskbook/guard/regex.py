"""Regular expressions with a bounded cost.

Python's engine backtracks: a careless pattern takes longer than anyone will wait. So a pattern is read before
it is compiled, and two numbers are worked out: the longest text it can match, and in how many ways the engine
can go through it from one starting point. Both have to be small; then the cost is linear in the text. Nested
and chained quantifiers, and repeated alternatives, multiply the ways and so refuse themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from deskbook.errors import Message
from deskbook.guard.folding import plain_spelling

LONGEST = 200
"""Characters that a pattern may match at most."""
MOST_WAYS = 1000
"""Ways through a pattern from one starting point."""
_MOST_DEPTH = 20

_BOUNDS = re.compile(r"\{(\d*)(,?)(\d*)\}")
_GROUP = re.compile(r"\?(?::|=|!|<=|<!)|(?!\?)")
_SET_OPERATION = re.compile(r"\[|--|&&|~~|\|\|")  # reserved for a later syntax of Python's
_ZERO_WIDTH = frozenset("bBAZ")
_CLASSES = frozenset("dDwWsS")


class PatternRefusedError(ValueError):
    """A pattern cannot be used; ``reason`` and ``remedy`` say why and what to do."""

    def __init__(self, reason: Message, remedy: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one match can cost: the characters it covers, and the ways through the pattern.

    ``leads`` and ``trails`` tell whether it can only match at the beginning, or the end, of a message.
    """

    shortest: int = 0
    longest: int = 0
    ways: int = 1
    leads: bool = False
    trails: bool = False

    def then(self, other: Bounds) -> Bounds:
        """Return the bounds of one part after another."""
        return Bounds(
            self.shortest + other.shortest,
            self.longest + other.longest,
            _limited(self.ways * other.ways),
            self.leads or (self.longest == 0 and other.leads),
            other.trails or (other.longest == 0 and self.trails),
        )

    def either(self, other: Bounds) -> Bounds:
        """Return the bounds of one part or another."""
        return Bounds(
            min(self.shortest, other.shortest),
            max(self.longest, other.longest),
            _limited(self.ways + other.ways),
            self.leads and other.leads,
            self.trails and other.trails,
        )

    def repeated(self, least: int, most: int) -> Bounds:
        """Return the bounds of a part that stands ``least`` to ``most`` times."""
        ways = 0
        for count in range(least, most + 1):
            ways = _limited(ways + self.ways ** min(count, MOST_WAYS.bit_length()))
        return Bounds(self.shortest * least, self.longest * most, ways)


def _limited(ways: int) -> int:
    return min(ways, MOST_WAYS + 1)


@dataclass(slots=True)
class _Reader:
    """Reads the part of the syntax that is allowed; anything else is refused."""

    source: str
    at: int = 0
    depth: int = 0

    def pattern(self) -> Bounds:
        bounds = self.alternatives()
        if self.at < len(self.source):
            raise _unreadable(self.source[self.at :])
        return bounds

    def alternatives(self) -> Bounds:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise _unreadable(self.source[self.at :])
        bounds = self.sequence()
        while self._take("|"):
            bounds = bounds.either(self.sequence())
        self.depth -= 1
        return bounds

    def sequence(self) -> Bounds:
        bounds = Bounds()
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            bounds = bounds.then(self.quantified(self.atom()))
        return bounds

    def atom(self) -> Bounds:
        char = self.source[self.at]
        self.at += 1
        if char == "^":
            return Bounds(leads=True)
        if char == "$":
            return Bounds(trails=True)
        if char == "[":
            return self.characters()
        if char == "(":
            return self.group()
        if char == "\\":
            return self.escape()
        if char in "*+?":
            raise _unreadable(char)
        return Bounds(1, 1)

    def escape(self) -> Bounds:
        char = self.source[self.at : self.at + 1]
        self.at += 1
        if char in _ZERO_WIDTH and char:
            return Bounds(leads=char == "A", trails=char == "Z")
        if char in _CLASSES or (char and not char.isalnum()):
            return Bounds(1, 1)
        raise _unreadable(f"\\{char}")

    def characters(self) -> Bounds:
        self._take("^")
        self._take("]")
        while self.at < len(self.source) and self.source[self.at] != "]":
            if self.source[self.at] == "\\":
                self.at += 1
                self.escape()
            elif _SET_OPERATION.match(self.source, self.at):
                raise _unreadable(self.source[self.at :])
            else:
                self.at += 1
        if not self._take("]"):
            raise _unreadable("[")
        return Bounds(1, 1)

    def group(self) -> Bounds:
        opening = _GROUP.match(self.source, self.at)
        if opening is None:
            raise _unreadable(self.source[self.at - 1 :])
        self.at = opening.end()
        inner = self.alternatives()
        if not self._take(")"):
            raise _unreadable("(")
        looks = opening[0] not in {"", "?:"}
        return Bounds(ways=inner.ways) if looks else inner

    def quantified(self, atom: Bounds) -> Bounds:
        least, most = 1, 1
        if self._take("?"):
            least = 0
        elif self.source[self.at : self.at + 1] in {"*", "+"}:
            raise _endless(self.source[self.at])
        elif bounds := _BOUNDS.match(self.source, self.at):
            low, comma, high = bounds.groups()
            if comma and not high:
                raise _endless(bounds[0])
            if low or high:
                self.at = bounds.end()
                least = int(low or 0)
                most = int(high) if comma else least
                if most > LONGEST:
                    raise _endless(bounds[0])
        else:
            return atom
        self._take("?")
        if self.source[self.at : self.at + 1] in {"*", "+", "?"} or least > most:
            raise _unreadable(self.source[self.at :])
        return atom.repeated(least, most)

    def _take(self, char: str) -> bool:
        taken = self.source.startswith(char, self.at)
        self.at += taken
        return taken


@dataclass(frozen=True, slots=True)
class BoundedPattern:
    """A compiled pattern, and what a match can cost."""

    compiled: re.Pattern[str]
    bounds: Bounds
    numeric: bool
    """It is about digits: digits written as words, and groups of digits, are read to it as one number."""


def compile_bounded(source: str) -> BoundedPattern:
    """Compile a pattern for plain texts.

    :raises PatternRefusedError: if it is no regular expression, can match nothing, or could cost too much.
    """
    folded = "".join(char if char.isascii() else plain_spelling(char) for char in source)
    bounds = _Reader(folded).pattern()
    if bounds.longest > LONGEST:
        raise PatternRefusedError(
            Message(
                "It can match {count} characters; {most} is the most.", count=bounds.longest, most=LONGEST
            ),
            Message("Lower the numbers in its {{}}."),
        )
    if bounds.ways > MOST_WAYS:
        raise PatternRefusedError(
            Message("It could take the checker too long: its repetitions multiply."),
            Message("Do not repeat what repeats, write [ab] for (a|b), or split it into several phrases."),
        )
    try:
        compiled = re.compile(folded, re.IGNORECASE)
    except re.error as error:
        raise PatternRefusedError(
            Message("It is no regular expression: {detail}.", detail=error.msg),
            Message("Correct it, or use “match: literal”."),
        ) from error
    if bounds.shortest == 0:
        raise PatternRefusedError(
            Message("It matches where nothing stands."), Message("Let it need one character at least.")
        )
    return BoundedPattern(compiled, bounds, bool(re.search(r"\[0-9|\\d", folded)))


def _unreadable(rest: str) -> PatternRefusedError:
    return PatternRefusedError(
        Message("“{part}” cannot be used in a pattern.", part=rest[:20]),
        Message("Use characters, . [] () | ? {{m,n}} ^ $ \\d \\s \\w and (?=), (?!), (?<=), (?<!) only."),
    )


def _endless(quantifier: str) -> PatternRefusedError:
    return PatternRefusedError(
        Message("“{quantifier}” sets no limit, or too high a one.", quantifier=quantifier),
        Message("Write how many at most, such as {{0,20}}."),
    )
