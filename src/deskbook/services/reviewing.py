"""Reviewing changes: verdicts under four eyes, remarks on lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskbook.errors import CycleStateError, Message, MovedHeadError, UnknownChangeError
from deskbook.model.audit import Action
from deskbook.model.cycle import Change, Comment, Judgement, Verdict
from deskbook.model.person import Role
from deskbook.revision.cycle import Act, after, judged, standing
from deskbook.services.cycles import find_cycle
from deskbook.services.drafting import unsettled
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
        with self._ledger.reading() as work:
            change = unsettled(work, entry_id)
            verdicts = work.reviews.verdicts(change.id)
            return Dossier(
                change,
                work.changes.authors(change.id),
                verdicts,
                standing(change, verdicts),
                work.reviews.comments(change.id),
            )

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
        with self._ledger.writing(Role.REVIEWER) as acting:
            work = acting.work
            change = unsettled(work, entry_id)
            state = judged(
                find_cycle(work, change.cycle),
                change,
                judgement,
                revision=revision,
                reviewer=acting.person.name,
                authors=work.changes.authors(change.id),
            )
            if judgement is Judgement.RETURN and not text.strip():
                raise CycleStateError(
                    Message("A change is returned with a word about what is missing."),
                    Message("Say what the author should do."),
                )
            verdict = Verdict(change.id, revision, judgement, text.strip(), acting.person.name, acting.at)
            work.reviews.judge(verdict)
            work.changes.put(replace(change, state=state))
            action = Action.APPROVE if judgement is Judgement.APPROVE else Action.RETURN
            digest = work.entries.revision(entry_id, revision).hash
            acting.record(action, entry_id, revision, f"{change.cycle} {digest} {verdict.text}".strip())
            acting.commit()
        return verdict

    def comment(self, entry_id: str, text: str, *, revision: int, line: int = 0) -> Comment:
        """Remark on a line of a change.

        :param revision: the head that the line was counted in.
        :param line: 1-based; 0 for a remark on the whole.
        :raises MovedHeadError: if the head is another by now.
        :raises CycleStateError: if the change is in a state that does not allow it, has no such line, or
            nothing is said.
        :raises UnknownChangeError: if the entry is not being changed.
        """
        with self._ledger.writing() as acting:
            work = acting.work
            change = unsettled(work, entry_id)
            after(find_cycle(work, change.cycle), change, Act.COMMENT)
            if change.head != revision:
                raise MovedHeadError(entry_id, revision, change.head or 0)
            source = work.entries.revision(entry_id, revision).source
            if not text.strip() or not 0 <= line <= len(source.splitlines()):
                raise CycleStateError(
                    Message("A remark needs words, and a line that “{id}” has.", id=entry_id),
                    Message("Read the text with its lines: “deskbook change show {id}”.", id=entry_id),
                )
            comment = work.reviews.comment(
                Comment(0, change.id, revision, line, text.strip(), acting.person.name, acting.at)
            )
            acting.record(Action.COMMENT, entry_id, revision, f"{change.cycle} #{comment.id}")
            acting.commit()
        return comment

    def resolve(self, entry_id: str, comment_id: int) -> None:
        """Mark a remark as settled.

        :raises UnknownChangeError: if the entry is not being changed, or has no such remark.
        """
        with self._ledger.writing() as acting:
            change = unsettled(acting.work, entry_id)
            remarks = {comment.id for comment in acting.work.reviews.comments(change.id)}
            if comment_id not in remarks:
                raise UnknownChangeError(f"{entry_id} #{comment_id}")
            acting.work.reviews.resolve(comment_id, acting.person.name)
            acting.record(Action.RESOLVE, entry_id, change.head, f"{change.cycle} #{comment_id}")
            acting.commit()
