"""Copying a script only if nothing speaks against it, once its placeholders are filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.entry import PLACEHOLDER_PATTERN, AnyEntry
from deskbook.model.picture import Picture
from deskbook.services.copying import Copyable
from deskbook.services.guarding import Explained
from deskbook.services.sending import Checked, Sender
from deskbook.ui.ports import Clipboard, Lane, Runner

_REASONS = 3
"""Reasons given before that are offered again."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A script on its way to the clipboard.

    :param number: of the script on its page, from 1.
    :param text: with its placeholders filled in.
    :param source: the entry as it was when it was opened.
    :param pictures: that go with the text, as far as they are there.
    :param rich: the text as HTML; empty once it was altered.
    """

    number: int
    copyable: Copyable
    text: str
    source: AnyEntry
    pictures: tuple[Picture, ...] = ()
    rich: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The placeholders that still stand in it."""
        return tuple(dict.fromkeys(PLACEHOLDER_PATTERN.findall(self.text)))


@dataclass(frozen=True, slots=True)
class Held:
    """A script that was not copied, why, and the reasons given on other occasions.

    :param fresh: the stretch of the text, in code points, that a replacement took; empty if none did.
    """

    outgoing: Outgoing
    checked: Checked
    reasons: tuple[str, ...]
    fresh: tuple[int, int] = (0, 0)


class GateView(Protocol):
    """What the gatekeeper needs of the reading pane."""

    def show_gate(self, held: Held) -> None:
        """Show at the script why it was not copied, and what can be done."""

    def end_gate(self) -> None:
        """Put the gate away."""

    def say_held(self, copyable: Copyable) -> None:
        """Say that a script was not copied whose page is no longer shown."""

    def say_problem(self, error: DeskbookError) -> None:
        """Say that a script was not copied because something went wrong."""


class Gatekeeper:
    """Lets scripts through to the clipboard, or holds one back until the agent decided about it."""

    def __init__(
        self,
        view: GateView,
        sender: Sender,
        jobs: Runner,
        clipboard: Clipboard,
        passed: Callable[[Outgoing], None],
    ) -> None:
        self._view = view
        self._sender = sender
        self._jobs = jobs
        self._clipboard = clipboard
        self._passed = passed
        self._shown: AnyEntry | None = None
        self._held: Held | None = None

    def show_page(self, entry: AnyEntry | None) -> None:
        """Take note of the entry that is shown now; what another page held is dropped."""
        self._shown = entry
        self._held = None

    def send(self, outgoing: Outgoing, reason: str = "") -> None:
        """Copy a script, or show why not."""

        def work() -> Held:
            checked = self._sender.release(outgoing.text, outgoing.source, reason)
            passes = checked.clearance.allows(reason)
            return Held(outgoing, checked, () if passes else self._sender.reasons(_REASONS))

        def done(held: Held) -> None:
            if held.checked.clearance.allows(reason):
                self._clipboard.put(outgoing.text, outgoing.pictures, outgoing.rich)
                self._held = None
                self._view.end_gate()
                self._passed(outgoing)
            else:
                self._hold(held)

        self._jobs.run(Lane.COPY, work, done, self._view.say_problem)

    def send_held(self, reason: str = "") -> None:
        """Copy the script that is held, with the agent's reason if it needs one."""
        if self._held is not None:
            self.send(self._held.outgoing, reason)

    def use(self, finding: Explained, n: int) -> None:
        """Put a replacement into the script that is held; it is shown, and copied only when asked for."""
        held = self._held
        if held is None:
            return

        def work() -> Held:
            change = self._sender.replace(held.outgoing.text, finding.hit, n)
            outgoing = replace(held.outgoing, text=change.text, rich="")
            checked = self._sender.check(change.text, outgoing.source)
            return Held(outgoing, checked, held.reasons, (change.start, change.start + len(change.new)))

        self._jobs.run(Lane.COPY, work, self._hold, self._view.say_problem)

    def recheck(self) -> None:
        """Look at the held script again: the list of phrases may be another."""
        held = self._held
        if held is None:
            return

        def work() -> Held:
            return replace(held, checked=self._sender.check(held.outgoing.text, held.outgoing.source))

        def done(again: Held) -> None:
            if self._held is held:
                self._hold(again)

        self._jobs.run(Lane.COPY, work, done, self._view.say_problem)

    def drop(self) -> None:
        """Forget what is held."""
        self._held = None
        self._view.end_gate()

    def _hold(self, held: Held) -> None:
        if held.outgoing.source != self._shown:
            self._view.say_held(held.outgoing.copyable)
            return
        self._held = held
        self._view.show_gate(held)
