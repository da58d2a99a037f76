"""An owner who makes packs, and a desk that installs them, over real files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from deskbook.markup import MarkdownMarkup
from deskbook.model.pack import public_line
from deskbook.model.person import EVERY_ROLE, Person
from deskbook.model.revision import Release
from deskbook.pack.adapter import SignedPacks, UnlockedKey
from deskbook.pack.keys import Signer
from deskbook.ports import PackSigner
from deskbook.services.audit import AuditLog
from deskbook.services.handbook import Handbook
from deskbook.services.history import History
from deskbook.services.installing import PackDesk
from deskbook.services.ledger import Ledger
from deskbook.services.packing import Packed, Packer
from deskbook.store.homes import HomeWorkspace
from deskbook.store.pins import PinFiles
from deskbook.store.workspace import open_workspace
from tests.integration.cycle.support import AUTHOR, START, Team, team

KEY = UnlockedKey(Signer(bytes([1]) * 32))
PROGRAM = "0.1.0"


@dataclass
class Owner:
    """Somebody who publishes and packs."""

    team: Team
    folder: Path

    @property
    def packer(self) -> Packer:
        return Packer(self.team.ledger)

    def publish(self, name: str, **texts: str) -> Release:
        """Publish a cycle that writes these texts; ``faq_a`` stands for ``faq-a``."""
        self.team.open_for_editing(name)
        for entry, source in texts.items():
            self.team.write(entry.replace("_", "-"), source)
        return self.team.publish(name)

    def pack(self, name: str = "a.dbk", signer: PackSigner = KEY, **options: object) -> Path:
        return self.build(name, signer, **options).path

    def build(self, name: str = "a.dbk", signer: PackSigner = KEY, **options: object) -> Packed:
        return self.packer.build(signer, target=self.folder / name, **options)  # type: ignore[arg-type]


class Agent:
    """A desk in a home of its own; ``now`` is the time there."""

    def __init__(self, home: Path, *, watch: str = "") -> None:
        home.mkdir(exist_ok=True)
        self.home = home
        self.now = START + timedelta(days=1)
        own = open_workspace(home / "workspace.sqlite", at=START)
        self.workspace = HomeWorkspace(
            own, home / "handbook.sqlite", lambda path: open_workspace(path, at=START)
        )
        self.policy = home / "policy.json"
        if not self.policy.exists():
            self.write_policy(trusted_keys=[public_line(KEY.public)], watch=watch)
        pins = PinFiles((self.policy,), home / "trusted_keys")
        markup = MarkdownMarkup()
        self.packs = PackDesk(self.workspace, SignedPacks(PROGRAM), pins, markup, self.clock, "agent")
        self.handbook = Handbook(self.workspace, markup, self.clock)
        self.history = History(self.workspace)
        self.ledger = Ledger(self.workspace, self.clock, lambda: Person(AUTHOR, EVERY_ROLE))
        self.audit = AuditLog(self.ledger)

    def clock(self) -> datetime:
        return self.now

    def write_policy(self, **values: object) -> None:
        self.policy.write_text(json.dumps(values), encoding="utf-8")

    def read(self) -> dict[str, str]:
        return {revision.entry_id: revision.source for revision in self.handbook.revisions()}

    def close(self) -> None:
        self.workspace.close()


@contextmanager
def owner(folder: Path, entries: dict[str, str] | None = None) -> Iterator[Owner]:
    home = folder / "owner"
    home.mkdir(parents=True, exist_ok=True)
    with team(home, entries=entries) as people:
        yield Owner(people, folder)


@contextmanager
def agent(home: Path, *, watch: str = "") -> Iterator[Agent]:
    desk = Agent(home, watch=watch)
    try:
        yield desk
    finally:
        desk.close()
