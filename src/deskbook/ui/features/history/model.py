"""Revisions as rows of a list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from deskbook.model.cycle import ChangeState
from deskbook.services.history import Version
from deskbook.services.language import tr as _
from deskbook.ui.revision_texts import change_state_name
from deskbook.ui.texts import own_words

VERSION = Qt.ItemDataRole.UserRole + 1
ModelIndex = QModelIndex | QPersistentModelIndex

_ON_ITS_WAY = {ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.RETURNED, ChangeState.APPROVED}


def headline(version: Version) -> str:
    """Return what a revision is about."""
    return own_words(version.revision.message) or _("No message")


def origin(version: Version) -> str:
    """Return which revision it is, by whom and when."""
    revision = version.revision
    at = revision.created_at.astimezone()
    return f"{revision.number} · {revision.author} · {at:%Y-%m-%d %H:%M}"


def standing(version: Version) -> str:
    """Return how far a revision is: a draft on its way, or what is accepted; empty for an older one."""
    if version.change is not None:
        state = version.change.state
        return change_state_name(state) if state in _ON_ITS_WAY else ""
    return _("Accepted") if version.accepted else ""


def releases(version: Version) -> str:
    """Return the newest release that holds a revision, and how many more do."""
    if not version.releases:
        return ""
    newest, more = own_words(version.releases[-1].name), len(version.releases) - 1
    return _("{release} and {count} more").format(release=newest, count=more) if more else newest


class VersionModel(QAbstractListModel):
    """An immutable tuple of versions, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: tuple[Version, ...] = ()

    def show(self, versions: tuple[Version, ...]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._versions = versions
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """Return the row of a revision, -1 if it is not there."""
        return next((row for row, v in enumerate(self._versions) if v.revision.number == number), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows lie below."""
        return 0 if parent.isValid() else len(self._versions)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a row."""
        if not index.isValid():
            return None
        version = self._versions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return headline(version)
        if role == VERSION:
            return version
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (headline(version), origin(version), standing(version), releases(version))
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            names = ", ".join(release.name for release in version.releases)
            return "\n".join(part for part in (headline(version), origin(version), names) if part)
        return None
