"""The smallest edit that makes one text of another."""

from __future__ import annotations


def splice(old: str, new: str) -> tuple[int, int, str]:
    """Return the smallest edit that makes ``new`` of ``old``: from where, to where, and what comes there."""
    most = min(len(old), len(new))
    start = _shared(old, new, most)
    end = _shared(old[::-1], new[::-1], most - start)
    return start, len(old) - end, new[start : len(new) - end]


def _shared(one: str, other: str, most: int) -> int:
    """Return how many characters two texts begin with alike, at most ``most``; by halving, not one by one."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
