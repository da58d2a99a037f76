"""Reviewing changes: verdicts under four eyes, remarks on lines, accepted warnings."""

from __future__ import annotations

from dataclasses import dataclass

from deskbook.model.cycle import Acceptance, Change, Comment, Judgement, Verdict
from deskbook.services.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything people said about a change.

    :param authors: who wrote part of it; none of them may approve it.
    :param verdicts: all, oldest first; those on earlier heads among them.
    :param standing: the verdict that counts, on the exact head; None if there is none.
    """

    change: Change
    authors: frozenset[str]
    verdicts: tuple[Verdict, ...]
    standing: Verdict | None
    comments: tuple[Comment, ...]


class Reviews:
    """The reviewer's work. Thread-safe."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def dossier(self, entry_id: str) -> Dossier:
        """Return what was said about the unsettled change of an entry.

        :raises UnknownChangeError: if there is none.
        """

    def judge(self, entry_id: str, judgement: Judgement, *, revision: int, text: str = "") -> Verdict:
        """Approve a change, or return it to its author.

        :param revision: the head that the reviewer read.
        :raises MovedHeadError: if the head is another by now.
        :raises FourEyesError: if the reviewer approves what they wrote themselves, be it in part.
        :raises CycleStateError: if the cycle is not in state review, the change was not submitted, or it is
            returned without a word.
        :raises UnknownChangeError: if the entry is not being changed.
        :raises RoleError: unless reviewer.
        """

    def comment(self, entry_id: str, text: str, *, revision: int, line: int = 0) -> Comment:
        """Remark on a line of a change.

        :param revision: the head that the line was counted in.
        :param line: 1-based; 0 for a remark on the whole.
        :raises MovedHeadError: if the head is another by now.
        :raises CycleStateError: if the change is in a state that does not allow it, or has no such line.
        :raises UnknownChangeError: if the entry is not being changed.
        """

    def resolve(self, entry_id: str, comment_id: int) -> None:
        """Mark a remark as settled.

        :raises UnknownChangeError: if the entry is not being changed, or has no such remark.
        """

    def accept(self, code: str, entry_id: str, *, reason: str) -> Acceptance:
        """Accept a warning of an entry as its text is now; another text needs another acceptance.

        :param code: the rule's, such as ``overdue-review``.
        :raises CycleStateError: if there is no reason.
        :raises UnknownEntryError: if there is no such entry.
        :raises RoleError: unless editor or reviewer.
        """
