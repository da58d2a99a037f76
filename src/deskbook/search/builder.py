"""Building generations: what changed goes into a new one, and the old one stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from uuid import uuid4

import numpy as np
from whoosh.index import create_in
from whoosh.writing import MERGE_SMALL, NO_MERGE

from deskbook.model.query import SearchDoc
from deskbook.ports import Progress
from deskbook.search import generation as disk
from deskbook.search.codec import open_writer
from deskbook.search.encoder import Encoder, EncoderError, Vectors
from deskbook.search.generation import Manifest
from deskbook.search.schema import Head, document, heads_in, schema, sentences
from deskbook.search.segments import open_reader
from deskbook.search.snapshot import Snapshot
from deskbook.search.vectors import SentenceVectors, key

Load = Callable[[Collection[str]], Iterable[SearchDoc]]

_BATCH = 200
_SENTENCE_BATCH = 64
_SEGMENTS_KEPT = 8


class Builder:
    """Makes one new generation in a folder. Whoever calls it holds the folder's lock."""

    def __init__(self, folder: Path, progress: Progress | None) -> None:
        self._folder = folder
        self._progress = progress
        self._done = self._total = 0
        self.added = 0
        """How many entries were put into the index."""

    def rebuild(self, ids: Sequence[str], load: Load, old: Snapshot | None) -> Path:
        """Publish a generation of just ``ids``, taking over the vectors of ``old`` that it still needs.

        :raises Cancelled: if the progress callback did; nothing is published.
        :raises OSError: if the folder cannot be written.
        """
        self._total += len(ids)
        target = disk.start(self._folder)
        try:
            create_in(str(target), schema())
            self._write(target, self._loaded(ids, load), delete=(), merge=False)
            manifest = Manifest(str(self._folder.resolve()), disk.ANALYSIS)
            if old is not None and old.manifest.chunks:
                manifest = self._take_over_vectors(target, manifest, old)
            self._seal(target, manifest, {})
        except BaseException:
            disk.discard(target)
            raise
        return target

    def change(self, base: Snapshot, ids: Sequence[str], load: Load, drop: Collection[str]) -> Path | None:
        """Publish ``base`` with ``ids`` added or replaced, and ``drop`` removed; None if nothing changes.

        :param base: a generation of this folder, or of a kin's that was opened and thereby checked.
        :raises Cancelled: if the progress callback did; nothing is published.
        :raises FileNotFoundError: if a generation of a kin was swept away meanwhile; nothing is published.
        :raises OSError: if the folder cannot be written.
        """
        heads = base.heads()
        gone = [heads[i].doc for i in (*ids, *drop) if i in heads]
        entries = list(self._loaded(ids, load))
        if not entries and not gone and base.generation.parent == self._folder:
            return None
        target = disk.start(self._folder, base.generation)
        self._total += len(entries)
        try:
            merge = base.segments >= _SEGMENTS_KEPT
            self._write(target, entries, delete=gone, merge=merge)
            manifest = replace(base.manifest, folder=str(self._folder.resolve()))
            self._seal(target, manifest, base.manifest.files)
        except BaseException:
            disk.discard(target)
            raise
        return target

    def add_vectors(self, base: Snapshot, encoder: Encoder, load: Load) -> Path | None:
        """Publish ``base`` with a vector for every sentence; None if there is nothing to add.

        :raises Cancelled: if the progress callback did; nothing is published.
        :raises OSError: if the folder cannot be written.
        """
        usable = base.manifest.encoder == encoder.tag
        known = base.vectors.rows_by_key() if usable else {}
        lacking = [h.id for h in base.heads().values() if any(k not in known for k in h.keys)]
        fresh = {
            k: sentence
            for doc in self._loaded(lacking, load)
            for sentence in sentences(doc)
            for k in [key(sentence)]
            if k not in known
        }
        if not fresh and usable:
            return None
        self._total += len(fresh)
        try:
            vectors = self._encode(list(fresh.values()), encoder)
        except EncoderError:
            return None
        target = disk.start(self._folder, base.generation)
        try:
            manifest = base.manifest
            if not usable:
                _remove_vectors(target, manifest)
                manifest = replace(manifest, chunks=(), encoder=encoder.tag)
            store = SentenceVectors(target, manifest.chunks)
            if fresh:
                store.add(list(fresh), vectors)
            self._seal(target, replace(manifest, chunks=tuple(store.chunks)), base.manifest.files)
        except BaseException:
            disk.discard(target)
            raise
        return target

    def _write(
        self, target: Path, entries: Iterable[SearchDoc], *, delete: Iterable[int], merge: bool
    ) -> None:
        writer = open_writer(target)
        try:
            for doc in delete:
                writer.delete_document(doc)
            for entry in entries:
                writer.add_document(**document(entry))
                self.added += 1
                self._step()
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=MERGE_SMALL if merge else NO_MERGE)

    def _loaded(self, ids: Sequence[str], load: Load) -> Iterator[SearchDoc]:
        remaining = iter(ids)
        while batch := list(islice(remaining, _BATCH)):
            yield from load(batch)

    def _encode(self, texts: Sequence[str], encoder: Encoder) -> Vectors:
        parts = []
        for start in range(0, len(texts), _SENTENCE_BATCH):
            batch = texts[start : start + _SENTENCE_BATCH]
            parts.append(encoder.encode(batch))
            self._step(len(batch))
        return np.concatenate(parts) if parts else np.empty((0, 0), np.float32)

    def _take_over_vectors(self, target: Path, manifest: Manifest, old: Snapshot) -> Manifest:
        known = old.vectors.rows_by_key()
        wanted = {k for head in _heads_of(target) for k in head.keys if k in known}
        ordered = sorted(wanted, key=known.__getitem__)
        store = SentenceVectors(target)
        if ordered:
            rows = np.array([known[k] for k in ordered], np.int32)
            store.add(ordered, old.vectors.gather(rows))
        return replace(manifest, chunks=tuple(store.chunks), encoder=old.manifest.encoder)

    def _seal(self, target: Path, manifest: Manifest, marks: Mapping[str, disk.FileMark]) -> Manifest:
        """Map documents to vector rows, count who refers to them, then publish."""
        for stale in filter(None, (manifest.sentences, manifest.citations)):
            (target / stale).unlink()
        store = SentenceVectors(target, manifest.chunks)
        known = store.rows_by_key()
        docs: list[int] = []
        rows: list[int] = []
        lacking: set[bytes] = set()
        places: dict[str, int] = {}
        cited: Counter[str] = Counter()
        for head in _heads_of(target):
            places[head.id] = head.doc
            cited.update(head.cites)
            for k in head.keys:
                row = known.get(k)
                if row is None:
                    lacking.add(k)
                else:
                    docs.append(head.doc)
                    rows.append(row)
        name = ""
        if manifest.chunks:
            name = f"s-{uuid4().hex[:12]}.npz"
            np.savez(target / name, docs=np.array(docs, np.int32), rows=np.array(rows, np.int32))
        counts = np.zeros(max(places.values(), default=-1) + 1, np.int32)
        for entry_id, count in cited.items():
            if entry_id in places:
                counts[places[entry_id]] = count
        citations = f"c-{uuid4().hex[:12]}.npy"
        np.save(target / citations, counts)
        sealed = replace(manifest, sentences=name, citations=citations, pending=len(lacking))
        return disk.publish(target, sealed, marks)

    def _step(self, count: int = 1) -> None:
        self._done += count
        if self._progress is not None:
            self._progress(self._done, self._total)


def _remove_vectors(target: Path, manifest: Manifest) -> None:
    for name in manifest.chunks:
        for path in target.glob(f"{name}.*.npy"):
            path.unlink()


def _heads_of(target: Path) -> Iterator[Head]:
    """Yield the heads of a generation that is not published yet."""
    reader = open_reader(target)
    try:
        yield from heads_in(reader)
    finally:
        reader.close()
