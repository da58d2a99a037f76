"""What the clipboard held before comes back; texts go there plain and rich."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from deskbook.model.register import Asked, Shop, Value
from deskbook.services.copying import Copyable
from deskbook.services.facade import Services
from deskbook.ui.app import SystemClipboard, kept
from tests.ui.conftest import Clipboard, Hand, click

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CONCISE = "在订单详情页点“申请开票”就可以。"


@pytest.fixture
def system(qapp: QApplication) -> SystemClipboard:
    return SystemClipboard()


def former() -> QMimeData:
    content = QMimeData()
    content.setText("客户的订单号 20261122")
    content.setHtml("<b>客户的订单号 20261122</b>")
    content.setUrls([QUrl("file:///a.txt")])
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    content.setImageData(image)
    return content


def test_the_key_brings_the_former_clipboard_back_from_the_search_field(
    hand: Hand, clipboard: Clipboard
) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, CONCISE)
    toast = hand.window.desk.toast
    assert toast.undo.isVisible()
    hand.press(Qt.Key.Key_Z, CTRL_SHIFT)
    assert clipboard.texts == []
    assert toast.text == "The clipboard holds what it held before"
    assert not toast.undo.isVisible()
    assert hand.window.desk.field.text() == "发票"
    hand.press(Qt.Key.Key_Z, CTRL_SHIFT)
    assert toast.text == "There is nothing to bring back to the clipboard"


def test_the_button_does_the_same_and_never_takes_the_keyboard(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, CONCISE)
    click(hand.window.desk.toast.undo)
    assert clipboard.texts == []
    assert hand.window.desk.field.hasFocus()


def test_every_form_of_what_was_there_comes_back(system: SystemClipboard) -> None:
    QGuiApplication.clipboard().setMimeData(former())
    system.put("您好")
    assert system.undo()
    content = QGuiApplication.clipboard().mimeData()
    assert content.html() == "<b>客户的订单号 20261122</b>"
    assert content.urls() == [QUrl("file:///a.txt")]
    assert content.imageData().size().width() == 3
    assert not system.undo()


def test_what_was_copied_since_is_left_alone(system: SystemClipboard) -> None:
    system.put("您好")
    QGuiApplication.clipboard().setText("另一段")
    assert not system.undo()
    assert QGuiApplication.clipboard().text() == "另一段"


def test_an_empty_clipboard_is_empty_again() -> None:
    content = kept(None)
    assert content is not None
    assert content.formats() == []


def test_a_secret_is_not_kept(system: SystemClipboard) -> None:
    secret = QMimeData()
    secret.setText("correct horse")
    secret.setData("x-kde-passwordManagerHint", b"secret")
    QGuiApplication.clipboard().setMimeData(secret)
    system.put("您好")
    assert not system.undo()
    assert QGuiApplication.clipboard().text() == "您好"


def test_a_text_goes_there_plain_and_rich(system: SystemClipboard) -> None:
    system.put("第一行 <1>\n第二行")
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == "第一行 <1>\n第二行"
    assert content.html() == "<p>第一行 &lt;1&gt;<br>第二行</p>"


def test_rich_text_keeps_what_is_marked_and_leads_nowhere(services: Services) -> None:
    shop = Shop("店", {"时限": Value("<30> 分钟")}, {"金额": Asked()})
    written = "**已退** {{金额}} 元，{{时限}}到账，见[流程](sop-refund)，{{日期}}。"
    copyable = Copyable("a", "", "", markdown=written)
    rich = services.copier.rich(copyable, shop, {"金额": "5 & 6"})
    assert (
        rich.strip() == "<p><strong>已退</strong> 5 &amp; 6 元，&lt;30&gt; 分钟到账，见流程，{{日期}}。</p>"
    )


def test_rich_text_has_no_words_in_place_of_its_pictures(services: Services) -> None:
    written = "点**申请开票**：\n\n![右下角的按钮](pictures/apply.png)\n\n填抬头。"
    rich = services.copier.rich(Copyable("a", "", "", markdown=written), Shop(), {})
    assert rich.split("\n") == ["<p>点<strong>申请开票</strong>：</p>", "<p>填抬头。</p>", ""]


def test_a_copied_script_is_rich_too(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, CONCISE)
    assert clipboard.rich.strip() == f"<p>{CONCISE}</p>"
