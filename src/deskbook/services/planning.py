"""Planning a cycle: what wants attention, who takes it, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from deskbook.errors import Message, StaleRevisionError, TakenIdError, UnknownEntryError
from deskbook.guard.engine import Guard
from deskbook.model.audit import Action
from deskbook.model.cycle import Change, ChangeKind
from deskbook.model.entry import ID_PATTERN, AnyEntry, Phrase, Status
from deskbook.model.feedback import Fault, Remark
from deskbook.model.person import Role
from deskbook.model.register import Register
from deskbook.model.revision import ReleaseKind
from deskbook.model.texts import scripts
from deskbook.ports import DeskData, UnitOfWork
from deskbook.revision.cycle import Act, after
from deskbook.revision.impact import changed_laws
from deskbook.services.cycles import find_cycle
from deskbook.services.drafting import begun
from deskbook.services.editions import before_and_after
from deskbook.services.feedback import standing
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger

_AHEAD = timedelta(days=90)
"""How far a plan without an effective date looks: about a quarter."""

_SEARCHES = 20
"""Searches in vain to show: the most frequent ones."""


class Cause(StrEnum):
    """Why something should be on the plan."""

    REVIEW_DUE = "review-due"
    LAW_CHANGED = "law-changed"
    PHRASE_CHANGED = "phrase-changed"
    FLAGGED = "flagged"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that wants attention.

    :param entry_id: empty for a search in vain, or what agents miss: there is no entry yet.
    :param title: of the entry, or the words searched for.
    :param why: the day it is due, the law or phrase that changed, what agents say, how often it was searched
        in vain.
    :param owner: who answers for the entry, by its own field; empty if there is none.
    """

    cause: Cause
    entry_id: str
    title: str
    why: Message
    owner: str


class Planner:
    """The plan of a cycle. Thread-safe."""

    def __init__(self, ledger: Ledger, handbook: Handbook, desk: DeskData) -> None:
        self._ledger = ledger
        self._handbook = handbook
        self._desk = desk

    def gather(self, cycle: str = "") -> tuple[Candidate, ...]:
        """Return what wants attention in a cycle and is not being changed yet.

        Reviews due by the planned effective date (within 90 days if there is none), entries that a law or a
        phrase concerns which changed since the last quarterly release, what agents found at fault as it reads
        now, what they miss, and searches in vain.

        :raises UnknownCycleError: if there is none.
        """
        with self._ledger.reading() as work:
            found = find_cycle(work, cycle)
            until = found.effective or self._ledger.today() + _AHEAD
            changes = tuple(c for one in work.cycles.open() for c in work.changes.of_cycle(one.name))
            heads = work.entries.numbers()
            hashes = work.entries.heads()
            drafts = {c.entry_id: c.head for c in changes if not c.state.settled and c.head is not None}
            old, new = before_and_after(self._handbook, work, _last_quarter(work), {**heads, **drafts})
        busy = {change.entry_id for change in changes if not change.state.settled}
        entries = [
            entry
            for entry_id, entry in new.entries.items()
            if entry_id not in busy and entry.status is not Status.ARCHIVED
        ]
        phrases = [
            entry
            for entry in new.entries.values()
            if isinstance(entry, Phrase) and entry != old.entries.get(entry.id) and entry.in_force(until)
        ]
        return (
            *_due(entries, until),
            *_concerned_by_laws(entries, changed_laws(old.laws, new.laws)),
            *_concerned_by_phrases(entries, phrases),
            *self._flagged(entries, hashes),
            *self._unanswered(),
        )

    def assign(
        self,
        entry_id: str,
        *,
        owner: str = "",
        due: date | None = None,
        reason: str = "",
        cycle: str = "",
        seen: int | None = None,
        kind: ChangeKind | None = None,
    ) -> Change:
        """Put an entry on the plan, or say anew who takes it and by when; the id may be a new one.

        :param owner: empty for the one there is, or the entry's own.
        :param kind: what is planned for the entry, until a text says what becomes of it; None for new or
            edit, whichever it is.
        :param due: None for the one there is.
        :param seen: the version of the change that was looked at; None to overwrite whatever there is.
        :raises StaleRevisionError: if the change is another version by now.
        :raises UnknownEntryError: if this is no id of an entry or register, or of none that can be edited.
        :raises CycleStateError: if the cycle is in neither plan nor edit, or another one changes the entry.
        :raises TakenIdError: if a new entry is planned under an id in use.
        :raises UnknownCycleError: if there is none.
        :raises RoleError: unless editor or publisher.
        """
        with self._ledger.writing(Role.EDITOR, Role.PUBLISHER) as acting:
            work = acting.work
            if entry_id not in set(Register) and not ID_PATTERN.fullmatch(entry_id):
                raise UnknownEntryError(entry_id)
            target, change = begun(acting, entry_id, cycle, Act.PLAN)
            after(target, change, Act.PLAN)
            if seen is not None and seen != change.version:
                raise StaleRevisionError(entry_id)
            change = replace(
                change,
                kind=_planned_kind(change, kind),
                owner=owner or change.owner or self._own_owner(work, entry_id),
                due=due or change.due,
                reason=reason or change.reason,
            )
            change = work.changes.put(change) if change.id else work.changes.add(change)
            detail = f"{change.cycle} {change.owner} {change.due or ''} {change.reason}"
            acting.record(Action.PLAN, entry_id, change.head, " ".join(detail.split()))
            acting.commit()
        return change

    def _own_owner(self, work: UnitOfWork, entry_id: str) -> str:
        stored = work.entries.find(entry_id)
        if stored is None or entry_id in set(Register):
            return ""
        return self._handbook.entry_of(stored.head).owner

    def _flagged(self, entries: Iterable[AnyEntry], hashes: Mapping[str, str]) -> Iterator[Candidate]:
        remarks = self._desk.feedback.remarks()
        by_entry = standing(remarks, hashes)
        for entry in sorted(entries, key=lambda entry: (-len(by_entry.get(entry.id, ())), entry.id)):
            if entry.id in by_entry:
                yield _candidate(Cause.FLAGGED, entry, said(by_entry[entry.id]))
        missed: dict[str, list[Remark]] = {}
        for remark in remarks:
            if not remark.entry_id and (remark.query or remark.words):
                missed.setdefault(remark.query or remark.words, []).append(remark)
        for text, told in sorted(missed.items(), key=lambda item: -len(item[1]))[:_SEARCHES]:
            yield Candidate(Cause.FLAGGED, "", text, said(told), "")

    def _unanswered(self) -> Iterator[Candidate]:
        for text, times in self._desk.unanswered(_SEARCHES):
            yield Candidate(
                Cause.UNANSWERED, "", text, Message("searched in vain, {times} times", times=times), ""
            )


def _planned_kind(change: Change, kind: ChangeKind | None) -> ChangeKind:
    if kind is None or change.head is not None:
        return change.kind
    if kind is ChangeKind.NEW and change.base is not None:
        raise TakenIdError(change.entry_id)
    if kind is not ChangeKind.NEW and change.base is None:
        raise UnknownEntryError(change.entry_id)
    return kind


def _last_quarter(work: UnitOfWork) -> Mapping[str, int]:
    """Return what the newest release holds that was not made in between the quarters."""
    kinds = {ReleaseKind.SETUP, ReleaseKind.QUARTERLY}
    release = next((release for release in work.releases.all() if release.kind in kinds), None)
    return {} if release is None else work.releases.items(release.number)


def said(remarks: Sequence[Remark]) -> Message:
    """Return how often each fault was found, and the latest words about it."""
    counts = Counter(remark.fault for remark in remarks)
    words = next((remark.words for remark in reversed(remarks) if remark.words), "")
    params: dict[str, object] = {fault.value: counts[fault] for fault in Fault}
    if words:
        return Message(
            "outdated {outdated}, wrong {wrong}, unclear {unclear}, missing {missing}: “{words}”",
            words=words,
            **params,
        )
    return Message("outdated {outdated}, wrong {wrong}, unclear {unclear}, missing {missing}", **params)


def _due(entries: Iterable[AnyEntry], until: date) -> Iterator[Candidate]:
    for entry in sorted(entries, key=lambda entry: entry.review_due):
        if entry.review_due <= until:
            yield _candidate(Cause.REVIEW_DUE, entry, Message("review due on {day}", day=entry.review_due))


def _concerned_by_laws(entries: Iterable[AnyEntry], laws: frozenset[str]) -> Iterator[Candidate]:
    for entry in entries:
        cited = [law for law in entry.laws if law in laws]
        if cited:
            yield _candidate(
                Cause.LAW_CHANGED, entry, Message("cites {laws}, which changed", laws=", ".join(cited))
            )


def _concerned_by_phrases(entries: Iterable[AnyEntry], phrases: Sequence[Phrase]) -> Iterator[Candidate]:
    if not phrases:
        return
    guard = Guard(phrases)
    for entry in entries:
        hits = {hit.phrase_id for _, text in scripts(entry) for hit in guard.check(text)} - {entry.id}
        if hits:
            yield _candidate(
                Cause.PHRASE_CHANGED,
                entry,
                Message("says what {phrases} bans by now", phrases=", ".join(sorted(hits))),
            )


def _candidate(cause: Cause, entry: AnyEntry, why: Message) -> Candidate:
    return Candidate(cause, entry.id, entry.title, why, entry.owner)
