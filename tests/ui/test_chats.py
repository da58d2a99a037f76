"""Several customers at once: what was filled in for one is offered for that one only, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Level
from deskbook.services.chats import MOST, Chat
from deskbook.services.facade import Services
from deskbook.services.settings import Theme
from deskbook.ui.features.chats.view import ChatBar, short
from deskbook.ui.widgets.form_field import FormField
from tests.fakes import handbook
from tests.screens.scene import fields
from tests.ui.conftest import Clipboard, Hand, Opener, click

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
ORDER = "20261122887788"
NARROW = 360

SHOP = """\
name: 示例小店
values:
  到账时间: {value: 1-7 个工作日}
  升级时限: {value: 30 分钟}
  初级补偿上限: {value: 20 元}
  中级补偿上限: {value: 100 元}
  高级补偿上限: {value: 500 元}
asked:
  金额: {hint: 单位为元, check: amount}
  日期: {hint: 例如 12 月 3 日, check: date}
  订单号: {hint: 平台订单编号, check: order}
  客户称呼: {hint: 怎么称呼客户}
  补偿金额:
    hint: 单位为元
    check: amount
    limits: {junior: 初级补偿上限, intermediate: 中级补偿上限, senior: 高级补偿上限, above: 售后主管}
"""

COMPENSATION = """\
---
id: faq-compensation
title: 补偿给多少
stage: aftersale
topic: 补偿
owner: 售后主管
reviewed: 2026-11-22
---

## 解答

看事实和损失。

## 话术

### 提出 {#concise}

> 订单 {{订单号}} 补您 {{补偿金额}} 元。

### 回告 {#warm}

> {{客户称呼}}，订单 {{订单号}} 办好了。
"""


@pytest.fixture(autouse=True)
def offers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add to the handbook what an agent may promise."""
    monkeypatch.setitem(handbook.FILES, "shop.yaml", SHOP)
    monkeypatch.setitem(handbook.FILES, "faq/aftersale/faq-compensation.md", COMPENSATION)


class Agent(Hand):
    """Somebody who fills in what customers said."""

    def fields(self) -> dict[str, FormField]:
        view = self.window.desk.reading_view
        return {f.accessibleName(): f for f in fields(view)}

    def ask(self, number: int) -> dict[str, FormField]:
        """Go to a compensation script and return the fields of its form."""
        self.search("补偿给多少", "faq-compensation")
        self.press(Qt.Key(Qt.Key.Key_0 + number), ALT)
        return self.fields()

    def fill(self, number: int, **values: str) -> None:
        fields = self.ask(number)
        for name, value in values.items():
            fields[name].setText(value)

    def script(self, number: int) -> str:
        cards = self.window.desk.reading_view.findChildren(QLabel)
        texts = [card.text() for card in cards if card.property("type") == "script"]
        return texts[number - 1].partition("</style>")[2]

    def faults(self) -> list[str]:
        labels = self.window.desk.reading_view.findChildren(QLabel)
        return [label.text() for label in labels if label.property("type") == "fault" and label.isVisible()]

    @property
    def bar(self) -> ChatBar:
        return self.window.desk.chat_bar


@pytest.fixture
def agent(qtbot: QtBot, open_window: Opener) -> Agent:
    return Agent(qtbot, open_window())


def test_what_was_filled_in_once_is_offered_again_until_a_new_chat(
    agent: Agent, clipboard: Clipboard
) -> None:
    agent.fill(1, 订单号=ORDER, 补偿金额="15")
    assert agent.bar.isHidden()
    agent.press(Qt.Key.Key_Return)
    first = f"订单 {ORDER} 补您 15 元。"
    agent.wait_copied(clipboard, first)
    assert agent.bar.line.words == f"订单号 {ORDER} · 补偿金额 15"

    fields = agent.ask(2)
    assert {name: field.text() for name, field in fields.items()} == {"客户称呼": "", "订单号": ORDER}
    assert fields["客户称呼"].hasFocus()
    assert fields["订单号"].accessibleDescription() == "Remembered from this chat"
    assert f'<span class="given">{ORDER}</span>' in agent.script(2)
    fields["客户称呼"].setText("李女士")
    agent.press(Qt.Key.Key_Return)
    second = f"李女士，订单 {ORDER} 办好了。"
    agent.wait_copied(clipboard, first, second)

    agent.press(Qt.Key.Key_N, CTRL)
    assert agent.window.desk.field.hasFocus()
    assert ORDER not in agent.script(2)
    assert {field.text() for field in agent.ask(2).values()} == {""}
    agent.press(Qt.Key.Key_Escape)

    agent.press(Qt.Key.Key_Tab, CTRL)
    assert ORDER in agent.script(2)
    assert agent.ask(2)["订单号"].accessibleDescription() == "Remembered from this chat"


def test_even_if_all_is_known_it_is_seen_before_it_is_copied(agent: Agent, clipboard: Clipboard) -> None:
    agent.fill(1, 订单号=ORDER, 补偿金额="15")
    agent.press(Qt.Key.Key_Return)
    agent.wait_copied(clipboard, f"订单 {ORDER} 补您 15 元。")
    agent.press(Qt.Key.Key_Return)
    assert [field.text() for field in agent.fields().values()] == [ORDER, "15"]
    assert len(clipboard.texts) == 1
    agent.press(Qt.Key.Key_Return)
    agent.wait_copied(clipboard, *[f"订单 {ORDER} 补您 15 元。"] * 2)


def test_a_mark_goes_with_what_was_remembered(agent: Agent) -> None:
    agent.window.desk.chats.remember({"订单号": ORDER})
    field = agent.ask(1)["订单号"]
    marks = field.actions()
    assert [mark.isVisible() for mark in marks] == [True]
    field.setFocus()
    agent.press(Qt.Key.Key_9)
    assert [mark.isVisible() for mark in marks] == [False]
    assert field.accessibleDescription() == "平台订单编号"


def test_an_amount_above_the_agents_authority_tells_who_may_grant_it(
    agent: Agent, clipboard: Clipboard
) -> None:
    agent.fill(1, 订单号=ORDER, 补偿金额="80")
    agent.press(Qt.Key.Key_Return)
    assert clipboard.texts == []
    assert agent.faults() == [
        "“补偿金额” of 80 yuan is above the 20 yuan that junior agents may promise; "
        "intermediate agents may grant up to 100 yuan."
    ]
    assert agent.fields()["补偿金额"].hasFocus()
    assert agent.bar.isHidden()
    agent.window.choose_level(Level.SENIOR)
    agent.press(Qt.Key.Key_Return)
    agent.wait_copied(clipboard, f"订单 {ORDER} 补您 80 元。")


def test_what_one_level_promised_another_may_not(agent: Agent, clipboard: Clipboard) -> None:
    agent.window.choose_level(Level.SENIOR)
    agent.fill(1, 订单号=ORDER, 补偿金额="80")
    agent.press(Qt.Key.Key_Return)
    agent.wait_copied(clipboard, f"订单 {ORDER} 补您 80 元。")
    agent.window.choose_level(Level.JUNIOR)
    agent.ask(1)
    agent.press(Qt.Key.Key_Return)
    assert len(agent.faults()) == 1
    assert len(clipboard.texts) == 1


def test_composed_chinese_is_filled_in_and_remembered(agent: Agent, clipboard: Clipboard) -> None:
    field = agent.ask(2)["客户称呼"]
    assert field.hasFocus()
    QApplication.sendEvent(field, QInputMethodEvent("li'nv'shi", []))
    agent.press(Qt.Key.Key_Return)
    agent.press(Qt.Key.Key_N, CTRL)
    assert field.isVisible()
    assert clipboard.texts == []
    event = QInputMethodEvent("", [])
    event.setCommitString("李女士")
    QApplication.sendEvent(field, event)
    agent.press(Qt.Key.Key_Return)
    assert clipboard.texts == []
    QApplication.processEvents()
    agent.press(Qt.Key.Key_Return)
    agent.wait_copied(clipboard, "李女士，订单 {{订单号}} 办好了。")
    assert agent.bar.line.words == "客户称呼 李女士"


def test_what_is_typed_when_another_customer_calls_is_kept_for_the_first(agent: Agent) -> None:
    agent.fill(1, 订单号=ORDER)
    agent.press(Qt.Key.Key_N, CTRL)
    assert agent.fields() == {}
    assert [chip.text() for chip in agent.bar.chips] == ["1 · …7788", "2"]
    assert agent.ask(1)["订单号"].text() == ""
    agent.press(Qt.Key.Key_Tab, CTRL_SHIFT)
    assert agent.fields() == {}
    field = agent.ask(1)["订单号"]
    assert field.text() == ORDER


def test_what_is_given_up_is_not_remembered(agent: Agent) -> None:
    agent.fill(1, 订单号=ORDER)
    agent.press(Qt.Key.Key_Escape)
    assert agent.bar.isHidden()
    assert agent.ask(1)["订单号"].text() == ""


def test_a_script_that_is_held_back_goes_with_its_customer(
    qtbot: QtBot, agent: Agent, clipboard: Clipboard
) -> None:
    agent.fill(2, 客户称呼="这不归我管", 订单号=ORDER)
    agent.press(Qt.Key.Key_Return)
    view = agent.window.desk.reading_view
    qtbot.waitUntil(lambda: bool(view.findChildren(QWidget, "gate")))
    agent.press(Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: not view.findChildren(QWidget, "gate"))
    assert clipboard.texts == []


def test_each_of_nine_chats_has_a_chip_and_the_tenth_replaces_the_oldest(agent: Agent) -> None:
    chats = agent.window.desk.chats
    for number in range(1, MOST + 1):
        agent.press(Qt.Key.Key_N, CTRL)
        chats.remember({"订单号": f"A{number:05}"})
    assert len(agent.bar.chips) == MOST
    click(agent.bar.chips[0])
    assert chats.known == {"订单号": "A00001"}
    agent.press(Qt.Key.Key_N, CTRL)
    assert agent.window.desk.toast.text == "Chat 2 begins; the one used longest ago made way"
    assert chats.known == {}


def test_ending_a_chat_forgets_it_and_only_it(agent: Agent) -> None:
    chats = agent.window.desk.chats
    chats.remember({"订单号": ORDER})
    agent.press(Qt.Key.Key_N, CTRL)
    chats.remember({"订单号": "B00002"})
    agent.press(Qt.Key.Key_W, CTRL_SHIFT)
    assert chats.known == {"订单号": ORDER}
    assert agent.window.desk.toast.text == "Chat 2 ended, and what was filled in is forgotten"
    agent.press(Qt.Key.Key_W, CTRL_SHIFT)
    assert agent.bar.isHidden()
    agent.press(Qt.Key.Key_N, CTRL)
    assert agent.window.desk.toast.text == "Nothing is filled in for this chat yet"


def test_chats_outlive_another_theme_but_not_the_window(agent: Agent, open_window: Opener) -> None:
    agent.window.desk.chats.remember({"订单号": ORDER})
    agent.window.choose_theme(Theme.DARK)
    assert agent.bar.line.words == f"订单号 {ORDER}"
    assert agent.ask(1)["订单号"].text() == ORDER
    agent.window.close()
    assert open_window().desk.chats.known == {}


def test_the_bar_is_reached_by_f6_and_left_by_escape(agent: Agent) -> None:
    agent.window.desk.chats.remember({"订单号": ORDER})
    for _ in range(4):
        agent.press(Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        if agent.bar.isAncestorOf(focus):
            break
    assert [b.accessibleName() for b in agent.bar.findChildren(QWidget) if b.hasFocus()] == ["New chat"]
    agent.press(Qt.Key.Key_Escape)
    assert agent.window.desk.field.hasFocus()


def test_in_the_panel_chips_are_numbers_and_the_values_have_their_own_line(
    qtbot: QtBot, open_window: Opener
) -> None:
    agent = Agent(qtbot, open_window())
    agent.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: agent.window.width() <= NARROW)
    chats = agent.window.desk.chats
    for number in range(1, MOST + 1):
        agent.press(Qt.Key.Key_N, CTRL)
        chats.remember({"订单号": f"A{number:05}", "客户称呼": "很长的称呼" * 9})
    QApplication.processEvents()
    bar = agent.bar
    assert [chip.text() for chip in bar.chips] == [str(n) for n in range(1, MOST + 1)]
    assert bar.line.text().endswith("…")
    assert bar.width() <= NARROW
    inside = [child for child in bar.findChildren(QWidget) if child.isVisible()]
    assert all(bar.rect().contains(QRect(c.mapTo(bar, QPoint()), c.size())) for c in inside)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (ORDER, "…7788"),
        ("SF1234567890", "…7890"),
        ("王先生", "王先生"),
        ("住在三楼的王先生", "住在三楼的王…"),
        ("50", "50"),
    ],
)
def test_a_chip_shows_what_tells_customers_apart(value: str, shown: str) -> None:
    assert short(Chat(1, {"甲": value})) == shown


def test_nothing_of_a_customer_is_written_to_disk(
    qtbot: QtBot, agent: Agent, clipboard: Clipboard, services: Services, tmp_path: Path
) -> None:
    agent.fill(2, 客户称呼="钱多多女士", 订单号=ORDER)
    agent.press(Qt.Key.Key_Return)
    agent.wait_copied(clipboard, f"钱多多女士，订单 {ORDER} 办好了。")
    qtbot.waitUntil(lambda: bool(services.copies.preferred("faq-compensation", ["concise", "warm"])))
    agent.press(Qt.Key.Key_N, CTRL)
    agent.window.close()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    assert "补偿给多少".encode() in kept
    for secret in (ORDER, "钱多多女士"):
        assert secret.encode("utf-8") not in kept
        assert secret.encode("utf-16-le") not in kept


def spot(widget: QWidget, desk: QWidget) -> QRect:
    return QRect(widget.mapTo(desk, QPoint()), widget.size())


@pytest.mark.parametrize("size", [None, QSize(720, 480), QSize(1200, 800)])
def test_a_toast_covers_neither_the_walk_bar_nor_the_draft_box(
    qtbot: QtBot, services: Services, open_window: Opener, clipboard: Clipboard, size: QSize | None
) -> None:
    services.preferences.change(panel=size is None)
    agent = Agent(qtbot, open_window(size))
    desk = agent.window.desk
    agent.search("退款处理", "sop-refund")
    agent.press(Qt.Key.Key_R, CTRL)
    agent.press(Qt.Key.Key_Return)
    qtbot.waitUntil(desk.toast.isVisible)
    QApplication.processEvents()
    assert desk.walk_bar.isVisible()
    assert not spot(desk.toast, desk).intersects(spot(desk.walk_bar, desk))
    agent.press(Qt.Key.Key_D, CTRL)
    desk.draft_view.put("您好，我帮您看一下。")
    qtbot.waitUntil(lambda: not desk.draft_view.isHidden())
    agent.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "您好，我帮您看一下。" in clipboard.texts)
    QApplication.processEvents()
    assert desk.toast.isVisible()
    assert not spot(desk.toast, desk).intersects(spot(desk.draft_view, desk))


def test_the_bar_has_a_button_for_a_new_chat(agent: Agent) -> None:
    agent.window.desk.chats.remember({"订单号": ORDER})
    (button,) = (b for b in agent.bar.findChildren(QWidget) if b.accessibleName() == "New chat")
    click(button)
    assert [chip.isChecked() for chip in agent.bar.chips] == [False, True]
    assert agent.bar.chips[0].accessibleName() == f"Chat 1: 订单号 {ORDER}"
