"""The whole exception tree, and the messages that carry sentences without speaking a language.

Lower layers say *what* is wrong as a :class:`Message`: an English template plus its values. The command
line and the window translate the template (see :mod:`deskbook.services.language`) and only then fill the
values in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date


class Message:
    """A sentence template and its values; ``str()`` gives the English sentence.

    Translators find every template through the call ``Message("...")``.
    """

    __slots__ = ("params", "template")

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params: Mapping[str, object] = params

    def __str__(self) -> str:
        return self.template.format(**self.params)

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return self.template == other.template and self.params == other.params

    def __hash__(self) -> int:
        return hash(self.template)


class DeskbookError(Exception):
    """Expected trouble: shown as one clear sentence, never as a traceback.

    :param what: what is wrong.
    :param remedy: what the reader can do about it.
    :param where: the file, ``file:line`` or entry id it is about; empty if there is none.
    """

    exit_code = 3

    def __init__(self, what: Message, remedy: Message | None = None, where: str = "") -> None:
        super().__init__(what, remedy, where)
        self.what = what
        self.remedy = remedy
        self.where = where

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else str(self.what)]
        if self.remedy is not None:
            parts.append(str(self.remedy))
        return " ".join(parts)


class UnknownEntryError(DeskbookError):
    """An entry id, or an entry at the time asked for, does not exist."""

    exit_code = 1

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            Message("There is no entry “{id}”.", id=entry_id),
            Message("Check the id, or search for the entry by its title."),
        )


class UnknownRevisionError(DeskbookError):
    """An entry has no revision of this number."""

    exit_code = 1

    def __init__(self, entry_id: str, number: int) -> None:
        super().__init__(
            Message("“{id}” has no revision {number}.", id=entry_id, number=number),
            Message("See its revisions with “deskbook history {id}”.", id=entry_id),
        )


class UnknownReleaseError(DeskbookError):
    """A release number or date has no release."""

    exit_code = 1

    def __init__(self, wanted: str) -> None:
        super().__init__(
            Message("There is no release for “{wanted}”.", wanted=wanted),
            Message("Give a release number or a date such as 2026-12-31."),
        )


class MomentError(DeskbookError):
    """No release was in force at the time asked for, or there is no such day."""

    exit_code = 1


class AbsentEntryError(UnknownEntryError):
    """An entry was not in the handbook at the time that is looked at."""

    def __init__(self, title: str, day: date, release: int) -> None:
        DeskbookError.__init__(
            self,
            Message(
                "“{title}” was not in the handbook on {day} (release {number}).",
                title=title,
                day=day,
                number=release,
            ),
            Message("Go back to today to read it."),
        )


class StorageError(DeskbookError):
    """The database cannot be read or written."""

    exit_code = 3


class NewerDatabaseError(StorageError):
    """The database was written by a newer program."""

    exit_code = 4


class DamagedDatabaseError(StorageError):
    """The database file is not a sound Deskbook database."""

    exit_code = 5


class SourceError(DeskbookError):
    """A path to import from, or to export to, cannot be used."""

    exit_code = 6


class StaleRevisionError(DeskbookError):
    """Someone else saved the entry since it was read; nothing was written."""

    exit_code = 7

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            Message("“{id}” was changed by someone else in the meantime; nothing was saved.", id=entry_id),
            Message("Read the entry again and repeat the change."),
        )


class BackupError(DeskbookError):
    """A backup could not be made or is not one."""

    exit_code = 8


class BusyError(StorageError):
    """Another process holds the database for longer than we wait."""

    exit_code = 9


class SearchIndexError(DeskbookError):
    """The index cannot be built or written (a damaged one is rebuilt silently)."""

    exit_code = 10


class StaleHitError(DeskbookError):
    """A text was altered since it was checked for banned phrases; nothing was replaced."""

    exit_code = 12

    def __init__(self) -> None:
        super().__init__(
            Message("The text was altered since it was checked; nothing was replaced."),
            Message("Check it again."),
        )


class ShortCodeError(DeskbookError):
    """A text cannot be a short code, or stands for something else; nothing was kept."""

    exit_code = 20


class CycleStateError(DeskbookError):
    """The quarterly revision is not in a state in which this can be done; nothing was altered."""

    exit_code = 13


class UnknownCycleError(DeskbookError):
    """There is no such cycle, or none is open."""

    exit_code = 1

    def __init__(self, name: str = "") -> None:
        super().__init__(
            Message("There is no cycle “{name}”.", name=name) if name else Message("No cycle is open."),
            Message("Open one with “deskbook cycle open”."),
        )


class UnknownChangeError(DeskbookError):
    """No open cycle holds a change of this entry."""

    exit_code = 1

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            Message("No open cycle holds a change of “{id}”.", id=entry_id),
            Message("See “deskbook change list”."),
        )


class FourEyesError(DeskbookError):
    """A person approved what they wrote themselves; the verdict was not kept."""

    exit_code = 14

    def __init__(self, entry_id: str, reviewer: str) -> None:
        super().__init__(
            Message(
                "{name} wrote part of the change of “{id}” and cannot approve it.", name=reviewer, id=entry_id
            ),
            Message("Ask somebody else to review it."),
        )


class MovedHeadError(DeskbookError):
    """The change was saved again after the reviewer read it; the verdict was not kept."""

    exit_code = 7

    def __init__(self, entry_id: str, read: int, head: int) -> None:
        super().__init__(
            Message(
                "The verdict is about revision {read} of “{id}”, but its newest is {head}.",
                id=entry_id,
                read=read,
                head=head,
            ),
            Message("Read it again: “deskbook change show {id}”.", id=entry_id),
        )


class RoleError(DeskbookError):
    """The person at the desk does not have the role that this takes."""

    exit_code = 15


class UnsoundDraftError(DeskbookError):
    """A text cannot be kept as a draft: it does not read as this entry, or its id is taken."""

    exit_code = 16


class TakenIdError(UnsoundDraftError):
    """A new entry was given the id of one that exists or existed; ids are never used again."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            Message("The id “{id}” belongs to an entry that exists or existed.", id=entry_id),
            Message(
                "Give the new entry another id, or edit the old one with “deskbook change edit {id}”.",
                id=entry_id,
            ),
        )


class ReleaseStoppedError(DeskbookError):
    """The gate is shut: something still stops the release, and nothing was published."""

    exit_code = 17


class ClockError(DeskbookError):
    """The machine's clock is behind what was recorded last; nothing was published."""

    exit_code = 18


class PictureError(DeskbookError):
    """A picture cannot be kept: it is too large, of another type, or does more than draw."""

    exit_code = 19


class TakenPictureError(PictureError):
    """The name of a picture means other bytes; a name means the same bytes for ever."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message("There is another picture called “{name}” already.", name=name),
            Message("Give the new one another name, and show it by that in the entries."),
        )


class PackRejectedError(DeskbookError):
    """A pack failed a check; nothing was installed. Each reason has a class and an exit code of its own."""

    exit_code = 30


class NotAPackError(PackRejectedError):
    """The file is no pack at all, or not a plain file."""

    exit_code = 30


class UnsignedPackError(PackRejectedError):
    """The pack carries no signature."""

    exit_code = 31


class UntrustedKeyError(PackRejectedError):
    """The pack is signed with a key that this desk does not trust."""

    exit_code = 32


class RevokedKeyError(PackRejectedError):
    """The pack is signed with a key that was revoked, or replaced by another."""

    exit_code = 33


class PackSignatureError(PackRejectedError):
    """The signature does not fit: what it covers was altered."""

    exit_code = 34


class PackAlteredError(PackRejectedError):
    """A member is not the one that the signed manifest names."""

    exit_code = 35


class PackLengthError(PackRejectedError):
    """The pack is longer or shorter than it says: a copy that was cut off, or one with something added."""

    exit_code = 36


class PackSizeError(PackRejectedError):
    """The pack declares more than a desk reads."""

    exit_code = 37


class PackNameError(PackRejectedError):
    """A member has a name that no member of a pack has."""

    exit_code = 38


class PackFormatError(PackRejectedError):
    """The pack is for another product, or of a format that this program does not know."""

    exit_code = 39


class PackProgramError(PackRejectedError):
    """The pack needs a newer program."""

    exit_code = 40


class PackSequenceError(PackRejectedError):
    """The pack is older than what is, or was, installed here."""

    exit_code = 41


class PackForkError(PackRejectedError):
    """The pack is of another handbook, or tells another past than the desk knows."""

    exit_code = 42


class PackClockError(PackRejectedError):
    """The machine's clock is behind the release in the pack, or the newest one seen."""

    exit_code = 43


class PackUnreadableError(PackRejectedError):
    """The pack cannot be read, or no longer: a share that is gone, a right that is missing."""

    exit_code = 44


class PackContentError(PackRejectedError):
    """The pack is signed and whole, but what it holds does not fit together."""

    exit_code = 45


class PackHomeError(DeskbookError):
    """A home is fed by packs or by an owner, never by both."""

    exit_code = 46


class KeyFileError(DeskbookError):
    """A key cannot be read or used: a wrong passphrase, a damaged file, no key at all."""

    exit_code = 47


class PolicyError(DeskbookError):
    """The policy file cannot be read; no pack is installed before it can."""

    exit_code = 48


class PackStateError(DeskbookError):
    """What was asked for cannot be done with the packs and releases that there are."""

    exit_code = 49


class NoDisplayError(DeskbookError):
    """The window was asked for where there is no display."""

    exit_code = 11
