"""Folders in, folders out: byte for byte, in one transaction, with every fault reported."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import SourceError
from deskbook.exchange.folder import MarkdownFolder
from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import AnyEntry
from deskbook.model.person import Person
from deskbook.ports import Cancelled
from deskbook.services.changes import Drafts
from deskbook.services.exchanging import Exchange, canonical_path
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger
from deskbook.services.pictures import Pictures
from deskbook.store.workspace import open_workspace
from tests.strategies import entries, faqs

KB = Path(__file__).parents[2] / "kb"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
markup = MarkdownMarkup()


@contextmanager
def exchange(folder: Path) -> Iterator[tuple[Exchange, Handbook]]:
    workspace = open_workspace(folder / "workspace.sqlite", at=NOW)
    handbook = Handbook(workspace, markup, lambda: NOW)
    ledger = Ledger(workspace, lambda: NOW, lambda: Person("培训专员"))
    drafts = Drafts(ledger, markup)
    try:
        yield (
            Exchange(workspace, handbook, markup, MarkdownFolder(), ledger, drafts, Pictures(ledger)),
            handbook,
        )
    finally:
        workspace.close()


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@given(
    st.lists(entries, min_size=1, max_size=4, unique_by=lambda entry: entry.id),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_import_then_export_gives_the_same_bytes(found: list[AnyEntry], newline: str, mark: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for entry in found:
            path = folder / "in" / canonical_path(entry)
            path.parent.mkdir(parents=True, exist_ok=True)
            source = markup.write(entry).replace("\n", newline)
            path.write_bytes(("\ufeff" * mark + source).encode("utf-8"))
        with exchange(folder) as (moved, handbook):
            report = moved.import_folder(folder / "in")
            assert not report.problems
            assert moved.export_folder(folder / "out") == len(found)
            assert {e.id: e for e in handbook.entries()} == {e.id: e for e in found}
        assert tree(folder / "out") == tree(folder / "in")


def test_the_starter_handbook_survives_the_journey(tmp_path: Path) -> None:
    with exchange(tmp_path) as (moved, _):
        report = moved.import_folder(KB)
        assert not report.problems
        shown = {name for name in tree(KB) if name.startswith("pictures/")}
        assert len(report.added) + len(shown) == moved.export_folder(tmp_path / "out")
    assert tree(tmp_path / "out") == {k: v for k, v in tree(KB).items() if k != "README.md"}


def test_importing_again_changes_nothing_and_an_edit_makes_one_revision(tmp_path: Path) -> None:
    with exchange(tmp_path) as (moved, handbook):
        count = len(moved.import_folder(KB).added)
        again = moved.import_folder(KB)
        assert (again.added, again.updated, again.unchanged) == ((), (), count)
        assert not again.changes
        moved.export_folder(tmp_path / "out")
        path = tmp_path / "out" / "faq" / "insale" / "faq-ship-when.md"
        path.write_text(path.read_text(encoding="utf-8") + "\n## 附注\n\n新的一段。\n", encoding="utf-8")
        report = moved.import_folder(tmp_path / "out", message="补一段")
        assert report.updated == ("faq-ship-when",)
        head = handbook.stored("faq-ship-when").head
        assert (head.number, head.parent, head.message, head.author) == (2, 1, "补一段", "培训专员")


def test_faulty_files_are_reported_and_the_good_ones_load(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    good = (KB / "faq" / "insale" / "faq-ship-when.md").read_text(encoding="utf-8")
    folder.mkdir()
    (folder / "faq-ship-when.md").write_text(good, encoding="utf-8")
    (folder / "twin").mkdir()
    (folder / "twin" / "faq-ship-when.md").write_text(good, encoding="utf-8")
    (folder / "faq-latin.md").write_bytes("---\nid: faq-latin\ntitle: 退款\n".encode("gb18030"))
    (folder / "faq-binary.md").write_bytes(os.urandom(2000))
    (folder / "faq-empty.md").write_text("", encoding="utf-8")
    (folder / "faq-huge.md").write_text("x" * 5_000_000, encoding="utf-8")
    (folder / "faq-long.md").write_text("x" * 1_500_000, encoding="utf-8")
    (folder / "shop.yaml").write_text("name: [\n", encoding="utf-8")
    (folder / "laws.yaml").write_text("- id: a\n", encoding="utf-8")
    with exchange(tmp_path) as (moved, handbook):
        report = moved.import_folder(folder)
        assert report.added == ("faq-ship-when",)
        assert set(handbook.heads()) == {"faq-ship-when"}
    by_path = {problem.path: problem for problem in report.problems}
    assert set(by_path) == {
        "twin/faq-ship-when.md",
        "faq-latin.md",
        "faq-binary.md",
        "faq-empty.md",
        "faq-huge.md",
        "faq-long.md",
        "shop.yaml",
        "laws.yaml",
    }
    assert by_path["faq-latin.md"].code == "not-utf-8"
    assert by_path["faq-latin.md"].line == 3
    assert by_path["twin/faq-ship-when.md"].code == "duplicate-id"
    assert all(str(problem.reason) and str(problem.remedy) for problem in report.problems)


@pytest.mark.parametrize("what", ["nowhere", "empty", "locked"])
def test_paths_that_cannot_be_imported(tmp_path: Path, what: str) -> None:
    folder = tmp_path / what
    if what == "empty":
        folder.mkdir()
        (folder / "notes.txt").write_text("x", encoding="utf-8")
    elif what == "locked":
        folder.write_bytes(b"\0" * 10)
        folder = folder / "below a file"
    with exchange(tmp_path) as (moved, handbook):
        with pytest.raises(SourceError) as caught:
            moved.import_folder(folder)
        assert caught.value.where == str(folder)
        assert caught.value.remedy is not None
        assert not handbook.heads()


def test_a_cancelled_import_leaves_nothing(tmp_path: Path) -> None:
    def stop_half_way(done: int, total: int) -> None:
        if done > total // 2:
            raise Cancelled

    with exchange(tmp_path) as (moved, handbook):
        with pytest.raises(Cancelled):
            moved.import_folder(KB, progress=stop_half_way)
        assert not handbook.heads()
        with pytest.raises(Cancelled):
            moved.import_starter(KB, stop_half_way)
        assert moved.is_empty()


def test_the_starter_is_the_first_release_and_only_fills_an_empty_workspace(tmp_path: Path) -> None:
    with exchange(tmp_path) as (moved, handbook):
        added = moved.import_starter(KB).added
        assert added
        assert moved.import_starter(KB).added == ()
        revision, release = handbook.as_of("faq-ship-when", 1)
        assert (revision.number, release.number, release.effective) == (1, 1, NOW.date())
        assert handbook.as_of("faq-ship-when", NOW.date())[0] == revision


def test_an_export_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with exchange(tmp_path) as (moved, _):
        moved.import_folder(KB / "shop.yaml")
        with pytest.raises(SourceError):
            moved.export_folder(tmp_path / "taken")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "a file"


@given(faqs())
@settings(max_examples=10, deadline=None)
def test_a_single_file_can_be_imported(entry: AnyEntry) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"{entry.id}.md"
        path.write_text(markup.write(entry), encoding="utf-8", newline="")
        with exchange(Path(name)) as (moved, handbook):
            assert moved.import_folder(path).added == (entry.id,)
            assert handbook.get(entry.id) == entry
