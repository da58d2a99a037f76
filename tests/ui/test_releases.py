"""Packs that arrive while the window is open, going back and on, and a handbook that is out of date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.model.pack import public_line
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.ui.window import MainWindow
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import faq
from tests.integration.packs.support import KEY, Owner, owner
from tests.ui.conftest import Hand, Opener, click


@pytest.fixture
def boss(tmp_path: Path) -> Iterator[Owner]:
    with owner(tmp_path, {"faq-a": faq("faq-a", "旧的")}) as one:
        one.publish("2026Q4", faq_a=faq("faq-a", "第一版"))
        yield one


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A watched folder with nothing in it yet."""
    folder = tmp_path / "share"
    folder.mkdir()
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"trusted_keys": [public_line(KEY.public)], "watch": str(folder)}))
    monkeypatch.setenv("DESKBOOK_POLICY", str(policy))
    return folder


@pytest.fixture
def services(
    tmp_path: Path, boss: Owner, share: Path, index: PlainIndex, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    """A desk that has the first release, in a time when it is current."""
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.setattr(bootstrap, "_now", lambda: boss.team.now + timedelta(hours=1))
    opened = bootstrap.open_services(tmp_path / "desk")
    opened.pack_desk.install(boss.pack())
    yield replace(opened, finder=Finder(opened.handbook, index, opened.desk, opened.clock))
    opened.close()


def tick(window: MainWindow, qtbot: QtBot, words: str) -> None:
    """Let the window look, as it does every minute, and wait for what it says."""
    window._release_timer.timeout.emit()
    qtbot.waitUntil(lambda: words in window.desk.release_notice.text)
    assert window.desk.release_notice.isVisible()


def test_nothing_is_told_while_nothing_happens(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window._releases.looking)
    assert window.desk.release_notice.isHidden()


def test_a_new_release_arrives_and_can_be_left_and_taken_up_again(
    qtbot: QtBot, window: MainWindow, hand: Hand, boss: Owner, share: Path
) -> None:
    qtbot.waitUntil(lambda: not window._releases.looking)
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版", title="新的标题"))
    boss.pack("share/b.dbk")
    tick(window, qtbot, "A new handbook is here")
    assert "2027Q1" in window.desk.release_notice.text
    window._timer.timeout.emit()
    hand.search("新的标题", first="faq-a")

    notice = window.desk.release_notice
    notice.begin()
    hand.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "is read again" in notice.text)
    window._timer.timeout.emit()
    assert window._services.handbook.get("faq-a").title == "faq-a"

    assert notice.offer.startswith("Go on to release")
    button = notice.findChild(QPushButton)
    assert button is not None
    click(button)
    qtbot.waitUntil(lambda: "A new handbook is here" in notice.text)
    assert window._services.handbook.get("faq-a").title == "新的标题"


def test_a_handbook_past_its_end_says_so_every_day(
    qtbot: QtBot, open_window: Opener, services: Services, boss: Owner
) -> None:
    until = services.pack_desk.status().until
    assert until is not None
    window = open_window()
    boss.team.later(days=(until - services.handbook.today()).days + 12)
    for days in (12, 13):
        tick(window, qtbot, f"it is {days} days out of date")
        assert window.desk.release_notice.offer == ""
        window.desk.release_notice.dismissed.emit()
        assert window.desk.release_notice.isHidden()
        boss.team.later(days=1)
