"""Reading a customer's message for danger, threats, anger and urgency, by wordings that are shown.

Nothing is learnt and nothing hidden: ``resources/mood.toml`` holds every wording, and whatever was read
names the stretches of the message that it was read by.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from deskbook.guard.folding import Plain, code_points

_ENOUGH = 2
"""Weight from which on a feeling is read."""
_STRONG, _MILD = 2, 1
_HALF_WIDTH = str.maketrans("！？。～", "!?.~")
_SHOUTED = re.compile(r"[A-Z]{2,}(?:[^A-Za-z0-9]+[A-Z]+){2,}")
"""Three words and more in capitals, the first of two letters at least."""
_AGAIN = re.compile(r"([^\W\d_]{2,6})(?:[!?,，.\s]*\1){2,}")
"""The same said three times and more."""
_SHOWN = 4
"""Stretches that explain one feeling."""


class Feeling(StrEnum):
    """What a message says besides its question, the gravest first."""

    DANGER = "danger"
    THREAT = "threat"
    ANGER = "anger"
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class Sign:
    """A stretch of the message, in code points, and the feeling it speaks of."""

    feeling: Feeling
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mood:
    """What was read; without signs the message is calm. Those of a feeling stand in the message's order."""

    signs: tuple[Sign, ...] = ()

    @property
    def feelings(self) -> tuple[Feeling, ...]:
        """What the message says, the gravest first."""
        return tuple(feeling for feeling in Feeling if any(sign.feeling is feeling for sign in self.signs))

    def why(self, feeling: Feeling) -> tuple[str, ...]:
        """Return the wordings that a feeling was read by, each once, the first few of them."""
        return tuple(dict.fromkeys(sign.text for sign in self.signs if sign.feeling is feeling))[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Offer:
    """What goes with a feeling.

    :param openers: scripts as ``id#anchor``, or ``tag:…`` for those of the entries with a tag; best first.
    :param procedure: the SOP whose escalation rule holds.
    """

    openers: tuple[str, ...] = ()
    procedure: str = ""


class Lexicon:
    """The wordings, compiled. Immutable and thread-safe."""

    def __init__(
        self,
        *,
        shortest: int,
        longest_keywords: int,
        speech: Sequence[str],
        longest_about: int,
        about: Sequence[str],
        calm: Sequence[str],
        marks: Sequence[str],
        wordings: Mapping[Feeling, tuple[Sequence[str], Sequence[str]]],
        offers: Mapping[Feeling, Offer],
    ) -> None:
        """Compile the wordings.

        :param wordings: feeling -> strong and mild ones.
        :raises re.error: if one is no regular expression.
        """
        self._shortest, self._longest_keywords, self._longest_about = (
            shortest,
            longest_keywords,
            longest_about,
        )
        self._speech, self._about = _any(speech), _any(about)
        self._calm, self._marks = _any(calm), _any(marks)
        self._wordings = {
            feeling: ((_any(strong), _STRONG), (_any(mild), _MILD))
            for feeling, (strong, mild) in wordings.items()
        }
        self._offers = dict(offers)

    @classmethod
    def parse(cls, text: str) -> Lexicon:
        """Return what a ``mood.toml`` says.

        :raises tomllib.TOMLDecodeError: if it is no TOML.
        :raises KeyError: if a part is missing.
        :raises re.error: if a wording is no regular expression.
        """
        values = tomllib.loads(text)
        return cls(
            shortest=values["shortest"],
            longest_keywords=values["longest_keywords"],
            speech=values["speech"],
            longest_about=values["longest_about"],
            about=values["about"],
            calm=values["calm"],
            marks=values["marks"],
            wordings={feeling: (values[feeling]["strong"], values[feeling]["mild"]) for feeling in Feeling},
            offers={
                Feeling(name): Offer(tuple(offer["openers"]), offer["procedure"])
                for name, offer in values["offers"].items()
            },
        )

    def offer(self, feeling: Feeling) -> Offer:
        """Return what goes with a feeling."""
        return self._offers.get(feeling, Offer())

    def read(self, message: str) -> Mood:
        """Return what a message says; a search in an agent's own words says nothing."""
        plain = Plain(code_points(message))
        text = plain.text.translate(_HALF_WIDTH)
        if self._is_search(text):
            return Mood()
        calm = [match.span() for match in self._calm.finditer(text)]
        emphasis = [*self._stretches(text, self._marks), *_insistence(message, text, plain)]
        signs: list[Sign] = []
        for feeling, wordings in self._wordings.items():
            found = [
                (span, weight)
                for pattern, weight in wordings
                for span in self._stretches(text, pattern)
                if not _touches(span, calm)
            ]
            said = _outermost(found)
            weight = sum(weight for _span, weight in said)
            also = emphasis if said and feeling in {Feeling.ANGER, Feeling.URGENCY} else []
            if weight + bool(also) * _MILD >= _ENOUGH:
                spans = sorted([*(span for span, _weight in said), *also])
                signs += (_sign(feeling, message, plain, span) for span in spans)
        return Mood(tuple(signs))

    def _is_search(self, text: str) -> bool:
        length = sum(not char.isspace() for char in text)
        keywords = length <= self._longest_keywords and self._speech.search(text) is None
        if length < self._shortest or keywords:
            return True
        return length <= self._longest_about and self._about.search(text) is not None

    @staticmethod
    def _stretches(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        return (match.span() for match in pattern.finditer(text) if match.end() > match.start())


def _any(wordings: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in wordings) or r"(?!)")


def _insistence(message: str, text: str, plain: Plain) -> Iterator[tuple[int, int]]:
    """Yield the places of what is said in capitals, or again and again."""
    yield from (match.span() for match in _AGAIN.finditer(text))
    # Folding makes small letters: capitals are looked for in the message, and found again in the text.
    for match in _SHOUTED.finditer(message):
        places = [n for n in range(len(text)) if match.start() <= plain.span(n, n + 1)[0] < match.end()]
        if places:
            yield places[0], places[-1] + 1


def _within(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _touches(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _outermost(found: Sequence[tuple[tuple[int, int], int]]) -> list[tuple[tuple[int, int], int]]:
    """Leave out what lies within another wording: it says nothing more."""
    kept: list[tuple[tuple[int, int], int]] = []
    for span, weight in sorted(found, key=lambda one: (-one[1], one[0][0] - one[0][1])):
        if not _within(span, [other for other, _weight in kept]):
            kept.append((span, weight))
    return kept


def _sign(feeling: Feeling, message: str, plain: Plain, span: tuple[int, int]) -> Sign:
    start, end = plain.span(*span)
    return Sign(feeling, start, end, message[start:end].strip())
