"""What was filled in for each of the customers that an agent talks to at once.

It is the customers' data: it stands in memory only, is written nowhere, and is gone when the program ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

MOST = 9
"""Chats at once; who begins one more gives up the one that was used longest ago."""


@dataclass(frozen=True, slots=True)
class Chat:
    """One customer. ``values`` are by placeholder, in the order they were filled in, and never empty.

    :param number: from 1 to :data:`MOST`; it stays the same while the chat goes on.
    """

    number: int
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Chats:
    """All chats, the one that was used last first; there is always one."""

    recent: tuple[Chat, ...] = (Chat(1),)

    @property
    def current(self) -> Chat:
        """The chat with the customer who is being answered."""
        return self.recent[0]

    @property
    def numbered(self) -> tuple[Chat, ...]:
        """All chats by number."""
        return tuple(sorted(self.recent, key=lambda chat: chat.number))

    def remember(self, given: Mapping[str, str]) -> Chats:
        """Return the chats with values of the current one; an empty value is forgotten."""
        values = {**self.current.values, **{name: value.strip() for name, value in given.items()}}
        kept = {name: value for name, value in values.items() if value}
        return Chats((replace(self.current, values=kept), *self.recent[1:]))

    def begin(self) -> Chats:
        """Return the chats with a new one to go on with; a current one without values is new enough."""
        if not self.current.values:
            return self
        kept = self.recent[: MOST - 1]
        taken = {chat.number for chat in kept}
        number = next(number for number in range(1, MOST + 1) if number not in taken)
        return Chats((Chat(number), *kept))

    def go(self, number: int) -> Chats:
        """Return the chats with another one to go on with; one that is left without values is none."""
        chosen = [chat for chat in self.recent if chat.number == number]
        if not chosen or chosen[0] is self.current:
            return self
        others = (chat for chat in self.recent if chat is not chosen[0] and chat.values)
        return Chats((*chosen, *others))

    def step(self, steps: int) -> Chats:
        """Return the chats with the one to go on with that many numbers on, round and round."""
        numbers = [chat.number for chat in self.numbered]
        at = numbers.index(self.current.number) + steps
        return self.go(numbers[at % len(numbers)])

    def end(self) -> Chats:
        """Return the chats without the current one."""
        return Chats(self.recent[1:]) if self.recent[1:] else Chats()
