"""Pictures as the toolkit draws them."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from deskbook.lint.picture_files import form_of

_LARGEST = 4096
"""Pixels of a side that is drawn at the most."""


class Drawing:
    """A decoded picture. Made in any thread; an SVG is drawn anew, and sharp, at every size."""

    def __init__(self, size: QSize, image: QImage | None, svg: bytes) -> None:
        self.size = size
        self._image = image
        self._svg = svg

    @classmethod
    def of(cls, data: bytes) -> Drawing | None:
        """Return the picture of bytes; None if they are damaged.

        Qt refuses to unpack a picture beyond 256 MB.
        """
        if form_of(data) == "svg":
            size = QSvgRenderer(QByteArray(data)).defaultSize()
            return None if size.isEmpty() else cls(size, None, data)
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)  # a telephone notes how it was held
        image = reader.read()
        return None if image.isNull() else cls(image.size(), image, b"")

    @property
    def scales(self) -> bool:
        """Whether it stays sharp however large it is drawn."""
        return self._image is None

    def within(self, room: QSize, *, grow: bool = False) -> QSize:
        """Return the size at which it is shown in ``room``; with ``grow`` it may get larger than it is."""
        if not grow and self.size.width() <= room.width() and self.size.height() <= room.height():
            return self.size
        return self.size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))

    def image(self, size: QSize, ratio: float = 1.0) -> QImage:
        """Return it at a size in the pixels of a screen with ``ratio`` of them to one of the window's."""
        pixels = (size * ratio).expandedTo(QSize(1, 1))
        if max(pixels.width(), pixels.height()) > _LARGEST:
            pixels = pixels.scaled(_LARGEST, _LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
        if self._image is not None:
            whole, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = self._image.scaled(pixels, whole, smooth)
        else:
            image = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            QSvgRenderer(QByteArray(self._svg)).render(painter, QRectF(image.rect()))
            painter.end()
        image.setDevicePixelRatio(ratio)
        return image


def as_png(image: QImage) -> bytes:
    """Return an image as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
