"""What stands between a text and the clipboard: the phrase guard, the agent's level, the reasons given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from deskbook.guard.hits import PhraseHit
from deskbook.model.entry import AnyEntry
from deskbook.ports import DeskData, Override
from deskbook.services.guarding import Clearance, Explained, PhraseGuard, Replacement
from deskbook.services.handbook import Handbook
from deskbook.services.settings import Preferences

LONGEST_REPLY = 20_000
"""Characters of a reply: ten times what chat programs send. A longer text is no reply, and not taken in."""
MOST_EXPLAINED = 12
"""Hits of one text that are explained: who meets more mends these first."""
_LOOKED_BACK = 50
"""How many overrides are looked at for reasons to offer again."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A text and what the guard says of it.

    :param explained: what blocks before what warns, then in the order of the text; the first of them only.
    """

    text: str
    clearance: Clearance
    explained: tuple[Explained, ...]

    @property
    def more(self) -> int:
        """How many hits are not explained."""
        return len(self.clearance.scan.hits) - len(self.explained)


class Sender:
    """Checks what an agent is about to send. Thread-safe.

    The phrases are always today's: what was said last quarter is sent today. Whether a script is the one to
    use is asked of the handbook that the agent reads.
    """

    def __init__(
        self,
        guard: PhraseGuard,
        handbook: Handbook,
        desk: DeskData,
        preferences: Preferences,
        clock: Callable[[], datetime],
    ) -> None:
        self._guard = guard
        self._handbook = handbook
        self._desk = desk
        self._preferences = preferences
        self._clock = clock

    def over(self, handbook: Handbook) -> Sender:
        """Return the same for the scripts of another handbook."""
        return Sender(self._guard, handbook, self._desk, self._preferences, self._clock)

    def warm_up(self) -> None:
        """Make ready, so that the first check is as quick as all others."""
        self._guard.warm_up()

    def check(self, text: str, source: AnyEntry | None = None) -> Checked:
        """Return what the guard says of a text.

        :param source: the entry whose script it is, if it is one.
        """
        outdated = self._handbook.outdated(source) if source is not None else None
        clearance = Clearance(self._guard.scan(text), outdated, self._preferences.current.level)
        hits = sorted(clearance.scan.hits, key=lambda hit: not hit.blocks)
        return Checked(text, clearance, self._guard.explain(hits[:MOST_EXPLAINED]))

    def release(self, text: str, source: AnyEntry | None = None, reason: str = "") -> Checked:
        """Check a text that goes to the clipboard next, if ``clearance.allows(reason)``.

        A reason that is needed for it is kept, with what spoke against the text, but never the text.

        :raises StorageError: if the reason cannot be kept; the text must not be sent then.
        """
        checked = self.check(text, source)
        clearance = checked.clearance
        if clearance.wants_reason and clearance.allows(reason):
            against = dict.fromkeys(hit.phrase_id for hit in clearance.scan.hits)
            if clearance.outdated is not None and source is not None:
                against[source.id] = None
            now = self._clock()
            self._desk.remember_overrides([Override(one, reason.strip(), now) for one in against])
        return checked

    def replace(self, text: str, hit: PhraseHit, n: int) -> Replacement:
        """Put the ``n``-th replacement of a hit in the place of its sentence; nothing is altered.

        :raises StaleHitError: if the text is no longer the one that was checked.
        :raises IndexError: if there is no such replacement.
        """
        return self._guard.replace(text, hit, n)

    def reasons(self, limit: int) -> tuple[str, ...]:
        """Return reasons given before, each once, newest first."""
        given = dict.fromkeys(one.reason for one in self._desk.overrides(_LOOKED_BACK))
        return tuple(given)[:limit]
