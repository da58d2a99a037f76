"""The releases to choose from, newest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskbook.model.revision import Release, ReleaseKind
from deskbook.services.language import tr as _
from deskbook.ui.features.releases.presenter import Shelf
from deskbook.ui.icons import draw_icon
from deskbook.ui.revision_texts import release_kind_name
from deskbook.ui.texts import own_words
from deskbook.ui.theme import Colours

ModelIndex = QModelIndex | QPersistentModelIndex

_ROLE = Qt.ItemDataRole.UserRole + 1
_FORCE_ROLE = Qt.ItemDataRole.UserRole + 2
_HEIGHT = 66
KIND_ICON = {
    ReleaseKind.SETUP: "archive",
    ReleaseKind.QUARTERLY: "stack",
    ReleaseKind.EMERGENCY: "lightning",
    ReleaseKind.ROLLBACK: "clock-counter-clockwise",
}


class ShelfModel(QAbstractListModel):
    """An immutable tuple of releases, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.shelf = Shelf((), None, emergency_open=False)

    def show(self, shelf: Shelf) -> None:
        """Replace the releases."""
        self.beginResetModel()
        self.shelf = shelf
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """Return the row of a release, -1 if it is not there."""
        return next((n for n, release in enumerate(self.shelf.releases) if release.number == number), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many releases there are."""
        return 0 if parent.isValid() else len(self.shelf.releases)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a release."""
        if not index.isValid():
            return None
        release = self.shelf.releases[index.row()]
        in_force = release == self.shelf.in_force
        if role == Qt.ItemDataRole.DisplayRole:
            return headline(release)
        if role == _ROLE:
            return release
        if role == _FORCE_ROLE:
            return in_force
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            said = [headline(release), release_kind_name(release.kind), when(release), release.author]
            return _(", ").join([*said, *([_("in force today")] if in_force else [])])
        return None


class ShelfList(QListView):
    """Moving to a release shows it."""

    chosen = Signal(int)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(_("Releases"))
        self.shelf = ShelfModel()
        self.setModel(self.shelf)
        self.setItemDelegate(_ReleaseDelegate(colours, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._showing = False

    def show_shelf(self, shelf: Shelf, current: int) -> None:
        """List releases, and mark the one looked at."""
        self._showing = True
        if shelf != self.shelf.shelf:
            self.shelf.show(shelf)
        row = self.shelf.row_of(current)
        if row >= 0:
            self.setCurrentIndex(self.shelf.index(row, 0))
        self._showing = False

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:  # noqa: N802
        """Tell where the person moved."""
        super().currentChanged(current, previous)
        release = current.data(_ROLE) if current.isValid() else None
        if isinstance(release, Release) and not self._showing:
            self.chosen.emit(release.number)


class _ReleaseDelegate(QStyledItemDelegate):
    """Number and name, what kind it is, since when; the one in force is marked in words."""

    def __init__(self, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:  # noqa: N802
        """Return the size of a row."""
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        release, colours, area = index.data(_ROLE), self._colours, QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(colours.focus) if selected and self._view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection if selected else colours.hover))
            painter.drawRoundedRect(QRectF(area).adjusted(6.5, 1.5, -6.5, -1.5), 7, 7)
        alarming = release.kind in {ReleaseKind.EMERGENCY, ReleaseKind.ROLLBACK}
        ink = colours.on_warn if alarming else colours.muted
        draw_icon(painter, QRectF(area.left() + 16, area.top() + 9, 16, 16), KIND_ICON[release.kind], ink)
        text = area.adjusted(40, 7, -14, -7)
        last, last_ink = when(release), colours.muted
        if index.data(_FORCE_ROLE):
            last, last_ink = _("In force today, since {day}").format(day=release.effective), colours.on_ok
        for words, colour, pixels, place in (
            (headline(release), colours.text, 14, Qt.AlignmentFlag.AlignTop),
            (f"{release_kind_name(release.kind)} · {release.author}", ink, 12, Qt.AlignmentFlag.AlignVCenter),
            (last, last_ink, 12, Qt.AlignmentFlag.AlignBottom),
        ):
            font = painter.font()
            font.setPixelSize(pixels)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(text, place, elided)
        painter.restore()


def headline(release: Release) -> str:
    """Return a release's number and name."""
    return f"{release.number} · {own_words(release.name)}"


def when(release: Release) -> str:
    """Return since when, or from when on, a release is in force."""
    return _("In force from {day}").format(day=release.effective)
