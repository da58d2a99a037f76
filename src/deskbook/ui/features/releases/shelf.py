"""The releases to choose from, newest first."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal

from deskbook.model.revision import Release, ReleaseKind
from deskbook.services.language import tr as _
from deskbook.ui.features.releases.presenter import Shelf
from deskbook.ui.revision_texts import release_kind_name
from deskbook.ui.texts import own_words
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.rows import ROW, Face, Line, ModelIndex, RowDelegate, RowList, RowModel

_HEIGHT, _MARGIN = 66, 7
KIND_ICON = {
    ReleaseKind.SETUP: "archive",
    ReleaseKind.QUARTERLY: "stack",
    ReleaseKind.EMERGENCY: "lightning",
    ReleaseKind.ROLLBACK: "clock-counter-clockwise",
}


class ShelfRow(NamedTuple):
    """A release, and whether it is in force today."""

    release: Release
    in_force: bool


class ShelfModel(RowModel[ShelfRow]):
    """Releases, found by number."""

    def key(self, row: ShelfRow) -> int:
        """Return what a release is found by."""
        return row.release.number

    def title(self, row: ShelfRow) -> str:
        """Return what a release is called."""
        return headline(row.release)

    def words(self, row: ShelfRow) -> tuple[str, ...]:
        """Return what is said of a release."""
        release = row.release
        in_force = _("in force today") if row.in_force else ""
        return headline(release), release_kind_name(release.kind), when(release), release.author, in_force


class ShelfList(RowList):
    """Moving to a release shows it."""

    chosen = Signal(int)

    def __init__(self, colours: Colours) -> None:
        super().__init__(_("Releases"))
        self.shelf = ShelfModel()
        self.setModel(self.shelf)
        self.setItemDelegate(_ReleaseDelegate(colours, self, _HEIGHT, _MARGIN))
        self._showing = False

    def show_shelf(self, shelf: Shelf, current: int) -> None:
        """List releases, and mark the one looked at."""
        self._showing = True
        self.shelf.show(tuple(ShelfRow(release, release == shelf.in_force) for release in shelf.releases))
        row = self.shelf.row_of(current)
        if row >= 0:
            self.setCurrentIndex(self.shelf.index(row, 0))
        self._showing = False

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:  # noqa: N802
        """Tell where the person moved."""
        super().currentChanged(current, previous)
        row = current.data(ROW) if current.isValid() else None
        if isinstance(row, ShelfRow) and not self._showing:
            self.chosen.emit(row.release.number)


class _ReleaseDelegate(RowDelegate):
    """Number and name, what kind it is, since when; the one in force is marked in words."""

    def face(self, row: ShelfRow) -> Face:
        """Return how a release looks."""
        release, colours = row.release, self.colours
        alarming = release.kind in {ReleaseKind.EMERGENCY, ReleaseKind.ROLLBACK}
        ink = colours.on_warn if alarming else colours.muted
        last, last_ink = when(release), colours.muted
        if row.in_force:
            last, last_ink = _("In force today, since {day}").format(day=release.effective), colours.on_ok
        kind = f"{release_kind_name(release.kind)} · {release.author}"
        return Face(
            (
                Line(headline(release), colours.text, 14, Qt.AlignmentFlag.AlignTop),
                Line(kind, ink, 12, Qt.AlignmentFlag.AlignVCenter),
                Line(last, last_ink, 12, Qt.AlignmentFlag.AlignBottom),
            ),
            KIND_ICON[release.kind],
            ink,
        )


def headline(release: Release) -> str:
    """Return a release's number and name."""
    return f"{release.number} · {own_words(release.name)}"


def when(release: Release) -> str:
    """Return since when, or from when on, a release is in force."""
    return _("In force from {day}").format(day=release.effective)
