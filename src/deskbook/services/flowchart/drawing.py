"""From what leads where to boxes and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import pairwise
from math import ceil

from deskbook.model.entry import END
from deskbook.services.flowchart.channels import Run, laid
from deskbook.services.flowchart.graph import Arrow, backward, ranks
from deskbook.services.flowchart.layers import Edge, ordered, placed, straightened

Size = tuple[float, float]
Point = tuple[float, float]

GAP = 24.0
"""Between two boxes of a layer."""
TRACK = 12.0
"""Between two lines in a channel, and between a line and the layer beside it."""
_LANE = 10.0
"""The width that a line takes where it passes a layer."""
_STRAIGHT = 12.0
"""How much more a line between two lanes wants to be straight than one at a step."""


class Shape(Enum):
    """What a box stands for."""

    STEP = auto()
    END = auto()
    LABEL = auto()


@dataclass(frozen=True, slots=True)
class Box:
    """A step, an end or a label; ``key`` is a step's anchor, or a label's text."""

    key: str
    shape: Shape
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A way from box to box: corners of a line that runs along the axes; ``back`` if it closes a circle."""

    arrow: Arrow
    points: tuple[Point, ...]
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to draw, from (0, 0) to (``width``, ``height``)."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    def box(self, key: str) -> Box | None:
        """Return the box of a step."""
        return next((box for box in self.boxes if box.key == key and box.shape is Shape.STEP), None)


def draw(arrows: Sequence[Arrow], sizes: Mapping[str, Size], label_size: Callable[[str], Size]) -> Drawing:
    """Return the drawing of a procedure.

    :param sizes: width and height of every step in reading order, and of an end.
    :param label_size: width and height of a label.
    :raises KeyError: if an arrow leads from or to something without a size.
    """
    return _Chart(arrows, sizes, label_size).draw()


@dataclass(slots=True)
class _Node:
    """A box, or the lane of a line through a layer."""

    layer: int
    width: float
    height: float = 0.0
    key: str = ""
    shape: Shape | None = None
    x: float = 0.0
    y: float = 0.0

    def box(self) -> Box:
        """Return the box; ``x`` and ``y`` are its middle."""
        key = END if self.shape is Shape.END else self.key
        corner = (self.x - self.width / 2, self.y - self.height / 2)
        return Box(key, self.shape or Shape.LABEL, *corner, self.width, self.height)


@dataclass(slots=True)
class _Way:
    """An arrow with the nodes that its line passes, from top to bottom, both ends left out.

    ``corners`` are those of its line in each channel, in the direction of the arrow.
    """

    arrow: Arrow
    back: bool
    lane: list[int] = field(default_factory=list)
    corners: dict[int, list[Point]] = field(default_factory=dict)


class _Chart:
    """One drawing in the making."""

    def __init__(
        self, arrows: Sequence[Arrow], sizes: Mapping[str, Size], label_size: Callable[[str], Size]
    ) -> None:
        # Each step that ends the procedure has an end of its own: lines to a single one would cross it all.
        ends = [_end_of(arrow) for arrow in arrows if arrow.target == END]
        names = [*(name for name in sizes if name != END), *dict.fromkeys(ends)]
        led = [replace(arrow, target=_end_of(arrow)) if arrow.target == END else arrow for arrow in arrows]
        closing = backward(names, led)
        rank = ranks(names, led, closing)
        self._label_size = label_size
        self._nodes: list[_Node] = []
        self._edges: list[Edge] = []
        self._number: dict[str, int] = {}
        for name in names:
            shape = Shape.STEP if name in sizes else Shape.END
            width, height = sizes[name if name in sizes else END]
            self._number[name] = self._add(_Node(2 * rank[name], width, height, name, shape))
        self._ways = [self._way(arrow, number in closing) for number, arrow in enumerate(arrows)]

    def draw(self) -> Drawing:
        """Return the drawing."""
        if not self._nodes:
            return Drawing(0, 0, (), ())
        count = max(node.layer for node in self._nodes) + 1
        layers: list[list[int]] = [[] for _layer in range(count)]
        for number, node in enumerate(self._nodes):
            layers[node.layer].append(number)
        layers = ordered(layers, self._edges)
        weights = {(a, b): _STRAIGHT for a, b in self._edges if not (self._is_step(a) or self._is_step(b))}
        widths = {number: node.width for number, node in enumerate(self._nodes)}
        places = placed(layers, self._edges, widths, weights, GAP)
        places = {number: float(round(x)) for number, x in places.items()}  # else a line bends by a hair
        lanes = [way.lane for way in self._ways]
        places = straightened(layers, lanes, places, widths, GAP / 2)
        beyond = ceil(max(widths[number] / 2 - x for number, x in places.items()))
        for number, x in places.items():
            self._nodes[number].x = x + beyond
        return self._drawing(layers)

    def _drawing(self, layers: Sequence[Sequence[int]]) -> Drawing:
        channels = self._channels(len(layers))
        tracks = [laid(channel) for channel in channels]
        y = 0.0
        for number, layer in enumerate(layers):
            y += self._channel_height(tracks[number], outer=number == 0)
            tallest = max((self._nodes[node].height for node in layer), default=0.0)
            for node in layer:
                self._nodes[node].y = y + tallest / 2
            self._set_corners(number, channels[number], tracks[number], y)
            y += tallest
        below = self._channel_height(tracks[-1], outer=True)
        self._set_corners(len(layers), channels[-1], tracks[-1], y + below)
        lines = tuple(Line(way.arrow, self._points(way), way.back) for way in self._ways)
        boxes = tuple(node.box() for node in self._nodes if node.shape is not None)
        right = max([box.x + box.width for box in boxes] + [x for line in lines for x, _y in line.points])
        return Drawing(right, y + below, boxes, lines)

    def _add(self, node: _Node) -> int:
        self._nodes.append(node)
        return len(self._nodes) - 1

    def _way(self, arrow: Arrow, back: bool) -> _Way:
        """Make room in every layer that the line passes; its label is one of these rooms."""
        source, target = self._ends(arrow)
        top, bottom = self._nodes[source].layer, self._nodes[target].layer
        first, last = (bottom, top) if back else (top + 1, bottom - 1)
        labelled = min(max(top - 1, first), last) if back else first
        way = _Way(arrow, back)
        for layer in range(first, last + 1):
            node = _Node(layer, _LANE)
            if arrow.label and layer == labelled:
                width, height = self._label_size(arrow.label)
                node = _Node(layer, width, height, arrow.label, Shape.LABEL)
            way.lane.append(self._add(node))
        passed = way.lane if back else [source, *way.lane, target]
        self._edges += pairwise(passed)
        return way

    def _ends(self, arrow: Arrow) -> tuple[int, int]:
        target = _end_of(arrow) if arrow.target == END else arrow.target
        return self._number[arrow.source], self._number[target]

    def _is_step(self, number: int) -> bool:
        return self._nodes[number].shape in {Shape.STEP, Shape.END}

    def _channels(self, count: int) -> list[list[Run]]:
        """Return what runs in each channel: above every layer, and below the last one."""
        channels: list[list[Run]] = [[] for _channel in range(count + 1)]
        leaving, arriving = self._ports()
        for number, way in enumerate(self._ways):
            start, end = leaving[number], arriving[number]
            lane = [self._nodes[node] for node in way.lane]
            if way.back:
                source, target = self._ends(way.arrow)
                channels[self._nodes[source].layer + 1].append(Run(number, start, lane[-1].x, True, True))
                channels[self._nodes[target].layer].append(Run(number, lane[0].x, end, False, False))
                for upper, lower in pairwise(lane):
                    channels[lower.layer].append(Run(number, lower.x, upper.x, False, True))
                continue
            xs = [start, *(node.x for node in lane), end]
            first = self._nodes[self._ends(way.arrow)[0]].layer + 1
            for step, (x, further) in enumerate(pairwise(xs)):
                channels[first + step].append(Run(number, x, further, True, False))
        return channels

    def _ports(self) -> tuple[dict[int, float], dict[int, float]]:
        """Return for each way where on its source it begins and where on its target it ends."""
        leaving: dict[str, list[tuple[float, int]]] = defaultdict(list)
        arriving: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for number, way in enumerate(self._ways):
            source, target = self._ends(way.arrow)
            first, last = (way.lane[-1], way.lane[0]) if way.back else (way.lane[0], way.lane[-1])
            leaving[self._nodes[source].key].append((self._nodes[first].x, number))
            arriving[self._nodes[target].key].append((self._nodes[last].x, number))
        return self._spread(leaving), self._spread(arriving)

    def _spread(self, ports: Mapping[str, list[tuple[float, int]]]) -> dict[int, float]:
        places: dict[int, float] = {}
        for key, ways in ports.items():
            node = self._nodes[self._number[key]]
            room = node.width - 24
            for at, (_x, number) in enumerate(sorted(ways)):
                places[number] = node.x + round(room * ((at + 1) / (len(ways) + 1) - 0.5))
        return places

    def _channel_height(self, tracks: Sequence[int], *, outer: bool) -> float:
        used = max((track + 1 for track in tracks), default=0)
        return (used + 1) * TRACK if used or not outer else 0.0

    def _set_corners(self, number: int, channel: Sequence[Run], tracks: Sequence[int], bottom: float) -> None:
        """Give the lines their corners in a channel that ends at ``bottom``."""
        used = max((track + 1 for track in tracks), default=0)
        for run, track in zip(channel, tracks, strict=True):
            y = bottom - (used - max(track, 0)) * TRACK
            self._ways[run.way].corners[number] = [(run.start, y), (run.end, y)]

    def _points(self, way: _Way) -> tuple[Point, ...]:
        source, target = (self._nodes[end] for end in self._ends(way.arrow))
        channels = sorted(way.corners, reverse=way.back)
        corners = [corner for channel in channels for corner in way.corners[channel]]
        start = (corners[0][0], source.y + source.height / 2)
        end = (corners[-1][0], target.y - target.height / 2)
        return _without_middles([start, *corners, end])


def _end_of(arrow: Arrow) -> str:
    """Return what the end below a step is called; no anchor has a blank in it."""
    return f"{END} {arrow.source}"


def _without_middles(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out the points at which a line does not bend."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and any(kept[-2][axis] == kept[-1][axis] == point[axis] for axis in (0, 1)):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)
