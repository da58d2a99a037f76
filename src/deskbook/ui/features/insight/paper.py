"""All figures on one picture, or on pages: always in the light theme, as one hands them round."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from deskbook.services.insight import Figure, Report
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.drawing import as_png
from deskbook.ui.features.insight.chart import LEFT, chart_height, draw_chart
from deskbook.ui.theme import Colours

_WIDTH = 1000.0
_MARGIN = 48.0
_TITLE = 64.0
_HEADING = 30.0
_SAYS = 30.0
_APART = 34.0
_SHARP = 2
_DOTS = 300
"""Dots an inch on paper; all sizes are in a thousandth of the page's width."""


def as_picture(report: Report, colours: Colours) -> bytes:
    """Return all figures below each other as a PNG."""
    high = 2 * _MARGIN + _TITLE + sum(_height(figure) for figure in report.figures)
    image = QImage(round(_WIDTH) * _SHARP, round(high) * _SHARP, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.surface))
    painter = QPainter(image)
    painter.scale(_SHARP, _SHARP)
    top = _draw_title(painter, report, colours)
    for figure in report.figures:
        _draw(painter, top, figure, colours)
        top += _height(figure)
    painter.end()
    return as_png(image)


def as_pages(report: Report, colours: Colours) -> bytes:
    """Return all figures as a PDF on A4; no figure is torn between two pages, unless it fits on none."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_("Insight"))
    writer.setResolution(_DOTS)
    whole = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
    )
    writer.setPageLayout(whole)
    painter = QPainter(writer)
    scale = writer.width() / _WIDTH
    painter.scale(scale, scale)
    bottom = writer.height() / scale - _MARGIN
    top = _draw_title(painter, report, colours)
    for figure in report.figures:
        if top + _height(figure) - _APART > bottom and top > _MARGIN:
            writer.newPage()
            top = _MARGIN
        _draw(painter, top, figure, colours)
        top += _height(figure)
    painter.end()
    return bytes(data.data())


def _height(figure: Figure) -> float:
    return _HEADING + _SAYS + chart_height(figure) + _APART


def _draw_title(painter: QPainter, report: Report, colours: Colours) -> float:
    title = _("Handbook insight, {day}").format(day=report.day.isoformat())
    place = QRectF(_MARGIN, _MARGIN, _WIDTH - 2 * _MARGIN, _TITLE)
    _line(painter, place, title, _font(26, bold=True), colours.text)
    return _MARGIN + _TITLE


def _draw(painter: QPainter, top: float, figure: Figure, colours: Colours) -> None:
    wide = _WIDTH - 2 * _MARGIN
    _line(
        painter,
        QRectF(_MARGIN, top, wide, _HEADING),
        sentence(figure.title),
        _font(17, bold=True),
        colours.text,
    )
    says = figure.says if figure.rows else figure.empty
    _line(painter, QRectF(_MARGIN, top + _HEADING, wide, _SAYS), sentence(says), _font(14), colours.muted)
    if figure.rows:
        area = QRectF(_MARGIN, top + _HEADING + _SAYS, wide, chart_height(figure))
        draw_chart(painter, area, figure, colours, _font(13))


def _line(painter: QPainter, place: QRectF, text: str, font: QFont, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(place, LEFT | Qt.TextFlag.TextSingleLine, text)


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
