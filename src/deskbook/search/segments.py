"""Reading Whoosh's segments as arrays: the one place that leans on its internals.

Whoosh is typed in part only, so its readers pass as ``Any`` here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.index import open_dir
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

from deskbook.search.codec import PackedMatcher

Ids = NDArray[np.int32]
Floats = NDArray[np.float32]

_NO_IDS = np.empty(0, np.int32)
_NO_FLOATS = np.empty(0, np.float32)
_LENGTHS = np.array([byte_to_length(i) for i in range(256)], np.float32)


def open_reader(folder: Path) -> Any:
    """Open a fresh reader: a refreshed one brings deleted documents back."""
    index: Any = open_dir(str(folder))
    return index.reader()


def leaves(reader: Any) -> list[tuple[Any, int]]:
    """Return the segments that hold documents, each with the number of its first one.

    An index without entries opens as a reader of another kind, which lacks most of what is asked here.
    """
    return list(reader.leaf_readers()) if reader.doc_count_all() else []


def field_lengths(reader: Any, field: str) -> Floats:
    """Return the field length of every document, as coarsely as Whoosh keeps it."""
    return np.concatenate([_NO_FLOATS, *(_leaf_lengths(leaf, field) for leaf, _ in leaves(reader))])


def _leaf_lengths(leaf: Any, field: str) -> Floats:
    count = leaf.doc_count_all()
    # The public call asks for one document at a time: a second for 100,000 of them.
    column = leaf._perdoc._cached_reader(f"_{field}_len", LENGTHS_COLUMN)
    raw = np.zeros(count, np.uint8)
    if column is not None:
        stored = np.frombuffer(column._dbfile.get(column._basepos, column._count), np.uint8)
        raw[: len(stored)] = stored
    return _LENGTHS[raw]


def postings(reader: Any, field: str, term: str) -> tuple[Ids, Floats]:
    """Return the documents that have a term, ascending, and its weights; deleted documents are among them."""
    key = term.encode("utf-8", "replace")
    ids, weights = [_NO_IDS], [_NO_FLOATS]
    for leaf, offset in leaves(reader):
        try:
            matcher = leaf._terms.matcher(field, key, leaf.schema[field].format)
        except TermNotFound:
            continue
        packed = isinstance(matcher, PackedMatcher)
        found, weight = matcher.arrays() if packed else by_step(matcher)
        ids.append(found + np.int32(offset))
        weights.append(weight)
    return np.concatenate(ids), np.concatenate(weights)


def frequency(reader: Any, field: str, term: str) -> int:
    """Return how many documents have a term, deleted ones among them, without reading which."""
    try:
        return int(reader.doc_frequency(field, term.encode("utf-8", "replace")))
    except TermNotFound:
        return 0


def by_step(matcher: Any) -> tuple[Ids, Floats]:
    """Read a posting list through the public calls that every matcher has; much slower."""
    ids: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(ids, np.int32), np.array(weights, np.float32)
