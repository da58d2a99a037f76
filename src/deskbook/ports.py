"""What the services need of the outside world; adapters satisfy these protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from deskbook.errors import Message
from deskbook.model.audit import AuditRecord, Deed
from deskbook.model.cycle import Acceptance, Change, Comment, Cycle, CycleKind, Verdict
from deskbook.model.entry import AnyEntry
from deskbook.model.feedback import Gathered, Remark, Vain
from deskbook.model.mine import Known, Note, ShortCode
from deskbook.model.outline import Edited, Outline, Place, Spoken
from deskbook.model.pack import (
    Build,
    Contents,
    Facts,
    HeldRelease,
    Installation,
    Keyring,
    Look,
    Pack,
    PackFile,
    Policy,
    Standing,
)
from deskbook.model.picture import Picture, Shown
from deskbook.model.problem import Problem
from deskbook.model.query import Answer, Query, SearchDoc
from deskbook.model.reading import Reading
from deskbook.model.register import Law, Shop
from deskbook.model.revision import Release, ReleaseKind, Revision, Stored
from deskbook.model.unsaved import Settlement, Unsaved

Progress = Callable[[int, int], None]
"""Called with (done, total) during long work; raising :class:`Cancelled` from it stops the work cleanly."""


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """Raised by a progress callback to stop long work; everything stays as it was before."""


class Markup(Protocol):
    """The entry format. Faults come back as problems, never as exceptions."""

    def parse(self, source: str, path: str = "") -> AnyEntry | tuple[Problem, ...]:
        """Return the entry, or every problem of the file."""

    def parse_shop(self, source: str, path: str = "") -> Shop | tuple[Problem, ...]:
        """Return the shop profile, or every problem of the file."""

    def parse_laws(self, source: str, path: str = "") -> tuple[Law, ...] | tuple[Problem, ...]:
        """Return the law register, or every problem of the file."""

    def write(self, entry: AnyEntry) -> str:
        """Return the canonical source: parsing it gives the entry back."""

    def plain(self, entry: AnyEntry) -> str:
        """Return the body as plain text, for the index and for snippets."""

    def plain_text(self, markdown: str) -> str:
        """Return Markdown as the plain text that goes to the clipboard; its pictures go there beside it."""

    def archived(self, source: str) -> str:
        """Return the source of a sound entry with its status set to archived and all else as it was."""

    def html(self, markdown: str) -> str:
        """Return safe HTML of a Markdown text: no raw HTML, links only inside the handbook, no pictures."""

    def flow(self, markdown: str) -> tuple[str | Shown, ...]:
        """Return the same HTML in pieces, with the pictures that stand between them, in reading order."""


class SourceEditor(Protocol):
    """Edits of an entry's source, each touching only the lines it is about.

    Sources have Unix line ends. Steps are counted from 0.
    """

    def fields(self, source: str) -> Mapping[str, str | tuple[str, ...]] | None:
        """Return the fields as they stand, right or wrong; None if they cannot be told apart."""

    def with_field(
        self, source: str, name: str, value: str | tuple[str, ...] | None
    ) -> str | tuple[Problem, ...]:
        """Set a field; None and an empty list take it out. Comments and the order of fields stay.

        :returns: the problems of the fields as a whole if they cannot be told apart.
        """

    def outline(self, source: str) -> Outline:
        """Return where the sections, steps and variants stand; a faulty source has an outline too."""

    def steps(self, source: str) -> tuple[Place, ...]:
        """Return where the steps of a procedure stand."""

    def with_step(self, source: str, after: int, title: str) -> Edited:
        """Add a step below another, or at the top if ``after`` is -1."""

    def without_step(self, source: str, number: int) -> Edited:
        """Take a step out; decisions that led to it lead to where it led, if that is one place only."""

    def with_step_moved(self, source: str, number: int, by: int) -> Edited:
        """Move a step up (-1) or down (1) among the others."""

    def with_decision(self, source: str, number: int, condition: str, target: str, label: str) -> Edited:
        """Add a decision to a step."""

    def with_variant(self, source: str, name: str, anchor: str) -> Edited:
        """Add a variant to a frequent question."""

    def with_picture(self, source: str, at: int, name: str) -> Edited:
        """Show a picture below the line that a place in code points is on; its words are to be typed.

        The place for them is selected. Nothing else of the text is altered but blank lines around it.
        """

    def blank(self, entry_id: str, title: str, day: date) -> str:
        """Return the source of a new entry: every field and section it needs, to be filled in.

        :raises ValueError: if the id names no kind.
        """

    def spoken(self, source: str) -> tuple[Spoken, ...]:
        """Return what the source tells an agent to say, with its places."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file read from, or to be written to, a handbook folder; ``path`` is relative, with ``/``."""

    path: str
    text: str


class HandbookFolder(Protocol):
    """A folder in the layout of ``kb/``."""

    def read(self, folder: Path) -> Iterator[SourceFile | Problem]:
        """Yield every handbook file, sorted by path; an unreadable one as a problem.

        :raises SourceError: if the folder does not exist or holds no handbook file.
        """

    def pictures(self, path: Path, only: Collection[str] | None = None) -> Iterator[Picture | Problem]:
        """Yield the pictures of a handbook folder by name; an unreadable or oversized one as a problem.

        Of a single entry file those of the handbook that it lies in. Nothing of them is checked but the size.

        :param only: names of files to look at; None for all that there are.
        :raises SourceError: if they cannot be listed.
        """

    def write(self, folder: Path, files: Iterable[SourceFile | Picture]) -> int:
        """Write the files below ``folder``, replacing each atomically; return how many.

        :raises SourceError: if the folder cannot be written.
        """


class EntryRepository(Protocol):
    """Entries and registers with their revisions, inside a unit of work.

    An entry's *head* is its newest accepted revision. Drafts are revisions too, but an entry that exists
    only as a draft has no head: whatever reads heads does not see it. Where a method takes a ``release``, it
    reads that release instead of the heads.
    """

    def heads(self, release: int | None = None) -> Mapping[str, str]:
        """Return id -> content hash of the head, over all entries and registers."""

    def numbers(self) -> Mapping[str, int]:
        """Return id -> number of the head, over all entries and registers."""

    def find(self, entry_id: str, release: int | None = None) -> Stored | None:
        """Return one entry or register, or None."""

    def get(self, entry_id: str, release: int | None = None) -> Stored:
        """Return one entry or register.

        :raises UnknownEntryError: if it does not exist.
        """

    def many(self, ids: Collection[str] | None = None, release: int | None = None) -> Iterator[Stored]:
        """Yield entries and registers by ascending id: those named, or all."""

    def kind(self, entry_id: str) -> str | None:
        """Return the kind of an entry or register that exists, if only as a draft; else None."""

    def put(
        self,
        entry_id: str,
        kind: str,
        source: str,
        *,
        author: str,
        message: str,
        at: datetime,
        seen: int | None,
    ) -> Stored:
        """Save ``source`` as the head; the same content makes no revision.

        :param seen: the version the change was made from; None for a new entry.
        :raises StaleRevisionError: if the version is another by now, or it exists and ``seen`` is None.
        """

    def draft(
        self,
        entry_id: str,
        kind: str,
        source: str,
        *,
        author: str,
        message: str,
        at: datetime,
        parent: int | None,
    ) -> Revision:
        """Save ``source`` as a further revision without moving the head; the entry need not exist yet."""

    def accept(self, items: Mapping[str, int]) -> None:
        """Make exactly these revisions (entry id -> number) the heads; an entry not named loses its head."""

    def history(self, entry_id: str) -> tuple[Revision, ...]:
        """Return all revisions, drafts among them, newest first.

        :raises UnknownEntryError: if the entry does not exist.
        """

    def revision(self, entry_id: str, number: int) -> Revision:
        """Return one revision.

        :raises UnknownEntryError: if it does not exist.
        """


class ReleaseRepository(Protocol):
    """Releases, inside a unit of work."""

    def add(
        self,
        *,
        name: str,
        effective: date,
        author: str,
        notes: str,
        at: datetime,
        items: Mapping[str, int],
        kind: ReleaseKind = ReleaseKind.SETUP,
        cycle: str = "",
        origin: int | None = None,
    ) -> Release:
        """Add the next release over ``items`` (entry id -> revision number); its parent is the newest one."""

    def all(self) -> tuple[Release, ...]:
        """Return all releases, newest first."""

    def items(self, number: int) -> Mapping[str, int]:
        """Return entry id -> revision number.

        :raises UnknownReleaseError: if there is no such release.
        """

    def holding(self, entry_id: str) -> Mapping[int, int]:
        """Return release number -> revision number over all releases that hold an entry."""

    def in_force(self, day: date) -> Release | None:
        """Return the release with the highest number that is effective on ``day``, if any.

        On a desk that went back to an earlier release, later ones do not count.
        """


class CycleRepository(Protocol):
    """Cycles, inside a unit of work."""

    def add(self, cycle: Cycle) -> None:
        """Keep a new cycle; the caller made sure that none of its kind is open and its name is free."""

    def put(self, cycle: Cycle) -> None:
        """Keep a cycle's state and effective date."""

    def find(self, name: str) -> Cycle | None:
        """Return one cycle, or None."""

    def open(self, kind: CycleKind | None = None) -> tuple[Cycle, ...]:
        """Return the cycles that are not closed, the quarterly one first."""

    def all(self) -> tuple[Cycle, ...]:
        """Return all cycles, the one opened last first."""

    def governed(self) -> bool:
        """Tell whether releases decide what agents read: there was a cycle, or packs brought them."""


class ChangeRepository(Protocol):
    """Changes, inside a unit of work."""

    def add(self, change: Change) -> Change:
        """Keep a new change and return it with its id; the one given is ignored."""

    def put(self, change: Change) -> Change:
        """Keep an altered change and return it with its version grown by one."""

    def find(self, change_id: int) -> Change | None:
        """Return one change, or None."""

    def of_entry(self, entry_id: str) -> Change | None:
        """Return the unsettled change of an entry, if there is one."""

    def of_cycle(self, cycle: str) -> tuple[Change, ...]:
        """Return all changes of a cycle by ascending entry id, settled ones among them."""

    def waiting(self) -> tuple[Change, ...]:
        """Return the changes that were carried over and that no later change has taken up, oldest first."""

    def saved(self, change: int, revision: int) -> None:
        """Remember that a revision was saved in a change."""

    def inherited(self, change: int, origin: int) -> None:
        """Remember that a change begins with all revisions of another."""

    def revisions(self, change: int) -> tuple[int, ...]:
        """Return the numbers of the revisions saved in a change, ascending."""

    def authors(self, change: int) -> frozenset[str]:
        """Return everyone who saved a revision of a change."""


class ReviewRepository(Protocol):
    """Verdicts, comments and accepted warnings, inside a unit of work."""

    def judge(self, verdict: Verdict) -> None:
        """Keep a verdict."""

    def verdicts(self, change: int) -> tuple[Verdict, ...]:
        """Return every verdict on a change, oldest first; those on earlier heads among them."""

    def comment(self, comment: Comment) -> Comment:
        """Keep a comment and return it with its id; the one given is ignored."""

    def resolve(self, comment_id: int, by: str) -> None:
        """Mark a comment as settled."""

    def comments(self, change: int) -> tuple[Comment, ...]:
        """Return every comment on a change, oldest first."""

    def accept(self, acceptance: Acceptance) -> None:
        """Keep an acceptance; the same warning of the same text is only accepted once."""

    def acceptances(self) -> tuple[Acceptance, ...]:
        """Return every acceptance."""


class AuditRepository(Protocol):
    """The audit log, inside a unit of work."""

    def append(self, deeds: Iterable[Deed]) -> None:
        """Chain deeds to the end of the log."""

    def records(self, after: int = 0) -> Iterator[AuditRecord]:
        """Yield the records numbered higher than ``after``, ascending.

        :raises DamagedDatabaseError: if one cannot be read.
        """

    def faults(self) -> Iterator[Message]:
        """Yield what is wrong with the chain, each fault with the number of its record."""

    def newest(self) -> AuditRecord | None:
        """Return the last record, if there is one."""


class PictureRepository(Protocol):
    """Pictures, inside a unit of work. A name means the same bytes for ever.

    What a release shows is therefore told by the names in its entries' texts; see
    :mod:`deskbook.services.pictures`.
    """

    def add(self, picture: Picture) -> bool:
        """Keep a picture; tell whether it is new.

        :raises TakenPictureError: if its name means other bytes; nothing is kept.
        """

    def hashes(self) -> Mapping[str, str]:
        """Return name -> SHA-256 of the bytes, in hex, over all pictures."""

    def find(self, name: str) -> Picture | None:
        """Return one picture, or None."""

    def never_shown(self, names: Collection[str]) -> frozenset[str]:
        """Return those of ``names`` that no revision shows, drafts and old ones among them."""


class PackRepository(Protocol):
    """What packs brought to a desk, and which packs an owner made, inside a unit of work."""

    def latest(self) -> Installation | None:
        """Return the last step; None where nothing was ever installed."""

    def installations(self) -> tuple[Installation, ...]:
        """Return every step, the last one first."""

    def standing(self) -> Standing:
        """Return what the desk knows of packs already."""

    def keys(self) -> Keyring:
        """Return the keys that packs put in place of others, or revoked."""

    def record(self, installation: Installation, learned: Keyring) -> None:
        """Keep a step, and the keys that it told of."""

    def bring(self, contents: Contents) -> tuple[HeldRelease, ...]:
        """Keep what a pack brings, and return the releases that are new; record the step before.

        :raises PackForkError: if the desk knows another text, or another release, by one of the numbers.
        """

    def builds(self) -> tuple[Build, ...]:
        """Return the packs that an owner made, the last one first."""

    def built(self, build: Build) -> None:
        """Keep that a pack was made; its sequence is the next one."""


class UnitOfWork(Protocol):
    """One transaction. Leaving it without :meth:`commit` rolls everything back."""

    @property
    def entries(self) -> EntryRepository:
        """Entries and their revisions."""

    @property
    def releases(self) -> ReleaseRepository:
        """Releases."""

    @property
    def pictures(self) -> PictureRepository:
        """Pictures that entries show."""

    @property
    def cycles(self) -> CycleRepository:
        """Cycles."""

    @property
    def changes(self) -> ChangeRepository:
        """Changes inside cycles."""

    @property
    def reviews(self) -> ReviewRepository:
        """What people said about changes."""

    @property
    def packs(self) -> PackRepository:
        """Packs."""

    @property
    def audit(self) -> AuditRepository:
        """The audit log."""

    def commit(self) -> None:
        """Make everything done so far durable, at once.

        :raises BusyError: if another process holds the database too long.
        :raises StorageError: if it cannot be written, for example because the disk is full.
        """


class Workspace(Protocol):
    """The owner's database."""

    def work(self, *, write: bool = False) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work; ``write`` takes the write lock at once, so that it cannot fail half way."""

    def generation(self) -> int:
        """Return a number that grows with every committed change, from any process. Cheap."""

    def identity(self) -> str | None:
        """Return the name that the database itself knows the person by; None where it knows nobody."""

    def backup(self, target: Path) -> None:
        """Write a consistent copy of the database, atomically.

        :raises BackupError: if it cannot be written.
        """

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database's structure and hashes; empty when sound."""

    def close(self) -> None:
        """Release every connection."""


@dataclass(frozen=True, slots=True)
class Override:
    """That something was sent all the same: what spoke against it, and why. Never the text itself.

    :param entry_id: the banned phrase, or the entry whose script was out of date.
    :param at: aware.
    """

    entry_id: str
    reason: str
    at: datetime


class MineData(Protocol):
    """What a person keeps about entries."""

    def star(self, entry: Known) -> None:
        """Make an entry a favourite."""

    def unstar(self, entry_id: str) -> None:
        """Make an entry a favourite no longer."""

    def starred(self) -> tuple[Known, ...]:
        """Return the favourites, the newest first."""

    def visit(self, entry: Known) -> None:
        """Note that an entry was read; the oldest visits are forgotten."""

    def visited(self, limit: int) -> tuple[Known, ...]:
        """Return the entries that were read last, the latest first."""

    def keep_note(self, note: Note) -> None:
        """Keep a note in place of the one there was about its entry; one without text is forgotten."""

    def note(self, entry_id: str) -> Note | None:
        """Return the note about an entry, if there is one."""

    def notes(self) -> tuple[Note, ...]:
        """Return all notes, the one written last first."""

    def keep_code(self, code: ShortCode, *, instead_of: str = "") -> bool:
        """Keep a short code, in place of another if one is named; tell whether the code was free."""

    def forget_code(self, code: str) -> None:
        """Forget a short code."""

    def codes(self) -> tuple[ShortCode, ...]:
        """Return all short codes, by code."""


class FeedbackData(Protocol):
    """What agents tell the owners of the handbook, here and at other desks."""

    def keep_remark(self, remark: Remark) -> None:
        """Keep a remark of one's own, in place of what it was before."""

    def withdraw(self, key: str) -> None:
        """Forget a remark of one's own."""

    def keep_vain(self, search: Vain) -> None:
        """Keep a search of one's own that helped nobody."""

    def receive(self, gathered: Gathered) -> Gathered:
        """Keep what another desk tells, all of it or nothing, and return what was new."""

    def own(self) -> Gathered:
        """Return what this desk has to tell, oldest first."""

    def remarks(self) -> tuple[Remark, ...]:
        """Return every remark, one's own and those of other desks, oldest first."""

    def flagged(self, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the ids of the entries most remarked upon, with how often, most first."""


class DeskData(Protocol):
    """A person's own data: it survives every update of the handbook."""

    @property
    def mine(self) -> MineData:
        """What the person keeps about entries."""

    @property
    def feedback(self) -> FeedbackData:
        """What agents tell the owners."""

    def remember_search(self, text: str, hits: int, at: datetime) -> None:
        """Keep a search that the agent settled on."""

    def recent_searches(self, limit: int) -> tuple[str, ...]:
        """Return distinct searches, newest first."""

    def forget_searches(self) -> None:
        """Forget all kept searches."""

    def unanswered(self, limit: int) -> tuple[tuple[str, int], ...]:
        """Return searches that found nothing with how often each was made, most frequent first."""

    def remember_copy(self, entry_id: str, script: str, at: datetime) -> None:
        """Count one more copy of a script, by the key that it has within its entry."""

    def copies_of(self, entry_id: str) -> Mapping[str, int]:
        """Return script -> how often it was copied."""

    def copied(self, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the ids of the entries copied most with how often, the most copied first."""

    def remember_overrides(self, overrides: Iterable[Override]) -> None:
        """Keep that something was sent all the same, all of them or none."""

    def overrides(self, limit: int) -> tuple[Override, ...]:
        """Return what was sent all the same, newest first."""

    def keep_unsaved(self, unsaved: Unsaved) -> None:
        """Keep what is being written, in place of what was kept of this entry before."""

    def unsaved(self) -> tuple[Unsaved, ...]:
        """Return all kept texts, the one written last first."""

    def forget_unsaved(self, entry_id: str) -> None:
        """Forget the kept text of an entry, if there is one, and how its conflicts were settled."""

    def keep_settlements(self, entry_id: str, made: Iterable[Settlement]) -> None:
        """Keep how the conflicts of an entry were settled, in place of what was kept of it before."""

    def settlements(self, entry_id: str) -> tuple[Settlement, ...]:
        """Return how the conflicts of an entry were settled."""

    def keep_reading(self, reading: Reading) -> None:
        """Keep that a revision was read; the first time counts."""

    def readings(self) -> tuple[Reading, ...]:
        """Return everything that was read, the latest first."""


class FeedbackFiles(Protocol):
    """Feedback as files."""

    def write(self, path: Path, gathered: Gathered, at: datetime) -> None:
        """Write what a desk has to tell into a new file.

        :param at: now, aware.
        :raises SourceError: if there is such a file already, or it cannot be written.
        """

    def read(self, path: Path) -> Gathered:
        """Return what is in a file.

        :raises SourceError: if it cannot be read, is no such file, or of a newer program.
        """


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What bringing the index up to date took. ``reason`` is set when it was rebuilt from nothing."""

    added: int = 0
    removed: int = 0
    rebuilt: str = ""


class SearchIndex(Protocol):
    """A disposable projection of the handbook that answers queries.

    Thread-safe: searching goes on over the old state while :meth:`sync` works.
    """

    def sync(
        self,
        heads: Mapping[str, str],
        load: Callable[[Collection[str]], Iterable[SearchDoc]],
        progress: Progress | None = None,
    ) -> SyncReport:
        """Make the index hold exactly ``heads`` (entry id -> content hash), loading only what it lacks.

        A missing or damaged index, or one of another version, is rebuilt beside the old one, then swapped in.

        :raises SearchIndexError: if it cannot be written.
        :raises Cancelled: if ``progress`` did; the old state stays.
        """

    def search(self, query: Query) -> Answer:
        """Return the best hits; every text is answered, if only with nothing."""

    def heads(self) -> Mapping[str, str]:
        """Return entry id -> content hash of what is searchable now; empty before the first sync."""

    def warm_up(self) -> None:
        """Load what the first query needs (encoder, pinyin, frequent terms); safe to call from any thread."""

    def close(self) -> None:
        """Release files and threads."""


class PastIndexes(Protocol):
    """Search indexes of earlier releases, kept as long as there is room for them."""

    def of(self, release: int) -> SearchIndex:
        """Return the index of a release, by its number; it may be empty, or hold what another one held."""

    def close(self) -> None:
        """Release files."""


class PackSigner(Protocol):
    """An unlocked key that makes packs."""

    @property
    def public(self) -> str:
        """The public key, 64 hex digits."""

    def fingerprint(self, contents: Contents, facts: Facts) -> str:
        """Return a hash, in hex, over all that would be signed apart from the sequence."""

    def write(self, path: Path, contents: Contents, facts: Facts) -> None:
        """Write a pack, whole or not at all.

        :raises PackSizeError: if a desk would find it too large.
        :raises SourceError: if it cannot be written.
        """


class PackKeys(Protocol):
    """Key files."""

    def create(self, path: Path, passphrase: str) -> str:
        """Make a key and return its public part.

        :raises KeyFileError: if the file exists or cannot be written, or the passphrase is empty.
        """

    def rotate(self, old: Path, old_passphrase: str, new: Path, new_passphrase: str) -> str:
        """Make a key that takes the place of another, and return its public part.

        :raises KeyFileError: as :meth:`create` and :meth:`unlock`.
        """

    def revoke(self, path: Path, passphrase: str, public: str) -> None:
        """Let every pack that a key signs from now on revoke another key.

        :raises KeyFileError: as :meth:`unlock`; or if the file cannot be written, or is full.
        """

    def unlock(self, path: Path, passphrase: str) -> PackSigner:
        """Return the key in a file.

        :raises KeyFileError: if it is no key file, or the passphrase is wrong.
        """


class Packs(Protocol):
    """Packs as files. Every method raises :class:`PackRejectedError` for what it refuses."""

    def open(self, path: Path, anchors: Keyring) -> Pack:
        """Return the pack in a file, verified to its last byte."""

    def facts(self, path: Path, anchors: Keyring) -> Facts:
        """Return what the pack in a file says of itself, its signature verified but not its members."""

    def look(self, path: Path) -> Look:
        """Return what a file says of itself, unverified."""

    def admit(self, pack: Pack, standing: Standing, *, now: datetime) -> bool:
        """Tell whether a verified pack is new to a desk; False if it is the one installed last."""

    def found_in(self, folder: Path) -> tuple[PackFile, ...]:
        """Return the plain files in a folder that are called like packs, by name."""


class Pins(Protocol):
    """The keys that a machine or a person pinned, and what else IT fixed."""

    def policy(self) -> Policy:
        """Return the policy of the machine; one that fixes nothing if there is none.

        :raises PolicyError: if there is one and it cannot be read.
        """

    def pinned(self) -> frozenset[str]:
        """Return the keys that were pinned in this home.

        :raises PolicyError: if their file cannot be read.
        """

    def pin(self, public: str) -> None:
        """Pin one more key in this home.

        :raises StorageError: if that cannot be kept.
        """


class Homes(Workspace, Protocol):
    """The two workspaces of a home: the owner's, and the one that packs fill.

    As a workspace it is the second one as soon as that holds something.
    """

    @property
    def own(self) -> Workspace:
        """The owner's."""

    def brought(self) -> Workspace:
        """Return the one that packs fill; it is made when it is first asked for."""


class SettingsStore(Protocol):
    """Where the few settings of one desk are kept."""

    def load(self) -> Mapping[str, object]:
        """Return the kept values; empty if there are none or they cannot be read."""

    def save(self, values: Mapping[str, object]) -> None:
        """Keep ``values``, atomically.

        :raises StorageError: if they cannot be written.
        """


class Journal(Protocol):
    """The log. It holds what the program did, never what anybody typed, searched, read or sent."""

    def note(self, event: str, *values: str) -> None:
        """Add a line; a log that cannot be written is never a reason to stop.

        :param values: names out of the program itself and numbers, nothing out of data.
        """

    def text(self) -> str:
        """Return all lines that are kept, oldest first."""
