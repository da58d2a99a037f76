"""The audit log: everything is in it, and whatever is done to it shows."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import DeskbookError, SourceError
from deskbook.model.audit import Action
from deskbook.model.cycle import CycleKind, Judgement
from tests.integration.cycle.support import AUTHOR, PUBLISHER, REVIEWER, Team, faq, team
from tests.unit.store.support import raw

REST = "at, who, action, subject, revision, detail, hash"
COLUMNS = ("at", "who", "action", "subject", "revision", "detail", "hash")


def quarter(desk: Team) -> None:
    """Do everything once that there is to be told."""
    desk.open_for_editing()
    desk.planner.assign("faq-invoice", owner="培训专员")
    desk.append("faq-invoice", "一")
    desk.write("faq-new", faq("faq-new").replace("2026-11-22", "2026-01-01"), "新问题")
    desk.write("faq-other", faq("faq-other"), "另一个")
    desk.drafts.withdraw("faq-other", reason="重复")
    desk.append("sop-refund", "一")
    desk.drafts.carry("sop-refund")
    desk.gate.accept("overdue-review", "faq-new", reason="年底复核")
    with desk.acting(REVIEWER):
        change = desk.drafts.change("faq-invoice")
        assert change.head is not None
        comment = desk.reviews.comment("faq-invoice", "好", revision=change.head, line=1)
        desk.reviews.resolve("faq-invoice", comment.id)
    release = desk.publish("2026Q4")
    assert release.parent is not None
    desk.publisher.rollback(release.parent, reason="写错了")
    desk.cycles.open(kind=CycleKind.EMERGENCY)
    desk.cycles.close("2026Q4-E1")


def test_everything_is_told_with_who_and_which_revision(desk: Team) -> None:
    quarter(desk)
    records = desk.audit.latest(1000)
    assert [record.number for record in records] == list(range(1, len(records) + 1))
    done = {record.deed.action for record in records}
    elsewhere = {Action.PACK, Action.INSTALL, Action.GO_BACK, Action.PICTURE}
    assert done == set(Action) - elsewhere - {Action.SCHEDULE, Action.RETURN}
    told = {(r.deed.who, r.deed.action, r.deed.subject, r.deed.revision) for r in records}
    assert (AUTHOR, Action.SAVE, "faq-invoice", 2) in told
    assert (REVIEWER, Action.APPROVE, "faq-invoice", 2) in told
    assert (PUBLISHER, Action.PUBLISH, "2", None) in told
    assert (AUTHOR, Action.IMPORT, "faq-invoice", 1) in told
    assert desk.audit.faults() == ()


def test_the_log_is_exported_as_csv(desk: Team) -> None:
    quarter(desk)
    rows = list(csv.DictReader(desk.audit.csv()))
    records = desk.audit.latest(1000)
    assert [row["hash"] for row in rows] == [record.hash for record in records]
    assert [row["who"] for row in rows] == [record.deed.who for record in records]
    assert rows[0].keys() == {"number", *COLUMNS}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace that has much to tell."""
    folder = tmp_path_factory.mktemp("told")
    with team(folder) as desk:
        quarter(desk)
    return folder


def faults(folder: Path) -> list[str]:
    with team(folder) as desk:
        return [str(fault) for fault in desk.audit.faults()]


def tamper(folder: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    with raw(folder / "workspace.sqlite") as database:
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'"
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        for statement, values in statements:
            database.execute(statement, values)
        for _, sql in triggers:
            database.execute(sql)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_one_byte_altered_anywhere_is_found_and_located(told: Path, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "home"
        shutil.copytree(told, folder)
        with raw(folder / "workspace.sqlite") as database:
            (length,) = database.execute("SELECT max(number) FROM audit").fetchone()
            number = data.draw(st.integers(1, length), label="record")
            column = data.draw(st.sampled_from(COLUMNS), label="column")
            query = f"SELECT CAST({column} AS BLOB) FROM audit WHERE number = ?"
            (value,) = database.execute(query, (number,)).fetchone()
        content = bytearray(value or b"")
        if content:
            place = data.draw(st.integers(0, len(content) - 1), label="place")
            content[place] ^= data.draw(st.integers(1, 255), label="bits")
        else:
            content = bytearray(b"7")
        tamper(
            folder,
            (f"UPDATE audit SET {column} = CAST(? AS TEXT) WHERE number = ?", (bytes(content), number)),
        )
        assert faults(folder)[0] == f"Audit record {number} was altered."


@pytest.mark.parametrize("keep", [0, 1, 10, -2, -1])
def test_a_log_that_was_cut_off_shows(told: Path, tmp_path: Path, keep: int) -> None:
    folder = tmp_path / "home"
    shutil.copytree(told, folder)
    with raw(folder / "workspace.sqlite") as database:
        (length,) = database.execute("SELECT max(number) FROM audit").fetchone()
    last = keep if keep >= 0 else length + keep
    tamper(folder, ("DELETE FROM audit WHERE number > ?", (last,)))
    assert faults(folder) == [f"Audit records {last + 1} to {length} are missing."]


def test_a_log_that_was_cut_off_and_sealed_anew_does_not_tell_of_the_releases(
    told: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "home"
    shutil.copytree(told, folder)
    with raw(folder / "workspace.sqlite") as database:
        (last,) = database.execute(
            "SELECT number - 1 FROM audit WHERE action = 'publish' AND subject = '2'"
        ).fetchone()
        (digest,) = database.execute("SELECT hash FROM audit WHERE number = ?", (last,)).fetchone()
    tamper(
        folder,
        ("DELETE FROM audit WHERE number > ?", (last,)),
        ("UPDATE audit_seal SET length = ?, hash = ?", (last, digest)),
    )
    assert [fault.partition("release ")[2] for fault in faults(folder)] == ["3 as it is.", "2 as it is."]


def test_a_record_taken_out_of_the_middle_shows(told: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    shutil.copytree(told, folder)
    tamper(folder, ("DELETE FROM audit WHERE number BETWEEN 5 AND 7", ()))
    assert faults(folder) == ["Audit records 5 to 7 are missing."]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit",
        "UPDATE audit SET who = 'x'",
        f"INSERT INTO audit SELECT 1000, {REST} FROM audit LIMIT 1",
        f"INSERT OR REPLACE INTO audit SELECT 2, {REST} FROM audit LIMIT 1",
        "DELETE FROM audit_seal",
        "UPDATE audit_seal SET length = 0",
        "INSERT INTO audit_seal VALUES (0, '')",
    ],
)
def test_the_database_itself_lets_the_log_only_grow(told: Path, statement: str) -> None:
    with raw(told / "workspace.sqlite") as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)


def test_a_refused_act_is_not_told(desk: Team) -> None:
    desk.open_for_editing()
    change = desk.append("faq-invoice", "一")
    before = desk.audit.latest(1000)
    for act in (
        lambda: desk.publisher.publish(),
        lambda: desk.cycles.open("2027Q1"),
        lambda: desk.reviews.judge("faq-invoice", Judgement.APPROVE, revision=change.head or 0),
    ):
        with pytest.raises(DeskbookError):
            act()
    assert desk.audit.latest(1000) == before


def test_the_exported_file_is_read_by_spreadsheets(desk: Team, tmp_path: Path) -> None:
    file = tmp_path / "audit.csv"
    desk.audit.export(file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfnumber,at,who")
    assert file.read_text(encoding="utf-8-sig").splitlines() == "".join(desk.audit.csv()).splitlines()
    with pytest.raises(SourceError, match="cannot be written"):
        desk.audit.export(tmp_path / "nowhere" / "audit.csv")
