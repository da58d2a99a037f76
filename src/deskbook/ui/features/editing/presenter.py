"""Writing one entry at a time: what is typed is kept by itself, checked while typing, saved when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.entry import AnyEntry, Kind
from deskbook.model.outline import Edited, Outline, Place
from deskbook.model.query import Hit, Query
from deskbook.services.editing import Editing, Examined, Opened, Underlined, Vocabulary, Wrapping
from deskbook.services.finding import Finder
from deskbook.ui.features.editing.completing import (
    Choice,
    Request,
    Wanted,
    entries,
    placeholders,
    request_at,
    targets,
)
from deskbook.ui.ports import Lane, Runner

STEPS = "步骤"
_ALL = 20_000
_FOUND = 60


@dataclass(frozen=True, slots=True)
class Row:
    """An entry to choose; ``unsaved`` is when something was typed that is not saved yet."""

    entry_id: str
    kind: Kind
    title: str
    unsaved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The entry on the desk.

    :param saved: the text as it was saved last, ``kept`` as it was kept last; both as they are written on.
    :param seen: the revision that the text was made from; None for a new entry.
    """

    entry_id: str
    saved: str
    kept: str
    seen: int | None
    wrapping: Wrapping
    text: str
    cursor: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything is not saved."""
        return self.text != self.saved or self.seen is None


@dataclass(frozen=True, slots=True)
class Handover:
    """What was on a desk that is built anew."""

    sheet: Sheet
    vocabulary: Vocabulary


class EditingView(Protocol):
    """What the presenter needs of the editor."""

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """List the entries to choose from."""

    def show_sheet(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        """Show an entry to write on."""

    def apply(self, text: str, start: int, end: int) -> None:
        """Edit the text so that it can be undone, and select a part of it, in code points."""

    def show_examined(self, text: str, examined: Examined) -> None:
        """Show what is to be said about the text."""

    def show_place(self, anchor: str) -> None:
        """Mark the step or variant the cursor is in; empty for none."""

    def show_fields(
        self, fields: Mapping[str, str | tuple[str, ...]] | None, names: Mapping[str, str]
    ) -> None:
        """Show the fields, None if they are unreadable, and what the entries they name are called."""

    def show_state(self, sheet: Sheet) -> None:
        """Say whether the text is saved, or at least kept."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing is lost."""

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer completions at the cursor; none to offer nothing."""

    def show_fixes(self, underlined: Underlined) -> None:
        """Offer what to say instead of a banned phrase."""

    def show_found(self, field: str, hits: tuple[Hit, ...]) -> None:
        """Offer entries to refer to in a field."""

    def ask_message(self) -> None:
        """Ask what the save is about."""

    def say_saved(self) -> None:
        """Confirm a save."""

    def say_nothing_new(self) -> None:
        """Say that there is nothing to save."""

    def say_taken(self, entry_id: str) -> None:
        """Say that an id belongs to another entry."""


class Outlet(Protocol):
    """Where the text is shown as agents will read it."""

    def clear(self) -> None:
        """Show nothing: another entry is on the desk."""

    def preview(self, entry: AnyEntry) -> None:
        """Show the entry as it would be."""

    def follow(self, anchor: str) -> None:
        """Scroll to where the cursor is; empty for the top."""


class EditingPresenter:
    """Holds the sheet. Every look at the text has a number: what comes too late is dropped."""

    def __init__(
        self,
        view: EditingView,
        outlet: Outlet,
        editing: Editing,
        finder: Finder,
        jobs: Runner,
        clock: Callable[[], datetime],
    ) -> None:
        self._view = view
        self._outlet = outlet
        self._editing = editing
        self._finder = finder
        self._jobs = jobs
        self._clock = clock
        self._sources = editing.sources
        self.sheet: Sheet | None = None
        self.vocabulary: Vocabulary | None = None
        self._outline = Outline(0, ())
        self._underlined: tuple[Underlined, ...] = ()
        self._sought = ""
        self._asked = 0
        self._looked = 0
        self._opening = 0
        self._place: Place | None = None

    def find(self, text: str) -> None:
        """List the entries that a text finds, all of them for an empty one; unsaved ones come first."""
        self._sought = text
        self._asked += 1
        number = self._asked

        def work() -> tuple[Row, ...]:
            return self._rows(text) if number == self._asked else ()

        def show(rows: tuple[Row, ...]) -> None:
            if number == self._asked:
                self._view.show_rows(rows)

        self._jobs.run(Lane.SEARCH, work, show, self._view.show_problem)

    def open(self, entry_id: str) -> None:
        """Take an entry onto the desk; what was typed and not saved is there again."""
        if self.sheet is None or self.sheet.entry_id != entry_id:
            self._load(lambda: self._editing.open(entry_id))

    def create(self, entry_id: str, title: str) -> None:
        """Begin a new entry."""

        def work() -> Opened | None:
            return None if self._editing.is_taken(entry_id) else self._editing.begin(entry_id, title)

        def show(opened: Opened | None) -> None:
            if opened is None:
                self._view.say_taken(entry_id)
            else:
                self._load(lambda: opened)
                self.find(self._sought)

        self._jobs.run(Lane.READ, work, show, self._view.show_problem)

    def hand_over(self) -> Handover | None:
        """Return what is on the desk, for another presenter to go on with; this one falls silent."""
        sheet, vocabulary = self.sheet, self.vocabulary
        self.sheet = None
        self._looked += 1
        self._asked += 1
        self._opening += 1
        return Handover(sheet, vocabulary) if sheet is not None and vocabulary is not None else None

    def go_on(self, handover: Handover) -> None:
        """Go on with what another presenter had on the desk."""
        self._show(handover.sheet, handover.vocabulary)

    def changed(self, text: str, cursor: int, *, typing: bool) -> None:
        """Note what was typed; ``typing`` tells that a person is at the text itself."""
        if self.sheet is None:
            return
        self.sheet = replace(self.sheet, text=text, cursor=cursor)
        self._looked += 1  # what was seen of the earlier text comes too late
        self._view.show_state(self.sheet)
        self._show_fields()
        self._complete(cursor if typing else None)

    def moved(self, cursor: int) -> None:
        """Note where the cursor is; the preview follows."""
        if self.sheet is None:
            return
        self.sheet = replace(self.sheet, cursor=cursor)
        place = self._outline.at(self.sheet.text.count("\n", 0, cursor))
        if place != self._place:
            self._place = place
            self._outlet.follow(place.anchor if place else "")
            self._view.show_place(place.anchor if place else "")

    def paused(self) -> None:
        """Look at the text: the person stopped typing for a moment."""
        sheet = self.sheet
        if sheet is None:
            return
        self._looked += 1
        number = self._looked

        def look() -> tuple[Examined, Outline] | None:
            if number != self._looked:
                return None
            return self._editing.examine(sheet.text), self._sources.outline(sheet.text)

        def show(seen: tuple[Examined, Outline] | None) -> None:
            if seen is None or number != self._looked:
                return
            examined, self._outline = seen
            self._underlined = examined.underlined
            self._view.show_examined(sheet.text, examined)
            if examined.entry is not None:
                self._outlet.preview(examined.entry)

        self._jobs.run(Lane.CHECK, look, show, self._view.show_problem)

    def keep(self) -> None:
        """Keep what was typed, in the background."""
        sheet = self.sheet
        if sheet is None or sheet.text == sheet.kept:
            return

        def kept(_none: None) -> None:
            if self.sheet is not None and self.sheet.entry_id == sheet.entry_id:
                self.sheet = replace(self.sheet, kept=sheet.text)
                self._view.show_state(self.sheet)

        self._jobs.run(Lane.KEEP, lambda: self._write_down(sheet), kept, self._view.show_problem)

    def keep_now(self) -> None:
        """Keep what was typed before anything else happens: the window closes.

        :raises StorageError: if it cannot be written.
        """
        if self.sheet is not None and self.sheet.text != self.sheet.kept:
            self._write_down(self.sheet)
            self.sheet = replace(self.sheet, kept=self.sheet.text)

    def ask_save(self) -> None:
        """Ask for the message, if there is something to save."""
        if self.sheet is not None and self.sheet.changed:
            self._view.ask_message()
        elif self.sheet is not None:
            self._view.say_nothing_new()

    def save(self, message: str) -> None:
        """Save a revision; where that is refused, everything typed stays as it is."""
        sheet = self.sheet
        if sheet is None:
            return
        self.keep()
        source = sheet.wrapping.wrapped(sheet.text)

        def saved(opened: Opened) -> None:
            if self.sheet is not None and self.sheet.entry_id == sheet.entry_id:
                text = sheet.wrapping.unwrapped(opened.source)
                self.sheet = replace(self.sheet, saved=text, kept=text, seen=opened.seen)
                self.keep()  # typed while it was being saved
                self._view.show_state(self.sheet)
            self._view.say_saved()
            self.find(self._sought)

        # In the lane of keeping, so that what was typed before is never kept after it was saved.
        self._jobs.run(
            Lane.KEEP,
            lambda: self._editing.save(sheet.entry_id, source, seen=sheet.seen, message=message),
            saved,
            self._view.show_problem,
        )

    def discard(self) -> None:
        """Go back to the text as it was saved last; a new entry is given up."""
        sheet = self.sheet
        if sheet is None:
            return

        def gone(_none: None) -> None:
            self.sheet = None
            if sheet.seen is not None:
                self.open(sheet.entry_id)
            self.find(self._sought)

        self._jobs.run(Lane.KEEP, lambda: self._editing.forget(sheet.entry_id), gone, self._view.show_problem)

    def set_field(self, name: str, value: str | tuple[str, ...] | None) -> None:
        """Set a field of the entry."""
        if self.sheet is not None:
            text = self._sources.with_field(self.sheet.text, name, value)
            if isinstance(text, str):
                self._view.apply(text, -1, -1)

    def seek(self, field: str, text: str) -> None:
        """Search for entries to refer to in a field."""
        query = Query(text, self._clock().date(), limit=8, inactive=True)
        self._jobs.run(
            Lane.SEARCH,
            lambda: self._finder.search(query).hits if text.strip() else (),
            lambda hits: self._view.show_found(field, hits),
            self._view.show_problem,
        )

    def complete(self) -> None:
        """Offer to complete what stands before the cursor."""
        if self.sheet is not None:
            self._complete(self.sheet.cursor)

    def fix(self) -> None:
        """Offer what to say instead of the banned phrase at the cursor."""
        if self.sheet is not None:
            at = self.sheet.cursor
            for one in self._underlined:
                if one.start <= at <= one.end:
                    self._view.show_fixes(one)

    def say_instead(self, underlined: Underlined, words: str) -> None:
        """Put other words in the place of the sentence with a banned phrase."""
        if self.sheet is not None and underlined in self._underlined:
            start, end = underlined.sentence
            text = self.sheet.text[:start] + words + self.sheet.text[end:]
            self._view.apply(text, start, start + len(words))

    def add_variant(self, name: str, anchor: str) -> None:
        """Add a variant to a frequent question."""
        if self.sheet is not None:
            self._edit(self._sources.with_variant(self.sheet.text, name, anchor))

    def add_step(self, title: str) -> None:
        """Add a step below the one the cursor is in, or at the end."""
        if self.sheet is not None:
            steps, number = self._steps()
            after = len(steps) - 1 if number is None else number
            self._edit(self._sources.with_step(self.sheet.text, after, title))

    def move_step(self, by: int) -> None:
        """Move the step the cursor is in."""
        steps, number = self._steps()
        if self.sheet is not None and number is not None and 0 <= number + by < len(steps):
            self._edit(self._sources.with_step_moved(self.sheet.text, number, by))

    def remove_step(self) -> None:
        """Take out the step the cursor is in."""
        _steps, number = self._steps()
        if self.sheet is not None and number is not None:
            self._edit(self._sources.without_step(self.sheet.text, number))

    def add_decision(self, condition: str, ending: str) -> None:
        """Add a decision to the step the cursor is in; it leads to the next step, or to the end."""
        steps, number = self._steps()
        if self.sheet is not None and number is not None:
            following = steps[number + 1] if number + 1 < len(steps) else None
            target, label = (following.anchor, following.title) if following else ("end", ending)
            self._edit(self._sources.with_decision(self.sheet.text, number, condition, target, label))

    def go_to_step(self, anchor: str) -> None:
        """Put the cursor at a step."""
        if self.sheet is not None:
            lines = self.sheet.text.split("\n")
            for step in self._sources.outline(self.sheet.text).within(STEPS):
                if step.anchor == anchor:
                    start = sum(len(line) + 1 for line in lines[: step.start])
                    self._view.apply(self.sheet.text, start, start)

    def handbook_changed(self) -> None:
        """Show what is new elsewhere; what is being written stays."""
        self.find(self._sought)
        sheet = self.sheet
        if sheet is None:
            return
        if not sheet.changed and sheet.text == sheet.kept:
            self._load(lambda: self._editing.open(sheet.entry_id))
        else:
            self.paused()

    def _load(self, opening: Callable[[], Opened]) -> None:
        self.keep()
        self._opening += 1
        number = self._opening

        def show(loaded: tuple[Opened, Vocabulary]) -> None:
            opened, vocabulary = loaded
            current = self.sheet
            if number != self._opening:
                return
            wrapping = Wrapping.of(opened.source)
            saved = wrapping.unwrapped(opened.source)
            unsaved = opened.unsaved
            text = unsaved.text if unsaved else saved
            if current is not None and (current.entry_id, current.text) == (opened.entry_id, text):
                self.sheet = replace(current, saved=saved, seen=opened.seen)
                return
            seen = unsaved.seen if unsaved else opened.seen
            cursor = unsaved.cursor if unsaved else 0
            self._show(Sheet(opened.entry_id, saved, text, seen, wrapping, text, cursor), vocabulary)

        self._jobs.run(
            Lane.READ, lambda: (opening(), self._editing.vocabulary()), show, self._view.show_problem
        )

    def _show(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        self.sheet, self.vocabulary = sheet, vocabulary
        self._underlined, self._place = (), None
        self._outlet.clear()
        self._view.show_sheet(sheet, vocabulary)
        self._view.show_state(sheet)
        self._show_fields()
        self.paused()

    def _show_fields(self) -> None:
        if self.sheet is not None and self.vocabulary is not None:
            fields = self._sources.fields(self.sheet.text)
            self._view.show_fields(fields, self.vocabulary.titles)

    def _write_down(self, sheet: Sheet) -> None:
        if sheet.changed:
            self._editing.keep(sheet.entry_id, sheet.text, seen=sheet.seen, cursor=sheet.cursor)
        else:
            self._editing.forget(sheet.entry_id)

    def _rows(self, text: str) -> tuple[Row, ...]:
        unsaved = {one.entry_id: one for one in self._editing.unsaved()}
        limit = _FOUND if text.strip() else _ALL
        hits = self._finder.search(Query(text, self._clock().date(), limit, inactive=True)).hits
        titles = {hit.id: hit.title.text for hit in hits}
        first = [
            Row(one.entry_id, Kind.of_id(one.entry_id), self._title(one.text) or one.entry_id, one.at)
            for one in unsaved.values()
            if not text.strip() or one.entry_id in titles or text.strip() in one.text
        ]
        rest = [Row(hit.id, hit.kind, hit.title.text) for hit in hits if hit.id not in unsaved]
        return (*first, *rest)

    def _title(self, text: str) -> str:
        title = (self._sources.fields(text) or {}).get("title", "")
        return title if isinstance(title, str) else ""

    def _steps(self) -> tuple[tuple[Place, ...], int | None]:
        """Return the steps and the number of the one the cursor is in."""
        if self.sheet is None:
            return (), None
        steps = self._sources.outline(self.sheet.text).within(STEPS)
        line = self.sheet.text.count("\n", 0, self.sheet.cursor)
        return steps, next((n for n, step in enumerate(steps) if step.start <= line < step.end), None)

    def _edit(self, edited: Edited) -> None:
        self._view.apply(edited.source, edited.start, edited.end)

    def _complete(self, cursor: int | None) -> None:
        request = request_at(self.sheet.text, cursor) if self.sheet and cursor is not None else None
        if request is None or self.vocabulary is None:
            self._view.show_choices(())
        elif request.wanted is Wanted.PLACEHOLDER:
            self._view.show_choices(placeholders(request, self.vocabulary.shop))
        elif request.wanted is Wanted.TARGET:
            self._view.show_choices(targets(request, self._outline.within(STEPS)))
        else:
            self._seek_links(request)

    def _seek_links(self, request: Request) -> None:
        number = self._looked
        query = Query(request.text, self._clock().date(), limit=8, inactive=True)

        def show(hits: tuple[Hit, ...]) -> None:
            if number == self._looked:
                self._view.show_choices(entries(request, hits))

        self._jobs.run(Lane.SEARCH, lambda: self._finder.search(query).hits, show, self._view.show_problem)
