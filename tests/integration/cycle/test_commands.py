"""The commands of the quarterly revision: what they print, and how they refuse."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from tests.integration.cycle.support import faq, write_sound


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def deskbook(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over a small sound handbook, as 撰稿人 unless told otherwise."""
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.setenv("DESKBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, who: str = "撰稿人") -> Result:
        monkeypatch.setenv("DESKBOOK_USER", who)
        runtime = Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)
        code = main([str(a) for a in arguments], runtime)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Result(code, captured.out, captured.err)

    (tmp_path / "kb").mkdir()
    assert run("import", write_sound(tmp_path / "kb")).code == 0
    return run


@pytest.fixture
def editing(deskbook: Run) -> Run:
    for words in (("open", "2026Q4"), ("move", "plan"), ("move", "edit")):
        assert deskbook("cycle", *words).code == 0
    return deskbook


def test_who_is_at_the_desk(deskbook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deskbook("whoami", "--json").json == {
        "name": "撰稿人",
        "roles": ["editor", "publisher", "reviewer"],
        "from": "environment",
    }
    refused = deskbook("whoami", "--name", "复核人")
    assert (refused.code, "DESKBOOK_USER" in refused.err) == (2, True)
    assert deskbook("whoami", "--json", who="").json["from"] == "account"
    shown = deskbook("whoami", "--name", " 复核  组长 ", "--role", "reviewer", "--json", who="").json
    assert shown == {"name": "复核 组长", "roles": ["reviewer"], "from": "settings"}
    assert deskbook("whoami", "--role", "boss").code == 2
    assert "复核 组长" in deskbook("whoami", who="").out
    assert deskbook("cycle", "open").code == 15


def test_without_a_cycle_the_way_in_is_told(deskbook: Run, tmp_path: Path) -> None:
    assert deskbook("cycle", "status").code == 1
    assert deskbook("cycle", "open", "2026Q4").code == 0
    assert deskbook("cycle", "close").code == 0
    refused = deskbook("import", tmp_path / "kb")
    assert (refused.code, "deskbook cycle open" in refused.err) == (1, True)


REFUSED = [
    (("cycle", "open", "2027Q1"), 13, "2026Q4 is still open"),
    (("cycle", "move", "publish"), 13, "cannot go"),
    (("cycle", "move", "nowhere"), 2, ""),
    (("cycle", "date", "2000-01-01"), 13, "past"),
    (("cycle", "date", "soon"), 2, "2026-12-31"),
    (("cycle", "close", "2025Q1"), 1, "2025Q1"),
    (("change", "submit", "faq-invoice"), 1, "faq-invoice"),
    (("change", "edit", "faq-nowhere", "--file", "kb/shop.yaml"), 1, "faq-nowhere"),
    (("change", "edit", "faq-invoice", "--file", "nowhere"), 6, "nowhere"),
    (("change", "edit", "faq-invoice", "--file", "kb/shop.yaml"), 16, "faq-invoice"),
    (("change", "new", "kb/faq/presale/faq-invoice.md"), 16, "existed"),
    (("change", "retire", "shop", "-m", "x"), 16, "register"),
    (("review", "approve", "faq-invoice", "1"), 1, "faq-invoice"),
    (("review", "accept", "overdue-review", "faq-invoice", "-m", "x"), 13, "stops"),
    (("publish",), 17, "Nothing was published"),
    (("publish", "2025Q1"), 1, "2025Q1"),
    (("rollback", "9", "-m", "x"), 1, "9"),
    (("rollback", "1", "-m", "x"), 17, "roll back"),
    (("releases", "9"), 1, "9"),
]


def test_what_cannot_be_done_is_refused_in_a_sentence(editing: Run) -> None:
    for words, code, said in REFUSED:
        result = editing(*words)
        assert (words, result.code, said in result.err) == (words, code, True), result.err


def test_a_stale_file_is_refused(editing: Run, tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    text.write_text(faq("faq-invoice", "第一次。"), encoding="utf-8")
    assert editing("change", "edit", "faq-invoice", "--file", text, "--seen", "1", "-m", "一").code == 0
    text.write_text(faq("faq-invoice", "第二次。"), encoding="utf-8")
    assert editing("change", "edit", "faq-invoice", "--file", text, "--seen", "1").code == 7
    assert "第一次" in editing("change", "show", "faq-invoice").out


def test_what_was_typed_into_the_editor_survives_a_refusal(
    editing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "editor.py"
    program.write_text(
        "import sys, pathlib\npathlib.Path(sys.argv[1]).write_text('没有字段')\n", encoding="utf-8"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    refused = editing("change", "edit", "faq-invoice")
    assert refused.code == 16
    (kept,) = [line for line in refused.err.splitlines() if line.startswith("Your text is kept in ")]
    assert Path(kept.removeprefix("Your text is kept in ")).read_text(encoding="utf-8") == "没有字段"
    for command, said in (("false", "editor failed"), ("", "No editor")):
        monkeypatch.setenv("EDITOR", command)
        result = editing("change", "edit", "faq-invoice")
        assert (result.code, said in result.err) == (6, True)


def test_a_change_from_draft_to_release_in_json(editing: Run, tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    today = date.today()  # noqa: DTZ011 - as the program's own clock has it
    source = faq("faq-gift", title="能写贺卡吗").replace("2026-11-22", today.isoformat())
    text.write_text(source, encoding="utf-8")
    (made,) = editing("change", "new", text, "-m", "能否代写", "--json").json
    assert (made["entry_id"], made["kind"], made["state"], made["head"]) == ("faq-gift", "new", "draft", 1)
    assert editing("change", "submit", "faq-gift").code == 0
    assert editing("cycle", "move", "review").code == 0
    assert [card["entry_id"] for card in editing("review", "list", "--json").json] == ["faq-gift"]
    comment = editing("review", "comment", "faq-gift", "1", "好", "--line", "2", "--json", who="复核人").json
    assert editing("review", "resolve", "faq-gift", str(comment["id"])).code == 0
    assert editing("review", "approve", "faq-gift", "1").code == 14
    assert (
        editing("review", "approve", "faq-gift", "1", "--json", who="复核人").json["judgement"] == "approve"
    )
    shown = editing("change", "show", "faq-gift", "--json").json
    assert [(v["reviewer"], v["counts"]) for v in shown["verdicts"]] == [("复核人", True)]
    assert [(c["text"], c["resolved"]) for c in shown["comments"]] == [("好", True)]
    assert editing("cycle", "move", "publish").code == 0
    status = editing("cycle", "status", "--json").json
    assert [problem["code"] for problem in status["gate"]["problems"]] == ["no-effective-date"]
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert editing("cycle", "date", tomorrow).code == 0
    assert editing("cycle", "status", "--json").json["gate"]["open"] is True
    (tmp_path / "notes.md").write_text("说明\n", encoding="utf-8")
    (release,) = editing("publish", "--notes", tmp_path / "notes.md", "--json", who="发布人").json
    assert (release["name"], release["notes"], release["in_force"]) == ("2026Q4", "说明\n", False)
    assert editing("show", "faq-gift").code == 1
    assert "能写贺卡吗" in editing("show", "faq-gift", "--as-of", tomorrow).out
    assert editing("cycle", "status", "2026Q4", "--json").json["gate"] is None
    log = editing("audit", "--json").json
    assert [record["action"] for record in log][-2:] == ["publish", "close"]
    assert editing("audit", "--csv", "-").out.count("\n") == log[-1]["number"] + 1
    assert editing("audit", "--csv", tmp_path / "nowhere" / "log.csv").code == 6


def overtaken(deskbook: Run, tmp_path: Path, mine: str, urgent: tuple[str, str]) -> None:
    """Let an emergency accept a text while the quarter's draft waits; both are made from the same one."""
    name = "faq-invoice.md"
    accepted = deskbook("show", "faq-invoice").out
    (tmp_path / name).write_text(accepted.replace("在订单详情页申请。", mine), encoding="utf-8")
    assert deskbook("change", "edit", "faq-invoice", "--file", tmp_path / name, "-m", "季度").code == 0
    assert deskbook("change", "carry", "faq-invoice").code == 0
    assert deskbook("cycle", "open", "--emergency").code == 0
    (tmp_path / name).write_text(accepted.replace(*urgent), encoding="utf-8")
    emergency = ("--cycle", "2026Q4-E1")
    edit = ("change", "edit", "faq-invoice", "--file", tmp_path / name, "-m", "急改", *emergency)
    assert deskbook(*edit).code == 0
    head = str(deskbook("change", "show", "faq-invoice", "--json").json["head"])
    assert deskbook("change", "submit", "faq-invoice").code == 0
    assert deskbook("cycle", "move", "review", *emergency).code == 0
    assert deskbook("review", "approve", "faq-invoice", head, who="复核人").code == 0
    assert deskbook("cycle", "move", "publish", *emergency).code == 0
    assert deskbook("publish", "2026Q4-E1", who="发布人").code == 0
    assert deskbook("change", "edit", "faq-invoice", "--file", _draft(deskbook, tmp_path)).code == 0


def _draft(deskbook: Run, tmp_path: Path) -> Path:
    """Write down the quarter's draft with one more line, so that saving it takes the change up again."""
    path = tmp_path / "draft.md"
    shown = deskbook("history", "faq-invoice", "--json").json
    number = next(one["revision"] for one in shown if one["message"] == "季度")
    source = _source(tmp_path, number)
    path.write_text(source + "\n## 内部备注\n\n- 多一行。\n", encoding="utf-8")
    return path


def _source(tmp_path: Path, number: int) -> str:
    services = bootstrap.open_services(tmp_path / "home")
    source = services.history.revision("faq-invoice", number).source
    services.close()
    return source


def test_a_stale_draft_is_joined_without_an_editor_where_nothing_contradicts(
    editing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    overtaken(editing, tmp_path, "在订单详情页申请。一天内开好。", ("怎么开发票", "发票怎么开"))
    assert editing("change", "show", "faq-invoice", "--json").json["stale"]
    assert editing("change", "merge", "faq-invoice", "-m", "合上").code == 0
    shown = editing("change", "show", "faq-invoice", "--json").json
    assert not shown["stale"]
    assert "在订单详情页申请。一天内开好。" in shown["source"]
    assert "发票怎么开" in shown["source"]
    assert "多一行" in shown["source"]


def test_what_contradicts_is_said_in_words_and_settled_in_the_editor(
    editing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaken(editing, tmp_path, "一天内开好。", ("在订单详情页申请。", "两天内开好。"))
    monkeypatch.setenv("EDITOR", "sed -i.bak s/一天内开好/一两天内开好/")
    merged = editing("change", "merge", "faq-invoice", "-m", "合上")
    assert merged.code == 0
    assert "一天内开好。" in merged.err
    assert "两天内开好。" in merged.err
    shown = editing("change", "show", "faq-invoice", "--json").json
    assert (shown["stale"], "一两天内开好。" in shown["source"]) == (False, True)
