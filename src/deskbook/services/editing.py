"""Writing entries: what to write from, checks while writing, unsaved text that survives, saving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from deskbook.errors import Message, UnsoundDraftError
from deskbook.guard.hits import PhraseHit
from deskbook.model.entry import AnyEntry, Kind
from deskbook.model.outline import Spoken
from deskbook.model.problem import Problem
from deskbook.model.register import Law, Shop
from deskbook.model.unsaved import Unsaved
from deskbook.ports import DeskData, Markup, SourceEditor
from deskbook.services.checking import Checker
from deskbook.services.guarding import PhraseGuard
from deskbook.services.handbook import Handbook


class Text(Protocol):
    """The text to go on writing from; ``seen`` is the number of its revision."""

    @property
    def source(self) -> str:
        """The exact text."""

    @property
    def seen(self) -> int:
        """The number of its revision."""

    @property
    def stale(self) -> bool:
        """Whether a release accepted another text of the entry since its change was begun."""


class Drafts(Protocol):
    """Where a saved text goes: the change of an open cycle, or the handbook while it is being set up."""

    def text(self, entry_id: str) -> Text:
        """Return the text of an entry to go on writing from.

        :raises UnknownEntryError: if it neither exists nor is being written.
        """

    def save(self, entry_id: str, source: str, *, seen: int | None, message: str = "") -> object:
        """Save a text as a revision.

        :param seen: the revision that the text was made from; None for a new entry.
        :raises StaleRevisionError: if the newest text is another revision by now; nothing is saved.
        """

    def merge(self, entry_id: str, source: str, *, seen: int, onto: int | None, message: str = "") -> object:
        """Save a text that takes the accepted revision ``onto`` into account.

        :param seen: the draft's revision that the text was made from.
        :param onto: the accepted revision, None where there is none any more.
        :raises StaleRevisionError: if either is another by now; nothing is saved.
        """

    def retire(self, entry_id: str, *, message: str) -> None:
        """Save an entry with its status set to archived.

        :raises UnsoundDraftError: if it is retired already.
        """

    def taken(self, entry_id: str) -> bool:
        """Tell whether an id belongs to an entry that exists or existed, if only as a draft."""

    def begun(self) -> Sequence[Begun]:
        """Return the texts that are being written, though agents do not read them yet."""


class Begun(Protocol):
    """A draft; ``new`` if agents have never read its entry."""

    @property
    def entry_id(self) -> str:
        """The id."""

    @property
    def title(self) -> str:
        """What the draft calls the entry."""

    @property
    def cycle(self) -> str:
        """The cycle that holds it."""

    @property
    def new(self) -> bool:
        """Whether agents have never read the entry."""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a source's lines end and whether it begins with a byte order mark: kept, though never seen."""

    mark: str
    newline: str

    @classmethod
    def of(cls, source: str) -> Wrapping:
        """Return the wrapping of a source; its first line decides how all of them end."""
        newline = next((end for end in ("\r\n", "\n", "\r") if end in source), "\n")
        return cls("\ufeff" if source.startswith("\ufeff") else "", newline)

    def unwrapped(self, source: str) -> str:
        """Return the text to write on, with Unix line ends."""
        return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def wrapped(self, text: str) -> str:
        """Return a text as the source has it."""
        return self.mark + text.replace("\n", self.newline)


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry to write on.

    :param source: the newest saved text, empty for a new entry; ``seen`` is its revision.
    :param unsaved: what was typed last and not saved, if anything was.
    :param behind: whether a release accepted another text since the entry's change was begun.
    """

    entry_id: str
    source: str
    seen: int | None
    unsaved: Unsaved | None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Underlined:
    """A banned phrase in what the text tells an agent to say, at code points of the source.

    :param sentence: the span of the sentence it is in, which a replacement takes the place of.
    """

    start: int
    end: int
    hit: PhraseHit
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Examined:
    """What is to be said about a text: the entry if it reads as one, its problems, its banned phrases."""

    entry: AnyEntry | None
    problems: tuple[Problem, ...]
    underlined: tuple[Underlined, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What fields and placeholders can be completed with."""

    shop: Shop
    laws: Mapping[str, Law]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    owners: tuple[str, ...]
    channels: tuple[str, ...]
    titles: Mapping[str, str]


class Editing:
    """Everything an editor needs. Thread-safe."""

    def __init__(
        self,
        handbook: Handbook,
        drafts: Drafts,
        desk: DeskData,
        markup: Markup,
        sources: SourceEditor,
        checker: Checker,
        guard: PhraseGuard,
        clock: Callable[[], datetime],
    ) -> None:
        self._handbook = handbook
        self._drafts = drafts
        self._desk = desk
        self._markup = markup
        self._checker = checker
        self._guard = guard
        self._clock = clock
        self.sources = sources

    def open(self, entry_id: str) -> Opened:
        """Return an entry to write on, with what was typed last.

        :raises UnknownEntryError: if there is no such entry and nothing was typed for it.
        """
        unsaved = next((one for one in self._desk.unsaved() if one.entry_id == entry_id), None)
        if unsaved is not None and unsaved.seen is None:
            return Opened(entry_id, "", None, unsaved)
        text = self._drafts.text(entry_id)
        if unsaved is not None and unsaved.text == Wrapping.of(text.source).unwrapped(text.source):
            unsaved = None  # saved in the moment before the window closed
        return Opened(entry_id, text.source, text.seen, unsaved, text.stale)

    def is_taken(self, entry_id: str) -> bool:
        """Tell whether an id belongs to an entry that exists or existed, or to one being written."""
        return self._drafts.taken(entry_id) or any(u.entry_id == entry_id for u in self._desk.unsaved())

    def begun(self) -> Sequence[Begun]:
        """Return the drafts of the open cycles."""
        return self._drafts.begun()

    def retire(self, entry_id: str, *, message: str) -> Opened:
        """Save an entry with its status set to archived, and return it as it is to be gone on from.

        :raises UnsoundDraftError: if it is retired already.
        """
        self._drafts.retire(entry_id, message=message)
        return self._newest(entry_id)

    def begin(self, entry_id: str, title: str) -> Opened:
        """Begin a new entry and keep it at once.

        :raises ValueError: if the id names no kind.
        """
        text = self.sources.blank(entry_id, title, self._clock().astimezone().date())
        self.keep(entry_id, text, seen=None, cursor=len(text))
        return self.open(entry_id)

    def unsaved(self) -> tuple[Unsaved, ...]:
        """Return what was typed and not saved, the last first."""
        return self._desk.unsaved()

    def keep(self, entry_id: str, text: str, *, seen: int | None, cursor: int) -> None:
        """Keep what was typed; it survives a kill from here on.

        :raises StorageError: if it cannot be written.
        """
        self._desk.keep_unsaved(Unsaved(entry_id, seen, text, cursor, self._clock()))

    def forget(self, entry_id: str) -> None:
        """Forget what was typed and not saved."""
        self._desk.forget_unsaved(entry_id)

    def save(self, entry_id: str, source: str, *, seen: int | None, message: str) -> Opened:
        """Save a text as a revision and return it as it is to be gone on from.

        :raises StaleRevisionError: if somebody else saved meanwhile; what was typed is still kept.
        :raises UnsoundDraftError: if the text does not read as this entry; what was typed is still kept.
        """
        self._require_sound(entry_id, source)
        self._drafts.save(entry_id, source, seen=seen, message=message)
        self._desk.forget_unsaved(entry_id)
        return self._newest(entry_id)

    def merge(self, entry_id: str, source: str, *, seen: int, onto: int | None, message: str) -> Opened:
        """Save a draft that takes what a release accepted meanwhile into account, and return it likewise.

        :param seen: the draft's revision that the text was made from.
        :param onto: the accepted revision, None where there is none any more.
        :raises StaleRevisionError: if either is another by now; what was typed is still kept.
        :raises UnsoundDraftError: if the text does not read as this entry; what was typed is still kept.
        """
        self._require_sound(entry_id, source)
        self._drafts.merge(entry_id, source, seen=seen, onto=onto, message=message)
        self._desk.forget_unsaved(entry_id)
        return self._newest(entry_id)

    def examine(self, source: str) -> Examined:
        """Read and check a text as it is being written."""
        parsed = self._markup.parse(source)
        underlined = tuple(u for said in self.sources.spoken(source) for u in self._underlined(said))
        if isinstance(parsed, tuple):
            return Examined(None, parsed, underlined)
        return Examined(parsed, self._checker.entry(parsed, source), underlined)

    def vocabulary(self) -> Vocabulary:
        """Return what fields and placeholders can be completed with."""
        entries = tuple(self._handbook.entries())
        return Vocabulary(
            self._handbook.shop(),
            self._handbook.laws(),
            _distinct(entry.topic for entry in entries if entry.kind is not Kind.PHRASE),
            _distinct(tag for entry in entries for tag in entry.tags),
            _distinct(entry.owner for entry in entries),
            _distinct(channel for entry in entries for channel in entry.channels),
            {entry.id: entry.title for entry in entries},
        )

    def _require_sound(self, entry_id: str, source: str) -> None:
        parsed = self._markup.parse(source)
        if isinstance(parsed, tuple):
            raise UnsoundDraftError(parsed[0].reason, parsed[0].remedy, entry_id)
        if parsed.id != entry_id:
            raise UnsoundDraftError(
                Message("The text is that of “{other}”: an id never changes.", other=parsed.id),
                Message("Write the old id again."),
                entry_id,
            )

    def _newest(self, entry_id: str) -> Opened:
        text = self._drafts.text(entry_id)
        return Opened(entry_id, text.source, text.seen, None, text.stale)

    def _underlined(self, said: Spoken) -> Iterator[Underlined]:
        for hit in self._guard.check(said.text):
            start, end = hit.start, hit.end
            if hit.replacements:
                replaced = self._guard.replace(said.text, hit)
                start, end = replaced.start, replaced.start + len(replaced.old)
            places = said.places
            span = (places[start], places[end - 1] + 1)
            yield Underlined(places[hit.start], places[hit.end - 1] + 1, hit, span)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Return words by how often they are used, the most used first."""
    return tuple(word for word, _times in Counter(word for word in words if word).most_common())
