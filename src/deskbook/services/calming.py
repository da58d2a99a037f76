"""What to say first to a customer who is in danger, threatens, is angry or in a hurry, and who takes over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from deskbook.errors import UnknownEntryError
from deskbook.model.entry import AnyEntry, Escalation, Kind, Sop
from deskbook.services.copying import Copier, Copyable
from deskbook.services.handbook import Handbook
from deskbook.services.mood import Feeling, Lexicon, Mood

_TAG = "tag:"
_OPENERS = 3


@dataclass(frozen=True, slots=True)
class Opener:
    """A script to begin with, filled in from the shop profile, and where it stands.

    :param text: what is copied; placeholders that the agent fills in still stand in it.
    :param blank: whether the agent is asked for something before it can be copied.
    """

    entry: AnyEntry
    copyable: Copyable
    text: str
    blank: bool

    @property
    def ref(self) -> str:
        """Where it stands, as ``id#key``."""
        return f"{self.entry.id}#{self.copyable.key}"


@dataclass(frozen=True, slots=True)
class Advice:
    """What a message was read as, and what goes with the gravest of it.

    :param procedure: the id of the SOP that the escalation rule stands in; empty if the handbook has none.
    """

    mood: Mood
    openers: tuple[Opener, ...] = ()
    procedure: str = ""
    escalations: tuple[Escalation, ...] = ()


class Calming:
    """Reads messages and finds what the handbook offers. Thread-safe."""

    def __init__(self, handbook: Handbook, copier: Copier, lexicon: Callable[[], str]) -> None:
        """Remember where to find things.

        :param lexicon: returns the text of ``mood.toml``, when it is first needed.
        """
        self._handbook = handbook
        self._copier = copier
        self._load = lexicon

    def over(self, handbook: Handbook) -> Calming:
        """Return the same over another handbook."""
        return Calming(handbook, self._copier, self._load)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon.parse(self._load())

    def read(self, message: str) -> Advice | None:
        """Return what a message says besides its question; None if it is calm, or an agent's own search."""
        mood = self._lexicon.read(message)
        if not mood.signs:
            return None
        gravest = mood.feelings[0]
        procedure = self._procedure(gravest)
        return Advice(
            mood,
            tuple(self._openers(gravest)),
            procedure.id if procedure is not None else "",
            self._escalations(procedure) if procedure is not None else (),
        )

    def _openers(self, feeling: Feeling) -> Iterator[Opener]:
        """Yield the first few scripts offered for a feeling, what can be copied at once before others."""
        found: dict[str, Opener] = {}
        for wanted in self._lexicon.offer(feeling).openers:
            if len(found) >= _OPENERS:
                break
            for opener in self._tagged(wanted) if wanted.startswith(_TAG) else self._scripts(wanted):
                found.setdefault(opener.ref, opener)
        first = list(found.values())[:_OPENERS]
        yield from sorted(first, key=lambda opener: opener.blank)

    def _scripts(self, ref: str) -> Iterator[Opener]:
        entry_id, _found, anchor = ref.partition("#")
        try:
            entry = self._handbook.get(entry_id)
        except UnknownEntryError:
            return  # a handbook of the shop's own need not have it
        if not entry.in_force(self._handbook.today()):
            return
        shop = self._handbook.shop()
        for copyable in self._copier.copyables(entry):
            if not anchor or copyable.key == anchor:
                filled = self._copier.fill(copyable.text, shop, {})
                yield Opener(entry, copyable, filled.text, bool(filled.missing))

    def _tagged(self, wanted: str) -> Iterator[Opener]:
        tag = wanted.removeprefix(_TAG)
        for entry in self._handbook.entries():
            if entry.kind is Kind.FAQ and tag in entry.tags:
                yield from self._scripts(entry.id)

    def _escalations(self, procedure: Sop) -> tuple[Escalation, ...]:
        shop = self._handbook.shop()
        return tuple(
            Escalation(one.role, self._copier.fill(one.condition, shop, {}).text)
            for one in procedure.escalations
        )

    def _procedure(self, feeling: Feeling) -> Sop | None:
        entry_id = self._lexicon.offer(feeling).procedure
        try:
            entry = self._handbook.get(entry_id)
        except UnknownEntryError:
            return None
        return entry if isinstance(entry, Sop) and entry.in_force(self._handbook.today()) else None
