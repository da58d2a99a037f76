"""What the policy fixes is shown as fixed, in the menu and in the dialog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Level
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName, Preferences, Theme
from deskbook.store.settings import SettingsFile
from deskbook.ui.jobs import Jobs
from deskbook.ui.settings_dialog import SettingsDialog
from deskbook.ui.window import MainWindow
from tests.ui.conftest import Clipboard

FIXED = {"theme": "light", "desk": "agent", "level": "senior", "watch_clipboard": False, "stay": False}


@pytest.fixture
def window(qtbot: QtBot, services: Services, jobs: Jobs, clipboard: Clipboard, tmp_path: Path) -> MainWindow:
    preferences = Preferences(SettingsFile(tmp_path / "home" / "settings.json"), FIXED)
    window = MainWindow(replace(services, preferences=preferences), jobs, clipboard, None)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_menu_shows_what_is_fixed(window: MainWindow) -> None:
    menus = {menu.title(): menu for menu in window.findChildren(QMenu)}
    for title, fixed in (("Theme", True), ("Desk", True), ("Language", False)):
        shown = f"{title} (fixed by your organisation)" if fixed else title
        assert all(action.isEnabled() is not fixed for action in menus[shown].actions())
    window.choose_theme(Theme.DARK)
    assert window._services.preferences.current.theme is Theme.LIGHT
    window.choose_desk(DeskName.OWNER)
    assert window._services.preferences.current.desk is DeskName.AGENT


def test_the_dialog_shows_what_is_fixed(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(SettingsDialog)
    assert not any(chip.isEnabled() for chip in dialog.levels)
    assert [chip.isChecked() for chip in dialog.levels] == [level is Level.SENIOR for level in Level]
    assert not dialog.watch.isEnabled()
    assert not dialog.stay.isEnabled()
    assert dialog.on_top.isEnabled()
    assert "What is grey is fixed by your organisation." in [
        label.text() for label in dialog.findChildren(QLabel)
    ]
    dialog.close()
