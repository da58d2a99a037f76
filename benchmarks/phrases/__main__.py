"""``python -m benchmarks.phrases``: the tables of the phrase guard in ``docs/benchmarks.md``."""

from __future__ import annotations

from pathlib import Path

from benchmarks.phrases.quality import measure, phrases, print_quality, sentences
from benchmarks.phrases.speed import chat, print_growth, print_speed
from deskbook.guard.engine import Guard

INNOCENTS = Path(__file__).parents[2] / "resources" / "innocent-sentences.txt"


def main() -> None:
    """Print quality, false alarms on the innocent corpus, speed and growth."""
    listed, labelled = phrases(), sentences()
    guard = Guard(listed)
    print(f"## Quality over {len(labelled)} labelled sentences, {len(listed)} phrases\n")
    print_quality(measure(guard, labelled, {phrase.id: phrase.category.value for phrase in listed}))
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
