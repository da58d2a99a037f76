"""Print how long gate, plan and impact take over a large handbook: ``python -m benchmarks.cycle``.

The handbook is the starter's FAQs again and again under new ids, each with words of its own. All times are of
the processor, so that other work on the machine does not count. Every row is measured with room for 512
parsed entries, as it was once, and with the room there is now, in turns.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from deskbook.bootstrap import open_services
from deskbook.model.cycle import CycleState
from deskbook.places import data_folder
from deskbook.services.facade import Services
from deskbook.services.gate import Gate
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger
from deskbook.services.planning import Planner
from deskbook.services.publishing import Publisher
from deskbook.services.remembering import REMEMBERED

CHANGED = 20
ONCE = 512
CYCLE = "2027Q1"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    count = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        services = open_services(Path(folder) / "home")
        try:
            _fill(services, Path(folder) / "kb", count)
            _print(services, count)
        finally:
            services.close()


def _fill(services: Services, folder: Path, count: int) -> None:
    """Make a released handbook of ``count`` FAQs, and a cycle that changes some of them."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(data_folder("kb").glob("faq/*/*.md"))]
    chance = random.Random(5)
    letters = "".join(sources)
    for number in range(count):
        source = sources[number % len(sources)]
        old = source.partition("id: ")[2].partition("\n")[0]
        words = "".join(filter(str.isalpha, chance.sample(letters, 400)))
        source = source.replace(f"id: {old}\n", f"id: faq-{number}\n").replace(
            "## 解答\n", f"## 解答\n\n{words}\n"
        )
        target = folder / "faq" / str(number % 100) / f"faq-{number}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8")
    services.exchange.import_starter(folder)
    services.cycles.open(CYCLE)
    for state in (CycleState.PLAN, CycleState.EDIT):
        services.cycles.move(CYCLE, state)
    for number in range(CHANGED):
        draft = services.drafts.text(f"faq-{number}")
        source = draft.source.replace("## 解答\n", "## 解答\n\n又改了。\n")
        services.drafts.save(draft.entry_id, source, seen=draft.seen, message="改")


def _print(services: Services, count: int) -> None:
    print(f"{count} entries, {CHANGED} of them changed; seconds of the processor\n")
    print("| | as it was | first time | again | as it was / first | as it was / again |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in ("gate", "plan", "impact"):
        before = _seconds(_work(services, ONCE)[name])
        works = _work(services, REMEMBERED)
        first = _seconds(works[name])
        again = _seconds(works[name])
        ratios = f"{before / first:.1f} | {before / again:.1f}"
        print(f"| {name} | {before:.2f} | {first:.2f} | {again:.2f} | {ratios} |")


def _work(services: Services, remembered: int) -> dict[str, Callable[[], object]]:
    """Return what is measured, as it is in a process that parsed nothing yet."""
    handbook = Handbook(services.workspace, services.markup, services.clock, remembered=remembered)
    ledger = Ledger(services.workspace, services.clock, services.people.current)
    gate = Gate(ledger, handbook)
    return {
        "gate": lambda: gate.check(CYCLE),
        "plan": lambda: Planner(ledger, handbook, services.desk).gather(CYCLE),
        "impact": lambda: Publisher(ledger, gate, handbook).impact(CYCLE),
    }


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
