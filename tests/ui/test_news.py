"""What a new release changed: unread texts, what they were before, and confirming them by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.model.entry import Level, Stage
from deskbook.model.pack import public_line
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.services.news import Fate
from deskbook.ui.features.news.view import NewsPage
from deskbook.ui.sections import Section
from deskbook.ui.widgets.diff.rows import marked
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import faq
from tests.integration.packs.support import KEY, Owner, owner
from tests.ui.conftest import Hand

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ANSWER = "退款一般要三天到账。"
NEW_ANSWER = "退款一般要五天到账。"
Desk = tuple[Services, Owner]


def fields(source: str, lines: str) -> str:
    return source.replace("reviewed:", f"{lines}\nreviewed:", 1)


@pytest.fixture
def desk(
    tmp_path: Path, index: PlainIndex, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Services, Owner]]:
    """A desk with two releases: faq-a must be read and changed, faq-b is new and for seniors."""
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"trusted_keys": [public_line(KEY.public)]}))
    monkeypatch.setenv("DESKBOOK_POLICY", str(policy))
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    with owner(tmp_path, {"faq-a": faq("faq-a", "旧的")}) as boss:
        boss.publish("2026Q4", faq_a=fields(faq("faq-a", ANSWER), "must_read: true"))
        boss.publish(
            "2027Q1",
            faq_a=fields(faq("faq-a", NEW_ANSWER), "must_read: true"),
            faq_b=fields(faq("faq-b"), "level: senior"),
        )
        monkeypatch.setattr(bootstrap, "_now", lambda: boss.team.now + timedelta(hours=1))
        opened = bootstrap.open_services(tmp_path / "desk")
        opened.pack_desk.install(boss.pack())
        yield replace(opened, finder=Finder(opened.handbook, index, opened.desk, opened.clock)), boss
        opened.close()


@pytest.fixture
def services(desk: Desk) -> Services:
    return desk[0]


def test_the_bulletin_is_for_the_stage_and_level(services: Services) -> None:
    def listed() -> list[tuple[str, Fate, bool]]:
        return [(one.entry_id, one.fate, one.unread) for one in services.news.bulletin().items]

    assert listed() == [("faq-a", Fate.EDITED, True)]
    services.preferences.change(level=Level.SENIOR)
    assert listed() == [("faq-a", Fate.EDITED, True), ("faq-b", Fate.ADDED, False)]
    stage = services.handbook.get("faq-a").stage
    services.preferences.change(stage=next(one for one in Stage if one not in {stage, Stage.GENERAL}))
    assert listed() == []


def test_what_must_be_read_is_confirmed_once_with_revision_and_time(services: Services) -> None:
    (item,) = services.news.bulletin().items
    services.news.confirm(item)
    first = services.desk.readings()
    services.news.confirm(item)
    assert services.desk.readings() == first
    (kept,) = first
    head = services.handbook.stored("faq-a").head
    assert (kept.entry_id, kept.revision, kept.hash) == ("faq-a", head.number, head.hash)
    assert services.news.unread() == 0
    assert services.news.bulletin().items[0].read_at == kept.at


def test_reading_and_confirming_by_keyboard(qtbot: QtBot, hand: Hand, services: Services) -> None:
    desk = hand.window.desk
    qtbot.waitUntil(lambda: desk.news_button.text() == "1")
    assert desk.reading_view._news.text().startswith("1 to read")
    hand.press(Qt.Key.Key_N, CTRL | SHIFT)
    page = hand.window.news
    assert isinstance(page, NewsPage)
    assert hand.window.shell.section is Section.NEWS
    qtbot.waitUntil(lambda: page.diff.changes > 0)
    assert page.entries.hasFocus()
    words = "".join(str(row) for row in page.diff.rows)
    assert "三" in words
    assert "五" in words
    hand.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.news_button.text() == "")
    assert [one.entry_id for one in services.desk.readings()] == ["faq-a"]
    qtbot.waitUntil(lambda: not page.confirm.isVisible())
    hand.press(Qt.Key.Key_Escape)
    assert hand.window.shell.section.name == "HANDBOOK"
    assert desk.field.hasFocus()


def test_fields_change_in_words_and_not_in_code(
    qtbot: QtBot, hand: Hand, desk: tuple[Services, Owner]
) -> None:
    services, boss = desk
    boss.publish("2027Q2", faq_a=fields(faq("faq-a", NEW_ANSWER), "level: intermediate\nmust_read: false"))
    services.pack_desk.install(boss.pack("b.dbk"))
    services.preferences.change(level=Level.SENIOR)
    hand.press(Qt.Key.Key_N, CTRL | SHIFT)
    page = hand.window.news
    assert page is not None
    qtbot.waitUntil(lambda: page.diff.changes > 0)
    told = [marked(row.inline) for row in page.diff.rows if row.change]
    assert told == ["Level  {+Intermediate+}", "Must be read  [-yes-]{+no+}"]


def test_the_page_fits_the_narrow_panel(qtbot: QtBot, hand: Hand) -> None:
    hand.window.setMinimumSize(QSize(320, 400))
    hand.window.resize(360, 640)
    hand.press(Qt.Key.Key_N, CTRL | SHIFT)
    page = hand.window.news
    assert page is not None
    qtbot.waitUntil(lambda: page.diff.changes > 0)
    assert hand.window.width() == 360
    assert page.confirm.mapTo(page, page.confirm.rect().bottomRight()).x() <= 360
