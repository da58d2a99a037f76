"""A procedure as a flowchart: drawn natively, zoomed with the wheel or keys, a step leads to its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from deskbook.model.entry import END, Sop, Step
from deskbook.services.flowchart import Box, Line, Shape, chart, draw
from deskbook.services.language import tr as _
from deskbook.ui.texts import limit_text
from deskbook.ui.theme import Colours

_WIDTH = 168.0
_PAD = 10.0
_LABEL_WIDTH = 112.0
_MARGIN = 20.0
_CORNER = 7.0
_HEAD = 5.0
_SMALLEST, _LARGEST = 0.3, 3.0
_READABLE = 0.75
"""Below this, fitting the width would make the words too small: one scrolls instead."""
_STEP = 1.2
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
_CENTRED = _WRAP | int(Qt.AlignmentFlag.AlignCenter)


class Flowchart(QGraphicsView):
    """Shows a procedure; it fits the width until a person zooms."""

    chosen = Signal(str)
    """The anchor of a step that a person chose."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("flowchart")
        self.setAccessibleName(_("Flowchart"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setBackgroundBrush(QColor(colours.surface))
        self._colours = colours
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._sop: Sop | None = None
        self._current = ""
        self._zoomed = False
        self._pressed = QPointF()
        self.steps: dict[str, StepItem] = {}

    def show_sop(self, sop: Sop, plain: Callable[[str], str]) -> None:
        """Draw a procedure; where a person looks stays where it is.

        :param plain: makes plain words of a condition.
        """
        if self._sop is not None and sop.steps == self._sop.steps:
            return
        same = self._sop is not None and self._sop.id == sop.id
        self._sop = sop
        arrows = [replace(arrow, label=plain(arrow.label)) for arrow in chart(sop)]
        fonts = _Fonts()
        steps = {step.anchor: (number, step) for number, step in enumerate(sop.steps, 1)}
        sizes = {anchor: fonts.step_size(number, step) for anchor, (number, step) in steps.items()}
        drawing = draw(arrows, sizes | {END: fonts.end_size()}, fonts.label_size)
        self._scene.clear()
        self.steps = {}
        for line in drawing.lines:
            self._scene.addItem(_LineItem(line, self._colours))
        for box in drawing.boxes:
            if box.shape is Shape.STEP:
                item = StepItem(box, *steps[box.key], fonts, self._colours)
                item.mark(box.key == self._current)
                self.steps[box.key] = item
                self._scene.addItem(item)
            else:
                self._scene.addItem(_WordsItem(box, fonts, self._colours))
        area = QRectF(0, 0, drawing.width, drawing.height)
        self.setSceneRect(area.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        if not same:
            self._zoomed = False
        self._fit()

    def clear(self) -> None:
        """Show nothing."""
        self._sop, self._current, self.steps = None, "", {}
        self._scene.clear()

    def mark(self, anchor: str) -> None:
        """Mark a step, and scroll to it; empty for none."""
        if anchor == self._current:
            return
        self._current = anchor
        for key, item in self.steps.items():
            item.mark(key == anchor)
        if anchor in self.steps:
            self.ensureVisible(self.steps[anchor], 20, 40)

    def zoom(self, factor: float) -> None:
        """Draw larger or smaller."""
        scale = self.transform().m11()
        factor = max(_SMALLEST / scale, min(_LARGEST / scale, factor))
        self._zoomed = True
        self.scale(factor, factor)

    def fit(self) -> None:
        """Fit the width again."""
        self._zoomed = False
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom with Ctrl held, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Zoom with + and -, fit with 0, go from step to step with the arrows, and to its text with Enter."""
        order = list(self.steps)
        at = order.index(self._current) if self._current in self.steps else -1
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_Down if order:
                self.mark(order[min(at + 1, len(order) - 1)])
            case Qt.Key.Key_Up if order:
                self.mark(order[max(at - 1, 0)])
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._current in self.steps:
                self.chosen.emit(self._current)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Remember where a press began: a drag is no choice."""
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose the step that was clicked."""
        super().mouseReleaseEvent(event)
        if (event.position() - self._pressed).manhattanLength() < 6:
            item = self.itemAt(event.position().toPoint())
            if isinstance(item, StepItem):
                self.mark(item.anchor)
                self.chosen.emit(item.anchor)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._zoomed or self.sceneRect().isEmpty():
            return
        scale = (self.viewport().width() - 2) / self.sceneRect().width()
        scale = max(_READABLE, min(1.0, scale))
        self.resetTransform()
        self.scale(scale, scale)


class _Fonts:
    """Fonts and the sizes of what is written in them."""

    def __init__(self) -> None:
        self.title, self.small = QFont(), QFont()
        self.title.setPixelSize(14)
        self.title.setWeight(QFont.Weight.DemiBold)
        self.small.setPixelSize(12)

    def step_size(self, number: int, step: Step) -> tuple[float, float]:
        """Return the size of a step's box."""
        inner = _WIDTH - 2 * _PAD
        height = self._height(self.title, f"{number}  {step.title}", inner)
        if note := step_note(step):
            height += 3 + self._height(self.small, note, inner)
        return _WIDTH, height + 2 * _PAD

    def end_size(self) -> tuple[float, float]:
        """Return the size of the end."""
        metrics = QFontMetricsF(self.small)
        return metrics.horizontalAdvance(_("End")) + 36, metrics.height() + 14

    def label_size(self, text: str) -> tuple[float, float]:
        """Return the size of a condition."""
        metrics = QFontMetricsF(self.small)
        width = min(_LABEL_WIDTH, metrics.horizontalAdvance(text) + 2)
        return width + 8, self._height(self.small, text, width) + 6

    @staticmethod
    def _height(font: QFont, text: str, width: float) -> float:
        return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 10_000), _WRAP, text).height()


def step_note(step: Step) -> str:
    """Return who does a step, and by when."""
    return " · ".join(part for part in (step.role, limit_text(step.limit) if step.limit else "") if part)


class StepItem(QGraphicsItem):
    """The box of a step."""

    def __init__(self, box: Box, number: int, step: Step, fonts: _Fonts, colours: Colours) -> None:
        super().__init__()
        self.anchor = step.anchor
        self._title, self._note = f"{number}  {step.title}", step_note(step)
        self._fonts, self._colours = fonts, colours
        self._area = QRectF(0, 0, box.width, box.height)
        self._marked = False
        self.setPos(box.x, box.y)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(step.title)

    @property
    def marked(self) -> bool:
        """Whether it is the step a person is at."""
        return self._marked

    def mark(self, marked: bool) -> None:
        """Mark the step a person is at."""
        if marked is not self._marked:
            self._marked = marked
            self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Return the area that is drawn on."""
        return self._area.adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the box."""
        colours = self._colours
        marked = self._marked
        painter.setPen(QPen(QColor(colours.focus if marked else colours.control), 2 if marked else 1))
        painter.setBrush(QColor(colours.accent_soft if marked else colours.raised))
        painter.drawRoundedRect(self._area, 8, 8)
        inner = self._area.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        painter.setPen(QColor(colours.on_accent_soft if self._marked else colours.text))
        painter.setFont(self._fonts.title)
        painter.drawText(inner, _WRAP, self._title)
        painter.setFont(self._fonts.small)
        painter.setPen(QColor(colours.on_accent_soft if self._marked else colours.muted))
        painter.drawText(inner, _WRAP | int(Qt.AlignmentFlag.AlignBottom), self._note)


class _WordsItem(QGraphicsItem):
    """A condition on its line, or the end."""

    def __init__(self, box: Box, fonts: _Fonts, colours: Colours) -> None:
        super().__init__()
        self._ends = box.shape is Shape.END
        self._text = _("End") if self._ends else box.key
        self._font, self._colours = fonts.small, colours
        self._area = QRectF(0, 0, box.width, box.height)
        self.setPos(box.x, box.y)
        self.setToolTip("" if self._ends else box.key)

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Return the area that is drawn on."""
        return self._area.adjusted(-1, -1, 1, 1)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the words."""
        colours = self._colours
        painter.setPen(QColor(colours.control) if self._ends else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.sunken if self._ends else colours.surface))
        radius = self._area.height() / 2 if self._ends else 3
        painter.drawRoundedRect(self._area, radius, radius)
        painter.setFont(self._font)
        painter.setPen(QColor(colours.muted if self._ends else colours.text))
        painter.drawText(self._area.adjusted(4, 0, -4, 0), _CENTRED, self._text)


class _LineItem(QGraphicsItem):
    """A way from box to box, with round corners and a head."""

    def __init__(self, line: Line, colours: Colours) -> None:
        super().__init__()
        points = [QPointF(x, y) for x, y in line.points]
        self._path = _rounded(points)
        self._tip = points[-1]
        self._pen = QPen(QColor(colours.muted), 1.4)
        if line.back:
            self._pen.setStyle(Qt.PenStyle.DashLine)
        self.setZValue(-1)

    def boundingRect(self) -> QRectF:  # noqa: N802
        """Return the area that is drawn on."""
        return self._path.boundingRect().adjusted(-_HEAD - 2, -2, _HEAD + 2, 2)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the line; its head always points down, into the top of a box."""
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._pen.color())
        left, right = QPointF(-_HEAD, -1.6 * _HEAD), QPointF(_HEAD, -1.6 * _HEAD)
        painter.drawPolygon(QPolygonF([self._tip, self._tip + left, self._tip + right]))


def _rounded(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, before))
        path.quadTo(corner, _towards(corner, after))
    path.lineTo(points[-1])
    return path


def _towards(start: QPointF, end: QPointF) -> QPointF:
    """Return the point a corner's radius away, at most half way."""
    way = end - start
    length = max(abs(way.x()), abs(way.y()))
    return start + way * (min(_CORNER, length / 2) / length)
