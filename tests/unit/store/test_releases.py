from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from deskbook.errors import UnknownReleaseError
from deskbook.model.revision import Release
from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import NOON, put


def publish(workspace: SqlWorkspace, name: str, effective: date, items: Mapping[str, int]) -> Release:
    with workspace.work(write=True) as work:
        release = work.releases.add(
            name=name, effective=effective, author="发布人", notes="说明", at=NOON, items=items
        )
        work.commit()
    return release


def test_releases_keep_what_they_were_made_of(workspace: SqlWorkspace) -> None:
    put(workspace, "faq-a", "one")
    first = publish(workspace, "2026Q4", date(2026, 10, 1), {"faq-a": 1})
    put(workspace, "faq-a", "two", seen=1)
    put(workspace, "faq-b", "new")
    second = publish(workspace, "2027Q1", date(2027, 1, 1), {"faq-a": 2, "faq-b": 1})
    with workspace.work() as work:
        assert work.releases.all() == (second, first)
        assert work.releases.items(1) == {"faq-a": 1}
        assert work.releases.items(2) == {"faq-a": 2, "faq-b": 1}
        assert work.releases.holding("faq-a") == {1: 1, 2: 2}
        assert work.releases.holding("faq-b") == {2: 1}
        assert work.releases.holding("faq-nowhere") == {}
    assert (first.number, first.parent) == (1, None)
    assert (second.number, second.parent) == (2, 1)


def test_an_empty_release_is_a_release(workspace: SqlWorkspace) -> None:
    publish(workspace, "empty", date(2026, 10, 1), {})
    with workspace.work() as work:
        assert work.releases.items(1) == {}


def test_the_newest_effective_release_is_in_force(workspace: SqlWorkspace) -> None:
    for name, day in (("a", 10), ("b", 20), ("c", 15)):
        publish(workspace, name, date(2026, 10, day), {})
    with workspace.work() as work:
        names = {
            day: release.name if (release := work.releases.in_force(date(2026, 10, day))) else None
            for day in (9, 10, 14, 15, 20, 31)
        }
    assert names == {9: None, 10: "a", 14: "a", 15: "c", 20: "c", 31: "c"}


def test_an_unknown_release_is_named(workspace: SqlWorkspace) -> None:
    with workspace.work() as work, pytest.raises(UnknownReleaseError, match="7"):
        work.releases.items(7)


def test_a_release_over_a_missing_revision_is_refused(workspace: SqlWorkspace) -> None:
    put(workspace, "faq-a", "one")
    with pytest.raises(IntegrityError):
        publish(workspace, "wrong", date(2026, 10, 1), {"faq-a": 2})
    with workspace.work() as work:
        assert work.releases.all() == ()


def test_a_reading_unit_of_work_cannot_publish(workspace: SqlWorkspace) -> None:
    with workspace.work() as work, pytest.raises(RuntimeError, match="write=True"):
        work.releases.add(name="", effective=date(2026, 10, 1), author="", notes="", at=NOON, items={})


def test_publishing_grows_the_generation(workspace: SqlWorkspace) -> None:
    before = workspace.generation()
    publish(workspace, "empty", date(2026, 10, 1), {})
    assert workspace.generation() > before
