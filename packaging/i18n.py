"""Keep the translations in step with the sources.

python packaging/i18n.py update    collect the sentences of src into the catalogues
python packaging/i18n.py compile   write the .mo files that the program reads
python packaging/i18n.py check     tell whether everything is translated and in step; exit 1 if not
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "deskbook"
CATALOGUES = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_CN", "zh_TW")
KEYWORDS = frozenset({"_", "tr", "N_", "Message"})

_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_CLUTTER = re.compile(
    r'"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator'
    r"|Language-Team|Generated-By): "
)
"""Header lines that say nothing here, or change without a reason."""
_FIELD = re.compile(r"\{([^{}]*)\}")


def catalogue_file(language: str, suffix: str = "po") -> Path:
    """Return the file of one language's catalogue."""
    return CATALOGUES / language / "LC_MESSAGES" / f"deskbook.{suffix}"


def collect() -> Catalog:
    """Return every sentence of the sources with the files it stands in."""
    catalogue = Catalog(project="Deskbook", charset="utf-8", fuzzy=False)
    for file in sorted(SOURCES.rglob("*.py")):
        name = file.relative_to(SOURCES).as_posix()
        for message in _sentences(file.read_text(encoding="utf-8")):
            # Line numbers would change the catalogues with every edit of a source.
            catalogue.add(message, locations=[(f"src/deskbook/{name}", 0)])
    return catalogue


def _sentences(source: str) -> Iterator[str]:
    """Yield what a source has translated. Babel's own extractor does not look into f-strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            match node.args:
                case [ast.Constant(value=str(text)), *_rest]:
                    yield text


def load(language: str) -> Catalog:
    """Return the kept catalogue of one language, empty if there is none."""
    file = catalogue_file(language)
    if not file.exists():
        return Catalog(locale=language, project="Deskbook", charset="utf-8", fuzzy=False)
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def save(language: str, catalogue: Catalog) -> None:
    """Write the catalogue of one language: sorted and without dates, so that a diff shows words only."""
    catalogue.header_comment = f"# Translations of Deskbook: {language}."
    file = catalogue_file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, include_lineno=False, sort_output=True)
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not _CLUTTER.match(line)), encoding="utf-8")


def compiled(catalogue: Catalog) -> bytes:
    """Return the content of the .mo file."""
    # Babel puts the present minute where the catalogue names no date: the same words must give the same file.
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> None:
    """Add new sentences to the catalogues, without a translation, and drop those that are gone."""
    sources = collect()
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(sources, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        save(language, catalogue)


def compile_all() -> None:
    """Write the .mo files."""
    for language in LANGUAGES:
        catalogue_file(language, "mo").write_bytes(compiled(load(language)))


def faults() -> list[str]:
    """Return what is wrong with the catalogues, a line a fault."""
    sources = {str(message.id) for message in collect() if message.id}
    found: list[str] = []
    for language in LANGUAGES:
        catalogue = load(language)
        texts = {str(m.id): str(m.string) for m in catalogue if m.id}
        missing = sources - {source for source, text in texts.items() if text}
        found += [f"{language}: not translated: {source}" for source in sorted(missing)]
        found += [f"{language}: no longer used: {source}" for source in sorted(set(texts) - sources)]
        for source, text in sorted(texts.items()):
            if text and set(_FIELD.findall(source)) != set(_FIELD.findall(text)):
                found.append(f"{language}: placeholders differ: {source}")
        binary = catalogue_file(language, "mo")
        if not binary.exists() or binary.read_bytes() != compiled(catalogue):
            found.append(f"{language}: deskbook.mo is not in step: run “compile”")
    return found


def main(arguments: list[str]) -> int:
    """Carry out one command."""
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            lines = faults()
            sys.stdout.writelines(f"{line}\n" for line in lines)
            return 1 if lines else 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
