"""What the rules look at: every entry with its source, the registers, and the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from deskbook.errors import Message
from deskbook.model.entry import AnyEntry, Faq, Phrase, Sop
from deskbook.model.problem import Gravity, Problem
from deskbook.model.register import Law, Shop


@dataclass(frozen=True, slots=True)
class Library:
    """The handbook under check.

    ``sources`` and ``paths`` are by entry id; ``paths`` may lack entries without a file. With ``only``, a
    rule may confine itself to that entry; the others are what it leans on. ``pictures`` names all there are.
    """

    entries: Mapping[str, AnyEntry]
    shop: Shop
    laws: Mapping[str, Law]
    day: date
    sources: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    only: str = ""
    pictures: Collection[str] = frozenset()

    def checked(self) -> Collection[AnyEntry]:
        """Return the entries to look at one by one."""
        return (self.entries[self.only],) if self.only else self.entries.values()

    def anchors(self, entry_id: str) -> frozenset[str]:
        """Return the anchors that a link to an entry may name."""
        match self.entries.get(entry_id):
            case Sop(steps=steps):
                return frozenset(step.anchor for step in steps)
            case Faq(scripts=scripts):
                return frozenset(script.anchor for script in scripts)
        return frozenset()

    def phrases(self) -> tuple[Phrase, ...]:
        """Return the banned phrases in force."""
        return tuple(e for e in self.entries.values() if isinstance(e, Phrase) and e.in_force(self.day))

    def problem(
        self,
        code: str,
        entry_id: str,
        reason: Message,
        remedy: Message,
        *,
        field: str = "",
        at: str = "",
        gravity: Gravity = Gravity.ERROR,
    ) -> Problem:
        """Make a problem of an entry; its line is where ``at`` first stands in the source."""
        offset = self.sources.get(entry_id, "").find(at) if at else -1
        offset += len(at) - len(at.lstrip("\n")) if offset >= 0 else 0
        line = self.sources[entry_id].count("\n", 0, offset) + 1 if offset >= 0 else 0
        return Problem(code, reason, remedy, self.paths.get(entry_id, ""), line, field, entry_id, gravity)
