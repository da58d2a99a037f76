"""Forms: one line of a list for the many ways in which people put the same thing.

A literal wording may hold three signs. ``(问|去问|)`` stands for any of the words in it, nothing included;
``<微信>`` for any word of a class in ``synonyms.txt``; ``…`` for up to :data:`GAP` characters of the same
clause, none of which negates. The first words of a form are written out into literals, which are found with
all their disguises in the one pass; the rest is looked for right behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from deskbook.errors import Message
from deskbook.guard.folding import wording
from deskbook.guard.numerals import spellings
from deskbook.guard.regex import PatternRefusedError

GAP = 8
"""Characters of a dense text that ``…`` stands for at most."""
MOST_HEADS = 40
"""Literals that the beginning of a form is written out into at most; more only take longer to compile."""
MOST_WORDS = 200
"""Words that one choice may hold."""
MOST_GAPS = 2
AHEAD = 2
"""A beginning of so few characters is only met with what follows it: 您 or 可以 would be met too often."""
_SIGNS = re.compile("[()<>|…]")
_TOKEN = re.compile(r"\((?P<choice>[^()…]*)\)|<(?P<name>[^<>()|…]*)>|(?P<gap>…)|(?P<text>[^()<>|…]+)")
_NEGATING = "不没别勿未无甭莫"
_BETWEEN = f"[^{_NEGATING}]{{0,{GAP}}}?"

Words = tuple[str, ...]


class Tail:
    """The rest of a form as a regular expression, compiled when it is first needed: few ever are."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """Return the rest if it stands at this place of a dense text."""
        return self._compiled.match(text, at)


@dataclass(frozen=True, slots=True)
class Form:
    """What a wording stands for: how it can begin, and what follows that.

    :param heads: literals.
    :param tail: matches the rest in a dense text; None if the heads are all.
    :param next: what the rest can begin with, of one or two characters; None if a gap allows any.
    """

    heads: Words
    tail: Tail | None = None
    next: frozenset[str] | None = None

    def following(self, ahead: int) -> frozenset[str]:
        """Return the first characters of what the rest can begin with, ``ahead`` at most."""
        return frozenset(beginning[:ahead] for beginning in self.next or ())


def read_form(source: str, *, whole: bool = False) -> Form:
    """Read a wording of a list; one without signs stands for itself.

    :param whole: keep what may be missing at its ends. It finds nothing more, but covers more.
    :raises PatternRefusedError: if its signs make no sense, or it stands for too much.
    """
    if not _SIGNS.search(source):
        return Form((source,))
    choices = list(_choices(source)) if whole else _without_edges(list(_choices(source)))
    if choices.count(None) > MOST_GAPS:
        raise _refused(
            Message("It has more than {most} gaps.", most=MOST_GAPS), Message("Write two wordings instead.")
        )
    heads: Words = ("",)
    for at, words in enumerate(choices):
        if words is None or len(heads) * len(words) > MOST_HEADS:
            return Form(heads, _tail(choices[at:]), _beginnings(choices[at:]))
        heads = tuple(dict.fromkeys(head + word for head in heads for word in words))
    return Form(heads)


def example(source: str) -> str:
    """Return the plainest wording that a form stands for, for people to read; a gap stays a gap."""
    try:
        return "".join(
            "…" if words is None else "" if "" in words else words[0] for words in _choices(source)
        )
    except PatternRefusedError:
        return source


def _without_edges(choices: list[Words | None]) -> list[Words | None]:
    """Return choices without what may be missing at either end."""
    while choices and (choices[0] is None or "" in choices[0]):
        del choices[0]
    while choices and (choices[-1] is None or "" in choices[-1]):
        del choices[-1]
    return choices


def _tail(choices: Sequence[Words | None]) -> Tail:
    return Tail("".join(_BETWEEN if words is None else _either(words) for words in choices))


def _beginnings(choices: Sequence[Words | None]) -> frozenset[str] | None:
    """Return what the rest can begin with: :data:`AHEAD` characters, or fewer before a gap or its end."""
    found: set[str] = set()
    short = {""}
    for words in choices:
        if words is None:
            return None if "" in short else frozenset(found | short)
        longer = {(start + word)[:AHEAD] for start in short for word in _folded(words)}
        found |= {text for text in longer if len(text) == AHEAD}
        short = longer - found
        if not short:
            break
    return frozenset(found | short)


def _folded(words: Words) -> set[str]:
    return {text for word in words for text in _spelt(word)}


@cache
def _spelt(word: str) -> Words:
    """Return a word in all spellings of its numbers, folded; forms have most words in common."""
    return tuple(wording(spelt).text for spelt in spellings(word))


def _either(words: Words) -> str:
    longest_first = sorted(_folded(words), key=lambda text: (-len(text), text))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


def _choices(source: str) -> Iterator[Words | None]:
    """Yield what a form is made of: words of which any may stand, or None for a gap."""
    at = 0
    while at < len(source):
        token = _TOKEN.match(source, at)
        if token is None:
            raise _refused(
                Message("“{part}” is neither closed nor a word.", part=source[at : at + 20]),
                Message("Write words, (one|another), <class> or …."),
            )
        at = token.end()
        if token["gap"]:
            yield None
        elif token["name"] is not None:
            yield _synonyms(token["name"])
        elif token["choice"] is not None:
            yield _choice(token["choice"])
        else:
            yield (token["text"],)


def _choice(inside: str) -> Words:
    words = tuple(dict.fromkeys(_each(inside.split("|"))))
    if len(words) > MOST_WORDS:
        raise _refused(
            Message("One choice holds more than {most} words.", most=MOST_WORDS),
            Message("Split it into several wordings."),
        )
    return words


def _each(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        named = _TOKEN.fullmatch(part)
        if named is not None and named["name"] is not None:
            yield from _synonyms(named["name"])
        elif part and not wording(part).text:
            raise _refused(
                Message("“{part}” holds neither a letter nor a digit.", part=part),
                Message("Leave it empty, if nothing may stand there."),
            )
        elif _SIGNS.search(part):
            raise _refused(
                Message("“{part}” mixes words and a class.", part=part),
                Message("Write the class as a word of its own."),
            )
        else:
            yield part


def _synonyms(name: str) -> Words:
    try:
        return _classes()[name]
    except KeyError:
        raise _refused(
            Message("There is no class of words “{name}”.", name=name),
            Message("Use one of these: {names}.", names="、".join(_classes())),
        ) from None


@cache
def _classes() -> dict[str, Words]:
    lines = files(__package__).joinpath("synonyms.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {name: tuple(words) for name, *words in rows}


def _refused(reason: Message, remedy: Message) -> PatternRefusedError:
    return PatternRefusedError(reason, remedy)
