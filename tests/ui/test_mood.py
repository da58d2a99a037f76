"""A customer's message: what the strip says of it, what to say first, who takes over; calm ones."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from deskbook.services.facade import Services
from deskbook.ui.features.mood.view import MoodStrip
from deskbook.ui.window import MainWindow
from tests.screens.scene import fields
from tests.ui.conftest import Clipboard, Hand

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ABUSE = """\
---
id: faq-mood-abuse
title: 客户一上来就骂人，怎么接
stage: general
topic: 情绪安抚
owner: 培训专员
reviewed: 2026-11-22
---

## 解答

骂的多半是事，不是你。

## 话术

### 骂里有事 {#warm}

> {{原因}}，还拖着没人管，您生气是应该的。

### 骂得没头没尾 {#concise}

> 看得出您很生气，我想先把事情给您办了。
"""
CALM = """\
---
id: sop-calm-customer
title: 情绪安抚流程
stage: general
topic: 情绪安抚
owner: 培训专员
reviewed: 2026-11-22
---

## 步骤

### 温和划界 {#limit role=首接客服 limit=5m}

> 我明白您着急，这件事不归我管。

## 升级

- 售后主管：持续辱骂、拒绝所有方案
- 公关主管：客户已经发帖
"""
ANGRY = "一群骗子，气死我了！！！我的退款呢"
OPENER = "看得出您很生气，我想先把事情给您办了。"


@pytest.fixture
def services(services: Services) -> Services:
    for entry_id, source in (("faq-mood-abuse", ABUSE), ("sop-calm-customer", CALM)):
        services.saving.save(entry_id, source, message="", seen=None)
    return services


def strip(window: MainWindow) -> MoodStrip:
    return window.desk.mood_strip


def read(qtbot: QtBot, hand: Hand, text: str) -> MoodStrip:
    hand.window.desk.field.setText(text)
    qtbot.waitUntil(lambda: strip(hand.window).isVisible())
    return strip(hand.window)


def buttons(window: MainWindow) -> list[QPushButton]:
    return [one for one in strip(window).findChildren(QPushButton) if one.isVisible()]


def test_a_message_is_read_and_says_by_which_words(qtbot: QtBot, hand: Hand) -> None:
    assert read(qtbot, hand, ANGRY).text == "Angry, by “骗子”, “气死”, “！！！”"
    assert hand.window.desk.field.hasFocus()


def test_one_key_copies_what_calms(qtbot: QtBot, hand: Hand, clipboard: Clipboard) -> None:
    read(qtbot, hand, ANGRY)
    shown = hand.shown()
    hand.press(Qt.Key.Key_M, CTRL)
    hand.wait_copied(clipboard, OPENER)
    assert hand.window.desk.toast.text == "Copied “骂得没头没尾”"
    assert hand.shown() == shown
    assert hand.window.desk.field.text() == ANGRY


def test_an_opener_with_a_blank_asks_for_it_at_its_entry(
    qtbot: QtBot, hand: Hand, clipboard: Clipboard
) -> None:
    read(qtbot, hand, ANGRY)
    (chip,) = (one for one in buttons(hand.window) if "还拖着" in one.accessibleName())
    chip.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.wait_shown("faq-mood-abuse")
    qtbot.waitUntil(lambda: bool(fields(hand.window.desk.reading_view)))
    (field,) = fields(hand.window.desk.reading_view)
    field.setText("等了六天")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, "等了六天，还拖着没人管，您生气是应该的。")


def test_an_opener_that_must_not_be_sent_is_held_at_its_entry(
    qtbot: QtBot, hand: Hand, clipboard: Clipboard
) -> None:
    read(qtbot, hand, ANGRY)
    (chip,) = (one for one in buttons(hand.window) if "不归我管" in one.accessibleName())
    chip.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.wait_shown("sop-calm-customer")
    qtbot.waitUntil(lambda: hand.window.desk.reading_view._gate is not None)
    assert clipboard.texts == []


def test_who_takes_over_is_a_key_away(qtbot: QtBot, hand: Hand) -> None:
    read(qtbot, hand, ANGRY)
    hand.press(Qt.Key.Key_M, CTRL | SHIFT)
    said = [label.text() for label in strip(hand.window).findChildren(QLabel) if label.isVisible()]
    assert "售后主管: 持续辱骂、拒绝所有方案<br>公关主管: 客户已经发帖" in said
    (link,) = (one for one in buttons(hand.window) if one.text() == "Open the procedure")
    link.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.wait_shown("sop-calm-customer")


@pytest.mark.parametrize("calm", ["退款什么时候", "投诉", "12315", "客户发火了怎么办", "不着急，退款慢慢来"])
def test_searches_and_calm_messages_show_nothing(qtbot: QtBot, hand: Hand, calm: str) -> None:
    read(qtbot, hand, ANGRY)
    hand.window.desk.field.setText(calm)
    qtbot.waitUntil(lambda: not strip(hand.window).isVisible())


def test_escape_within_the_strip_dismisses_it_for_this_message(qtbot: QtBot, hand: Hand) -> None:
    read(qtbot, hand, ANGRY).begin()
    hand.press(Qt.Key.Key_Escape)
    assert not strip(hand.window).isVisible()
    assert hand.window.desk.field.hasFocus()
    assert hand.window.desk.field.text() == ANGRY


def test_reading_can_be_turned_off_for_good(qtbot: QtBot, hand: Hand, services: Services) -> None:
    read(qtbot, hand, ANGRY)
    hand.window.choose_reading_moods(False)
    assert not strip(hand.window).isVisible()
    assert services.preferences.current.read_mood is False
    hand.window.desk.field.setText(ANGRY + "！")
    qtbot.waitUntil(lambda: hand.window.desk.search.text == ANGRY + "！")
    assert hand.window.desk.mood.advice is None
    hand.window.choose_reading_moods(True)
    qtbot.waitUntil(lambda: strip(hand.window).isVisible())


def test_the_strip_fits_the_narrow_panel(qtbot: QtBot, hand: Hand) -> None:
    hand.window.setMinimumSize(QSize(320, 400))
    hand.window.resize(360, 640)
    read(qtbot, hand, ANGRY)
    assert hand.window.width() == 360
    assert all(one.width() <= 340 for one in buttons(hand.window))
