"""Pictures: reading them, copying them, and bringing them into an entry."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from deskbook.model.picture import Picture
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName
from deskbook.ui.app import SystemClipboard
from deskbook.ui.drawing import Drawing
from deskbook.ui.features.reading.figures import PictureButton
from deskbook.ui.widgets.lightbox import Lightbox
from tests.fakes.handbook import INVOICE
from tests.fakes.pictures import SVG, png
from tests.ui.conftest import Clipboard, Hand, Opener, click
from tests.ui.test_editing import Pen

LABEL, FLOW = Picture("label.png", png(300, 200, 90)), Picture("flow.svg", SVG)
SHOWING = (
    INVOICE.replace("level: senior\n", "")
    .replace(
        "在订单详情页申请。",
        "在订单详情页申请：\n\n![开票入口](pictures/label.png)\n\n![不在了](pictures/gone.png)",
    )
    .replace("> 别担心，发票可以补开。", "> 别担心，发票可以补开。\n>\n> ![开票步骤](pictures/flow.svg)")
)


@pytest.fixture
def shown(services: Services) -> Services:
    """A handbook in which an entry shows pictures, one of which is missing."""
    assert SHOWING.count("](pictures/") == 3
    with services.workspace.work(write=True) as work:
        for picture in (LABEL, FLOW):
            work.pictures.add(picture)
        seen = work.entries.get("faq-invoice").version
        at = services.clock()
        work.entries.put("faq-invoice", "faq", SHOWING, author="", message="", at=at, seen=seen)
        work.commit()
    return services


@pytest.fixture
def hand(qtbot: QtBot, shown: Services, open_window: Opener) -> Hand:
    hand = Hand(qtbot, open_window())
    hand.search("发票", "faq-invoice")
    return hand


def buttons(hand: Hand) -> dict[str, PictureButton]:
    found = hand.window.desk.reading_view.findChildren(PictureButton)
    return {button.accessibleName(): button for button in found}


def test_pictures_are_shown_with_their_words_and_the_missing_one_says_so(hand: Hand) -> None:
    assert set(buttons(hand)) == {"开票入口", "开票步骤"}
    texts = {label.text() for label in hand.window.desk.reading_view.findChildren(QLabel)}
    assert {"开票入口", "开票步骤", "不在了"} <= texts
    assert "The picture gone.png is missing. Tell the owner of this entry." in texts
    button = buttons(hand)["开票入口"]
    seen = button.grab().toImage()
    assert seen.pixelColor(seen.rect().center()) == QColor(90, 90, 90)


def test_a_picture_opens_large_by_keyboard_and_esc_goes_back(qtbot: QtBot, hand: Hand) -> None:
    button = buttons(hand)["开票入口"]
    button.setFocus()
    hand.press(Qt.Key.Key_Space)
    (box,) = hand.window.findChildren(Lightbox)
    assert box.hasFocus()
    assert box.size() == hand.window.size()
    assert box.accessibleName() == "开票入口"
    hand.window.resize(900, 700)
    qtbot.waitUntil(lambda: box.size() == QSize(900, 700))
    hand.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not hand.window.findChildren(Lightbox))
    assert button.hasFocus()


def test_a_click_opens_it_and_the_keyboard_elsewhere_closes_it(qtbot: QtBot, hand: Hand) -> None:
    click(buttons(hand)["开票步骤"])
    (box,) = hand.window.findChildren(Lightbox)
    assert box.isVisible()
    hand.window.desk.field.setFocus()
    qtbot.waitUntil(lambda: not hand.window.findChildren(Lightbox))


def test_a_script_is_copied_with_its_pictures(hand: Hand, clipboard: Clipboard) -> None:
    hand.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    hand.wait_copied(clipboard, "别担心，发票可以补开。")
    assert clipboard.pictures == [FLOW]


def test_a_picture_is_copied_by_itself(hand: Hand, clipboard: Clipboard) -> None:
    tools = hand.window.desk.reading_view.findChildren(QToolButton)
    copy = next(tool for tool in tools if tool.accessibleName() == "Copy the picture")
    click(copy)
    assert (clipboard.texts, clipboard.pictures) == ([""], [LABEL])
    assert hand.window.desk.toast.text == "Copied the picture"


@pytest.fixture
def system(qapp: QApplication) -> Iterator[SystemClipboard]:
    yield SystemClipboard()
    QGuiApplication.clipboard().clear()


def test_the_clipboard_gets_text_rich_text_and_the_picture(system: SystemClipboard) -> None:
    system.put("您好 <1>\n再见", (LABEL, FLOW))
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == "您好 <1>\n再见"
    assert content.imageData().size() == QSize(300, 200)
    html = content.html()
    assert html.startswith("<p>您好 &lt;1&gt;<br>再见</p>")
    shown = [base64.b64decode(part.partition('"')[0]) for part in html.split("base64,")[1:]]
    assert [QImage.fromData(data).size() for data in shown] == [QSize(300, 200), QSize(120, 80)]


def test_a_picture_alone_is_only_a_picture(system: SystemClipboard) -> None:
    system.put("", (LABEL,))
    content = QGuiApplication.clipboard().mimeData()
    assert content.hasImage()
    assert not content.hasText()
    assert not content.hasHtml()


@pytest.mark.parametrize("data", [LABEL.data, SVG])
def test_a_drawing_fits_its_room_and_is_sharp_at_any_scale(qapp: QApplication, data: bytes) -> None:
    drawing = Drawing.of(data)
    assert drawing is not None
    assert drawing.within(QSize(5000, 5000)) == drawing.size
    assert drawing.within(QSize(30, 500)) == QSize(30, 20)
    image = drawing.image(QSize(30, 20), 2.0)
    assert (image.size(), image.deviceIndependentSize().toSize()) == (QSize(60, 40), QSize(30, 20))
    assert max(drawing.image(QSize(90_000, 60_000)).size().toTuple()) == 4096


@pytest.fixture
def pen(qtbot: QtBot, shown: Services, open_window: Opener) -> Pen:
    shown.preferences.change(desk=DeskName.OWNER)
    pen = Pen(qtbot, open_window())
    pen.open("faq-invoice")
    return pen


def paste(pen: Pen, content: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(content)
    pen.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def a_file(path: Path, data: bytes) -> QMimeData:
    path.write_bytes(data)
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    content.setText(str(path))
    return content


def test_a_pasted_screenshot_is_kept_shown_and_waits_for_its_words(pen: Pen, shown: Services) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    content = QMimeData()
    content.setImageData(image)
    before = pen.text
    pen.put("在订单详情页申请：")
    paste(pen, content)
    pen.wait(lambda: pen.text != before)
    (name,) = shown.pictures.hashes().keys() - {"label.png", "flow.svg"}
    assert f"在订单详情页申请：\n\n![](pictures/{name})\n\n![开票入口]" in pen.text
    (kept,) = shown.pictures.find([name])
    assert QImage.fromData(kept.data).pixelColor(0, 0) == QColor("teal")
    pen.type("开票按钮")
    assert f"![开票按钮](pictures/{name})" in pen.text
    page = pen.desk.preview
    pen.wait(lambda: "开票按钮" in {b.accessibleName() for b in page.findChildren(PictureButton)})
    pen.desk.view.edit.undo()
    pen.desk.view.edit.undo()
    assert pen.text == before


def test_dropped_files_are_taken_in_their_order(pen: Pen, shown: Services, tmp_path: Path) -> None:
    first, second = png(shade=1), png(shade=2)
    content = a_file(tmp_path / "一.png", first)
    (tmp_path / "二.png").write_bytes(second)
    content.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("一.png", "二.png")])
    pen.put("在订单详情页申请：")
    edit = pen.desk.view.edit
    place = edit.cursorRect().toRectF().center()
    for kind in (QDragEnterEvent, QDropEvent):
        held = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(edit.viewport(), kind(place, Qt.DropAction.CopyAction, content, *held))
    names = [f"pic-{Picture('', data).hash[:12]}.png" for data in (first, second)]
    pen.wait(lambda: all(name in pen.text for name in names))
    assert pen.text.index(names[0]) < pen.text.index(names[1])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7", "This is no picture of a type that can be shown."),
        (b"\x89PNG" + b"\0" * 2_500_000, "The picture has 2.5 MB; 2 MB are allowed."),
        (SVG.replace(b"<rect", b"<script/><rect"), "The SVG holds “script”, which does more than draw."),
    ],
)
def test_what_is_no_picture_is_refused_in_one_sentence(
    pen: Pen, shown: Services, tmp_path: Path, data: bytes, says: str
) -> None:
    before = pen.text
    pen.put("在订单详情页申请：")
    paste(pen, a_file(tmp_path / "a.png", data))
    pen.wait(lambda: says in pen.desk.view.toast.text)
    assert pen.text == before
    assert set(shown.pictures.hashes()) == {"label.png", "flow.svg"}


def test_text_that_comes_with_a_picture_of_itself_is_pasted_as_text(pen: Pen) -> None:
    content = QMimeData()
    content.setText("表格里的字")
    content.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    pen.put("在订单详情页申请：")
    paste(pen, content)
    assert "在订单详情页申请：表格里的字" in pen.text


def test_a_picture_in_a_narrow_column_gets_smaller(hand: Hand) -> None:
    button = buttons(hand)["开票入口"]
    assert button.height() == 200 + 24
    assert button.heightForWidth(174) == 124
