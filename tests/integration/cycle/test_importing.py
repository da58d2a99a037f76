"""What an import does once the workspace is governed by cycles."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.errors import CycleStateError, RoleError, UnknownCycleError
from deskbook.model.cycle import ChangeKind
from deskbook.model.person import Role
from tests.integration.cycle.support import REVIEWER, Team, faq


@pytest.fixture
def folder(tmp_path: Path, desk: Team) -> Path:
    """What an export writes, with one file edited and one new."""
    out = tmp_path / "out"
    desk.exchange.export_folder(out)
    invoice = out / "faq" / "presale" / "faq-invoice.md"
    invoice.write_text(invoice.read_text(encoding="utf-8") + "\n## 附\n\n改了。\n", encoding="utf-8")
    (out / "faq" / "presale" / "faq-new.md").write_text(faq("faq-new"), encoding="utf-8")
    return out


def test_until_the_first_cycle_an_import_takes_effect_at_once(desk: Team, folder: Path) -> None:
    report = desk.exchange.import_folder(folder)
    assert (report.added, report.updated, report.cycle) == (("faq-new",), ("faq-invoice",), "")
    assert "改了" in desk.read()["faq-invoice"]
    desk.cycles.open("2026Q4")
    assert "改了" in desk.read()["faq-invoice"], "the first cycle hid what was imported before it"


def test_in_a_cycle_the_files_become_changes(desk: Team, folder: Path) -> None:
    desk.open_for_editing()
    before = desk.read()
    report = desk.exchange.import_folder(folder, message="整理")
    assert (report.added, report.updated, report.cycle) == (("faq-new",), ("faq-invoice",), "2026Q4")
    assert desk.read() == before
    kinds = {card.change.entry_id: card.change.kind for card in desk.cycles.board().cards}
    assert kinds == {"faq-new": ChangeKind.NEW, "faq-invoice": ChangeKind.EDIT}
    again = desk.exchange.import_folder(folder)
    assert (again.added, again.updated) == ((), ())


def test_without_a_cycle_in_edit_an_import_is_refused(desk: Team, folder: Path) -> None:
    desk.cycles.open("2026Q4")
    with pytest.raises(CycleStateError, match="cycle move"):
        desk.exchange.import_folder(folder)
    desk.cycles.close()
    with pytest.raises(UnknownCycleError, match="deskbook cycle open"):
        desk.exchange.import_folder(folder)
    assert desk.cycles.all()[0].name == "2026Q4"
    assert not desk.exchange.is_empty()


def test_an_import_leaves_other_peoples_drafts_alone(desk: Team, folder: Path) -> None:
    desk.open_for_editing()
    with desk.acting(REVIEWER):
        desk.append("faq-invoice", "别人的")
        desk.append("sop-refund", "别人的")
    report = desk.exchange.import_folder(folder)
    assert [(p.code, p.entry_id) for p in report.problems] == [("changed-elsewhere", "faq-invoice")]
    assert report.added == ("faq-new",)
    assert desk.drafts.text("faq-invoice").source.endswith("别人的\n")
    # The file of the other one says what is accepted: it asks for nothing.
    assert desk.drafts.text("sop-refund").source.endswith("别人的\n")


def test_an_import_goes_on_from_ones_own_draft(desk: Team, folder: Path) -> None:
    desk.open_for_editing()
    desk.append("faq-invoice", "自己的")
    assert desk.exchange.import_folder(folder).updated == ("faq-invoice",)
    assert desk.drafts.text("faq-invoice").source.endswith("改了。\n")


def test_importing_into_a_cycle_takes_an_editor(desk: Team, folder: Path) -> None:
    desk.open_for_editing()
    desk.roles = frozenset({Role.REVIEWER})
    with pytest.raises(RoleError):
        desk.exchange.import_folder(folder)
