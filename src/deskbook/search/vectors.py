"""Sentence vectors: kept by sentence, searched in two passes.

The first pass compares signs only, 64 bytes a sentence and no floating point; the second compares the
vectors of the few hundred nearest. Signs need no training, so that adding one sentence changes nothing
else. A vector is kept as one byte a dimension, relative to its longest: a cosine is off by less than 0.002,
and reading a row costs a tenth of what half-precision floats do.

On disk a generation has immutable chunks (``v-<name>.keys.npy``, ``.signs.npy``, ``.rows.npy``); rows are
numbered through in the order of its list of chunks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from deskbook.search.encoder import DIMENSIONS, Vectors
from deskbook.search.segments import Ids

KEY_SIZE = 16
_WORDS = DIMENSIONS // 64
_MOST_CHUNKS = 8
_BLOCK = 1 << 14

Mask = NDArray[np.bool_]


def key(sentence: str) -> bytes:
    """Return the :data:`KEY_SIZE` bytes that stand for a folded sentence."""
    return blake2b(sentence.encode("utf-8", "replace"), digest_size=KEY_SIZE).digest()


def quantised(vectors: Vectors) -> NDArray[np.int8]:
    """Return vectors with one byte a dimension, each as long as it fits; their lengths are lost."""
    longest = np.abs(vectors).max(axis=1, initial=np.finfo(np.float32).tiny, keepdims=True)
    rows: NDArray[np.int8] = np.rint(vectors * (127 / longest)).astype(np.int8)
    return rows


def signs(vectors: Vectors) -> NDArray[np.uint64]:
    """Return the signs of each row, packed into 64-bit words: shape (rows, 8)."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


class SentenceVectors:
    """The vectors of a generation, by row; what is added later never renumbers a row."""

    def __init__(self, folder: Path, chunks: Sequence[str] = ()) -> None:
        """Open the chunks of a generation.

        :raises OSError: if a file is missing.
        :raises ValueError: if one is not what it should be.
        """
        self._folder = folder
        self.chunks = list(chunks)
        self._parts = [_Chunk.open(folder, name) for name in chunks]

    def __len__(self) -> int:
        return sum(len(part.rows) for part in self._parts)

    def rows_by_key(self) -> dict[bytes, int]:
        """Return the row of each sentence, by its :func:`key`."""
        keys = (bytes(item) for part in self._parts for item in part.keys)
        return {item: row for row, item in enumerate(keys)}

    def signs(self) -> NDArray[np.uint64]:
        """Return the packed signs of all rows: shape (rows, 8)."""
        empty = np.empty((0, _WORDS), np.uint64)
        return np.concatenate([empty, *(part.signs for part in self._parts)])

    def gather(self, rows: Ids) -> Vectors:
        """Return the unit vectors of ``rows``: shape (len(rows), :data:`DIMENSIONS`)."""
        found = np.empty((len(rows), DIMENSIONS), np.float32)
        start = 0
        for part in self._parts:
            inside = (rows >= start) & (rows < start + len(part.rows))
            found[inside] = part.rows[rows[inside] - start]
            start += len(part.rows)
        found /= np.sqrt(np.einsum("ij,ij->i", found, found))[:, None]
        return found

    def add(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Append rows as a new chunk; many small chunks are written together as one."""
        if len(self._parts) >= _MOST_CHUNKS:
            small = self._parts[1:]
            keys = [*(bytes(item) for part in small for item in part.keys), *keys]
            vectors = np.concatenate([*(np.asarray(p.rows, np.float32) for p in small), vectors])
            for part in small:
                part.delete(self._folder)
            del self._parts[1:]
        self._parts.append(_Chunk.write(self._folder, keys, vectors))
        self.chunks = [part.name for part in self._parts]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """An immutable set of files, one row a sentence; ``rows`` are :func:`quantised`, mapped from disk."""

    name: str
    keys: NDArray[np.void]
    signs: NDArray[np.uint64]
    rows: NDArray[np.int8]

    @classmethod
    def open(cls, folder: Path, name: str) -> _Chunk:
        keys, packed, rows = (
            np.load(path, mmap_mode="r", allow_pickle=False) for path in _files(folder, name)
        )
        if not len(keys) == len(packed) == len(rows) or rows.shape[1:] != (DIMENSIONS,):
            raise ValueError(f"{name} does not fit together")
        return cls(name, keys, packed, rows)

    @classmethod
    def write(cls, folder: Path, keys: Sequence[bytes], vectors: Vectors) -> _Chunk:
        name = f"v-{uuid4().hex[:12]}"
        key_file, sign_file, row_file = _files(folder, name)
        np.save(key_file, np.array(keys, f"V{KEY_SIZE}"))
        np.save(sign_file, signs(vectors))
        np.save(row_file, quantised(vectors))
        return cls.open(folder, name)

    def delete(self, folder: Path) -> None:
        for path in _files(folder, self.name):
            path.unlink()


def _files(folder: Path, name: str) -> tuple[Path, Path, Path]:
    return folder / f"{name}.keys.npy", folder / f"{name}.signs.npy", folder / f"{name}.rows.npy"


class Nearest:
    """Finds the documents whose best sentence is nearest to a vector."""

    def __init__(self, vectors: SentenceVectors, docs: Ids, rows: Ids) -> None:
        """Prepare a search over sentences.

        :param docs: the document of each sentence, ascending.
        :param rows: its row in ``vectors``.
        """
        self._vectors = vectors
        self._docs = docs
        self._rows = rows
        self._signs = np.ascontiguousarray(vectors.signs()[rows].T)
        # By the first sentence of each document, how long the sum of its sentences is; 0 while unknown.
        self._lengths = np.zeros(len(docs), np.float32)

    def search(self, vector: Vectors, allowed: Mask, sentences: int) -> tuple[Ids, Vectors]:
        """Return documents with the cosine of their best sentence, nearest first.

        :param vector: the query's unit vector.
        :param allowed: for each document whether it may be returned.
        :param sentences: how many sentences the first pass hands to the second, at least.
        """
        distance = self._distances(signs(vector[None, :])[0])
        if not allowed.all():
            distance[~allowed[self._docs]] = DIMENSIONS + 1
        upto = np.cumsum(np.bincount(distance, minlength=DIMENSIONS + 2))[: DIMENSIONS + 1]
        limit = min(int(np.searchsorted(upto, sentences)), DIMENSIONS)
        near = np.nonzero(distance <= limit)[0]
        cosines = self._vectors.gather(self._rows[near]) @ vector
        order = np.argsort(-cosines, kind="stable")
        docs, first = np.unique(self._docs[near[order]], return_index=True)
        by_cosine = np.argsort(first, kind="stable")
        return docs[by_cosine], cosines[order][first[by_cosine]]

    def nearness(self, vector: Vectors, docs: Ids) -> Vectors:
        """Return how near each document is in meaning: 0 for one without sentences.

        It is the mean of two cosines, that of its best sentence and that of the middle of all its
        sentences: the one knows a wording, the other what the entry is about.
        """
        found = np.zeros(len(docs), np.float32)
        starts = np.searchsorted(self._docs, docs)
        counts = np.searchsorted(self._docs, docs, side="right") - starts
        known = counts > 0
        if not known.any():
            return found
        starts, counts = starts[known], counts[known]
        first = np.cumsum(counts) - counts
        places = np.arange(counts.sum()) + np.repeat(starts - first, counts)
        rows = self._vectors.gather(self._rows[places])
        cosines = rows @ vector
        new = self._lengths[starts] == 0
        if new.any():
            # Adding up whole vectors is what costs most here, and the sums never change.
            self._lengths[starts] = np.linalg.norm(np.add.reduceat(rows, first, axis=0), axis=1)
        middle = np.add.reduceat(cosines, first) / self._lengths[starts]
        found[known] = (np.maximum.reduceat(cosines, first) + middle) / 2
        return found

    def _distances(self, wanted: NDArray[np.uint64]) -> NDArray[np.uint16]:
        """Return the number of differing signs of every sentence, block by block to stay in the cache."""
        size = self._signs.shape[1]
        found = np.zeros(size, np.uint16)
        for start in range(0, size, _BLOCK):
            block = found[start : start + _BLOCK]
            for word, column in zip(wanted, self._signs, strict=True):
                block += np.bitwise_count(column[start : start + _BLOCK] ^ word)
        return found
