"""Pictures on their way from a folder into the workspace, through releases, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.errors import PictureError, TakenPictureError
from deskbook.model.audit import Action
from deskbook.model.cycle import CycleState
from deskbook.model.picture import MAX_PICTURE, Picture
from deskbook.model.problem import Gravity
from deskbook.services.facade import Services
from tests.fakes import handbook
from tests.fakes.handbook import INVOICE
from tests.fakes.pictures import SVG, png
from tests.integration.test_exchange import tree

LABEL, FLOW, IDLE = Picture("label.png", png()), Picture("flow.svg", SVG), Picture("idle.png", png(shade=5))
SHOWING = INVOICE.replace(
    "在订单详情页申请。",
    "在订单详情页申请：\n\n![开票入口](pictures/label.png)\n\n![流程](pictures/flow.svg)",
)


@contextmanager
def opened(folder: Path) -> Iterator[Services]:
    services = bootstrap.open_services(folder / "home")
    try:
        yield services
    finally:
        services.close()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with opened(tmp_path) as services:
        yield services


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A handbook folder in which an entry shows two pictures."""
    target = handbook.write(tmp_path / "kb")
    assert SHOWING != INVOICE
    invoice = next(target.rglob("faq-invoice.md"))
    invoice.write_text(SHOWING, encoding="utf-8", newline="")
    put(target, LABEL, FLOW)
    return target


def put(folder: Path, *pictures: Picture) -> None:
    (folder / "pictures").mkdir(exist_ok=True)
    for picture in pictures:
        (folder / picture.path).write_bytes(picture.data)


def test_a_folder_with_pictures_comes_out_byte_for_byte(
    services: Services, folder: Path, tmp_path: Path
) -> None:
    report = services.exchange.import_folder(folder)
    assert (report.pictures, report.problems) == (2, ())
    again = services.exchange.import_folder(folder)
    assert (again.pictures, again.problems, again.added) == (0, (), ())
    count = services.exchange.export_folder(tmp_path / "out")
    assert count == len(tree(folder))
    assert tree(tmp_path / "out") == tree(folder)


def test_the_audit_log_tells_of_every_picture(services: Services, folder: Path) -> None:
    services.exchange.import_folder(folder)
    with services.workspace.work() as work:
        deeds = [r.deed for r in work.audit.records() if r.deed.action is Action.PICTURE]
    assert {(deed.subject, deed.detail) for deed in deeds} == {(p.name, p.hash) for p in (LABEL, FLOW)}
    assert services.audit.faults() == ()


def test_a_name_that_means_another_picture_is_reported_and_the_old_one_stays(
    services: Services, folder: Path
) -> None:
    services.exchange.import_folder(folder)
    put(folder, Picture("label.png", png(shade=200)))
    report = services.exchange.import_folder(folder)
    (problem,) = report.problems
    assert (problem.code, problem.place) == ("picture-changed", "pictures/label.png")
    assert tuple(services.pictures.find(["label.png"])) == (LABEL,)


def test_faulty_pictures_are_reported_and_the_rest_is_imported(services: Services, folder: Path) -> None:
    put(folder, Picture("flow.svg", SVG.replace(b"<rect", b"<script/><rect")))
    put(folder, Picture("Big Photo.png", png()), Picture("huge.png", b"\0" * (MAX_PICTURE + 1)))
    report = services.exchange.import_folder(folder)
    assert {(p.code, p.path) for p in report.problems} == {
        ("picture-unsafe", "pictures/flow.svg"),
        ("picture-name", "pictures/Big Photo.png"),
        ("picture-size", "pictures/huge.png"),
    }
    assert report.pictures == 1
    assert "faq-invoice" in report.added
    missing = [p for p in services.checker.workspace().problems if p.code == "missing-picture"]
    assert [(p.entry_id, str(p.reason)) for p in missing] == [
        ("faq-invoice", "There is no picture “flow.svg”.")
    ]


def test_what_no_entry_shows_is_reported_and_not_imported(services: Services, folder: Path) -> None:
    put(folder, IDLE)
    found = [p for p in services.checker.folder(folder).problems if p.code == "unused-picture"]
    assert [(p.path, p.gravity) for p in found] == [("pictures/idle.png", Gravity.WARNING)]
    services.exchange.import_folder(folder)
    assert set(services.pictures.hashes()) == {"label.png", "flow.svg"}
    name = services.pictures.keep(IDLE.data)
    found = [p for p in services.checker.workspace().problems if p.code == "unused-picture"]
    assert [p.path for p in found] == [f"pictures/{name}"]


def test_a_folder_is_checked_with_the_pictures_of_the_workspace(services: Services, folder: Path) -> None:
    services.exchange.import_folder(folder)
    for path in (folder / "pictures").iterdir():
        path.unlink()
    codes = {p.code for p in services.checker.folder(folder).problems}
    assert "missing-picture" not in codes


def test_a_single_file_brings_the_pictures_of_its_handbook(services: Services, folder: Path) -> None:
    report = services.exchange.import_folder(next(folder.rglob("faq-invoice.md")))
    assert (report.added, report.pictures) == (("faq-invoice",), 2)


def test_a_single_file_is_not_held_to_account_for_what_lies_around_it(
    services: Services, folder: Path, tmp_path: Path
) -> None:
    around = tmp_path / "pictures"  # as everybody's home has one
    around.mkdir()
    (around / "Holiday 1.jpeg").write_bytes(b"no picture")
    put(folder, Picture("Big Photo.png", png()), IDLE)
    for file in (folder / "shop.yaml", next(folder.rglob("faq-invoice.md"))):
        assert services.exchange.import_folder(file).problems == ()
        assert {p.path for p in services.checker.folder(file).problems if "pictures/" in p.path} == set()
    assert set(services.pictures.hashes()) == {"label.png", "flow.svg"}


def test_a_pasted_picture_is_named_by_its_content_and_kept_once(services: Services) -> None:
    name = services.pictures.keep(LABEL.data)
    assert name == f"pic-{LABEL.hash[:12]}.png"
    assert services.pictures.keep(LABEL.data) == name
    assert services.pictures.keep(SVG) == f"pic-{FLOW.hash[:12]}.svg"
    assert len(services.pictures.hashes()) == 2


def test_a_name_by_content_that_somebody_gave_to_other_bytes_is_left_alone(services: Services) -> None:
    with services.workspace.work(write=True) as work:
        work.pictures.add(Picture(f"pic-{LABEL.hash[:12]}.png", IDLE.data))
        work.commit()
    assert services.pictures.keep(LABEL.data) == f"pic-{LABEL.hash}.png"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", png() + b"\0" * MAX_PICTURE, b"<svg><script/></svg>"])
def test_what_cannot_be_a_picture_is_refused_with_one_sentence(services: Services, data: bytes) -> None:
    with pytest.raises(PictureError) as caught:
        services.pictures.keep(data)
    assert str(caught.value.what)
    assert caught.value.remedy is not None
    assert services.pictures.hashes() == {}


def test_an_old_release_still_shows_its_own_pictures(services: Services, folder: Path) -> None:
    services.exchange.import_starter(folder)
    with services.workspace.work(write=True) as work:
        stored = work.entries.get("faq-invoice")
        work.pictures.add(IDLE)
        source = SHOWING.replace("label.png", "idle.png").replace("![流程](pictures/flow.svg)", "见上。")
        now = datetime(2026, 12, 1, tzinfo=UTC)
        put = work.entries.put(
            "faq-invoice", "faq", source, author="", message="", at=now, seen=stored.version
        )
        items = {**work.releases.items(1), "faq-invoice": put.head.number}
        work.releases.add(name="2", effective=date(2027, 1, 1), author="", notes="", at=now, items=items)
        with pytest.raises(TakenPictureError):
            work.pictures.add(Picture("label.png", IDLE.data))
        work.commit()
    assert tuple(services.pictures.of_release(1)) == (FLOW, LABEL)
    assert tuple(services.pictures.of_release(2)) == (IDLE,)
    assert tuple(services.pictures.of_release()) == (IDLE,)


def test_the_gate_stops_an_entry_whose_picture_is_missing(services: Services, folder: Path) -> None:
    services.exchange.import_starter(folder)
    services.cycles.open("2026Q4")
    services.cycles.move("2026Q4", CycleState.PLAN)
    services.cycles.move("2026Q4", CycleState.EDIT)
    draft = services.drafts.text("faq-invoice")
    gone = draft.source.replace("label.png", "gone.png")
    services.drafts.save("faq-invoice", gone, seen=draft.seen, message="换图")
    codes = [p.code for p in services.gate.check().problems if p.entry_id == "faq-invoice"]
    assert "missing-picture" in codes
    draft = services.drafts.text("faq-invoice")
    services.drafts.save("faq-invoice", SHOWING + "\n", seen=draft.seen, message="换回来")
    codes = [p.code for p in services.gate.check().problems if p.entry_id == "faq-invoice"]
    assert "missing-picture" not in codes


def test_a_missing_picture_is_an_error_of_the_text_being_written(services: Services, folder: Path) -> None:
    services.exchange.import_starter(folder)
    examined = services.editing.examine(SHOWING.replace("label.png", "gone.png").replace("开票入口", ""))
    assert {p.code for p in examined.problems} == {"missing-picture", "picture-without-text"}
    assert {p.line for p in examined.problems} == {SHOWING[: SHOWING.index("label.png")].count("\n") + 1}
