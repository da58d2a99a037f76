"""The repositories against a model of plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from deskbook.errors import StaleRevisionError, UnknownEntryError, UnknownReleaseError
from deskbook.model.revision import Release, content_hash
from deskbook.store.workspace import SqlUnitOfWork, open_workspace
from tests.cluster import Cluster
from tests.places import PlacedMachine, check, fresh_database, fresh_file
from tests.unit.store.support import NOON

ids = st.sampled_from(["faq-a", "faq-b", "faq-b-c", "faq-b1", "laws"])
texts = st.sampled_from(["", "退款", "换货", "text\r\n"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)
days = st.dates(date(2026, 1, 1), date(2026, 1, 9))


@dataclass
class Model:
    """What the workspace should hold: each entry's texts in order, each release with its items."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    releases: list[tuple[Release, dict[str, int]]] = field(default_factory=list)


class Repositories(PlacedMachine):
    @initialize()
    def start(self) -> None:
        self.cleanup = ExitStack()
        self.place = self.cleanup.enter_context(type(self).fresh())
        self.workspace = open_workspace(self.place, at=NOON)
        self.model = Model()
        self.generation = self.workspace.generation()
        self.now = NOON

    def teardown(self) -> None:
        assert self.workspace.check() == ()
        self.workspace.close()
        self.cleanup.close()

    def tick(self) -> datetime:
        self.now += timedelta(minutes=7)
        return self.now

    @contextmanager
    def writing(self, *, commit: bool, grows: bool) -> Iterator[SqlUnitOfWork]:
        with self.workspace.work(write=True) as work:
            yield work
            if commit:
                work.commit()
        generation = self.workspace.generation()
        assert (generation > self.generation) == (commit and grows)
        self.generation = generation

    @rule(entry_id=ids, text=texts, commit=st.booleans())
    def save(self, entry_id: str, text: str, commit: bool) -> None:
        known = self.model.texts.get(entry_id, [])
        fresh = not known or known[-1] != text
        now = self.tick()
        with self.writing(commit=commit, grows=fresh) as work:
            found = work.entries.find(entry_id)
            stored = work.entries.put(
                entry_id,
                "faq",
                text,
                author="撰稿人",
                message=text[:5],
                at=now,
                seen=found.version if found else None,
            )
            assert work.entries.find(entry_id) == stored
        assert stored.head.number == stored.version == len(known) + fresh
        assert stored.head.source == text
        assert (stored.head.created_at == now) == fresh
        if commit and fresh:
            self.model.texts[entry_id] = [*known, text]

    @rule(entry_id=ids, text=texts, off=st.sampled_from([-1, 1, None]))
    def save_stale(self, entry_id: str, text: str, off: int | None) -> None:
        version = len(self.model.texts.get(entry_id, []))
        seen = None if off is None else version + off
        if seen is None and not version:
            return
        with self.writing(commit=True, grows=False) as work, pytest.raises(StaleRevisionError):
            work.entries.put(entry_id, "faq", text, author="", message="", at=NOON, seen=seen)

    @rule(picked=st.randoms(use_true_random=False), day=days, commit=st.booleans())
    def publish(self, picked: Random, day: date, commit: bool) -> None:
        items = {
            entry_id: picked.randint(1, len(kept))
            for entry_id, kept in self.model.texts.items()
            if picked.random() < 0.8
        }
        name = f"release {len(self.model.releases) + 1}"
        with self.writing(commit=commit, grows=True) as work:
            release = work.releases.add(
                name=name, effective=day, author="发布人", notes="", at=self.tick(), items=items
            )
        assert release.number == len(self.model.releases) + 1
        assert release.parent == (release.number - 1 or None)
        if commit:
            self.model.releases.append((release, items))

    @rule(wanted=st.sets(ids | st.just("faq-unknown")))
    def read_many(self, wanted: set[str]) -> None:
        with self.workspace.work() as work:
            found = [stored.id for stored in work.entries.many(wanted)]
        assert found == sorted(wanted & set(self.model.texts))

    @rule(entry_id=ids)
    def read_history(self, entry_id: str) -> None:
        kept = self.model.texts.get(entry_id)
        with self.workspace.work() as work:
            if kept is None:
                with pytest.raises(UnknownEntryError):
                    work.entries.history(entry_id)
                return
            history = work.entries.history(entry_id)
            assert [r.source for r in reversed(history)] == kept
            assert [r.number for r in reversed(history)] == list(range(1, len(kept) + 1))
            assert all(work.entries.revision(entry_id, r.number) == r for r in history)
            assert work.entries.get(entry_id).head == history[0]

    @rule(day=days)
    def ask_what_is_in_force(self, day: date) -> None:
        effective = [release for release, _ in self.model.releases if release.effective <= day]
        with self.workspace.work() as work:
            assert work.releases.in_force(day) == (effective[-1] if effective else None)

    @precondition(lambda self: self.model.releases)
    @rule(data=st.data())
    def read_release(self, data: st.DataObject) -> None:
        release, items = data.draw(st.sampled_from(self.model.releases))
        with self.workspace.work() as work:
            assert work.releases.items(release.number) == items
            with pytest.raises(UnknownReleaseError):
                work.releases.items(len(self.model.releases) + 1)

    @rule()
    def reopen(self) -> None:
        self.workspace.close()
        self.workspace = open_workspace(self.place, at=NOON)

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        newest = {entry_id: kept[-1] for entry_id, kept in self.model.texts.items()}
        with self.workspace.work() as work:
            assert {s.id: s.head.source for s in work.entries.many()} == newest
            assert work.entries.heads() == {i: content_hash(text) for i, text in newest.items()}
            assert work.releases.all() == tuple(r for r, _ in reversed(self.model.releases))
        assert self.workspace.generation() == self.generation


def test_a_file_holds_what_the_model_holds() -> None:
    check(Repositories, fresh_file, examples=30, steps=25)


def test_a_server_holds_what_the_model_holds(postgres: Cluster, template: str, tmp_path: Path) -> None:
    check(Repositories, fresh_database(postgres, template, tmp_path), examples=15, steps=25)
