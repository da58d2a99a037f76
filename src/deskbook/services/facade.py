"""Everything the window and the command line may call, in one value that bootstrap makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from deskbook.ports import DeskData, FeedbackFiles, Journal, Markup, PackKeys, Workspace
from deskbook.services.audit import AuditLog
from deskbook.services.beginning import Beginning
from deskbook.services.calming import Calming
from deskbook.services.changes import Drafts
from deskbook.services.checking import Checker
from deskbook.services.copies import Copies
from deskbook.services.copying import Copier
from deskbook.services.cycles import Cycles
from deskbook.services.editing import Editing
from deskbook.services.exchanging import Exchange
from deskbook.services.feedback import FeedbackDesk
from deskbook.services.finding import Finder
from deskbook.services.gate import Gate
from deskbook.services.guarding import PhraseGuard
from deskbook.services.handbook import Handbook
from deskbook.services.history import History
from deskbook.services.insight import Insights
from deskbook.services.installing import PackDesk
from deskbook.services.merging import Merging
from deskbook.services.mine import Keeper
from deskbook.services.news import News
from deskbook.services.packing import Packer
from deskbook.services.people import People
from deskbook.services.pictures import Pictures
from deskbook.services.planning import Planner
from deskbook.services.publishing import Publisher
from deskbook.services.reviewing import Reviews
from deskbook.services.saving import Written
from deskbook.services.sending import Sender
from deskbook.services.settings import Preferences
from deskbook.services.travelling import Then, TimeTravel


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases over one home.

    ``resources`` is the folder of themes, icons and catalogues, ``starter`` that of the handbook that comes
    with the program; ``names`` are a shop's own for the program, by language.
    """

    home: Path
    resources: Path
    starter: Path
    beginning: Beginning
    names: Mapping[str, str]
    clock: Callable[[], datetime]
    workspace: Workspace
    desk: DeskData
    markup: Markup
    handbook: Handbook
    history: History
    news: News
    finder: Finder
    travel: TimeTravel
    copier: Copier
    copies: Copies
    exchange: Exchange
    checker: Checker
    pictures: Pictures
    phrase_guard: PhraseGuard
    sender: Sender
    calming: Calming
    people: People
    cycles: Cycles
    planner: Planner
    drafts: Drafts
    reviews: Reviews
    gate: Gate
    publisher: Publisher
    audit: AuditLog
    saving: Written
    insights: Insights
    editing: Editing
    merging: Merging
    pack_keys: PackKeys
    packer: Packer
    pack_desk: PackDesk
    preferences: Preferences
    keeper: Keeper
    feedback: FeedbackDesk
    feedback_files: FeedbackFiles
    journal: Journal
    close: Callable[[], None]
    """Releases files and threads; call it last."""

    def at(self, then: Then) -> Services:
        """Return the same for an agent who reads the handbook of an earlier time.

        What is written goes where it always goes. The phrase guard, the releases and the news stay today's.
        """
        book = then.handbook
        return replace(
            self,
            handbook=book,
            finder=then.finder,
            sender=self.sender.over(book),
            calming=self.calming.over(book),
            keeper=self.keeper.over(book),
            feedback=self.feedback.over(book),
        )
