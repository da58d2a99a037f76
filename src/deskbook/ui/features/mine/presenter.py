"""Star, note, short codes and remarks of the entry shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.feedback import Fault, Remark
from deskbook.model.mine import Known, ShortCode
from deskbook.services.feedback import FeedbackDesk
from deskbook.services.mine import About, Keeper, Script
from deskbook.ui.ports import Lane, Runner


class MineView(Protocol):
    """What the presenter needs of the bar and the cards below it."""

    def show_about(self, about: About | None) -> None:
        """Show what is kept about the entry shown; None if there is no such entry."""

    def show_star(self, *, on: bool) -> None:
        """Show whether the entry is a favourite."""

    def show_remark(self, remark: Remark) -> None:
        """Say that a remark is kept, with room for a sentence."""

    def end_remark(self) -> None:
        """Put the remark away."""

    def show_codes(
        self, entry: Known | None, scripts: tuple[Script, ...], codes: Mapping[ShortCode, str]
    ) -> None:
        """Show all short codes with what they stand for, and room for another one for the entry shown."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong."""


class MinePresenter:
    """Follows the entry shown. Everything is kept at once, in the order in which it was done."""

    def __init__(
        self,
        view: MineView,
        keeper: Keeper,
        feedback: FeedbackDesk,
        jobs: Runner,
        changed: Callable[[], None],
    ) -> None:
        """Wire it up.

        :param changed: called when what is shown above the handbook changed.
        """
        self._view = view
        self._keeper = keeper
        self._feedback = feedback
        self._jobs = jobs
        self._changed = changed
        self._shown = ""
        self._about: About | None = None
        self._remark: Remark | None = None
        self._written: dict[str, str] = {}
        self._unkept: dict[str, tuple[Known, str]] = {}

    @property
    def entry(self) -> Known | None:
        """The entry shown, as far as it is known by now."""
        return self._about.entry if self._about is not None else None

    def follow(self, entry_id: str) -> None:
        """Show what is kept about another entry; an empty id for none."""
        if entry_id != self._shown:
            self._shown, self._about, self._remark = entry_id, None, None
            self._view.end_remark()
            self._view.show_about(None)
        if not entry_id:
            return

        def show(about: About | None) -> None:
            if about is not None and entry_id in self._written:  # it may be newer than what was read
                about = replace(about, note=self._written[entry_id])
            if self._shown == entry_id and about != self._about:
                self._about = about
                self._view.show_about(about)

        self._jobs.run(Lane.KEEP, lambda: self._keeper.about(entry_id), show, self._view.show_problem)

    def read(self) -> None:
        """Note that the entry shown was read."""
        about = self._about
        if about is not None and not about.gone:
            self._keep(lambda: self._keeper.visit(about.entry))

    def toggle_star(self) -> None:
        """Make the entry shown a favourite, or one no longer."""
        if self._about is None:
            return
        about = self._about
        on = not about.starred
        self._about = replace(about, starred=on)
        self._view.show_star(on=on)
        self._keep(lambda: self._keeper.star(about.entry, on=on))

    def write(self, text: str) -> None:
        """Keep the note about the entry shown, as it reads now."""
        if self._about is None:
            return
        entry = self._about.entry
        self._about = replace(self._about, note=text)
        self._written[entry.entry_id] = text
        self._unkept[entry.entry_id] = entry, text
        self._keep(lambda: self._keep_note(entry.entry_id))

    def keep_now(self) -> None:
        """Keep what is not kept yet: no job is done any more once the program ends."""
        try:
            for entry_id in tuple(self._unkept):
                self._keep_note(entry_id)
        except DeskbookError as error:
            self._view.show_problem(error)

    def remark(self, fault: Fault, query: str) -> None:
        """Keep what is the matter with the entry shown, or that there is none for what was searched for."""
        entry_id = self._shown

        def show(remark: Remark) -> None:
            if self._shown == entry_id:
                self._remark = remark
                self._view.show_remark(remark)

        self._jobs.run(
            Lane.KEEP,
            lambda: self._feedback.remark(fault, entry_id, query),
            show,
            self._view.show_problem,
        )

    def say(self, words: str) -> None:
        """Put words to the remark just made."""
        remark, self._remark = self._remark, None
        self._view.end_remark()
        if remark is not None and words.strip():
            self._keep(lambda: self._feedback.say(remark, words))

    def withdraw(self) -> None:
        """Take the remark just made back."""
        remark, self._remark = self._remark, None
        self._view.end_remark()
        if remark is not None:
            self._keep(lambda: self._feedback.withdraw(remark))

    def codes(self) -> None:
        """Show all short codes, with room for another one for the entry shown."""
        entry = self.entry if self._about is not None and not self._about.gone else None

        def work() -> tuple[tuple[Script, ...], Mapping[ShortCode, str]]:
            scripts = self._keeper.scripts(entry.entry_id) if entry is not None else ()
            return scripts, {code: self._keeper.says(code) for code in self._keeper.codes()}

        self._jobs.run(
            Lane.KEEP, work, lambda found: self._view.show_codes(entry, *found), self._view.show_problem
        )

    def keep_code(self, code: str, entry: Known, script: str, instead_of: str) -> None:
        """Keep a short code and show all of them again."""
        self._jobs.run(
            Lane.KEEP,
            lambda: self._keeper.keep_code(code, entry, script, instead_of=instead_of),
            lambda _kept: self.codes(),
            self._view.show_problem,
        )

    def forget_code(self, code: str) -> None:
        """Forget a short code and show the others again."""
        self._jobs.run(
            Lane.KEEP,
            lambda: self._keeper.forget_code(code),
            lambda _none: self.codes(),
            self._view.show_problem,
        )

    def _keep_note(self, entry_id: str) -> None:
        entry, text = self._unkept.get(entry_id, (None, ""))
        if entry is not None:  # else a later job kept it already
            self._keeper.note(entry, text)
            if self._unkept.get(entry_id) == (entry, text):
                self._unkept.pop(entry_id, None)

    def _keep(self, work: Callable[[], object]) -> None:
        self._jobs.run(Lane.KEEP, work, lambda _none: self._changed(), self._view.show_problem)
