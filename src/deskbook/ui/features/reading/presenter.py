"""Reading entries and copying from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from deskbook.errors import DeskbookError, Message, SourceError
from deskbook.ports import Markup
from deskbook.services.blanks import Blank
from deskbook.services.copies import Copies
from deskbook.services.copying import Copier, Copyable
from deskbook.services.guarding import Explained
from deskbook.services.handbook import Handbook
from deskbook.services.pictures import Pictures
from deskbook.services.sending import Sender
from deskbook.ui.features.reading.blocks import Page
from deskbook.ui.features.reading.gatekeeping import Gatekeeper, GateView, Outgoing
from deskbook.ui.features.reading.making import PageMaker
from deskbook.ui.ports import Clipboard, Lane, Runner


class ReadingView(GateView, Protocol):
    """What the presenter needs of the reading pane."""

    def show_page(self, page: Page, anchor: str) -> None:
        """Show an entry from its top, or from an anchor in it."""

    def show_welcome(self) -> None:
        """Show what the program can do: there is no entry to show."""

    def show_problem(self, entry_id: str, error: DeskbookError) -> None:
        """Say in place of the entry what is wrong."""

    def ask_blanks(self, number: int, blanks: tuple[Blank, ...]) -> None:
        """Ask for what is missing in a script, at its place."""

    def mark_script(self, number: int) -> None:
        """Mark the script that Enter copies."""

    def go_to_script(self, number: int) -> None:
        """Bring a script into sight that a person chose."""

    def show_fault(self, name: str, fault: Message) -> None:
        """Say at a blank what is wrong with its value."""

    def leave_blanks(self) -> None:
        """Put the questions away, but pass on what was typed."""

    def end_blanks(self) -> None:
        """Put the questions away."""

    def show_known(self, known: Mapping[str, str], chat: int) -> None:
        """Show what is known of the customer in scripts and questions.

        :param chat: the number of the chat it is known from; 0 if there is only one.
        """

    def show_ways(self, *, back: bool, forward: bool) -> None:
        """Tell whether there is a way back, or forward."""

    def say_copied(self, copyable: Copyable, missing: tuple[str, ...], *, whole: bool) -> None:
        """Confirm a copy.

        :param missing: the placeholders that still stand in it.
        :param whole: whether all of its pictures went with it.
        """

    def say_picture_copied(self) -> None:
        """Confirm the copy of a picture."""

    def say_saved(self, path: Path) -> None:
        """Confirm a file."""

    def say_nothing_to_copy(self) -> None:
        """Say that the entry has no such script."""


class Memory(Protocol):
    """What was filled in for the customer who is being answered."""

    @property
    def known(self) -> Mapping[str, str]:
        """The values, by placeholder."""

    @property
    def number(self) -> int:
        """The number of the chat; 0 while there is only one."""

    def remember(self, given: Mapping[str, str]) -> None:
        """Remember values; empty ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, or an anchor in it."""

    entry_id: str
    anchor: str = ""

    @classmethod
    def of(cls, ref: str) -> Place:
        """Return the place that a reference such as ``sop-refund#check`` names."""
        entry_id, _found, anchor = ref.partition("#")
        return cls(entry_id, anchor)


class ReadingPresenter:
    """Shows one entry at a time, with a way back, and copies its scripts."""

    def __init__(
        self,
        view: ReadingView,
        handbook: Handbook,
        copier: Copier,
        markup: Markup,
        pictures: Pictures,
        sender: Sender,
        jobs: Runner,
        clipboard: Clipboard,
        copies: Copies,
        memory: Memory,
        settled: Callable[[str], None],
        copied: Callable[[str, str], None],
    ) -> None:
        self._view = view
        self._handbook = handbook
        self._copier = copier
        self._maker = PageMaker(handbook, copier, markup, pictures)
        self._jobs = jobs
        self._clipboard = clipboard
        self._copies = copies
        self._memory = memory
        self._gate = Gatekeeper(view, sender, jobs, clipboard, self._passed)
        self._settled = settled
        self._copied = copied
        self._trail: list[Place] = []
        self._at = -1
        self._asked = 0
        self._page: Page | None = None
        self._loading = False
        self._preferred = self._chosen = 1
        self._when_shown: Callable[[], object] | None = None

    @property
    def place(self) -> Place | None:
        """What is shown, or about to be."""
        return self._trail[self._at] if self._at >= 0 else None

    def preview(self, entry_id: str) -> None:
        """Show the entry selected elsewhere; it takes the place of the one shown, with no way back to it."""
        if not entry_id:
            self._asked += 1
            self._loading = False
            self._trail, self._at = [], -1
            self._set_page(None)
            self._view.show_welcome()
            self._tell_ways()
        elif self.place is None or self.place.entry_id != entry_id:
            self._trail, self._at = [Place(entry_id)], 0
            self._load()

    def open(self, ref: str) -> None:
        """Follow a link to an entry or an anchor; an anchor alone means the entry shown."""
        place = Place.of(ref)
        if not place.entry_id and self.place is not None:
            place = Place(self.place.entry_id, place.anchor)
        if place != self.place:
            self._trail = [*self._trail[: self._at + 1], place]
            self._at = len(self._trail) - 1
        self._load()

    def back(self) -> None:
        """Go back to where the last link was followed from."""
        if self._at > 0:
            self._at -= 1
            self._load()

    def forward(self) -> None:
        """Undo going back."""
        if self._at + 1 < len(self._trail):
            self._at += 1
            self._load()

    def reload(self) -> None:
        """Show the same entry afresh: the handbook, the language or the theme changed."""
        if self.place is not None:
            self._load()

    def recheck(self) -> None:
        """Look again at the script that is held back, if there is one."""
        self._gate.recheck()

    def copy(self, entry_id: str, number: int) -> None:
        """Copy a script of an entry as soon as it is shown, after asking for its blanks.

        :param number: counted from 1; 0 for the chosen one.
        """
        if self.place is None or self.place.entry_id != entry_id:
            self.preview(entry_id)
        if self._page is not None and self._page.id == entry_id:
            self.copy_shown(number)
        else:
            self._when_shown = lambda: self.copy_shown(number)

    def choose(self, steps: int) -> bool:
        """Choose another script of the entry shown for Enter to copy.

        :param steps: 1 for the next one, -1 for the one before, where the preferred one comes first.
        :returns: whether there is one.
        """
        if self._loading:
            self._when_shown = partial(self._choose_when_shown, steps)
            return True
        return self._choose(steps)

    def _choose_when_shown(self, steps: int) -> None:
        self._choose(steps)

    def copy_script(self, ref: str) -> None:
        """Open the entry of a script, named by ``id#key``, with a way back, and copy it."""
        entry_id, _found, key = ref.partition("#")
        self.open(entry_id)

        def act() -> None:
            keys = [one.key for one in self._page.copyables] if self._page is not None else []
            if key in keys:
                self.copy_shown(keys.index(key) + 1)

        self._when_shown = act

    def copy_shown(self, number: int) -> None:
        """Copy a script of the entry shown, counted from 1; 0 for the chosen one."""
        number = number or self._chosen
        copyable = self._page.copyable(number) if self._page else None
        if self._page is None:
            return
        if copyable is None:
            self._view.say_nothing_to_copy()
            return
        blanks = self._copier.blanks(copyable.text, self._page.shop)
        if blanks:
            self._view.ask_blanks(number, blanks)
        else:
            self._put(self._page, number, {})

    def leave_customer(self) -> None:
        """Put away what is about the current customer: another one is answered next."""
        self._gate.drop()
        self._view.leave_blanks()

    def show_known(self) -> None:
        """Show what is known of the customer now."""
        self._view.show_known(self._memory.known, self._memory.number)

    def copy_filled(self, number: int, values: Mapping[str, str]) -> None:
        """Copy a script with the values given for its blanks; those left empty stay marked.

        They are remembered for the customer. Even where all are known they are asked for first: a value
        that goes to the wrong customer costs more than another Enter.
        """
        copyable = self._page.copyable(number) if self._page else None
        if self._page is None or copyable is None:
            return
        for blank in self._copier.blanks(copyable.text, self._page.shop):
            fault = self._copier.fault(blank, values.get(blank.name, ""))
            if fault is not None:
                self._view.show_fault(blank.name, fault)
                return
        self._memory.remember(values)
        self._put(self._page, number, values)

    def copy_picture(self, name: str) -> None:
        """Copy a picture of the entry shown, by itself."""
        picture = self._page.pictures.get(name) if self._page else None
        if picture is not None:
            self._clipboard.put("", (picture,))
            self._view.say_picture_copied()

    def save_picture(self, path: Path, data: bytes) -> None:
        """Write a picture to a file."""

        def work() -> None:
            try:
                path.write_bytes(data)
            except OSError as error:
                raise SourceError(
                    Message("The file cannot be written: {detail}.", detail=error.strerror),
                    Message("Check the path, your rights and the free space."),
                    str(path),
                ) from error

        self._jobs.run(Lane.KEEP, work, lambda _none: self._view.say_saved(path), self._view.say_problem)

    def copy_held(self, reason: str) -> None:
        """Copy the script that was held back, with the agent's reason if it needs one."""
        self._gate.send_held(reason)

    def use_replacement(self, finding: Explained, n: int) -> None:
        """Put a replacement into the script that was held back."""
        self._gate.use(finding, n)

    def drop_held(self) -> None:
        """Forget the script that was held back."""
        self._gate.drop()

    def _choose(self, steps: int) -> bool:
        if self._page is None:
            return False
        count = len(self._page.copyables)
        order = sorted(range(1, count + 1), key=lambda number: number != self._preferred)
        at = order.index(self._chosen) + steps if count else -1
        if not 0 <= at < count:
            return False
        self._chosen = order[at]
        self._view.mark_script(self._chosen)
        self._view.go_to_script(self._chosen)
        return True

    def _put(self, page: Page, number: int, values: Mapping[str, str]) -> None:
        copyable = page.copyables[number - 1]
        filled = self._copier.fill(copyable.text, page.shop, values)
        self._settled(page.id)
        pictures = (page.pictures.get(picture.name) for picture in copyable.pictures)
        found = tuple(picture for picture in pictures if picture is not None)
        rich = self._copier.rich(copyable, page.shop, values)
        self._gate.send(Outgoing(number, copyable, filled.text, page.entry, found, rich))

    def _passed(self, outgoing: Outgoing) -> None:
        self._view.end_blanks()
        entry_id, script = outgoing.source.id, outgoing.copyable.key
        self._jobs.run(
            Lane.COPY,
            lambda: self._copies.count(entry_id, script),
            lambda _none: None,
            self._view.say_problem,
        )
        self._copied(entry_id, outgoing.text)
        whole = len(outgoing.pictures) == len(outgoing.copyable.pictures)
        self._view.say_copied(outgoing.copyable, outgoing.missing, whole=whole)

    def _set_page(self, page: Page | None) -> None:
        self._page = page
        self._gate.show_page(page.entry if page is not None else None)

    def _load(self) -> None:
        place = self._trail[self._at]
        self._asked += 1
        self._when_shown = None
        self._loading = True
        number = self._asked
        if self._page is not None and self._page.id != place.entry_id:
            self._set_page(None)

        def show(page: Page | None) -> None:
            if page is None or number != self._asked:
                return
            self._loading = False
            changed = page != self._page
            if changed:
                self._set_page(page)
            if changed or place.anchor:
                self._view.show_page(page, place.anchor)
            if changed:
                self._preferred = self._chosen = page.preferred
                self._view.mark_script(self._chosen)
            self._tell_ways()
            if self._when_shown is not None:
                act, self._when_shown = self._when_shown, None
                act()

        def fail(error: DeskbookError) -> None:
            if number == self._asked:
                self._loading = False
                self._set_page(None)
                self._view.show_problem(place.entry_id, error)
                self._tell_ways()

        def work() -> Page | None:
            return self._read(place.entry_id) if number == self._asked else None

        self._jobs.run(Lane.PAGE, work, show, fail)

    def _tell_ways(self) -> None:
        self._view.show_ways(back=self._at > 0, forward=self._at + 1 < len(self._trail))

    def _read(self, entry_id: str) -> Page:
        page = self._maker.page(self._handbook.get(entry_id))
        keys = [copyable.key for copyable in page.copyables]
        return replace(page, preferred=self._copies.preferred(entry_id, keys))
