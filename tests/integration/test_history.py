"""``deskbook history``, ``diff`` and ``blame``, and the service below them, on a real workspace."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from deskbook.errors import UnknownEntryError, UnknownReleaseError, UnknownRevisionError
from deskbook.services.facade import Services

RUNTIME = Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST = """---
id: sop-refund
title: 退款处理流程
stage: aftersale
topic: 退款
owner: 售后主管
reviewed: 2026-11-22
aliases:
  - 怎么退钱
---

## 步骤

### 核对订单 {#check role=售后接待 limit=5m}

看付款和发货状态。

### 直接退款 {#refund role=退款处理 limit=24h}

按原支付方式退款，在备注里写明原因。
"""
SECOND = FIRST.replace("limit=24h", "limit=48h").replace("  - 怎么退钱\n", "  - 怎么退钱\n  - 退款多久\n")
THIRD = SECOND.replace("在备注里写明原因", "在备注里写清原因").replace("owner: 售后主管", "owner: 售后组长")
LAWS = "- id: cpl-25\n  law: 消法\n  article: '25'\n  subject: 七日无理由\n  checked: 2026-11-22\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an SOP in three revisions, a retired one, a register and two releases."""
    monkeypatch.setenv("DESKBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    services = bootstrap.open_services(tmp_path / "home")
    other = FIRST.replace("sop-refund", "sop-other")
    with services.workspace.work(write=True) as work:
        seen = None
        for number, source in enumerate((FIRST, SECOND, THIRD), start=1):
            seen = work.entries.put(
                "sop-refund", "sop", source, author=f"作者{number}", message=f"改{number}", at=NOON, seen=seen
            ).version
        put = work.entries.put("sop-other", "sop", other, author="作者1", message="", at=NOON, seen=None)
        archived = other.replace("topic:", "status: archived\ntopic:")
        work.entries.put(
            "sop-other", "sop", archived, author="作者2", message="下架", at=NOON, seen=put.version
        )
        work.entries.put("laws", "laws", LAWS, author="法务", message="", at=NOON, seen=None)
        work.releases.add(
            name="2026Q4",
            effective=date(2026, 10, 1),
            author="作者1",
            notes="",
            at=NOON,
            items={"sop-refund": 1, "sop-other": 1},
        )
        work.releases.add(
            name="2027Q1",
            effective=date(2027, 1, 1),
            author="作者1",
            notes="",
            at=NOON,
            items={"sop-refund": 2, "sop-other": 2, "laws": 1},
        )
        work.commit()
    services.close()
    return tmp_path / "home"


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    opened = bootstrap.open_services(home)
    yield opened
    opened.close()


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments, RUNTIME)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


Run = Callable[..., tuple[int, str, str]]


def test_history_tells_who_why_and_in_which_release(services: Services, run: Run) -> None:
    versions = services.history.of("sop-refund")
    assert [v.revision.number for v in versions] == [3, 2, 1]
    assert [[r.name for r in v.releases] for v in versions] == [[], ["2027Q1"], ["2026Q4"]]
    code, out, _ = run("history", "sop-refund")
    assert code == 0
    rows = [line.split() for line in out.splitlines()]
    assert [(row[0], row[3], row[-1]) for row in rows] == [
        ("3", "作者3", "改3"),
        ("2", "作者2", "改2"),
        ("1", "作者1", "改1"),
    ]
    told = json.loads(run("history", "laws", "--json")[1])
    assert [(one["revision"], one["author"], one["releases"]) for one in told] == [
        (1, "法务", [{"number": 2, "name": "2027Q1"}])
    ]


def test_an_old_revision_can_be_taken_back(services: Services) -> None:
    assert services.history.revision("sop-refund", 1).source == FIRST
    assert services.history.revision("sop-refund").source == THIRD


def test_diff_of_revisions(services: Services, run: Run) -> None:
    found = services.history.diff("sop-refund")
    assert (found.old and found.old.number, found.new and found.new.number) == (2, 3)
    assert services.history.diff("sop-refund", 1, 3).diff.old_source == FIRST
    first = services.history.diff("sop-refund", new=1)
    assert (first.old, first.title, first.diff.new_source) == (None, "退款处理流程", FIRST)

    code, out, _ = run("diff", "sop-refund", "1", "2")
    assert code == 0
    assert "sop-refund  退款处理流程" in out
    assert "    + 退款多久" in out
    assert "步骤 › 直接退款  Time limit: 24 h → 48 h" in out
    assert "核对订单" not in out
    assert "按原支付方式退款，在备注里写[-明-]{+清+}原因。" in run("diff", "sop-refund")[1]


def test_diff_as_json(run: Run) -> None:
    told = json.loads(run("diff", "sop-refund", "1", "3", "--json")[1])
    assert (told["from"]["revision"], told["to"]["author"], told["changed"]) == (1, "作者3", True)
    assert {value["field"]: (value["old"], value["new"]) for value in told["fields"]} == {
        "owner": ("售后主管", "售后组长"),
        "aliases": (["怎么退钱"], ["怎么退钱", "退款多久"]),
    }
    [part] = told["parts"]
    assert [(a["field"], a["old"], a["new"]) for a in part["attributes"]] == [("limit", "24h", "48h")]
    edited = [line for line in part["lines"] if line["change"] == "edited" and line["kind"] == "paragraph"]
    assert "".join(span["new"] for span in edited[0]["spans"]) == "按原支付方式退款，在备注里写清原因。"


def test_diff_of_releases(services: Services, run: Run) -> None:
    found = services.history.compare(1, 2)
    assert (found.entries.added, found.entries.edited) == (("laws",), ("sop-refund",))
    assert (found.entries.retired, found.entries.unchanged) == (("sop-other",), ())
    assert found.titles == {"laws": "laws", "sop-refund": "退款处理流程", "sop-other": "退款处理流程"}
    code, out, _ = run("diff", "--releases", "1", "2")
    assert code == 0
    assert [line for line in out.splitlines() if "sop-other" in line] == ["  sop-other  退款处理流程"]
    told = json.loads(run("diff", "--releases", "2", "1", "--json")[1])
    assert [one["id"] for one in told["added"]] == ["sop-other"]
    assert "Time limit: 24 h → 48 h" in run("diff", "sop-refund", "--releases", "1", "2")[1]
    assert "not there → revision 1" in run("diff", "laws", "--releases", "1", "2")[1]


def test_diff_of_what_is_the_same(run: Run) -> None:
    assert "Nothing differs." in run("diff", "sop-refund", "2", "2")[1]
    assert "0 unchanged" in run("diff", "--releases", "1", "2")[1]


def test_blame(services: Services, run: Run) -> None:
    told = {one.block.text: one.revision.number for one in services.history.blame("sop-refund")}
    assert told["  - 退款多久"] == 2
    assert told["owner: 售后组长"] == 3
    assert told["title: 退款处理流程"] == 1
    assert set(services.history.blame("sop-refund", 1)[0].revision.author) == set("作者1")
    rows = run("blame", "sop-refund")[1].splitlines()
    assert any(row.startswith("2") and row.endswith("  - 退款多久") for row in rows)
    as_json: list[dict[str, Any]] = json.loads(run("blame", "sop-refund", "--revision", "2", "--json")[1])
    assert {one["revision"] for one in as_json} == {1, 2}


@pytest.mark.parametrize(
    "arguments",
    [
        ("history", "faq-nowhere"),
        ("diff", "faq-nowhere"),
        ("diff", "sop-refund", "9"),
        ("diff", "sop-refund", "1", "9"),
        ("diff", "--releases", "1", "9"),
        ("diff", "faq-nowhere", "--releases", "1", "2"),
        ("blame", "sop-refund", "--revision", "9"),
    ],
)
def test_what_is_not_there_is_named(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert "faq-nowhere" in err or "9" in err


@pytest.mark.parametrize(
    "arguments", [("diff",), ("diff", "sop-refund", "0"), ("diff", "a", "1", "--releases", "1", "2")]
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err


def test_errors_of_the_service(services: Services) -> None:
    with pytest.raises(UnknownRevisionError):
        services.history.revision("sop-refund", 4)
    with pytest.raises(UnknownReleaseError):
        services.history.compare(3, 1)
    with pytest.raises(UnknownEntryError):
        services.history.of("sop-nowhere")
