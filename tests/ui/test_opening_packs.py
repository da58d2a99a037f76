"""A pack that somebody opens in a file manager: what it is, installing it, and refusing it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.model.pack import key_id, public_line
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.ui.features.installing.view import PackDialog
from deskbook.ui.jobs import Jobs
from deskbook.ui.window import MainWindow
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import faq
from tests.integration.packs.support import KEY, Owner, owner
from tests.ui.conftest import Clipboard


@pytest.fixture
def boss(tmp_path: Path) -> Iterator[Owner]:
    with owner(tmp_path, {"faq-a": faq("faq-a", "旧的")}) as one:
        one.publish("2026Q4", faq_a=faq("faq-a", "第一版"))
        yield one


@pytest.fixture
def services(
    tmp_path: Path, boss: Owner, index: PlainIndex, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    """A desk that has the first release and trusts the key of its packs."""
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"trusted_keys": [public_line(KEY.public)]}))
    monkeypatch.setenv("DESKBOOK_POLICY", str(policy))
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.setattr(bootstrap, "_now", lambda: boss.team.now + timedelta(hours=1))
    opened = bootstrap.open_services(tmp_path / "desk")
    opened.pack_desk.install(boss.pack())
    yield replace(opened, finder=Finder(opened.handbook, index, opened.desk, opened.clock))
    opened.close()


def asked(qtbot: QtBot, window: MainWindow) -> PackDialog:
    """Wait for the question, and return it."""
    qtbot.waitUntil(lambda: window.findChild(PackDialog) is not None)
    dialog = window.findChild(PackDialog)
    assert isinstance(dialog, PackDialog)
    return dialog


def refused(qtbot: QtBot, window: MainWindow) -> str:
    """Wait for the refusal, close it and return what it says."""
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    box.close()
    return box.text()


def words(dialog: PackDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_pack_says_what_it_is_and_enter_installs_it(qtbot: QtBot, window: MainWindow, boss: Owner) -> None:
    release = boss.publish("2027Q1", faq_a=faq("faq-a", "第二版", title="新的标题"))
    window.offer_pack(boss.pack("b.dbk"))
    dialog = asked(qtbot, window)
    shown = words(dialog)
    assert "2027Q1" in shown
    assert str(release.effective) in shown
    assert key_id(KEY.public) in shown
    assert "b.dbk" in shown
    assert window._services.handbook.get("faq-a").title == "faq-a"

    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "A new handbook is here" in window.desk.release_notice.text)
    assert window._services.handbook.get("faq-a").title == "新的标题"
    qtbot.waitUntil(lambda: window.findChild(PackDialog) is None)


def test_escape_installs_nothing(qtbot: QtBot, window: MainWindow, boss: Owner) -> None:
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版", title="新的标题"))
    window.offer_pack(boss.pack("b.dbk"))
    QTest.keyClick(asked(qtbot, window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(PackDialog) is None)
    assert window._services.handbook.get("faq-a").title == "faq-a"


def test_the_pack_opened_last_is_the_one_that_is_asked_about(
    qtbot: QtBot, window: MainWindow, boss: Owner
) -> None:
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
    window.offer_pack(boss.pack("b.dbk"))
    asked(qtbot, window)
    boss.publish("2027Q2", faq_a=faq("faq-a", "第三版"))
    window.offer_pack(boss.pack("c.dbk"))
    qtbot.waitUntil(lambda: ["2027Q2" in words(one) for one in window.findChildren(PackDialog)] == [True])


def test_an_installed_pack_is_not_offered_again(qtbot: QtBot, window: MainWindow, boss: Owner) -> None:
    window.offer_pack(boss.folder / "a.dbk")
    dialog = asked(qtbot, window)
    assert "installed here already" in words(dialog)
    assert dialog.install is None
    dialog.close()


def test_an_altered_pack_is_refused_in_the_words_of_its_error(
    qtbot: QtBot, window: MainWindow, boss: Owner
) -> None:
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
    path = boss.pack("b.dbk")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    window.offer_pack(path)
    text = refused(qtbot, window)
    assert str(path) in text
    assert "altered" in text
    assert window.findChild(PackDialog) is None


def test_a_pack_that_was_replaced_meanwhile_is_refused(qtbot: QtBot, window: MainWindow, boss: Owner) -> None:
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版", title="新的标题"))
    path = boss.pack("b.dbk")
    window.offer_pack(path)
    dialog = asked(qtbot, window)
    path.write_bytes(b"something else")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert str(path) in refused(qtbot, window)
    assert window._services.handbook.get("faq-a").title == "faq-a"


def test_an_owner_is_told_that_packs_are_for_desks(
    qtbot: QtBot, services: Services, boss: Owner, tmp_path: Path, jobs: Jobs, clipboard: Clipboard
) -> None:
    (tmp_path / "kb" / "faq").mkdir(parents=True)
    (tmp_path / "kb" / "faq" / "faq-own.md").write_text(faq("faq-own"), encoding="utf-8")
    home = bootstrap.open_services(tmp_path / "workshop")
    home.exchange.import_folder(tmp_path / "kb")
    window = MainWindow(replace(home, finder=services.finder), jobs, clipboard, None)
    qtbot.addWidget(window)
    window.offer_pack(boss.folder / "a.dbk")
    assert "packs are for desks" in refused(qtbot, window)
    window.close()
    home.close()
