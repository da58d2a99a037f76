"""The audit log: who did what, when, to which revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What was done. The values are stored: they never change their meaning."""

    IMPORT = "import"
    OPEN = "open"
    MOVE = "move"
    SCHEDULE = "schedule"
    CLOSE = "close"
    PLAN = "plan"
    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CARRY = "carry"
    APPROVE = "approve"
    RETURN = "return"
    COMMENT = "comment"
    RESOLVE = "resolve"
    ACCEPT = "accept"
    PUBLISH = "publish"
    ROLLBACK = "rollback"
    PACK = "pack"
    INSTALL = "install"
    GO_BACK = "go-back"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done.

    :param subject: the entry id, cycle name, release number or name of a picture it was done to.
    :param revision: the revision of the entry, if it was done to one.
    :param detail: what else must be provable: a content hash, a reason, the state moved to.
    """

    at: datetime
    who: str
    action: Action
    subject: str
    revision: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """A deed as the log keeps it.

    :param number: counts from 1 without gaps.
    :param hash: SHA-256, in hex, over the hash of the record before and this deed; see
        :mod:`deskbook.revision.chain`.
    """

    number: int
    deed: Deed
    hash: str


@dataclass(frozen=True, slots=True)
class Seal:
    """How long the log is and the hash it ends with, kept apart so that a cut-off end shows."""

    length: int
    hash: str
