"""The search index: the newest generation of a folder, kept in step with the handbook."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from deskbook.errors import Message, SearchIndexError
from deskbook.model.query import Answer, Hit, Marked, Query, SearchDoc
from deskbook.ports import Progress, SyncReport
from deskbook.search import generation as disk
from deskbook.search.builder import Builder, Load
from deskbook.search.encoder import Encoder, EncoderError, Vectors
from deskbook.search.generation import DamagedIndexError
from deskbook.search.hits import hit, present
from deskbook.search.locking import ProcessLock
from deskbook.search.marking import Marker, densest
from deskbook.search.question import NO_SYNONYMS, Question
from deskbook.search.ranking import Weights, rank
from deskbook.search.snapshot import Snapshot
from deskbook.search.synonyms import Synonyms

_ENCODED = 128
"""Characters of a question whose meaning is taken; customers say what they want early."""

_MOST_HITS = 1000
"""Ranked hits at most. Who browses without a question sees every entry asked for."""
_VECTORS_KEPT = 256
_FEW = 50
"""So many changes, or half the index, are added to it; beyond, building it anew is quicker."""

_TRIES = 5
_FIRST_BUILD_WAIT = 60.0
_POLL = 0.1


class FolderIndex:
    """A :class:`~deskbook.ports.SearchIndex` in a folder that several processes may share."""

    def __init__(
        self,
        folder: Path,
        *,
        encoder: Encoder | None,
        weights: Weights,
        synonyms: Synonyms,
        kin: FolderIndex | None = None,
    ) -> None:
        self._folder = folder
        self._weights = weights
        self._synonyms = synonyms
        self._encoder = encoder
        self._kin = kin
        self._opening = threading.Lock()
        self._syncing = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._stamp: tuple[int, int] | None = None
        self._damaged = False
        self._stale = False
        self._closed = False
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def beside(self, folder: Path) -> FolderIndex:
        """Return the index of another folder, which need not exist yet.

        It uses the same encoder, begins as a copy where little differs, and else takes over the vectors of
        sentences that both hold.
        """
        return FolderIndex(
            folder, encoder=self._encoder, weights=self._weights, synonyms=self._synonyms, kin=self
        )

    def search(self, query: Query) -> Answer:
        """Return the best hits; every text is answered, if only with nothing."""
        snapshot = self._current()
        if snapshot is None or query.limit <= 0:
            return Answer(query, stale=self._stale)
        if not query.text.strip():
            return Answer(query, _browse(snapshot, query), self._stale)
        question = Question.of(query.text, self._synonyms)
        if question.empty:
            return Answer(query, stale=self._stale)
        ranked = rank(
            snapshot,
            question,
            self._meaning(question),
            snapshot.allowed(query),
            min(query.limit, _MOST_HITS),
            self._weights,
        )
        marker = Marker(question)
        hits = tuple(
            present(snapshot.card(each.doc), each, marker, active=snapshot.in_force(each.doc, query.day))
            for each in ranked
        )
        return Answer(query, hits, self._stale)

    def heads(self) -> Mapping[str, str]:
        """Return entry id -> content hash of what is searchable now; empty before the first sync."""
        snapshot = self._current()
        return {} if snapshot is None else snapshot.revisions()

    def warm_up(self) -> None:
        """Load what the first query needs; safe to call from any thread."""
        question = Question.of("你好 nihao")
        self._current()
        if self._encoder is not None:
            with suppress(EncoderError):
                self._encoder.encode([question.plain])

    def close(self) -> None:
        """Release the files; a closed index finds nothing."""
        self._closed = True
        with self._opening:
            snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            snapshot.close()

    def sync(
        self,
        heads: Mapping[str, str],
        load: Callable[[Collection[str]], Iterable[SearchDoc]],
        progress: Progress | None = None,
    ) -> SyncReport:
        """Make the index hold exactly ``heads``; see :class:`deskbook.ports.SearchIndex`.

        While another process is at it, this returns at once with an empty report and searching goes on over
        what there is; only if there is nothing at all yet does it wait for the other.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._syncing, ProcessLock(self._folder / "lock") as lock:
                if not self._take(lock):
                    self._stale = True
                    return SyncReport()
                report = self._bring_up(heads, load, progress)
                disk.sweep(self._folder)
                return report
        except OSError as error:
            raise SearchIndexError(
                Message("The search index cannot be written ({reason}).", reason=error.strerror),
                Message("Free some space, or check who may write to the folder."),
                str(self._folder),
            ) from error

    def _take(self, lock: ProcessLock) -> bool:
        deadline = time.monotonic() + _FIRST_BUILD_WAIT
        while not lock.acquire():
            if self._current() is not None or time.monotonic() > deadline:
                return False
            time.sleep(_POLL)
        return True

    def _bring_up(self, heads: Mapping[str, str], load: Load, progress: Progress | None) -> SyncReport:
        with self._opening:
            self._reopen()  # another process may have published, and swept what is open here
        snapshot = self._snapshot
        builder = Builder(self._folder, progress)
        reason = self._reason(snapshot)
        kin = self._kin._current() if self._kin is not None else None
        if reason == "missing" and kin is not None and (begun := self._begin_with(kin, builder, heads, load)):
            snapshot, reason = begun, ""
        known = {} if snapshot is None else snapshot.revisions()
        lacking, dropped = _differences(known, heads)
        if not reason and _many(len(lacking) + len(dropped), known):
            reason = "changed"
        if reason:
            lacking = list(heads)
        self._stale = bool(reason or lacking or dropped)
        if snapshot is None or reason:
            snapshot = self._adopt(builder.rebuild(lacking, load, snapshot or kin))
        elif self._stale:
            made = builder.change(snapshot, lacking, load, dropped)
            snapshot = snapshot if made is None else self._adopt(made)
        self._stale = False
        if self._encoder is not None and _lacks_vectors(snapshot, self._encoder):
            made = builder.add_vectors(snapshot, self._encoder, load)
            if made is not None:
                self._adopt(made)
        return SyncReport(added=builder.added, removed=len(dropped), rebuilt=reason)

    def _begin_with(
        self, kin: Snapshot, builder: Builder, heads: Mapping[str, str], load: Load
    ) -> Snapshot | None:
        """Take over what a kin holds, but for what differs; None where building anew is quicker."""
        lacking, dropped = _differences(kin.revisions(), heads)
        if kin.manifest.analysis != disk.ANALYSIS or _many(len(lacking) + len(dropped), kin.revisions()):
            return None
        self._stale = True
        try:
            made = builder.change(kin, lacking, load, dropped)
        except FileNotFoundError:  # the kin was changed meanwhile, and what it held swept away
            return None
        return None if made is None else self._adopt(made)

    def _reason(self, snapshot: Snapshot | None) -> str:
        """Return why the index has to be rebuilt from nothing; empty if it has not."""
        if self._damaged or (snapshot is not None and self._stamp and not snapshot.intact()):
            return "damaged"
        if snapshot is None or self._stamp is None:
            return "missing"
        return "" if snapshot.manifest.analysis == disk.ANALYSIS else "version"

    def _current(self) -> Snapshot | None:
        """Return the newest state that can be read, opening one that another process has published."""
        if self._closed:
            return None
        if disk.pointer_stamp(self._folder) != self._stamp and not self._syncing_here():
            with self._opening:
                self._reopen()
        return self._snapshot

    def _syncing_here(self) -> bool:
        # This process opens what it publishes by itself, warmed up, in the thread that syncs.
        return self._snapshot is not None and self._syncing.locked()

    def _reopen(self) -> None:
        for _ in range(_TRIES):
            stamp = disk.pointer_stamp(self._folder)
            if stamp == self._stamp:
                return
            generation = disk.current(self._folder)
            try:
                if generation is not None:
                    self._snapshot = self._open(generation)
                self._damaged = generation is None and stamp is not None
            except DamagedIndexError:
                if disk.pointer_stamp(self._folder) != stamp:
                    continue  # replaced and swept away while it was being opened
                self._damaged = True
            self._stamp = stamp
            return

    def _adopt(self, generation: Path) -> Snapshot:
        """Open a generation that was just published, warm it up and let it answer from now on."""
        before = self._snapshot
        try:
            snapshot = self._open(generation)
        except DamagedIndexError as error:
            raise OSError(None, str(error)) from error
        if before is not None:
            snapshot.warm_up(before)
        with self._opening:
            self._snapshot, self._stamp = snapshot, disk.pointer_stamp(self._folder)
            self._damaged = False
        return snapshot

    def _open(self, generation: Path) -> Snapshot:
        known = self._snapshot.manifest.files if self._snapshot is not None else {}
        return Snapshot(generation, known)

    def _meaning(self, question: Question) -> Vectors | None:
        """Return the question's vector, or None while there is no encoder to make it."""
        if self._encoder is None or not self._encoder.loaded:
            return None
        text = question.plain[:_ENCODED]
        vector = self._vectors.get(text)
        if vector is None:
            vector = self._encoder.encode([text])[0]
            self._vectors[text] = vector
            if len(self._vectors) > _VECTORS_KEPT:
                self._vectors.popitem(last=False)
        return vector


def _differences(known: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the ids that are lacking or of another content, and those that are not wanted."""
    lacking = [i for i, revision in wanted.items() if known.get(i) != revision]
    return lacking, [i for i in known if i not in wanted]


def _many(changes: int, known: Mapping[str, str]) -> bool:
    return changes > max(_FEW, len(known) // 2)


def _lacks_vectors(snapshot: Snapshot, encoder: Encoder) -> bool:
    manifest = snapshot.manifest
    return bool(encoder.tag) and (manifest.encoder != encoder.tag or manifest.pending > 0)


def _browse(snapshot: Snapshot, query: Query) -> tuple[Hit, ...]:
    """Return what the filters let through, by kind, stage and title."""
    allowed = snapshot.allowed(query)
    order = snapshot.browse_order()
    return tuple(
        hit(
            card,
            title=Marked(card.sentences[0].text),
            snippet=densest(card.body, ())[0],
            why=(),
            score=0.0,
            active=snapshot.in_force(doc, query.day),
        )
        for doc in order[allowed[order]][: query.limit].tolist()
        for card in [snapshot.card(doc)]
    )


def open_index(
    folder: Path,
    *,
    encoder: bool = True,
    weights: Weights | None = None,
    synonyms: Synonyms = NO_SYNONYMS,
) -> FolderIndex:
    """Return the search index of a folder, which need not exist yet. Nothing is read before it is needed.

    :param encoder: whether meaning takes part; searching works without.
    :param weights: the shares of each kind of evidence, for measuring; the default is what the product uses.
    :param synonyms: other wordings of the trade.
    """
    return FolderIndex(
        folder,
        encoder=Encoder(folder / "encoder") if encoder else None,
        weights=weights or Weights(),
        synonyms=synonyms,
    )
