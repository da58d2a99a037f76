"""The phrase guard over the handbook's own list: checking drafts, clearing scripts, weighing a new phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from threading import Lock

from deskbook.errors import Message, StaleHitError
from deskbook.guard.engine import Guard
from deskbook.guard.hits import PhraseHit, Scan
from deskbook.model.entry import AnyEntry, Kind, Level, Phrase
from deskbook.model.problem import Problem
from deskbook.model.register import Law
from deskbook.model.texts import scripts
from deskbook.ports import Markup
from deskbook.services.filling import fill
from deskbook.services.handbook import Handbook

OVERRIDING = Level.SENIOR
"""The level whose reason also outweighs a phrase that blocks."""
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+")


@dataclass(frozen=True, slots=True)
class Clearance:
    """Whether a text may be sent, and all that speaks against it.

    :param outdated: says that the script itself is no longer the one to use; None if it is.
    :param level: of the agent who is about to send it.
    """

    scan: Scan
    outdated: Message | None = None
    level: Level = Level.JUNIOR

    @property
    def blocked(self) -> bool:
        """Whether no reason makes it sendable.

        Something blocks and the agent's level does not outweigh it, or there was too much to check it all.
        """
        return not self.scan.complete or (self.scan.blocked and self.level is not OVERRIDING)

    @property
    def wants_reason(self) -> bool:
        """Whether it may be sent with a reason only."""
        return not self.blocked and (bool(self.scan.hits) or self.outdated is not None)

    def allows(self, reason: str = "") -> bool:
        """Tell whether it may be sent, given the agent's reason."""
        return not self.blocked and (not self.wants_reason or bool(reason.strip()))


@dataclass(frozen=True, slots=True)
class Replacement:
    """A text with one sentence put in the place of another: ``old`` at ``start``, ``new`` instead."""

    text: str
    start: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A hit in words to read: plain text, the shop's values filled in.

    :param replacements: in the order of ``hit.replacements``.
    """

    hit: PhraseHit
    reason: str
    replacements: tuple[str, ...]
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class ScriptEffect:
    """A script of the handbook that a phrase would hit."""

    entry_id: str
    field: str
    text: str
    hit: PhraseHit


@dataclass(frozen=True, slots=True)
class InnocentEffect:
    """A sentence without fault that a phrase would hit all the same."""

    sentence: str
    hit: PhraseHit


@dataclass(frozen=True, slots=True)
class Effects:
    """What approving a new or changed phrase would do."""

    scripts: tuple[ScriptEffect, ...]
    innocents: tuple[InnocentEffect, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Built:
    """A guard, and what it was built from."""

    generation: int
    day: date
    heads: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    guard: Guard


class PhraseGuard:
    """Checks texts against the phrases in force. Thread-safe; follows the handbook by itself."""

    def __init__(
        self,
        handbook: Handbook,
        markup: Markup,
        clock: Callable[[], datetime],
        innocents: Callable[[], str],
    ) -> None:
        """Wire the guard up; the list is read when the first text is checked.

        :param innocents: returns sentences without fault, one a line; a line that begins with ``#`` is a
            comment.
        """
        self._handbook = handbook
        self._markup = markup
        self._clock = clock
        self._innocents = innocents
        self._lock = Lock()
        self._built: _Built | None = None

    def scan(self, text: str) -> Scan:
        """Return the hits of a text, and whether it was read to the end."""
        return self._current().guard.scan(text)

    def check(self, text: str) -> tuple[PhraseHit, ...]:
        """Return the hits of a text."""
        return self.scan(text).hits

    def explain(self, hits: Collection[PhraseHit]) -> tuple[Explained, ...]:
        """Return hits with their reasons, replacements and laws in words."""
        if not hits:
            return ()  # most texts are clean, and the registers take longer to read than the text to check
        shop, laws = self._handbook.shop(), self._handbook.laws()
        plain = cache(self._markup.plain_text)  # one phrase may be hit many times

        def said(markdown: str) -> str:
            return fill(plain(markdown), shop).text

        return tuple(
            Explained(
                hit,
                said(hit.reason),
                tuple(said(replacement) for replacement in hit.replacements),
                tuple(laws[law] for law in hit.laws if law in laws),
            )
            for hit in hits
        )

    def warm_up(self) -> None:
        """Compile the list, so that the first check is as quick as all others."""
        self._current()

    def replace(self, text: str, hit: PhraseHit, n: int = 0) -> Replacement:
        """Put the ``n``-th replacement of a hit in the place of the whole sentence that the hit is in.

        Shop values are filled in, what has to be asked for stays marked. Nothing is altered: whoever calls
        this shows what becomes of the text.

        :raises StaleHitError: if the text is no longer the one that was checked.
        :raises IndexError: if there is no such replacement.
        """
        if text[hit.start : hit.end] != hit.text:
            raise StaleHitError
        new = fill(self._markup.plain_text(hit.replacements[n]), self._handbook.shop()).text
        start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, hit.start)), default=0)
        start += len(text[start : hit.start]) - len(text[start : hit.start].lstrip())
        following = _SENTENCE_END.search(text, hit.end)
        end = len(text) if following is None else following.end()
        end -= len(text[:end]) - len(text[:end].rstrip("\n"))
        return Replacement(text[:start] + new + text[end:], start, text[start:end], new)

    def effects(self, phrase: Phrase) -> Effects:
        """Return what a new or changed phrase would hit, and what is wrong with it, before it is approved."""
        alone = Guard([phrase])
        others = (other for other in self._current().phrases if other.id != phrase.id)
        problems = tuple(p for p in Guard([*others, phrase]).problems if p.entry_id == phrase.id)
        found = (
            ScriptEffect(entry.id, field, text, hit)
            for entry, field, text in self._scripts(phrase)
            for hit in alone.check(text)
        )
        wrong = (
            InnocentEffect(sentence, hit)
            for sentence in self._innocents().splitlines()
            if sentence.strip() and not sentence.startswith("#")
            for hit in alone.check(sentence)
        )
        return Effects(tuple(found), tuple(wrong), problems)

    def _scripts(self, phrase: Phrase) -> Iterator[tuple[AnyEntry, str, str]]:
        shop = self._handbook.shop()
        day = self._today()
        stored = (entry for entry in self._handbook.entries() if entry.id != phrase.id)
        for entry in (*stored, phrase):
            if entry.in_force(day) or entry is phrase:
                for field, text in scripts(entry):
                    yield entry, field, fill(self._markup.plain_text(text), shop).text

    def _current(self) -> _Built:
        built, generation, day = self._built, self._handbook.generation(), self._today()
        if built is not None and (built.generation, built.day) == (generation, day):
            return built
        with self._lock:
            self._built = built = self._rebuilt(self._built, generation, day)
        return built

    def _rebuilt(self, built: _Built | None, generation: int, day: date) -> _Built:
        """Return what holds now; the guard is compiled anew only if the list in force is another."""
        if built is not None and (built.generation, built.day) == (generation, day):
            return built
        heads = {i: h for i, h in self._handbook.heads().items() if Kind.of_id(i) is Kind.PHRASE}
        if built is not None and (built.heads, built.day) == (heads, day):
            return _Built(generation, day, heads, built.phrases, built.guard)
        entries = self._handbook.entries(heads.keys())
        phrases = tuple(e for e in entries if isinstance(e, Phrase) and e.in_force(day))
        guard = built.guard if built is not None and built.phrases == phrases else Guard(phrases)
        return _Built(generation, day, heads, phrases, guard)

    def _today(self) -> date:
        return self._clock().astimezone().date()
