from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from deskbook.errors import DamagedDatabaseError
from deskbook.model.unsaved import Settlement, Unsaved
from deskbook.ports import Override
from deskbook.store.desk import SqlDeskData, open_desk
from tests.unit.store.support import NOON, opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SqlDeskData]:
    desk = open_desk(tmp_path / "desk.sqlite", at=NOON)
    yield desk
    desk.close()


def test_a_new_desk_remembers_nothing(desk: SqlDeskData) -> None:
    assert desk.recent_searches(10) == ()
    assert desk.unanswered(10) == ()


def test_searches_survive_closing(tmp_path: Path) -> None:
    for text in ("退款", "发票"):
        desk = open_desk(tmp_path / "desk.sqlite", at=NOON)
        desk.remember_search(text, 1, NOON)
        desk.close()
    desk = open_desk(tmp_path / "desk.sqlite", at=NOON)
    assert desk.recent_searches(10) == ("发票", "退款")
    desk.close()


@given(made=st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 2)), max_size=20))
def test_searches_are_told_as_they_were_made(
    made: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = open_desk(tmp_path_factory.mktemp("desk") / "desk.sqlite", at=NOON)
    for n, (text, hits) in enumerate(made):
        desk.remember_search(text, hits, NOON - timedelta(hours=n))  # the clock runs backwards
    newest_first = list(dict.fromkeys(text for text, _ in reversed(made)))
    empty = [text for text, hits in reversed(made) if hits == 0]
    assert desk.recent_searches(3) == tuple(newest_first[:3])
    assert desk.recent_searches(99) == tuple(newest_first)
    assert desk.unanswered(99) == tuple(Counter(empty).most_common())
    desk.forget_searches()
    assert desk.recent_searches(99) == ()
    assert desk.unanswered(99) == ()
    desk.close()


def test_a_workspace_is_not_a_desk(path: Path) -> None:
    with opened(path):
        pass
    with pytest.raises(DamagedDatabaseError):
        open_desk(path, at=NOON)


def test_overrides_are_kept_newest_first(tmp_path: Path) -> None:
    made = [Override(f"ban-{n}", f"原因 {n}", NOON - timedelta(hours=n)) for n in range(4)]
    desk = open_desk(tmp_path / "desk.sqlite", at=NOON)
    desk.remember_overrides(made[:1])
    desk.remember_overrides(made[1:])
    desk.remember_overrides([])
    desk.close()
    desk = open_desk(tmp_path / "desk.sqlite", at=NOON)
    assert desk.overrides(3) == tuple(reversed(made[1:]))
    assert desk.overrides(99) == tuple(reversed(made))
    desk.close()


def test_overrides_are_kept_together_or_not_at_all(desk: SqlDeskData) -> None:
    naive = Override("ban-b", "原因", NOON.replace(tzinfo=None))
    with pytest.raises(StatementError, match="aware"):
        desk.remember_overrides([Override("ban-a", "原因", NOON), naive])
    assert desk.overrides(9) == ()


def _unsaved(entry_id: str, text: str, minutes: int = 0) -> Unsaved:
    return Unsaved(entry_id, minutes or None, text, len(text), NOON + timedelta(minutes=minutes))


@given(text=st.text(max_size=200))
def test_what_is_being_written_survives_closing_to_the_character(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("desk") / "desk.sqlite"
    text = text.encode("utf-8", "ignore").decode("utf-8")  # half a surrogate pair is no text
    desk = open_desk(path, at=NOON)
    desk.keep_unsaved(_unsaved("faq-a", "before"))
    desk.keep_unsaved(_unsaved("faq-a", text))
    desk.close()
    desk = open_desk(path, at=NOON)
    assert desk.unsaved() == (_unsaved("faq-a", text),)
    desk.close()


def test_the_text_written_last_comes_first_until_it_is_forgotten(desk: SqlDeskData) -> None:
    for minutes, entry_id in enumerate(("faq-a", "sop-b", "faq-c")):
        desk.keep_unsaved(_unsaved(entry_id, entry_id, minutes))
    desk.keep_unsaved(_unsaved("sop-b", "later", 9))
    desk.forget_unsaved("faq-a")
    desk.forget_unsaved("case-never-kept")
    assert [(one.entry_id, one.text) for one in desk.unsaved()] == [("sop-b", "later"), ("faq-c", "faq-c")]


@given(
    made=st.lists(
        st.builds(Settlement, st.text("0f", min_size=1), st.just(""), st.text("a退\n😀")), max_size=5
    )
)
def test_what_was_settled_survives_closing_until_the_text_is_forgotten(
    made: list[Settlement], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("desk") / "desk.sqlite"
    kept = {one.conflict: one for one in made}
    desk = open_desk(path, at=NOON)
    desk.keep_settlements("faq-a", [Settlement("old", "mine")])
    desk.keep_settlements("faq-b", [Settlement("old", "mine")])
    desk.keep_settlements("faq-a", kept.values())
    desk.close()
    desk = open_desk(path, at=NOON)
    assert {one.conflict: one for one in desk.settlements("faq-a")} == kept
    desk.forget_unsaved("faq-a")
    assert desk.settlements("faq-a") == ()
    assert desk.settlements("faq-b") == (Settlement("old", "mine"),)
    desk.close()
