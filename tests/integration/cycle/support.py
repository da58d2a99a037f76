"""A team at work on a real workspace: a small handbook, several people, a clock that goes when told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from deskbook.exchange.folder import MarkdownFolder
from deskbook.markup import MarkdownMarkup
from deskbook.model.cycle import Change, Cycle, CycleState, Judgement
from deskbook.model.person import EVERY_ROLE, Person, Role
from deskbook.model.revision import Release
from deskbook.services.audit import AuditLog
from deskbook.services.changes import Drafts
from deskbook.services.cycles import Cycles
from deskbook.services.exchanging import Exchange
from deskbook.services.gate import Gate
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger
from deskbook.services.pictures import Pictures
from deskbook.services.planning import Planner
from deskbook.services.publishing import Publisher
from deskbook.services.reviewing import Reviews
from deskbook.store.database import Place
from deskbook.store.desk import open_desk
from deskbook.store.workspace import SqlWorkspace, open_workspace
from tests.fakes import handbook as fake

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AUTHOR, REVIEWER, PUBLISHER = "撰稿人", "复核人", "发布人"

PLAIN = """\
---
id: {id}
title: {title}
stage: presale
topic: 发票
owner: 售前主管
reviewed: 2026-11-22
---

## 解答

{answer}

## 话术

### 简洁 {{#concise}}

> 好的，我帮您看一下。

### 安抚 {{#warm}}

> 别担心，我来帮您看一下。
"""


def faq(entry_id: str, answer: str = "在订单详情页申请。", title: str = "") -> str:
    """Return a sound FAQ that leans on nothing."""
    return PLAIN.format(id=entry_id, title=title or entry_id, answer=answer)


class Team:
    """Every service over one workspace; ``who`` is at the desk, ``now`` is the time."""

    def __init__(self, workspace: SqlWorkspace, folder: Path) -> None:
        self.workspace = workspace
        self.now = START
        self.who = AUTHOR
        self.roles: frozenset[Role] = EVERY_ROLE
        markup = MarkdownMarkup()
        self.ledger = Ledger(workspace, lambda: self.now, lambda: Person(self.who, self.roles))
        self.desk = open_desk(folder / "desk.sqlite", at=START)
        self.handbook = Handbook(workspace, markup, lambda: self.now)
        self.drafts = Drafts(self.ledger, markup)
        self.pictures = Pictures(self.ledger)
        self.exchange = Exchange(
            workspace, self.handbook, markup, MarkdownFolder(), self.ledger, self.drafts, self.pictures
        )
        self.cycles = Cycles(self.ledger, self.handbook)
        self.planner = Planner(self.ledger, self.handbook, self.desk)
        self.reviews = Reviews(self.ledger)
        self.gate = Gate(self.ledger, self.handbook)
        self.publisher = Publisher(self.ledger, self.gate, self.handbook)
        self.audit = AuditLog(self.ledger)

    @property
    def today(self) -> date:
        return self.ledger.today()

    @contextmanager
    def acting(self, who: str) -> Iterator[None]:
        """Let somebody else sit at the desk."""
        before, self.who = self.who, who
        try:
            yield
        finally:
            self.who = before

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def open_for_editing(self, name: str = "2026Q4", *, effective: date | None = None) -> Cycle:
        self.cycles.open(name, effective=effective or self.today)
        self.cycles.move(name, CycleState.PLAN)
        return self.cycles.move(name, CycleState.EDIT)

    def write(self, entry_id: str, source: str, message: str = "改写") -> Change:
        """Save a text over whatever is the newest one."""
        known = self.known(entry_id)
        return self.drafts.save(entry_id, source, seen=known, message=message)

    def known(self, entry_id: str) -> int | None:
        with self.workspace.work() as work:
            change = work.changes.of_entry(entry_id)
            stored = work.entries.find(entry_id)
        if change is not None and change.head is not None:
            return change.head
        return stored.head.number if stored else None

    def append(self, entry_id: str, line: str) -> Change:
        """Add a paragraph to an entry."""
        draft = self.drafts.text(entry_id)
        return self.drafts.save(
            entry_id, f"{draft.source}\n## 附注 {line}\n\n{line}\n", seen=draft.seen, message=f"补充{line}"
        )

    def submit_all(self, cycle: str) -> None:
        for card in self.cycles.board(cycle).cards:
            if not card.change.state.settled and card.change.head is not None:
                self.drafts.submit(card.change.entry_id, seen=card.change.head)

    def approve_all(self, cycle: str) -> None:
        with self.acting(REVIEWER):
            for card in self.cycles.board(cycle).cards:
                if not card.change.state.settled and card.change.head is not None:
                    self.reviews.judge(card.change.entry_id, Judgement.APPROVE, revision=card.change.head)

    def publish(self, cycle: str) -> Release:
        """Take a cycle in state edit all the way."""
        self.submit_all(cycle)
        self.cycles.move(cycle, CycleState.REVIEW)
        self.approve_all(cycle)
        self.cycles.move(cycle, CycleState.PUBLISH)
        self.accept_warnings(cycle)
        with self.acting(PUBLISHER):
            return self.publisher.publish(cycle).release

    def accept_warnings(self, cycle: str) -> None:
        for problem in self.gate.check(cycle).problems:
            if problem.gravity == "warning":
                self.gate.accept(problem.code, problem.entry_id, reason="知道了", cycle=cycle)

    def read(self) -> dict[str, str]:
        """Return what agents read today: entry id -> source."""
        return {revision.entry_id: revision.source for revision in self.handbook.revisions()}

    def close(self) -> None:
        self.desk.close()
        self.workspace.close()


def write_sound(folder: Path, entries: dict[str, str] | None = None) -> Path:
    """Write a small handbook without faults, or these entries and a shop profile, and return the folder."""
    if entries is None:
        fake.write(folder)
        # The window's tests want faults to show; a release wants none.
        procedure = folder / "sop" / "aftersale" / "sop-refund.md"
        way = "- 已经发货 → [拦截包裹](#intercept)\n- 客户撤回"
        procedure.write_text(fake.REFUND.replace("- 客户撤回", way), encoding="utf-8")
        arrival = folder / "faq" / "aftersale" / "faq-refund-arrival.md"
        arrival.write_text(fake.ARRIVAL.replace("  - faq-gone\n", ""), encoding="utf-8")
    else:
        (folder / "shop.yaml").write_text(fake.SHOP, encoding="utf-8")
        for entry_id, text in entries.items():
            (folder / f"{entry_id}.md").write_text(text, encoding="utf-8")
    return folder


@contextmanager
def team(
    folder: Path, *, entries: dict[str, str] | None = None, place: Place | None = None
) -> Iterator[Team]:
    """Open a workspace with a small sound handbook, already imported.

    :param place: of the workspace; None for one in ``folder``.
    """
    one = Team(open_workspace(place or folder / "workspace.sqlite", at=START), folder)
    try:
        if not one.exchange.is_empty():
            yield one
            return
        with tempfile.TemporaryDirectory() as name:
            report = one.exchange.import_folder(write_sound(Path(name), entries))
            assert not report.problems
        yield one
    finally:
        one.close()
