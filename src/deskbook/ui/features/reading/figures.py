"""Pictures on a page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.drawing import Drawing
from deskbook.ui.features.reading.blocks import Figure
from deskbook.ui.features.reading.handlers import Handlers
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.lightbox import Lightbox
from deskbook.ui.widgets.tools import tool_button

_PAD = 12
_HIGHEST = 520
"""Pixels: a screenshot of a telephone must not push the text off the page."""


def figure_widget(figure: Figure, colours: Colours, handlers: Handlers) -> QWidget:
    """Return a picture with its words, or what stands for one that cannot be shown."""
    if figure.drawing is None:
        return _lacking(figure, colours)
    frame = QFrame()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(PictureButton(figure.drawing, figure.text, colours))
    below = QHBoxLayout()
    below.setSpacing(8)
    below.addWidget(plain_label(figure.text, "small"), 1)
    copy = tool_button("copy", _("Copy the picture"), colours)
    copy.clicked.connect(lambda _checked: handlers.copy_picture(figure.name))
    below.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(below)
    return frame


class PictureButton(QAbstractButton):
    """A picture on a light card, as wide as the column at the most; pressed, it is shown large."""

    def __init__(self, drawing: Drawing, text: str, colours: Colours) -> None:
        super().__init__()
        self._drawing, self._text, self._colours = drawing, text, colours
        self._drawn: QImage | None = None
        self.setAccessibleName(text)
        self.setToolTip(_("Show large"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._enlarge)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size it has where there is room."""
        return self._drawing.within(QSize(2 * _HIGHEST, _HIGHEST)) + QSize(2 * _PAD, 2 * _PAD)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest size."""
        return QSize(2 * _PAD + 40, 2 * _PAD + 20)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return how high it is in a column."""
        return self._size(width).height() + 2 * _PAD

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the card, the picture, and where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._colours.focus if self.hasFocus() else self._colours.border
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(self._colours.picture))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        size, ratio = self._size(self.width()), self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != size * ratio:
            self._drawn = self._drawing.image(size, ratio)
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(self.rect().center())
        painter.drawImage(place.topLeft(), self._drawn)

    def _size(self, width: int) -> QSize:
        return self._drawing.within(QSize(max(1, width - 2 * _PAD), _HIGHEST))

    def _enlarge(self) -> None:
        Lightbox(self.window(), self._drawing, self._text, self._colours)


def _lacking(figure: Figure, colours: Colours) -> QWidget:
    frame = QFrame()
    frame.setProperty("card", "lacking")
    sign = QLabel()
    sign.setPixmap(icon("image", colours.muted).pixmap(28, 28))
    words = QVBoxLayout()
    words.setSpacing(3)
    words.addWidget(plain_label(figure.text or figure.name, "strong"))
    why = _("The picture {name} is damaged.") if figure.there else _("The picture {name} is missing.")
    asked = _("Tell the owner of this entry.")
    words.addWidget(plain_label(f"{why.format(name=figure.name)} {asked}", "muted"))
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 14, 16, 14)
    row.setSpacing(14)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return frame
