"""Changing between customers: what was filled in for one is never offered for another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from deskbook.services.chats import Chats


class ChatView(Protocol):
    """What the presenter needs of the bar."""

    def show_chats(self, chats: Chats) -> None:
        """Show all chats and what is remembered for the current one; nothing if nothing is."""

    def say_new(self, number: int, *, replaced: bool) -> None:
        """Tell that a chat begins.

        :param replaced: whether the one that was used longest ago made way for it.
        """

    def say_still_new(self) -> None:
        """Tell that nothing is remembered for the current chat: it is as new as can be."""

    def say_ended(self, number: int) -> None:
        """Tell that what was remembered for a chat is forgotten."""


class ChatPresenter:
    """Holds the chats, in memory only."""

    def __init__(self, view: ChatView, leaving: Callable[[], None], changed: Callable[[], None]) -> None:
        """Begin with one chat.

        :param leaving: called before another chat becomes the current one.
        :param changed: called when another one is, or more is remembered for it.
        """
        self._view = view
        self._leaving = leaving
        self._changed = changed
        self.chats = Chats()

    @property
    def known(self) -> Mapping[str, str]:
        """What is remembered for the current customer, by placeholder."""
        return self.chats.current.values

    @property
    def number(self) -> int:
        """The number of the current chat; 0 while it is the only one."""
        return self.chats.current.number if len(self.chats.recent) > 1 else 0

    def restore(self, chats: Chats) -> None:
        """Go on with chats that were begun before."""
        self._show(chats)

    def remember(self, given: Mapping[str, str]) -> None:
        """Remember what was filled in for the current customer; empty values are forgotten."""
        self._show(self.chats.remember(given))

    def begin(self) -> None:
        """Begin a chat with another customer."""
        self._leaving()
        before, chats = self.chats, self.chats.begin()
        if chats is before:
            self._view.say_still_new()
            return
        self._show(chats)
        self._view.say_new(chats.current.number, replaced=len(chats.recent) == len(before.recent))

    def go(self, number: int) -> None:
        """Go on with another chat."""
        self._leaving()
        self._show(self.chats.go(number))

    def step(self, steps: int) -> None:
        """Go on with the chat that many numbers on."""
        self._leaving()
        self._show(self.chats.step(steps))

    def end(self) -> None:
        """Forget what is remembered for the current customer."""
        self._leaving()
        ended = self.chats.current
        self._show(self.chats.end())
        if ended.values:
            self._view.say_ended(ended.number)
        else:
            self._view.say_still_new()

    def _show(self, chats: Chats) -> None:
        if chats == self.chats:
            return
        self.chats = chats
        self._view.show_chats(chats)
        self._changed()
