"""The reading pane: every kind of entry, links, the way back, changes meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from deskbook.services.facade import Services
from deskbook.ui.features.reading.cards import SpeechCard, StepFrame
from deskbook.ui.features.reading.typography import MEASURE
from deskbook.ui.widgets.badge import Badge
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.row_button import RowButton
from deskbook.ui.window import MainWindow
from tests.fakes import handbook
from tests.ui.conftest import Clipboard, Hand, click

ALT = Qt.KeyboardModifier.AltModifier


def texts(window: MainWindow) -> str:
    sheet = window.desk.reading_view.sheet
    labels = [label.text() for label in sheet.findChildren(QLabel) if not label.isHidden()]
    return "\n".join(labels + [badge.text for badge in sheet.findChildren(Badge)])


def row(window: MainWindow, name: str) -> RowButton:
    (button,) = (
        b for b in window.desk.reading_view.sheet.findChildren(RowButton) if name in b.accessibleName()
    )
    return button


def test_a_question_shows_answer_scripts_notes_laws_and_who_answers_for_it(hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    shown = texts(hand.window)
    for part in (
        "Also asked as: 钱什么时候能退给我",
        "一般1-7 个工作日到账",
        '<span class="blank">&nbsp;金额&nbsp;</span>',
        "客户已经催过一次时用。",
        "Internal: not for customers",
        "网络购买商品七日无理由退货暂行办法, article 13",
        "Compared with the law on 2026-11-22. Have counsel confirm it before relying on it.",
        "faq-gone (not in this handbook)",
        "Owner: 售后主管",
        "Next review by 2027-02-20",
    ):
        assert part in shown


def test_a_procedure_shows_numbered_steps_with_role_limit_script_and_ways_on(hand: Hand) -> None:
    hand.search("退款处理", "sop-refund")
    steps = hand.window.desk.reading_view.findChildren(StepFrame)
    assert [step.anchor for step in steps] == ["check", "intercept", "refund"]
    assert [len(step.speeches) for step in steps] == [1, 0, 1]
    shown = texts(hand.window)
    for part in ("售后接待", "5 min", "2 h", "1 d", "Escalation", "客户要求投诉"):
        assert part in shown
    assert row(hand.window, "还没有发货").accessibleName() == "还没有发货 → Step 3: 直接退款"
    assert not row(hand.window, "客户撤回申请").isEnabled()


def test_a_banned_phrase_shows_severity_reason_replacements_and_what_is_allowed(hand: Hand) -> None:
    hand.search("不归我管", "ban-not-my-job")
    shown = texts(hand.window)
    for part in ("Must not be sent", "Brushing off", "不是我负责", "不是某个岗位", "虽然不归我管，我来帮您"):
        assert part in shown
    assert len(hand.window.desk.reading_view.sheet.findChildren(SpeechCard)) == 2


def test_a_case_shows_its_dialogue_and_leads_to_what_it_teaches(qtbot: QtBot, hand: Hand) -> None:
    hand.search("快递晚到", "case-late-parcel-kept")
    shown = texts(hand.window)
    for part in ("Good example", "到底还能不能到？", "Turning point", "小承诺更让人安心"):
        assert part in shown
    click(row(hand.window, "退款什么时候到账"))
    hand.wait_shown("faq-refund-arrival")


def test_links_can_be_followed_back_and_forth_by_keyboard(hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    link = row(hand.window, "退款处理流程")
    link.setFocus()
    hand.press(Qt.Key.Key_Space)
    hand.wait_shown("sop-refund")
    hand.press(Qt.Key.Key_Left, ALT)
    hand.wait_shown("faq-refund-arrival")
    hand.press(Qt.Key.Key_Right, ALT)
    hand.wait_shown("sop-refund")
    hand.press(Qt.Key.Key_Right, ALT)
    assert hand.shown() == "sop-refund"


def test_a_decision_scrolls_to_its_step(qtbot: QtBot, hand: Hand) -> None:
    hand.window.resize(900, 480)
    hand.search("退款处理", "sop-refund")
    bar = hand.window.desk.reading_view.sheet.verticalScrollBar()
    assert bar.value() == 0
    click(row(hand.window, "还没有发货"))
    qtbot.waitUntil(lambda: bar.value() > 100)
    assert hand.shown() == "sop-refund"


def test_a_link_to_a_step_of_another_entry_goes_to_that_step(qtbot: QtBot, hand: Hand) -> None:
    hand.window.resize(900, 480)
    hand.search("怎么开发票", "faq-invoice")
    hand.window.desk.reading.open("sop-refund#refund")
    hand.wait_shown("sop-refund")
    view = hand.window.desk.reading_view
    (step,) = (s for s in view.findChildren(StepFrame) if s.anchor == "refund")
    qtbot.waitUntil(lambda: view.sheet.verticalScrollBar().value() > 100)
    assert not step.visibleRegion().isEmpty()


def test_a_link_to_nowhere_says_so(qtbot: QtBot, hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    hand.window.desk.reading.open("faq-retired")
    view = hand.window.desk.reading_view
    qtbot.waitUntil(lambda: any(p.isVisible() for p in view.findChildren(StatePage)))
    (page,) = (p for p in view.findChildren(StatePage) if p.isVisible())
    assert page.title == "“faq-retired” cannot be shown"
    hand.press(Qt.Key.Key_Left, ALT)
    hand.wait_shown("faq-invoice")


def test_lines_never_get_too_wide_to_read(qtbot: QtBot, hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.window.resize(2400, 800)
    card = hand.window.desk.reading_view.findChildren(SpeechCard)[0]
    qtbot.waitUntil(lambda: card.width() == MEASURE)


@pytest.mark.parametrize("query", ["退款什么时候", "退款处理", "不归我管", "快递晚到"])
def test_nothing_is_cut_off_in_a_small_window(qtbot: QtBot, hand: Hand, query: str) -> None:
    hand.window.setMinimumSize(320, 240)
    hand.window.resize(640, 400)
    hand.window.desk.field.setText(query)
    qtbot.waitUntil(lambda: hand.shown() != "" and hand.shown() == hand.selected())
    sheet = hand.window.desk.reading_view.sheet
    paper = sheet.widget()
    assert paper is not None
    assert paper.width() <= sheet.viewport().width()


def test_script_text_can_be_selected_with_the_mouse(hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    card = hand.window.desk.reading_view.findChildren(SpeechCard)[0]
    assert card.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_a_change_by_another_process_shows_by_itself(
    qtbot: QtBot, hand: Hand, services: Services, tmp_path: Path
) -> None:
    hand.search("怎么开发票", "faq-invoice")
    changed = handbook.INVOICE.replace("在订单详情页申请。", "现在要找客服申请。")
    target = tmp_path / "changed" / "faq-invoice.md"
    target.parent.mkdir()
    target.write_text(changed, encoding="utf-8")
    services.exchange.import_folder(target, message="changed")
    qtbot.waitUntil(lambda: "现在要找客服申请。" in texts(hand.window))
    assert hand.selected() == "faq-invoice"


def test_a_change_elsewhere_leaves_an_open_form_alone(
    qtbot: QtBot, hand: Hand, services: Services, tmp_path: Path, clipboard: Clipboard
) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, ALT)
    target = tmp_path / "changed" / "faq-invoice.md"
    target.parent.mkdir()
    target.write_text(handbook.INVOICE.replace("怎么开发票", "怎样开发票"), encoding="utf-8")
    services.exchange.import_folder(target, message="changed")
    model = hand.window.desk.search_view.model
    qtbot.waitUntil(lambda: not services.finder.behind() and not hand.window.busy)
    assert model.rowCount() == 1
    for _field in range(2):
        hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Escape)
    assert clipboard.texts == []


def test_buttons_have_names(hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    assert all(b.accessibleName() for b in hand.window.desk.reading_view.findChildren(QPushButton))
