"""Is everything in order: the doctor's findings, and the self-test of an installed program."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deskbook.errors import DeskbookError, Message
from deskbook.model.entry import Faq
from deskbook.model.problem import Gravity
from deskbook.model.query import Query
from deskbook.services.facade import Services
from deskbook.services.language import sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is in order, and what was seen."""

    name: Message
    sound: bool
    detail: str = ""


def diagnose(services: Services) -> Iterator[Finding]:
    """Look at a home without altering it."""
    damage = services.workspace.check()
    yield Finding(Message("Database is sound"), not damage, "; ".join(damage))
    broken = services.audit.faults()
    yield Finding(
        Message("Audit log is unbroken"), not broken, "; ".join(sentence(fault) for fault in broken)
    )
    heads = services.handbook.heads()
    yield Finding(Message("Handbook has entries"), bool(heads), str(len(heads)))
    indexed = services.finder.indexed()
    current = indexed == services.handbook.searchable()
    # No fault: the index is made anew from the database whenever it is asked for.
    waits = Message("Search index is made anew at the next search")
    name = Message("Search index is up to date") if current else waits
    yield Finding(name, True, f"{len(indexed)}/{len(heads)}")
    report = services.checker.workspace()
    errors = report.count(Gravity.ERROR)
    yield Finding(Message("Content has no errors"), not errors, str(errors))


def self_test(open_services: Callable[[Path], Services]) -> Iterator[Finding]:
    """Do the main jobs once in a throw-away home: import, search, fill, export, check."""
    with tempfile.TemporaryDirectory(prefix="deskbook-selftest-") as folder:
        services = open_services(Path(folder) / "home")
        try:
            yield from _main_jobs(services, Path(folder) / "export")
        finally:
            services.close()


def _main_jobs(services: Services, target: Path) -> Iterator[Finding]:
    try:
        heads = services.handbook.heads()
        yield Finding(Message("Starter handbook is imported"), bool(heads), str(len(heads)))
        services.finder.refresh()
        services.finder.warm_up()
        current = services.finder.indexed() == services.handbook.searchable()
        yield Finding(Message("Search index is built"), current)
        yield from (_found(services, wanted) for wanted in _sample(services))
        count = services.exchange.export_folder(target)
        again, problems = services.exchange.read(target)
        same = {i.id: i.source for i in again} == {
            revision.entry_id: revision.source for revision in services.handbook.revisions()
        } | {i.id: i.source for i in again if i.entry is None}
        yield Finding(Message("Export reads back the same"), same and not problems, str(count))
        yield from diagnose(services)
    except DeskbookError as error:
        yield Finding(Message("No step failed"), False, str(error))


def _sample(services: Services) -> list[Faq]:
    """Return a few FAQs that have an alias to be found by."""
    faqs = [e for e in services.handbook.entries() if isinstance(e, Faq) and e.aliases]
    return faqs[:: max(1, len(faqs) // 3)][:3]


def _found(services: Services, faq: Faq) -> Finding:
    wording = faq.aliases[0]
    query = Query(text=wording, day=services.clock().astimezone().date(), limit=5)
    hits = services.finder.search(query).hits
    return Finding(
        Message("Search finds “{wording}”", wording=wording), faq.id in {h.id for h in hits}, faq.id
    )
