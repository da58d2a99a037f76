"""Where the narrow panel stands: at an edge of a screen, or where a person put it; remembered per screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QSize

PANEL_WIDTH = 360
"""Wide enough for a script, narrow enough to stand beside a chat client. Pixels."""
NARROWEST = QSize(320, 360)

_STICKY = 28
"""Pixels from an edge within which the panel sticks to it."""


class Edge(StrEnum):
    """The edge that the panel sticks to."""

    LEFT = "left"
    RIGHT = "right"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the panel stands on one screen.

    :param x: pixels from the left edge of what is free of the screen; 0 for a panel that sticks.
    :param y: pixels from its upper edge; 0 for a panel that sticks, which takes the whole height.
    :param height: in pixels; 0 for the whole height.
    """

    edge: Edge = Edge.RIGHT
    x: int = 0
    y: int = 0
    width: int = PANEL_WIDTH
    height: int = 0

    @classmethod
    def parse(cls, text: object) -> Spot:
        """Return the spot that :meth:`__str__` wrote; the first one where that is damaged."""
        parts = str(text).split(",")
        try:
            edge = Edge(parts[0])
            x, y, width, height = (int(part) for part in parts[1:])
        except ValueError:
            return cls()
        return cls(edge, x, y, width, height)

    @classmethod
    def of(cls, frame: QRect, room: QRect) -> Spot:
        """Return the spot of a panel that was put at ``frame`` on a screen with the free area ``room``."""
        if frame.left() - room.left() <= _STICKY:
            return cls(Edge.LEFT, width=frame.width())
        if room.right() - frame.right() <= _STICKY:
            return cls(Edge.RIGHT, width=frame.width())
        offset = frame.topLeft() - room.topLeft()
        return cls(Edge.NONE, offset.x(), offset.y(), frame.width(), frame.height())

    def __str__(self) -> str:
        return f"{self.edge},{self.x},{self.y},{self.width},{self.height}"

    def frame(self, room: QRect) -> QRect:
        """Return where a window, its frame included, stands in the free area ``room`` of a screen.

        It is inside the area, whatever the screen was when the spot was kept.
        """
        height = self.height if self.edge is Edge.NONE and self.height else room.height()
        size = QSize(self.width, height).expandedTo(NARROWEST).boundedTo(room.size())
        if self.edge is Edge.LEFT:
            corner = room.topLeft()
        elif self.edge is Edge.RIGHT:
            corner = QPoint(room.right() - size.width() + 1, room.top())
        else:
            corner = QPoint(
                min(max(room.left() + self.x, room.left()), room.right() - size.width() + 1),
                min(max(room.top() + self.y, room.top()), room.bottom() - size.height() + 1),
            )
        return QRect(corner, size)
