"""The licences of everything that the packages hold, in full, as one text."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterable
from pathlib import Path

from installers.product import ROOT
from installers.run import output
from installers.sbom import Part

_COMMON = Path("/usr/share/common-licenses")
_RULE = "=" * 100


def document(parts: Iterable[Part]) -> str:
    """Return the text: ours, Python's, Qt's, then those of packages and libraries."""
    parts = list(parts)
    sections = [("Deskbook", (ROOT / "LICENSE").read_text(encoding="utf-8"))]
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    sections.append(("CPython", python.read_text(encoding="utf-8")))
    # The wheels of Qt bring no text of the licence that we use them under.
    sections += [(f"Qt, PySide6 and shiboken6: {name}", _common(name)) for name in ("LGPL-3", "GPL-3")]
    names = [part.name for part in parts if part.origin == "pypi"]
    sections.append(("Python packages", _python_packages(names)))
    sections += [
        (f"{part.name} {part.version} (Debian)", _debian(part.name)) for part in parts if part.origin == "deb"
    ]
    return "\n".join(f"{_RULE}\n{title}\n{_RULE}\n\n{text.strip()}\n" for title, text in sections)


def _python_packages(names: list[str]) -> str:
    return output(
        *("pip-licenses", "--from=mixed", "--format=plain-vertical", "--with-license-file"),
        *("--with-notice-file", "--no-license-path", "--packages", *names),
    )


def _common(name: str) -> str:
    file = _COMMON / name
    return file.read_text(encoding="utf-8") if file.is_file() else f"https://www.gnu.org/licenses/ ({name})"


def _debian(package: str) -> str:
    return Path("/usr/share/doc", package, "copyright").read_text(encoding="utf-8", errors="replace")
