"""Finding texts that say nearly the same among many, without comparing each with each.

What two texts have in common is measured exactly, by the Jaccard coefficient of their pairs of characters.
Which ones are measured, a sketch tells (Broder 1997): of each text the 64 triples of characters with the
least hashes. Texts with a fifth of their characters changed still share some 20 of these; less than a tenth
is chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise

_SKETCH = 64
_SHARED = 0.1
_COMPARED = 4
"""With how many texts one is compared at most: those that share the most of its sketch."""
_CROWD = 16
"""How many texts a triple remembers: what more of them share tells nothing about any two."""


def alike(texts: Mapping[str, str], threshold: float) -> Iterator[tuple[str, str, float]]:
    """Yield each text that is like an earlier one, with the most similar of those and their coefficient.

    :param texts: by key; only letters and digits count, case does not.
    :param threshold: the least Jaccard coefficient, 0 to 1.
    """
    letters: dict[str, str] = {}
    holders: dict[int, list[str]] = defaultdict(list)
    for key, text in texts.items():
        letters[key] = "".join(filter(str.isalnum, text.casefold()))
        sketch = _sketch(letters[key])
        shared = Counter(chain.from_iterable(holders[triple] for triple in sketch)).most_common(_COMPARED)
        enough = _SHARED * len(sketch)
        near = [(jaccard(letters[key], letters[other]), other) for other, n in shared if n > enough]
        best, twin = max(near, default=(0.0, ""))
        if best >= threshold:
            yield key, twin, best
        for triple in sketch:
            if len(holders[triple]) < _CROWD:
                holders[triple].append(key)


def jaccard(a: str, b: str) -> float:
    """Return the share of the pairs of neighbouring characters that two texts have in common, 0 to 1."""
    pairs_a, pairs_b = set(pairwise(a)), set(pairwise(b))
    common = len(pairs_a & pairs_b)
    return common / (len(pairs_a) + len(pairs_b) - common) if common else 0.0


def _sketch(letters: str) -> list[int]:
    """Return the least hashes of the triples of neighbouring letters."""
    codes = list(map(ord, letters))  # numbers, unlike letters, hash alike in every process
    return sorted(map(hash, set(zip(codes, codes[1:], codes[2:], strict=False))))[:_SKETCH]
