"""Whole quarters in any order, against a model: what is allowed, and what agents read on every day."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from deskbook.errors import (
    CycleStateError,
    FourEyesError,
    MovedHeadError,
    ReleaseStoppedError,
    StaleRevisionError,
    UnknownChangeError,
    UnknownCycleError,
)
from deskbook.model.cycle import ChangeState, CycleKind, CycleState, Judgement
from tests.cluster import Cluster
from tests.integration.cycle.support import START, Team, faq, team
from tests.places import PlacedMachine, check, fresh_database, fresh_file

IDS = ("faq-a", "faq-b", "faq-c")
PEOPLE = ("撰稿人", "复核人", "发布人")
ALLOWED = {
    ("open", "plan"),
    ("plan", "edit"),
    ("edit", "review"),
    ("review", "edit"),
    ("review", "publish"),
    ("publish", "review"),
}
kinds = st.sampled_from(CycleKind)
ids = st.sampled_from(IDS)
people = st.sampled_from(PEOPLE)


@dataclass
class Draft:
    """What the model knows of an unsettled change."""

    cycle: str
    heads: list[int]
    base: int | None
    authors: set[str]
    state: str = "draft"
    text: int = 0


@dataclass
class Model:
    """Open cycles by kind, unsettled changes by entry, and what agents read: a text's number by entry.

    A publication holds from its day on, whatever was scheduled; a rollback holds from its day on alone.
    """

    cycles: dict[CycleKind, tuple[str, str, date]] = field(default_factory=dict)
    changes: dict[str, Draft] = field(default_factory=dict)
    waiting: dict[str, Draft] = field(default_factory=dict)
    accepted: dict[str, int] = field(default_factory=dict)
    events: list[tuple[date, dict[str, int], bool]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def read(self, day: date) -> dict[str, int]:
        found: dict[str, int] = {}
        for effective, texts, alone in self.events:
            if effective <= day:
                found = dict(texts) if alone else {**found, **texts}
        return found


class Quarters(PlacedMachine):
    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="deskbook-quarters-"))
        self.texts = count(1)
        entries = {i: faq(i, f"第 0 版 {i}", title=i) for i in IDS[:2]}
        self.cleanup = ExitStack()
        place = self.cleanup.enter_context(type(self).fresh())
        self.desk: Team = self.cleanup.enter_context(team(self.folder, entries=entries, place=place))
        self.model = Model()
        self.model.accepted = dict.fromkeys(IDS[:2], 1)
        self.model.events = [(START.date() - timedelta(days=1), dict.fromkeys(IDS[:2], 0), True)]
        self.releases: list[dict[str, int]] = []

    def teardown(self) -> None:
        assert self.desk.audit.faults() == ()
        assert self.desk.workspace.check() == ()
        self.cleanup.close()
        shutil.rmtree(self.folder)

    def state(self, kind: CycleKind) -> str:
        return self.model.cycles[kind][1] if kind in self.model.cycles else "closed"

    def cycle_of(self, name: str) -> CycleKind:
        return next(kind for kind, (found, _, _) in self.model.cycles.items() if found == name)

    @rule(kind=kinds, days=st.integers(0, 5))
    def open(self, kind: CycleKind, days: int) -> None:
        effective = self.desk.today + timedelta(days=days)
        name = "" if kind is CycleKind.EMERGENCY else f"{2026 + len(self.model.names)}Q1"
        if kind in self.model.cycles:
            with pytest.raises(CycleStateError):
                self.desk.cycles.open(name, kind=kind, effective=effective)
            return
        cycle = self.desk.cycles.open(name, kind=kind, effective=effective)
        state = "edit" if kind is CycleKind.EMERGENCY else "open"
        self.model.cycles[kind] = (cycle.name, state, effective)
        assert cycle.name not in self.model.names
        self.model.names.add(cycle.name)
        if kind is CycleKind.QUARTERLY:
            for entry_id in [i for i in self.model.waiting if i not in self.model.changes]:
                self.take_up(entry_id, cycle.name)

    def take_up(self, entry_id: str, name: str) -> Draft:
        draft = self.model.waiting.pop(entry_id)
        draft.cycle, draft.state = name, "draft"
        self.model.changes[entry_id] = draft
        return draft

    @precondition(lambda self: self.model.cycles)
    @rule(kind=kinds, to=st.sampled_from(CycleState))
    def move(self, kind: CycleKind, to: CycleState) -> None:
        if kind not in self.model.cycles:
            return
        name, state, effective = self.model.cycles[kind]
        if (state, to.value) in ALLOWED:
            assert self.desk.cycles.move(name, to).state is to
            self.model.cycles[kind] = (name, to.value, effective)
        else:
            with pytest.raises(CycleStateError):
                self.desk.cycles.move(name, to)

    @rule(entry_id=ids, who=people, kind=kinds, behind=st.integers(0, 4))
    def save(self, entry_id: str, who: str, kind: CycleKind, behind: int) -> None:
        """Save in the open cycle of a kind; every fifth time from a text that is no longer the newest."""
        self.desk.who = who
        name = self.model.cycles[kind][0] if kind in self.model.cycles else "2099Q1"
        draft = self.model.changes.get(entry_id)
        taken = draft is None and kind is CycleKind.QUARTERLY and entry_id in self.model.waiting
        known = draft or (self.model.waiting[entry_id] if taken else None)
        seen = known.heads[-1] if known else self.model.accepted.get(entry_id)
        number = next(self.texts)
        source = faq(entry_id, f"第 {number} 版 {entry_id}", title=entry_id)
        stale = behind == 4 and seen is not None
        given = (seen or 0) + 100 if stale else seen

        def act() -> int:
            change = self.desk.drafts.save(
                entry_id, source, seen=given, message=f"第 {number} 版", cycle=name
            )
            assert change.state is ChangeState.DRAFT
            assert change.head is not None
            return change.head

        if kind not in self.model.cycles:
            with pytest.raises((CycleStateError, UnknownCycleError)):
                act()
        elif (draft is not None and draft.cycle != name) or self.state(kind) != "edit":
            with pytest.raises((CycleStateError, StaleRevisionError)):
                act()
        elif stale:
            with pytest.raises(StaleRevisionError):
                act()
        else:
            head = act()
            if taken:
                draft = self.take_up(entry_id, name)
            if draft is None:
                draft = Draft(name, [], self.model.accepted.get(entry_id), set())
                self.model.changes[entry_id] = draft
            draft.heads.append(head)
            draft.authors.add(who)
            draft.state, draft.text = "draft", number

    @rule(entry_id=ids)
    def merge(self, entry_id: str) -> None:
        draft = self.model.changes.get(entry_id)
        if draft is None or self.state(self.cycle_of(draft.cycle)) != "edit":
            return
        source = self.desk.drafts.text(entry_id).source
        change = self.desk.drafts.merge(
            entry_id, source, seen=draft.heads[-1], onto=self.model.accepted.get(entry_id)
        )
        draft.base, draft.state = change.base, "draft"
        assert draft.base == self.model.accepted.get(entry_id)

    @rule(entry_id=ids)
    def submit(self, entry_id: str) -> None:
        draft = self.model.changes.get(entry_id)
        if draft is None:
            with pytest.raises(UnknownChangeError):
                self.desk.drafts.submit(entry_id, seen=1)
        elif self.state(self.cycle_of(draft.cycle)) == "edit" and draft.state in {"draft", "returned"}:
            assert self.desk.drafts.submit(entry_id, seen=draft.heads[-1]).state is ChangeState.SUBMITTED
            draft.state = "submitted"
        else:
            with pytest.raises(CycleStateError):
                self.desk.drafts.submit(entry_id, seen=draft.heads[-1])

    @precondition(lambda self: self.model.changes)
    @rule(entry_id=ids, who=people, judgement=st.sampled_from(Judgement), older=st.booleans())
    def judge(self, entry_id: str, who: str, judgement: Judgement, older: bool) -> None:
        draft = self.model.changes.get(entry_id)
        if draft is None:
            return
        self.desk.who = who
        older = older and len(draft.heads) > 1
        revision = draft.heads[-2 if older else -1]

        def act() -> None:
            self.desk.reviews.judge(entry_id, judgement, revision=revision, text="看过了")

        if self.state(self.cycle_of(draft.cycle)) != "review" or draft.state == "draft":
            with pytest.raises(CycleStateError):
                act()
        elif older:
            with pytest.raises(MovedHeadError):
                act()
        elif judgement is Judgement.APPROVE and who in draft.authors:
            with pytest.raises(FourEyesError):
                act()
        else:
            act()
            draft.state = "approved" if judgement is Judgement.APPROVE else "returned"

    @precondition(lambda self: self.model.changes)
    @rule(entry_id=ids, carry=st.booleans())
    def settle(self, entry_id: str, carry: bool) -> None:
        draft = self.model.changes.get(entry_id)
        if draft is None:
            return
        act = self.desk.drafts.carry if carry else self.desk.drafts.withdraw
        if self.state(self.cycle_of(draft.cycle)) == "open":
            with pytest.raises(CycleStateError):
                act(entry_id)
            return
        act(entry_id)
        del self.model.changes[entry_id]
        if carry and entry_id not in self.model.waiting:
            self.model.waiting[entry_id] = draft

    @precondition(lambda self: self.model.cycles)
    @rule(kind=kinds)
    def publish(self, kind: CycleKind) -> None:
        if kind not in self.model.cycles:
            return
        name, state, effective = self.model.cycles[kind]
        mine = {i: draft for i, draft in self.model.changes.items() if draft.cycle == name}
        ready = (
            state == "publish"
            and bool(mine)
            and effective >= self.desk.today
            and all(d.state == "approved" for d in mine.values())
            and all(d.base == self.model.accepted.get(i) for i, d in mine.items())
        )
        if ready:
            self.desk.accept_warnings(name)
            self.desk.publisher.publish(name)
            self.model.accepted |= {i: draft.heads[-1] for i, draft in mine.items()}
            self.model.events.append((effective, {i: d.text for i, d in mine.items()}, False))
            for entry_id in mine:
                del self.model.changes[entry_id]
            del self.model.cycles[kind]
        else:
            with pytest.raises(ReleaseStoppedError):
                self.desk.publisher.publish(name)

    @rule(kind=kinds, entry_id=ids, who=people, days=st.integers(0, 5))
    def hurry(self, kind: CycleKind, entry_id: str, who: str, days: int) -> None:
        """Go the whole way: chance alone seldom finds it."""
        if kind not in self.model.cycles:
            self.open(kind=kind, days=days)
        name, _, _ = self.model.cycles[kind]
        effective = self.desk.today + timedelta(days=days)
        self.desk.cycles.schedule(name, effective)
        way = {"open": ["plan", "edit"], "plan": ["edit"], "review": ["edit"], "publish": ["review", "edit"]}
        self.model.cycles[kind] = (name, self.state(kind), effective)
        for state in way.get(self.state(kind), []):
            self.move(kind=kind, to=CycleState(state))
        self.save(entry_id=entry_id, who=who, kind=kind, behind=0)
        mine = [i for i, draft in self.model.changes.items() if draft.cycle == name]
        for one in mine:
            self.merge(entry_id=one)
            self.submit(entry_id=one)
        self.move(kind=kind, to=CycleState.REVIEW)
        for one in mine:
            for reviewer in PEOPLE:
                self.judge(entry_id=one, who=reviewer, judgement=Judgement.APPROVE, older=False)
        self.move(kind=kind, to=CycleState.PUBLISH)
        self.publish(kind=kind)

    @precondition(lambda self: self.model.cycles)
    @rule(kind=kinds)
    def close(self, kind: CycleKind) -> None:
        if kind not in self.model.cycles:
            return
        name = self.model.cycles[kind][0]
        if any(draft.cycle == name for draft in self.model.changes.values()):
            with pytest.raises(CycleStateError):
                self.desk.cycles.close(name)
        else:
            self.desk.cycles.close(name)
            del self.model.cycles[kind]

    @rule(data=st.data())
    def roll_back(self, data: st.DataObject) -> None:
        releases = self.desk.publisher.releases()
        if not releases:
            return
        old = data.draw(st.sampled_from(releases))
        with self.desk.workspace.work() as work:
            items = dict(work.releases.items(old.number))
            same = items == work.entries.numbers()
            held = {i: work.entries.revision(i, n).source for i, n in items.items() if i in IDS}
        if same:
            with pytest.raises(ReleaseStoppedError):
                self.desk.publisher.rollback(old.number, reason="回退")
            return
        self.desk.publisher.rollback(old.number, reason="回退")
        self.model.accepted = {i: n for i, n in items.items() if i in IDS}
        self.model.events.append((self.desk.today, {i: version(s) for i, s in held.items()}, True))

    @rule(days=st.integers(0, 4))
    def wait(self, days: int) -> None:
        self.desk.later(days=days, minutes=7)

    @invariant()
    def agents_read_what_the_model_says_on_every_day(self) -> None:
        now = self.desk.now
        try:
            for days in (0, 1, 3, 9):
                self.desk.now = now + timedelta(days=days)
                read = {i: version(source) for i, source in self.desk.read().items()}
                assert read == self.model.read(self.desk.today)
        finally:
            self.desk.now = now

    @invariant()
    def what_is_accepted_is_the_newest_release(self) -> None:
        with self.desk.workspace.work() as work:
            numbers = work.entries.numbers()
            assert {i: n for i, n in numbers.items() if i in IDS} == self.model.accepted
            for release in work.releases.all()[:1]:
                assert work.releases.items(release.number) == numbers

    @invariant()
    def the_changes_are_where_the_model_has_them(self) -> None:
        with self.desk.workspace.work() as work:
            for entry_id in IDS:
                change, draft = work.changes.of_entry(entry_id), self.model.changes.get(entry_id)
                assert (change and (change.cycle, change.head, change.base, change.state.value)) == (
                    draft and (draft.cycle, draft.heads[-1], draft.base, draft.state)
                )
            open_names = {cycle.name: cycle.state.value for cycle in work.cycles.open()}
        assert open_names == {name: state for name, state, _ in self.model.cycles.values()}


def version(source: str) -> int:
    """Return the number of a text that this test wrote."""
    return int(source.partition("第 ")[2].partition(" 版")[0])


def test_every_order_of_quarters_in_a_file() -> None:
    check(Quarters, fresh_file, examples=20, steps=40)


def test_every_order_of_quarters_on_a_server(postgres: Cluster, template: str, tmp_path: Path) -> None:
    check(Quarters, fresh_database(postgres, template, tmp_path), examples=8, steps=40)
