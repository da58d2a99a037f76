"""What the two texts of a merge are called, and how it came to there being two."""

from __future__ import annotations

from dataclasses import dataclass

from deskbook.services.language import tr as _
from deskbook.services.merging import Joining


@dataclass(frozen=True, slots=True)
class Sides:
    """The names of the two texts, and what choosing each is called."""

    mine: str
    theirs: str
    take_mine: str
    take_theirs: str

    @classmethod
    def of(cls, joining: Joining) -> Sides:
        """Name the sides of a joining: a draft may be somebody else's, what is typed never is."""
        theirs = joining.theirs
        if not joining.accepted:
            return cls(_("You"), _by(joining), _("Take yours"), _("Take theirs"))
        name = (
            _("Accepted now: {revision}").format(revision=_by(joining)) if theirs else _("Nothing accepted")
        )
        return cls(_("The draft"), name, _("Take the draft"), _("Take what is accepted"))


def told(joining: Joining) -> str:
    """Return how it came to there being two texts."""
    theirs = joining.theirs
    if theirs is None:
        return _(
            "A release took the accepted text back since this change was begun. The draft stands as it is; "
            "it is reviewed again."
        )
    at = theirs.created_at.astimezone()
    text = (
        _(
            "A release accepted revision {number} by {author}, saved on {day} at {time}, since this change "
            "was begun. What you save takes both into account, and is reviewed again."
        )
        if joining.accepted
        else _("{author} saved revision {number} on {day} at {time}, while you were writing.")
    )
    return text.format(author=theirs.author, number=theirs.number, day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}")


def _by(joining: Joining) -> str:
    theirs = joining.theirs
    if theirs is None:
        return ""
    return _("{author}, revision {number}").format(author=theirs.author, number=theirs.number)
