"""Choosing the real adapters and wiring the services over one home."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from deskbook.errors import Message, StorageError
from deskbook.exchange.feedback import FeedbackFile
from deskbook.exchange.folder import MarkdownFolder
from deskbook.markup import MarkdownMarkup, MarkdownSources
from deskbook.model.pack import Policy
from deskbook.pack.adapter import SignedPacks, SigningKeys
from deskbook.places import carried_file, data_folder, home_folder, machine_policy, preferences_of
from deskbook.search.index import open_index
from deskbook.search.past import FolderPastIndexes
from deskbook.search.synonyms import Synonyms
from deskbook.services.audit import AuditLog
from deskbook.services.beginning import Beginning
from deskbook.services.branding import read_names
from deskbook.services.calming import Calming
from deskbook.services.changes import Drafts
from deskbook.services.checking import Checker
from deskbook.services.copies import Copies
from deskbook.services.copying import Copier
from deskbook.services.cycles import Cycles
from deskbook.services.editing import Editing
from deskbook.services.exchanging import Exchange
from deskbook.services.facade import Services
from deskbook.services.feedback import FeedbackDesk
from deskbook.services.finding import Finder
from deskbook.services.gate import Gate
from deskbook.services.guarding import PhraseGuard
from deskbook.services.handbook import Handbook
from deskbook.services.history import History
from deskbook.services.insight import Insights
from deskbook.services.installing import PackDesk
from deskbook.services.language import preferred_language, use_language
from deskbook.services.ledger import Ledger
from deskbook.services.merging import Merging
from deskbook.services.mine import Keeper
from deskbook.services.news import News
from deskbook.services.packing import Packer
from deskbook.services.people import People
from deskbook.services.pictures import Pictures
from deskbook.services.planning import Planner
from deskbook.services.publishing import Publisher
from deskbook.services.recording import opening, recorded
from deskbook.services.reviewing import Reviews
from deskbook.services.saving import Written
from deskbook.services.sending import Sender
from deskbook.services.travelling import TimeTravel
from deskbook.store.database import Place, Server
from deskbook.store.desk import open_desk
from deskbook.store.homes import HomeWorkspace
from deskbook.store.journal import JournalFile
from deskbook.store.restore import restore_workspace
from deskbook.store.workspace import open_workspace

WORKSPACE_FILE = "workspace.sqlite"
HANDBOOK_FILE = "handbook.sqlite"
"""What packs brought to a desk."""


def workspace_place(folder: Path, chosen: str) -> Place:
    """Return where a home keeps its workspace: on a server, or in a file of its own.

    :param chosen: the URL that its settings name, empty for none; ``DESKBOOK_WORKSPACE`` goes before it.
    """
    url = os.environ.get("DESKBOOK_WORKSPACE") or chosen
    return Server(url, folder) if url else folder / WORKSPACE_FILE


def account() -> str:
    """Return the name of the machine's account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "unknown"


def open_services(home: Path | None = None) -> Services:
    """Open a home, creating it if need be.

    :raises StorageError: if the home cannot be used.
    """
    folder = home_folder(home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            Message("The data folder cannot be made: {detail}.", detail=error.strerror),
            Message("Choose another with --home or DESKBOOK_HOME."),
            str(folder),
        ) from error
    journal = JournalFile(folder / "logs" / "deskbook.log", _now)
    with recorded(journal):
        return _open_services(folder, journal)


def _open_services(folder: Path, journal: JournalFile) -> Services:
    opening(journal)
    pins, policy = machine_policy(folder)
    preferences = preferences_of(folder, policy)
    resources = data_folder("resources")
    use_language(preferences.current.language or preferred_language(), resources / "i18n")
    own = open_workspace(workspace_place(folder, preferences.current.workspace), at=_now())
    workspace = HomeWorkspace(own, folder / HANDBOOK_FILE, lambda path: open_workspace(path, at=_now()))
    desk = open_desk(folder / "desk.sqlite", at=_now())
    synonyms = Synonyms.load(resources / "search" / "synonyms.toml")
    index = open_index(folder / "index", synonyms=synonyms)
    past = FolderPastIndexes(folder / "index" / "past", index)
    markup = MarkdownMarkup()
    handbook = Handbook(workspace, markup, _now)
    finder = Finder(handbook, index, desk, _now)
    people = People(workspace, preferences, os.environ.get("DESKBOOK_USER", ""), account())
    ledger = Ledger(workspace, _now, people.current)
    drafts = Drafts(ledger, markup)
    gate = Gate(ledger, handbook)
    pictures = Pictures(ledger)
    exchange = Exchange(workspace, handbook, markup, MarkdownFolder(), ledger, drafts, pictures)
    innocents = resources / "innocent-sentences.txt"
    guard = PhraseGuard(handbook, markup, _now, lambda: innocents.read_text(encoding="utf-8"))
    copier = Copier(markup, lambda: preferences.current.level)
    checker = Checker(handbook, exchange, pictures, markup, _now)
    written = Written(ledger, drafts)
    history = History(workspace)
    pack_desk = PackDesk(workspace, SignedPacks(version("deskbook")), pins, markup, _now, account())
    starter = data_folder("kb")

    def close() -> None:
        past.close()
        index.close()
        desk.close()
        workspace.close()
        journal.note("closed")

    return Services(
        home=folder,
        resources=resources,
        starter=starter,
        beginning=Beginning(exchange, pack_desk, first=carried_file("first.dbk"), starter=starter),
        names=read_names(resources / "branding.toml"),
        clock=_now,
        workspace=workspace,
        desk=desk,
        markup=markup,
        handbook=handbook,
        history=history,
        news=News(workspace, handbook, history, desk, preferences, _now),
        finder=finder,
        travel=TimeTravel(workspace, handbook, finder, past),
        copier=copier,
        copies=Copies(desk, _now),
        exchange=exchange,
        checker=checker,
        pictures=pictures,
        phrase_guard=guard,
        sender=Sender(guard, handbook, desk, preferences, _now),
        calming=Calming(handbook, copier, lambda: (resources / "mood.toml").read_text(encoding="utf-8")),
        people=people,
        cycles=Cycles(ledger, handbook),
        planner=Planner(ledger, handbook, desk),
        drafts=drafts,
        reviews=Reviews(ledger),
        gate=gate,
        publisher=Publisher(ledger, gate, handbook),
        audit=AuditLog(ledger),
        saving=written,
        insights=Insights(ledger, handbook, desk, copies=desk),
        editing=Editing(handbook, written, desk, markup, MarkdownSources(), checker, guard, _now),
        merging=Merging(history, written, desk),
        pack_keys=SigningKeys(),
        packer=Packer(ledger),
        pack_desk=pack_desk,
        preferences=preferences,
        keeper=Keeper(handbook, copier, desk, _now),
        feedback=FeedbackDesk(handbook, desk.feedback, _now, policy.keep_searches),
        feedback_files=FeedbackFile(),
        journal=journal,
        close=close,
    )


def restore(backup: Path, home: Path | None = None) -> None:
    """Put a backup in place of a home's workspace; the replaced one is kept among the backups.

    :raises BackupError: if ``backup`` is not a sound backup; nothing is replaced then.
    """
    folder = home_folder(home)
    chosen = preferences_of(folder, Policy()).current.workspace
    brought = folder / HANDBOOK_FILE
    place = brought if brought.exists() else workspace_place(folder, chosen)
    restore_workspace(backup, place, at=_now())


def _now() -> datetime:
    return datetime.now(UTC)
