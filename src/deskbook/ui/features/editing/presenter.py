"""Writing one entry at a time: what is typed is kept by itself, checked while typing, saved when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from deskbook.errors import DeskbookError, StaleRevisionError
from deskbook.model.outline import Outline, Place
from deskbook.model.query import Query
from deskbook.services.editing import Editing, Examined, Opened, Underlined, Vocabulary, Wrapping
from deskbook.services.finding import Finder
from deskbook.services.pictures import Pictures
from deskbook.ui.features.editing.completer import Completer
from deskbook.ui.features.editing.keeping import Keeping
from deskbook.ui.features.editing.listing import Listing
from deskbook.ui.features.editing.parts import PartTools
from deskbook.ui.features.editing.protocols import EditingView, Outlet
from deskbook.ui.features.editing.sheet import Handover, Sheet
from deskbook.ui.ports import Lane, Runner


class EditingPresenter:
    """Holds the sheet. Every look at the text has a number: what comes too late is dropped."""

    def __init__(
        self,
        view: EditingView,
        outlet: Outlet,
        editing: Editing,
        pictures: Pictures,
        finder: Finder,
        jobs: Runner,
        clock: Callable[[], datetime],
    ) -> None:
        self._view = view
        self._outlet = outlet
        self._editing = editing
        self._pictures = pictures
        self._finder = finder
        self._jobs = jobs
        self._clock = clock
        self._sources = editing.sources
        self._listing = Listing(view.show_rows, view.show_problem, editing, finder, jobs, clock)
        self._keeping = Keeping(editing, jobs)
        self._completer = Completer(view.show_choices, finder, jobs, clock)
        self.parts = PartTools(editing.sources, lambda: self.sheet, view.apply)
        self.sheet: Sheet | None = None
        self.vocabulary: Vocabulary | None = None
        self._outline = Outline(0, ())
        self._underlined: tuple[Underlined, ...] = ()
        self._looked = 0
        self._opening = 0
        self._coming: tuple[Callable[[], Opened], Callable[[], None] | None] | None = None
        self._examined = ""
        self._place: Place | None = None

    def find(self, text: str) -> None:
        """List the entries that a text finds, all of them for an empty one."""
        self._listing.find(text)

    def open(self, entry_id: str, line: int = 0) -> None:
        """Take an entry onto the desk; what was typed and not saved is there again.

        :param line: where to put the cursor, counted from 1; 0 for where it was.
        """
        if self.sheet is None or self.sheet.entry_id != entry_id:
            self._load(
                lambda: self._editing.open(entry_id), partial(self._view.go_to_line, line) if line else None
            )
        elif line:
            self._view.go_to_line(line)

    def open_to_join(self, entry_id: str) -> None:
        """Take an entry onto the desk, and join its draft with what a release accepted meanwhile."""
        if self.sheet is None or self.sheet.entry_id != entry_id:
            self._load(lambda: self._editing.open(entry_id), self.join_accepted)
        else:
            self.join_accepted()

    def join_accepted(self) -> None:
        """Join the text with what a release accepted since the entry's change was begun."""
        if self.sheet is not None:
            self.keep()
            self._overtaken(self.sheet, "", by_release=True)

    def begin_or_open(self, entry_id: str, title: str) -> None:
        """Begin a new entry, or go on with it if it is begun."""

        def work() -> bool:
            if self._editing.is_taken(entry_id):
                return False
            self._editing.begin(entry_id, title)
            return True

        def begun(new: bool) -> None:
            self.open(entry_id)
            if new:
                self._listing.refresh()

        self._jobs.run(Lane.READ, work, begun, self._view.show_problem)

    def create(self, entry_id: str, title: str) -> None:
        """Begin a new entry."""

        def work() -> Opened | None:
            return None if self._editing.is_taken(entry_id) else self._editing.begin(entry_id, title)

        def show(opened: Opened | None) -> None:
            if opened is None:
                self._view.say_taken(entry_id)
            else:
                self._load(lambda: opened)
                self._listing.refresh()

        self._jobs.run(Lane.READ, work, show, self._view.show_problem)

    def hand_over(self) -> Handover | None:
        """Return what is on the desk, for another presenter to go on with; this one falls silent."""
        sheet, vocabulary = self.sheet, self.vocabulary
        self.sheet = None
        self._looked += 1
        self._listing.stop()
        self._opening += 1
        self._coming = None
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
        if typing:
            self.complete()
        else:
            self._completer.stop()

    def moved(self, cursor: int) -> None:
        """Note where the cursor is; the preview follows."""
        if self.sheet is None:
            return
        self.sheet = replace(self.sheet, cursor=cursor)
        place = self._outline.at(self.sheet.text.count("\n", 0, cursor))
        if place != self._place:
            self._place = place
            if place is None or place.anchor or place is self._outline.places[0]:
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
            self._underlined, self._examined = examined.underlined, sheet.text
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

        self._keeping.soon(sheet, kept, self._view.show_problem)

    def keep_now(self) -> None:
        """Keep what was typed before anything else happens: the window closes.

        :raises StorageError: if it cannot be written.
        """
        if self.sheet is not None and self.sheet.text != self.sheet.kept:
            self._keeping.now(self.sheet)
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
                self.sheet = replace(
                    self.sheet, saved=text, kept=text, seen=opened.seen, behind=opened.behind
                )
                self.keep()  # typed while it was being saved
                self._view.show_state(self.sheet)
            self._view.say_saved()
            self._listing.refresh()

        def failed(error: DeskbookError) -> None:
            current = self.sheet
            if isinstance(error, StaleRevisionError) and current is not None:
                if current.entry_id == sheet.entry_id:
                    self.keep()  # typed while it was being saved
                    self._overtaken(current, message)
            else:
                self._view.show_problem(error)

        # In the lane of keeping, so that what was typed before is never kept after it was saved.
        self._jobs.run(
            Lane.KEEP,
            lambda: self._editing.save(sheet.entry_id, source, seen=sheet.seen, message=message),
            saved,
            failed,
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
            self._listing.refresh()

        self._jobs.run(Lane.KEEP, lambda: self._editing.forget(sheet.entry_id), gone, self._view.show_problem)

    def ask_retire(self) -> None:
        """Ask why the entry is retired; what is not saved has to be saved, or given up, first."""
        if self.sheet is not None and self.sheet.changed:
            self._view.say_save_first()
        elif self.sheet is not None:
            self._view.ask_reason_to_retire()

    def retire(self, message: str) -> None:
        """Save the entry as retired."""
        sheet = self.sheet
        if sheet is None or sheet.changed:
            return

        def retired(opened: Opened) -> None:
            self._view.say_retired()
            self._load(lambda: opened)
            self._listing.refresh()

        self._jobs.run(
            Lane.KEEP,
            lambda: self._editing.retire(sheet.entry_id, message=message),
            retired,
            self._view.show_problem,
        )

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
        if self.sheet is not None and self.vocabulary is not None:
            self._completer.complete(self.sheet.text, self.sheet.cursor, self.vocabulary.shop, self._outline)

    def fix(self) -> None:
        """Offer what to say instead of the banned phrase at the cursor."""
        if self.sheet is not None and self.sheet.text == self._examined:
            at = self.sheet.cursor
            for one in self._underlined:
                if one.start <= at <= one.end:
                    self._view.show_fixes(one)

    def say_instead(self, underlined: Underlined, words: str) -> None:
        """Put other words in the place of the sentence with a banned phrase."""
        if self.sheet is not None and self.sheet.text == self._examined:
            start, end = underlined.sentence
            text = self.sheet.text[:start] + words + self.sheet.text[end:]
            self._view.apply(text, start, start + len(words))

    def go_on_from(self, opened: Opened) -> None:
        """Go on from a text that was saved elsewhere in the window; this one is in it."""
        if self.sheet is not None and self.sheet.entry_id == opened.entry_id:
            self.sheet = None
        self._load(lambda: opened)
        self._view.say_saved()
        self._listing.refresh()

    def show_pictures(self, loads: Sequence[Callable[[], bytes]]) -> None:
        """Keep pictures and show them below the cursor, which then stands where their words belong.

        :param loads: what reads them, off the window's thread.
        """
        sheet = self.sheet
        if sheet is None:
            return

        def show(names: tuple[str, ...]) -> None:
            for name in names:
                if self.sheet is not None and self.sheet.entry_id == sheet.entry_id:
                    edited = self._sources.with_picture(self.sheet.text, self.sheet.cursor, name)
                    self._view.apply(edited.source, edited.start, edited.end)

        self._jobs.run(
            Lane.KEEP,
            lambda: tuple(self._pictures.keep(load()) for load in loads),
            show,
            self._view.say_refused,
        )

    def handbook_changed(self) -> None:
        """Show what is new elsewhere; what is being written stays."""
        self._listing.refresh()
        sheet = self.sheet
        if self._coming is not None:
            self._load(*self._coming)  # what a person asked for last goes before what is on the desk
            return
        if sheet is None:
            return
        if not sheet.changed and sheet.text == sheet.kept:
            self._load(lambda: self._editing.open(sheet.entry_id))
        else:
            self.paused()

    def _load(self, opening: Callable[[], Opened], then: Callable[[], None] | None = None) -> None:
        self.keep()
        self._opening += 1
        self._coming = (opening, then)
        number = self._opening

        def show(loaded: tuple[Opened, Vocabulary]) -> None:
            opened, vocabulary = loaded
            current = self.sheet
            if number != self._opening:
                return
            self._coming = None
            wrapping = Wrapping.of(opened.source)
            saved = wrapping.unwrapped(opened.source)
            unsaved = opened.unsaved
            text = unsaved.text if unsaved else saved
            if current is not None and (current.entry_id, current.text) == (opened.entry_id, text):
                self.sheet = replace(current, saved=saved, seen=opened.seen, behind=opened.behind)
                self._view.show_state(self.sheet)
                return
            seen = unsaved.seen if unsaved else opened.seen
            same = current is not None and current.entry_id == opened.entry_id
            cursor = unsaved.cursor if unsaved else min(current.cursor, len(text)) if current and same else 0
            sheet = Sheet(opened.entry_id, saved, text, seen, wrapping, text, cursor, opened.behind)
            self._show(sheet, vocabulary)
            if seen != opened.seen:
                self._overtaken(sheet, "")
            elif then is not None:
                then()

        def fail(error: DeskbookError) -> None:
            if number == self._opening:
                self._coming = None
            self._view.show_problem(error)

        self._jobs.run(Lane.READ, lambda: (opening(), self._editing.vocabulary()), show, fail)

    def _show(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        self.sheet, self.vocabulary = sheet, vocabulary
        self._underlined, self._place = (), None
        self._outlet.clear()
        self._view.show_sheet(sheet, vocabulary)
        self._view.show_state(sheet)
        self._show_fields()
        self.paused()

    def _overtaken(self, sheet: Sheet, message: str, *, by_release: bool = False) -> None:
        source = sheet.wrapping.wrapped(sheet.text)
        self._outlet.overtaken(sheet.entry_id, source, sheet.seen, message, by_release=by_release)

    def _show_fields(self) -> None:
        if self.sheet is not None and self.vocabulary is not None:
            fields = self._sources.fields(self.sheet.text)
            self._view.show_fields(fields, self.vocabulary.titles)
