"""What the policy fixes holds; what a person chose holds again once it is free."""

from __future__ import annotations

from collections.abc import Mapping

from deskbook.model.entry import Level
from deskbook.services.settings import Preferences, Theme


class Kept:
    """Settings in memory."""

    def __init__(self) -> None:
        self.values: Mapping[str, object] = {"theme": "dark"}

    def load(self) -> Mapping[str, object]:
        return self.values

    def save(self, values: Mapping[str, object]) -> None:
        self.values = values


def test_a_fixed_setting_holds_and_the_choice_below_it_is_kept() -> None:
    store = Kept()
    fixed = Preferences(store, {"theme": "light", "level": "senior", "workspace": "x"})
    assert fixed.fixed == {"theme", "level"}
    assert (fixed.current.theme, fixed.current.level) == (Theme.LIGHT, Level.SENIOR)
    changed = fixed.change(theme=Theme.SYSTEM, level=Level.JUNIOR, stay=True)
    assert (changed.theme, changed.level, changed.stay) == (Theme.LIGHT, Level.SENIOR, True)
    free = Preferences(store).current
    assert (free.theme, free.level, free.stay) == (Theme.DARK, Level.JUNIOR, True)
