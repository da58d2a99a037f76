"""The log file: every line is kept until enough newer ones came, whoever writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from deskbook.store.journal import KEPT, LONGEST, JournalFile

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def journal(folder: Path) -> JournalFile:
    return JournalFile(folder / "logs" / "deskbook.log", lambda: NOON)


def test_a_line_tells_when_who_and_what(tmp_path: Path) -> None:
    log = journal(tmp_path)
    log.note("refused", "StorageError", "3")
    stamp, process, *rest = log.text().split()
    assert stamp == "2026-11-22T12:00:00+00:00"
    assert process.isdecimal()
    assert rest == ["refused", "StorageError", "3"]


def test_the_log_rotates_and_never_outgrows_its_place(tmp_path: Path) -> None:
    logs = journal(tmp_path), journal(tmp_path)  # as two processes have them
    line = "x" * 1000
    written = (KEPT + 3) * LONGEST // len(line)
    for number in range(written):
        logs[number % 2].note("event", str(number), line)
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == [
        "deskbook.log",
        *(f"deskbook.log.{n}" for n in range(1, KEPT + 1)),
    ]
    assert all(file.stat().st_size < LONGEST + 2 * len(line) for file in files)
    numbers = [int(kept.split()[3]) for kept in logs[0].text().splitlines()]
    assert numbers == list(range(numbers[0], written))


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way", encoding="utf-8")
    log = journal(tmp_path)
    log.note("event")
    assert log.text() == ""
