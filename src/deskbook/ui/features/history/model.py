"""Revisions as rows of a list."""

from __future__ import annotations

from deskbook.model.cycle import ChangeState
from deskbook.services.history import Version
from deskbook.services.language import tr as _
from deskbook.ui.revision_texts import change_state_name
from deskbook.ui.texts import own_words
from deskbook.ui.widgets.rows import RowModel

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


class VersionModel(RowModel[Version]):
    """Versions, found by the number of their revision."""

    def key(self, row: Version) -> int:
        """Return what a version is found by."""
        return row.revision.number

    def title(self, row: Version) -> str:
        """Return what a version is called."""
        return headline(row)

    def words(self, row: Version) -> tuple[str, ...]:
        """Return what is said of a version."""
        return headline(row), origin(row), standing(row), releases(row)

    def hint(self, row: Version) -> str:
        """Return what it is about, whose it is, and every release that holds it."""
        names = _(", ").join(own_words(release.name) for release in row.releases)
        return "\n".join(part for part in (headline(row), origin(row), names) if part)
