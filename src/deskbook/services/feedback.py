"""What an agent tells the owners of the handbook: it is kept until somebody carries it there as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from deskbook.errors import UnknownEntryError
from deskbook.model.feedback import LONGEST_QUERY, LONGEST_WORDS, Fault, Gathered, Remark, Vain
from deskbook.ports import FeedbackData
from deskbook.services.handbook import Handbook
from deskbook.services.masking import masked


class FeedbackDesk:
    """Keeps remarks, and searches that helped nobody, masked before they are kept. Thread-safe."""

    def __init__(
        self,
        handbook: Handbook,
        data: FeedbackData,
        clock: Callable[[], datetime],
        keeps_searches: bool,
    ) -> None:
        """Wire it up.

        :param keeps_searches: whether the policy of the machine wants searches that helped nobody.
        """
        self._handbook = handbook
        self._data = data
        self._clock = clock
        self.keeps_searches = keeps_searches

    def over(self, handbook: Handbook) -> FeedbackDesk:
        """Return the same over an earlier handbook; what is not found in that is nothing that lacks today."""
        return FeedbackDesk(handbook, self._data, self._clock, keeps_searches=False)

    def remark(self, fault: Fault, entry_id: str, query: str = "", words: str = "") -> Remark:
        """Keep what is the matter with an entry, as it reads now.

        :param entry_id: empty if what was searched for is missing from the handbook.
        :param query: what was searched for when the entry was found.
        """
        number, content = 0, ""
        if entry_id:
            try:
                head = self._handbook.stored(entry_id).head
                number, content = head.number, head.hash
            except UnknownEntryError:  # retired while it was being read: that is worth a remark too
                number, content = 0, ""
        remark = Remark(
            uuid4().hex, fault, entry_id, number, content, _short(query), _words(words), self._clock()
        )
        self._data.keep_remark(remark)
        return remark

    def say(self, remark: Remark, words: str) -> Remark:
        """Put words to a remark, in place of those it had."""
        said = replace(remark, words=_words(words))
        self._data.keep_remark(said)
        return said

    def withdraw(self, remark: Remark) -> None:
        """Forget a remark."""
        self._data.withdraw(remark.key)

    def searched_in_vain(self, text: str, hits: int) -> None:
        """Keep a search that helped nobody, if the policy wants that.

        :param hits: how many entries it found; nothing was copied from them.
        """
        short = _short(text)
        if self.keeps_searches and short:
            self._data.keep_vain(Vain(uuid4().hex, short, hits, self._clock()))

    def own(self) -> Gathered:
        """Return what this desk has to tell."""
        return self._data.own()

    def receive(self, gathered: Gathered) -> Gathered:
        """Keep what another desk tells and return what was new; it is masked again, to be sure."""
        return self._data.receive(
            Gathered(
                tuple(
                    replace(one, query=_short(one.query), words=_words(one.words)) for one in gathered.remarks
                ),
                tuple(replace(one, text=_short(one.text)) for one in gathered.searches),
            )
        )


def standing(remarks: Iterable[Remark], hashes: Mapping[str, str]) -> dict[str, tuple[Remark, ...]]:
    """Return entry id -> the remarks about its text as it is now: a later revision settles older ones.

    :param hashes: entry id -> content hash.
    """
    found: dict[str, tuple[Remark, ...]] = {}
    for remark in remarks:
        if remark.entry_id and hashes.get(remark.entry_id) == remark.hash:
            found[remark.entry_id] = (*found.get(remark.entry_id, ()), remark)
    return found


def _short(query: str) -> str:
    return masked(" ".join(query.split()))[:LONGEST_QUERY]


def _words(words: str) -> str:
    return masked(words.strip())[:LONGEST_WORDS]
