"""Reading the handbook: entries as they are or were, and the registers they lean on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from datetime import UTC, date, datetime

from deskbook.errors import (
    AbsentEntryError,
    DamagedDatabaseError,
    Message,
    UnknownEntryError,
    UnknownReleaseError,
)
from deskbook.model.entry import AnyEntry, Kind, Phrase, Status
from deskbook.model.query import SearchDoc
from deskbook.model.references import cited
from deskbook.model.register import Law, Register, Shop
from deskbook.model.revision import Moment, Release, Revision, Stored
from deskbook.ports import Markup, UnitOfWork, Workspace
from deskbook.services.filling import fill
from deskbook.services.remembering import REMEMBERED, Remembered

KINDS = frozenset(kind.value for kind in Kind)


def _now() -> datetime:
    return datetime.now(UTC)


class Handbook:
    """The entries as agents read them, parsed. Thread-safe; parsed entries are shared, they are immutable.

    While a workspace is being set up these are the accepted entries. Once it ever had a cycle they are the
    release in force today: a release scheduled for a day takes effect on that day by itself. :meth:`at` gives
    the same of another time.
    """

    def __init__(
        self,
        workspace: Workspace,
        markup: Markup,
        clock: Callable[[], datetime] = _now,
        *,
        remembered: int = REMEMBERED,
    ) -> None:
        self._workspace = workspace
        self._markup = markup
        self._clock = clock
        self._moment: Moment | None = None
        self._parsed = Remembered(self._parse, remembered)

    def at(self, moment: Moment) -> Handbook:
        """Return the handbook as it was, whatever becomes of it: entries, registers, and the day it is."""
        pinned = copy(self)
        pinned._moment = moment
        return pinned

    def generation(self) -> int:
        """Return a number that grows whenever the workspace changes, from any process."""
        return self._workspace.generation()

    def today(self) -> date:
        """Return the day it is where the machine stands: it decides which release is in force.

        Of an earlier handbook it is the day looked at.
        """
        return self._clock().astimezone().date() if self._moment is None else self._moment.day

    def heads(self) -> Mapping[str, str]:
        """Return entry id -> content hash of every entry of the four collections."""
        with self._workspace.work() as work:
            hashes = work.entries.heads(self._release(work))
        return {i: h for i, h in hashes.items() if i not in set(Register)}

    def get(self, entry_id: str) -> AnyEntry:
        """Return an entry as it is now.

        :raises UnknownEntryError: if it does not exist.
        """
        return self.entry_of(self.stored(entry_id).head)

    def stored(self, entry_id: str) -> Stored:
        """Return an entry with the revision in force and its lock version.

        :raises UnknownEntryError: if it does not exist.
        :raises AbsentEntryError: if it exists today, but not in the earlier handbook that this is.
        """
        with self._workspace.work() as work:
            stored = work.entries.find(entry_id, self._release(work))
            accepted = work.entries.find(entry_id) if stored is None and self._moment else None
        if stored is not None and stored.kind in KINDS:
            return stored
        if self._moment is not None and accepted is not None and accepted.kind in KINDS:
            title = self.entry_of(accepted.head).title
            raise AbsentEntryError(title, self._moment.day, self._moment.release.number)
        raise UnknownEntryError(entry_id)

    def outdated(self, source: AnyEntry) -> Message | None:
        """Return why an entry that was opened earlier is not the one to use; None if it still is."""
        today = self.today()
        if source.status is Status.ARCHIVED:
            return Message("“{title}” is archived.", title=source.title)
        if source.expires is not None and source.expires < today:
            return Message("“{title}” expired on {date}.", title=source.title, date=source.expires)
        if source.effective is not None and source.effective > today:
            return Message("“{title}” holds only from {date}.", title=source.title, date=source.effective)
        try:
            current = self.get(source.id)
        except UnknownEntryError:
            return Message("“{title}” is no longer in the handbook.", title=source.title)
        if current != source:
            return Message("“{title}” was revised since this script was opened.", title=source.title)
        return None

    def as_of(self, entry_id: str, when: date | int) -> tuple[Revision, Release]:
        """Return an entry's revision in a release, named by number or by a day on which it was in force.

        :raises UnknownReleaseError: if there is no such release.
        :raises UnknownEntryError: if the release does not hold the entry.
        """
        with self._workspace.work() as work:
            release = (
                next((r for r in work.releases.all() if r.number == when), None)
                if isinstance(when, int)
                else work.releases.in_force(when)
            )
            if release is None:
                raise UnknownReleaseError(str(when))
            number = work.releases.items(release.number).get(entry_id)
            if number is None or entry_id in set(Register):
                raise UnknownEntryError(entry_id)
            return work.entries.revision(entry_id, number), release

    def entries(self, ids: Collection[str] | None = None) -> Iterator[AnyEntry]:
        """Yield entries by ascending id: those named, or all."""
        return (self.entry_of(stored.head) for stored in self._stored(ids))

    def revisions(self) -> Iterator[Revision]:
        """Yield the revision in force of every entry by ascending id."""
        return (stored.head for stored in self._stored())

    def registers(self) -> tuple[Revision, ...]:
        """Return the revisions in force of the registers that there are."""
        with self._workspace.work() as work:
            found = work.entries.many([register.value for register in Register], self._release(work))
            return tuple(stored.head for stored in found)

    def entry_of(self, revision: Revision) -> AnyEntry:
        """Return a stored revision, parsed.

        :raises DamagedDatabaseError: if it does not parse: only sound sources are ever stored.
        """
        return self._parsed(revision)

    def searchable(self) -> Mapping[str, str]:
        """Return entry id -> a hash of all that its indexed text is made of: source and shop profile."""
        with self._workspace.work() as work:
            heads = work.entries.heads(self._release(work))
        shop = heads.get(Register.SHOP, "")
        return {i: _index_hash(h, shop) for i, h in heads.items() if i not in set(Register)}

    def search_docs(self, ids: Collection[str]) -> Iterator[SearchDoc]:
        """Yield what the index needs to know of the entries named.

        Policy values are filled in, so that they can be searched for and read in a snippet.
        """
        with self._workspace.work() as work:
            stored = work.entries.find(Register.SHOP, self._release(work))
        shop = self.shop()
        for one in self._stored(ids):
            revision = _index_hash(one.head.hash, stored.head.hash if stored else "")
            yield self._search_doc(one.head, revision, shop)

    def shop(self) -> Shop:
        """Return the shop profile; an empty one if the workspace has none."""
        return self._shop_of(self._register(Register.SHOP))

    def laws(self) -> Mapping[str, Law]:
        """Return the law register by id."""
        return self._laws_of(self._register(Register.LAWS))

    def parsed(self, revisions: Iterable[Revision]) -> tuple[Shop, Mapping[str, Law], Mapping[str, AnyEntry]]:
        """Return a whole handbook, given as revisions: shop profile, laws by id, entries by id.

        :raises DamagedDatabaseError: as :meth:`entry_of`.
        """
        texts = {revision.entry_id: revision for revision in revisions}
        shop, laws = texts.pop(Register.SHOP, None), texts.pop(Register.LAWS, None)
        return (
            self._shop_of(shop.source if shop else ""),
            self._laws_of(laws.source if laws else ""),
            {entry_id: self.entry_of(revision) for entry_id, revision in texts.items()},
        )

    def _shop_of(self, source: str) -> Shop:
        parsed = self._markup.parse_shop(source) if source else Shop()
        return parsed if isinstance(parsed, Shop) else Shop()

    def _laws_of(self, source: str) -> Mapping[str, Law]:
        parsed = self._markup.parse_laws(source) if source else ()
        return {law.id: law for law in parsed if isinstance(law, Law)}

    def _register(self, register: Register) -> str:
        with self._workspace.work() as work:
            stored = work.entries.find(register.value, self._release(work))
        return stored.head.source if stored else ""

    def _stored(self, ids: Collection[str] | None = None) -> Iterator[Stored]:
        with self._workspace.work() as work:
            yield from (s for s in work.entries.many(ids, self._release(work)) if s.kind in KINDS)

    def _release(self, work: UnitOfWork) -> int | None:
        """Return the number of the release to read; None for the heads."""
        if self._moment is not None:
            return self._moment.release.number
        if not work.cycles.governed():
            return None
        release = work.releases.in_force(self.today())
        return None if release is None else release.number

    def _parse(self, revision: Revision) -> AnyEntry:
        parsed = self._markup.parse(revision.source)
        if isinstance(parsed, tuple):
            raise DamagedDatabaseError(
                Message(
                    "The stored text of “{id}” does not read as an entry: {why}",
                    id=revision.entry_id,
                    why=parsed[0].reason,
                ),
                Message("Restore a backup with “deskbook restore”."),
                revision.entry_id,
            )
        return parsed

    def _search_doc(self, head: Revision, revision: str, shop: Shop) -> SearchDoc:
        entry = self.entry_of(head)
        return SearchDoc(
            id=entry.id,
            revision=revision,
            kind=entry.kind,
            title=entry.title,
            aliases=entry.aliases,
            body=fill(self._markup.plain(entry), shop).text,
            stage=entry.stage,
            topic=entry.category.value if isinstance(entry, Phrase) else entry.topic,
            level=entry.level,
            audience=entry.audience,
            status=entry.status,
            tags=entry.tags,
            effective=entry.effective,
            expires=entry.expires,
            cites=tuple(sorted(cited(entry))),
        )


def _index_hash(entry: str, shop: str) -> str:
    return entry[:32] + shop[:32]
