"""A procedure's flowchart as a picture, and on paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPagedPaintDevice, QPainter
from PySide6.QtWidgets import QApplication

from deskbook.model.entry import Sop
from deskbook.ui.drawing import as_png
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.flowchart import Flowchart

_SHARP = 2
_TITLE = 18
_HEAD = 44.0
_SIDE = 20.0


def as_picture(sop: Sop, plain: Callable[[str], str], colours: Colours) -> bytes:
    """Return the flowchart below its title as a PNG.

    :param plain: makes plain words of a condition.
    """
    chart, whole = _drawn(sop, plain, colours)
    image = QImage((whole.size() * _SHARP).toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor(colours.surface))
    painter = QPainter(image)
    painter.scale(_SHARP, _SHARP)
    _paint(painter, sop, chart, whole, colours)
    painter.end()
    return as_png(image)


def put_on(paper: QPagedPaintDevice, sop: Sop, plain: Callable[[str], str], colours: Colours) -> None:
    """Draw the flowchart on one page, as large as it fits; words get no larger than those of a letter."""
    chart, whole = _drawn(sop, plain, colours)
    painter = QPainter(paper)
    page = QRectF(paper.pageLayout().paintRectPixels(paper.logicalDpiX()))
    largest = paper.logicalDpiX() / 96
    scale = min(page.width() / whole.width(), page.height() / whole.height(), largest)
    painter.scale(scale, scale)
    _paint(painter, sop, chart, whole, colours)
    painter.end()


def _drawn(sop: Sop, plain: Callable[[str], str], colours: Colours) -> tuple[Flowchart, QRectF]:
    """Return a flowchart, and the size of the whole with its title."""
    chart = Flowchart(colours)
    chart.show_sop(sop, plain)
    area = chart.sceneRect()
    return chart, QRectF(0, 0, area.width(), area.height() + _HEAD)


def _paint(painter: QPainter, sop: Sop, chart: Flowchart, whole: QRectF, colours: Colours) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(QApplication.font())
    font.setPixelSize(_TITLE)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(colours.text))
    title = QRectF(_SIDE, 0, whole.width() - 2 * _SIDE, _HEAD)
    painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, sop.title)
    scene = chart.scene()
    scene.setBackgroundBrush(QColor(colours.surface))
    scene.render(painter, whole.adjusted(0, _HEAD, 0, 0), chart.sceneRect())
