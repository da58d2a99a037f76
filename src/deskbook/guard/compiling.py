"""From phrases to what the engine looks for; a fault in a list costs the faulty wording, never the guard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from deskbook.errors import Message
from deskbook.guard.folding import Wording, wording
from deskbook.guard.forms import AHEAD, Form, read_form
from deskbook.guard.numerals import spellings
from deskbook.guard.regex import BoundedPattern, PatternRefusedError, compile_bounded
from deskbook.model.entry import Match, Phrase
from deskbook.model.problem import Gravity, Problem


@dataclass(frozen=True, slots=True)
class Ban:
    """A phrase with its allowed wordings folded; ``reach`` is the length of the longest.

    :param allowed_forms: match the others, which are not written out, in a dense text.
    """

    phrase: Phrase
    allowed: tuple[Wording, ...]
    reach: int
    allowed_forms: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """One wording of a ban; ``source`` is how the list has it.

    :param size: the length of the wording.
    :param tail: matches what has to follow it from a place on, if it is the beginning of a form.
    """

    ban: Ban
    source: str
    wording: Wording
    size: int
    tail: Callable[[str, int], re.Match[str] | None] | None = None


@dataclass(slots=True)
class Endings:
    """The literals that end where one dense text does: whole ones, and beginnings of forms.

    :param before: beginnings, by the character that has to follow.
    :param before_any: beginnings that a gap follows.
    :param begun: beginnings of one or two characters, with how many characters of the text are behind
        them: 您 or 可以 alone would be met too often.
    """

    whole: list[Literal] = field(default_factory=list)
    before: dict[str, list[Literal]] = field(default_factory=dict)
    before_any: list[Literal] = field(default_factory=list)
    begun: list[tuple[Literal, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The regular expression of a ban."""

    ban: Ban
    bounded: BoundedPattern


@dataclass(slots=True)
class Compiled:
    """All that is to be found: literals by their dense text, patterns; and what is wrong with the list."""

    literals: dict[str, Endings]
    patterns: list[Pattern]
    problems: list[Problem]


def compile_phrases(phrases: Iterable[Phrase]) -> Compiled:
    """Compile a list. What is wrong with a phrase becomes a problem that names it; the rest is used."""
    compiled = Compiled({}, [], [])
    owners: dict[Wording, str] = {}
    for phrase in phrases:
        ban = _ban(compiled, phrase)
        if phrase.match is Match.REGEX:
            _add_pattern(compiled, ban)
        seen: set[str] = set()
        for place, source in _sources(phrase):
            _add_wording(compiled, ban, place, source, owners, repeated=source in seen)
            seen.add(source)
    return compiled


def _ban(compiled: Compiled, phrase: Phrase) -> Ban:
    allowed: list[Wording] = []
    others: list[re.Pattern[str]] = []
    for source in phrase.allowed:
        form = _form(compiled, phrase, "allowed", source)
        if form is None:
            continue
        heads = [wording(way) for head in form.heads for way in spellings(head)]
        if not all(one.text for one in heads):
            compiled.problems.append(_empty(phrase, "allowed"))
        elif form.tail is None:
            allowed += heads
        else:
            beginnings = "|".join(re.escape(one.text) for one in heads)
            others.append(re.compile(f"(?:{beginnings}){form.tail.source}"))
    return Ban(phrase, tuple(allowed), max((len(one.text) for one in allowed), default=0), tuple(others))


def _form(compiled: Compiled, phrase: Phrase, field: str, source: str) -> Form | None:
    try:
        return read_form(source, whole=field == "allowed")
    except PatternRefusedError as refused:
        problem = _problem(phrase, "refused-pattern", field, refused.reason, refused.remedy)
        compiled.problems.append(problem)
        return None


def _sources(phrase: Phrase) -> Iterator[tuple[str, str]]:
    if phrase.match is Match.LITERAL:
        yield "pattern", phrase.pattern
    yield from (("variants", variant) for variant in phrase.variants)


def _add_pattern(compiled: Compiled, ban: Ban) -> None:
    try:
        compiled.patterns.append(Pattern(ban, compile_bounded(ban.phrase.pattern)))
    except PatternRefusedError as refused:
        problem = _problem(ban.phrase, "refused-pattern", "pattern", refused.reason, refused.remedy)
        compiled.problems.append(problem)


def _add_wording(
    compiled: Compiled, ban: Ban, field: str, source: str, owners: dict[Wording, str], *, repeated: bool
) -> None:
    phrase = ban.phrase
    form = _form(compiled, phrase, field, source)
    if form is None:
        return
    plain = form.heads == (source,)
    for head in form.heads:
        folded = wording(head)
        if not folded.text:
            compiled.problems.append(_empty(phrase, field))
            return
        if len(folded.text) == 1 and not folded.runs and form.tail is None:
            compiled.problems.append(_short(phrase, field, head))
            return
        if plain and folded in ban.allowed:
            compiled.problems.append(_excused(phrase, source))
        # Forms of two phrases may share a wording; two lines that say the same are an oversight.
        owner = owners.setdefault(folded, phrase.id) if plain else phrase.id
        if owner != phrase.id or repeated:
            compiled.problems.append(_duplicate(phrase, field, source, owner))
            repeated = False
    _add_literals(compiled, ban, form)


def _add_literals(compiled: Compiled, ban: Ban, form: Form) -> None:
    tail = form.tail.match if form.tail else None
    following = {size: form.following(AHEAD + 1 - size) for size in range(1, AHEAD + 1)}
    first = following[AHEAD]
    for source in form.heads:
        for way in spellings(source):
            spelt = wording(way)
            literal = Literal(ban, source, spelt, len(spelt.text), tail)
            if form.next is not None and literal.size <= AHEAD:
                for follows in following[literal.size]:
                    _endings(compiled, spelt.text + follows).begun.append((literal, len(follows)))
                continue
            endings = _endings(compiled, spelt.text)
            if tail is None:
                # 0甲醛 beside 零甲醛 is thoroughness, not a fault; it need not be found twice.
                if not any(same.ban is ban and same.wording == spelt for same in endings.whole):
                    endings.whole.append(literal)
            elif form.next is None:
                endings.before_any.append(literal)
            else:
                for char in first:
                    endings.before.setdefault(char, []).append(literal)


def _endings(compiled: Compiled, text: str) -> Endings:
    return compiled.literals.setdefault(text, Endings())


def _empty(phrase: Phrase, field: str) -> Problem:
    return _problem(
        phrase,
        "empty-pattern",
        field,
        Message("A wording holds neither a letter nor a digit."),
        Message("Write the words that it is about, or remove it."),
    )


def _short(phrase: Phrase, field: str, source: str) -> Problem:
    return _problem(
        phrase,
        "short-pattern",
        field,
        Message("“{text}” is so short that it would be found everywhere.", text=source),
        Message("Write the phrase in which it is a fault."),
    )


def _duplicate(phrase: Phrase, field: str, source: str, owner: str) -> Problem:
    if owner == phrase.id:
        return _problem(
            phrase,
            "duplicate-pattern",
            field,
            Message("“{text}” says the same as another wording of this phrase.", text=source),
            Message("Remove one of them."),
            Gravity.WARNING,
        )
    return _problem(
        phrase,
        "duplicate-pattern",
        field,
        Message("“{text}” is already banned by “{owner}”.", text=source, owner=owner),
        Message("Keep it in the phrase that explains it best."),
    )


def _excused(phrase: Phrase, source: str) -> Problem:
    return _problem(
        phrase,
        "excused-pattern",
        "allowed",
        Message("“{text}” is both banned and allowed, so it is never found.", text=source),
        Message("Allow only longer wordings."),
    )


def _problem(
    phrase: Phrase, code: str, field: str, reason: Message, remedy: Message, gravity: Gravity = Gravity.ERROR
) -> Problem:
    return Problem(code, reason, remedy, field=field, entry_id=phrase.id, gravity=gravity)
