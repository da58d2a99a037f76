"""``python -m benchmarks.phrases``: the tables of the phrase guard in ``docs/benchmarks.md``."""

from __future__ import annotations

from pathlib import Path

from benchmarks.phrases.quality import (
    HELD_OUT,
    HELD_OUT_OTHER_HAND,
    OTHER_HAND,
    judged,
    mark,
    measure,
    phrases,
    print_marked,
    print_quality,
    sentences,
)
from benchmarks.phrases.speed import chat, print_growth, print_speed
from deskbook.guard.engine import Guard

INNOCENTS = Path(__file__).parents[2] / "resources" / "innocent-sentences.txt"


def main() -> None:
    """Print quality, false alarms on the innocent corpus, speed and growth."""
    listed, labelled, held_out = phrases(), sentences(), sentences(HELD_OUT)
    guard = Guard(listed)
    categories = {phrase.id: phrase.category.value for phrase in listed}
    print(f"## Quality over {len(labelled)} labelled sentences, {len(listed)} phrases\n")
    print_quality(measure(guard, labelled, categories), faults=True)
    print(f"\n## Quality over {len(held_out)} sentences held out\n")
    print_quality(measure(guard, held_out, categories), faults=False)
    for path, part in ((OTHER_HAND, "of other hands"), (HELD_OUT_OTHER_HAND, "of another hand, held out")):
        others = judged(path)
        print(f"\n## Quality over {len(others)} sentences {part}\n")
        print_marked(mark(guard, others, categories))
    lines = INNOCENTS.read_text(encoding="utf-8").splitlines()
    innocents = [line for line in lines if line.strip() and not line.startswith("#")]
    alarms = sum(bool(guard.check(line)) for line in innocents)
    print(f"\n{alarms} false alarms on {len(innocents)} further innocent sentences.")
    print("\n## Speed\n")
    print_speed(listed, chat(labelled, innocents))
    print("\n## Growth on worst-case inputs\n")
    print_growth(listed)


if __name__ == "__main__":
    main()
