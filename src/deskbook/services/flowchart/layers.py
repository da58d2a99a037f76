"""The order of everything in its layer, and how far to the right it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

Edge = tuple[int, int]
"""From a node of one layer to one of the next."""

_SWEEPS = 12


def ordered(layers: Sequence[Sequence[int]], edges: Iterable[Edge]) -> list[list[int]]:
    """Return the layers in an order with few crossings: barycentres, down and up again, the best kept."""
    down, up = _neighbours(edges)
    best = current = [list(layer) for layer in layers]
    fewest = crossings(best, down)
    for sweep in range(_SWEEPS):
        current = [list(layer) for layer in current]
        along = range(1, len(current)) if sweep % 2 == 0 else range(len(current) - 2, -1, -1)
        for number in along:
            before = current[number - 1] if sweep % 2 == 0 else current[number + 1]
            place = {node: at for at, node in enumerate(before)}
            towards = up if sweep % 2 == 0 else down
            current[number] = _by_barycentre(current[number], towards, place)
        count = crossings(current, down)
        if count < fewest:
            best, fewest = current, count
    return best


def crossings(layers: Sequence[Sequence[int]], down: Mapping[int, Sequence[int]]) -> int:
    """Return how many pairs of edges cross."""
    count = 0
    for upper, lower in pairwise(layers):
        place = {node: at for at, node in enumerate(lower)}
        ends = [place[other] for node in upper for other in sorted(down.get(node, ()), key=place.__getitem__)]
        count += sum(a > b for at, a in enumerate(ends) for b in ends[at + 1 :])
    return count


def placed(
    layers: Sequence[Sequence[int]],
    edges: Iterable[Edge],
    widths: Mapping[int, float],
    weights: Mapping[Edge, float],
    gap: float,
) -> dict[int, float]:
    """Return the middle of each node: near its neighbours, in its order, ``gap`` from the next one.

    Each layer in turn is put where the weighted mean of its neighbours pulls it; where that would make nodes
    overlap, they are pooled (isotonic regression), which is the least squares answer.
    """
    kept = tuple(edges)
    down, up = _neighbours(kept)
    middle: dict[int, float] = {}
    for layer in layers:
        at = 0.0
        for node in layer:
            middle[node] = at + widths[node] / 2
            at += widths[node] + gap
    for sweep in range(2 * _SWEEPS):
        order = range(len(layers)) if sweep % 2 == 0 else range(len(layers) - 1, -1, -1)
        for number in order:
            layer = layers[number]
            wanted, pulls = [], []
            for node in layer:
                both = [(other, weights.get((other, node), 1.0)) for other in up.get(node, ())]
                both += [(other, weights.get((node, other), 1.0)) for other in down.get(node, ())]
                total = sum(weight for _other, weight in both)
                moment = sum(middle[other] * weight for other, weight in both)
                wanted.append(moment / total if total else middle[node])
                pulls.append(total or 0.1)
            middle.update(zip(layer, _spread(layer, wanted, pulls, widths, gap), strict=True))
    left = min(middle[node] - widths[node] / 2 for node in middle)
    return {node: at - left for node, at in middle.items()}


def straightened(
    layers: Sequence[Sequence[int]],
    lanes: Iterable[Sequence[int]],
    middle: Mapping[int, float],
    widths: Mapping[int, float],
    gap: float,
) -> dict[int, float]:
    """Return places in which the nodes of a lane stand below each other, wherever their neighbours allow it.

    :param lanes: nodes from top to bottom; no node is in two of them.
    :param gap: the room that has to stay between two nodes of a layer.
    """
    places = dict(middle)
    beside = {node: (left, right) for layer in layers for left, node, right in _neighbourhoods(layer)}

    def has_room(node: int, at: float) -> bool:
        left, right = beside[node]
        half = widths[node] / 2
        return (left is None or places[left] + widths[left] / 2 + gap <= at - half) and (
            right is None or at + half <= places[right] - widths[right] / 2 - gap
        )

    for lane in lanes:
        for upper, lower in pairwise(lane):
            if has_room(lower, places[upper]):
                places[lower] = places[upper]
        for upper, lower in reversed(list(pairwise(lane))):
            if has_room(upper, places[lower]):
                places[upper] = places[lower]
    return places


def _neighbourhoods(layer: Sequence[int]) -> Iterator[tuple[int | None, int, int | None]]:
    for at, node in enumerate(layer):
        yield (layer[at - 1] if at else None, node, layer[at + 1] if at + 1 < len(layer) else None)


def _spread(
    layer: Sequence[int],
    wanted: Sequence[float],
    pulls: Sequence[float],
    widths: Mapping[int, float],
    gap: float,
) -> list[float]:
    """Return places as near to the wanted ones as the order and the widths allow."""
    offsets = [0.0]
    for left, right in pairwise(layer):
        offsets.append(offsets[-1] + (widths[left] + widths[right]) / 2 + gap)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for want, pull, offset in zip(wanted, pulls, offsets, strict=True):
        pools.append((want - offset, pull, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, weight, count), (other, more, further) = pools[-2:]
            mean = (one * weight + other * more) / (weight + more)
            pools[-2:] = [(mean, weight + more, count + further)]
    means = [mean for mean, _weight, count in pools for _n in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _by_barycentre(
    layer: Sequence[int], towards: Mapping[int, Sequence[int]], place: Mapping[int, int]
) -> list[int]:
    centre: dict[int, float] = {}
    for at, node in enumerate(layer):
        near = [place[other] for other in towards.get(node, ()) if other in place]
        centre[node] = sum(near) / len(near) if near else float(at)
    return sorted(layer, key=centre.__getitem__)


def _neighbours(edges: Iterable[Edge]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    down: dict[int, list[int]] = defaultdict(list)
    up: dict[int, list[int]] = defaultdict(list)
    for source, target in edges:
        down[source].append(target)
        up[target].append(source)
    return down, up
