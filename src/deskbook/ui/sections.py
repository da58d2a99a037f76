"""The places of the owner's desk; the agent's desk has the first two of them."""

from __future__ import annotations

from enum import Enum, auto

from deskbook.services.language import tr as _
from deskbook.ui.texts import N_


class Section(Enum):
    """Where a person is. The order is that of the rail."""

    HANDBOOK = auto()
    NEWS = auto()
    EDITOR = auto()
    VERSIONS = auto()
    BOARD = auto()
    REVIEW = auto()
    GATE = auto()
    RELEASES = auto()
    INSIGHT = auto()


REVISION_SECTIONS = (Section.BOARD, Section.REVIEW, Section.GATE, Section.RELEASES)
"""Those of the quarterly revision."""

SECTION_ICON = {
    Section.HANDBOOK: "books",
    Section.NEWS: "bell",
    Section.EDITOR: "note-pencil",
    Section.VERSIONS: "clock-counter-clockwise",
    Section.BOARD: "columns",
    Section.REVIEW: "shield-check",
    Section.GATE: "rocket-launch",
    Section.RELEASES: "stack",
    Section.INSIGHT: "chart-bar",
}
_NAME = {
    Section.HANDBOOK: N_("Handbook"),
    Section.NEWS: N_("News"),
    Section.EDITOR: N_("Editor"),
    Section.VERSIONS: N_("Versions"),
    Section.INSIGHT: N_("Insight"),
    Section.BOARD: N_("Quarter"),
    Section.REVIEW: N_("Review"),
    Section.GATE: N_("Publish"),
    Section.RELEASES: N_("Releases"),
}


def section_name(section: Section) -> str:
    """Return what a section is called."""
    return _(_NAME[section])
