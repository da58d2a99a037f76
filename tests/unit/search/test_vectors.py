from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deskbook.search.encoder import DIMENSIONS, Vectors
from deskbook.search.vectors import Nearest, SentenceVectors, key


def unit_vectors(count: int, seed: int) -> Vectors:
    found = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


def keys(count: int, name: str = "") -> list[bytes]:
    return [key(f"{name}{i}") for i in range(count)]


def test_rows_keep_their_number_while_chunks_are_added_and_merged(tmp_path: Path) -> None:
    store = SentenceVectors(tmp_path)
    vectors = unit_vectors(60, 1)
    for i in range(20):
        store.add(keys(60)[3 * i : 3 * i + 3], vectors[3 * i : 3 * i + 3])
    again = SentenceVectors(tmp_path, store.chunks)
    assert len(again.chunks) <= 8
    assert again.rows_by_key() == {k: i for i, k in enumerate(keys(60))}
    rows = np.array([59, 0, 31, 4], np.int32)
    np.testing.assert_allclose(again.gather(rows), vectors[rows], atol=1e-3)
    assert again.signs().shape == (60, DIMENSIONS // 64)
    assert {p.name.split(".")[0] for p in tmp_path.iterdir()} == set(again.chunks)


def test_the_two_passes_find_what_one_exact_pass_finds(tmp_path: Path) -> None:
    store = SentenceVectors(tmp_path)
    vectors = unit_vectors(3000, 2)
    store.add(keys(3000), vectors)
    docs = np.repeat(np.arange(1000, dtype=np.int32), 3)
    nearest = Nearest(store, docs, np.arange(3000, dtype=np.int32))
    noise = unit_vectors(20, 3)
    for i in range(20):
        wanted = vectors[i * 100] + 0.8 * noise[i]
        wanted /= np.linalg.norm(wanted)
        found, cosines = nearest.search(wanted, np.ones(1000, np.bool_), 200)
        exact = np.maximum.reduceat(vectors @ wanted, np.arange(0, 3000, 3))
        assert found[0] == np.argmax(exact) == i * 100 // 3
        np.testing.assert_allclose(cosines[0], exact.max(), atol=2e-3)
        assert list(cosines) == sorted(cosines, reverse=True)


def test_what_is_not_allowed_is_not_found(tmp_path: Path) -> None:
    store = SentenceVectors(tmp_path)
    vectors = unit_vectors(50, 4)
    store.add(keys(50), vectors)
    nearest = Nearest(store, np.arange(50, dtype=np.int32), np.arange(50, dtype=np.int32))
    allowed = np.zeros(50, np.bool_)
    assert len(nearest.search(vectors[7], allowed, 10)[0]) == 0
    allowed[[8, 9]] = True
    assert set(nearest.search(vectors[7], allowed, 10)[0]) == {8, 9}


def test_nearness_is_between_the_best_sentence_and_the_middle(tmp_path: Path) -> None:
    store = SentenceVectors(tmp_path)
    vectors = unit_vectors(4, 5)
    store.add(keys(4), vectors)
    nearest = Nearest(store, np.array([0, 0, 2, 2], np.int32), np.arange(4, dtype=np.int32))
    near = nearest.nearness(vectors[2], np.array([0, 1, 2], np.int32))
    middle = vectors[2] + vectors[3]
    expected = (1 + vectors[2] @ middle / np.linalg.norm(middle)) / 2
    assert near[1] == 0
    assert near[2] == pytest.approx(expected, abs=2e-3)
    assert near[2] > near[0]


def test_a_chunk_that_does_not_fit_together_is_refused(tmp_path: Path) -> None:
    store = SentenceVectors(tmp_path)
    store.add(keys(2), unit_vectors(2, 6))
    np.save(tmp_path / f"{store.chunks[0]}.signs.npy", np.zeros((3, 8), np.uint64))
    with pytest.raises(ValueError, match="fit together"):
        SentenceVectors(tmp_path, store.chunks)
