"""``deskbook check-phrase`` over a small handbook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from tests.fakes import handbook

RUNTIME = Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)
WAIT = """\
---
id: ban-dont-worry
title: 放心
category: overpromise
severity: warn
pattern: 请放心
owner: 质检主管
reviewed: 2026-11-22
---

## 原因

放不放心是客户的事。

## 替换说法

> 我盯着这件事，有消息马上告诉您。

> 进度我随时同步给您。
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("DESKBOOK_HOME", str(folder))
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    services = bootstrap.open_services(folder)
    services.exchange.import_folder(handbook.write(tmp_path / "kb"))
    services.close()
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ban-dont-worry.md"
    path.write_text(WAIT, encoding="utf-8")
    return path


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["check-phrase", *arguments], RUNTIME)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


def test_every_script_and_every_innocent_sentence_is_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(WAIT.replace("pattern: 请放心", "pattern: 请放心\nvariants: [稍等]"), encoding="utf-8")
    code, out, _ = check(capsys, str(file))
    lines = out.splitlines()
    assert code == 1
    assert lines[0] == "faq-refund-arrival (warm): 退款 {{金额}} 元在{{日期}}提交，【请放心】。"
    innocents = [line for line in lines if line.startswith("Innocent: ")]
    assert len(innocents) > 1
    assert all("【稍等】" in line for line in innocents)
    assert lines[-1] == f"1 hits in scripts of the handbook, {len(innocents)} in innocent sentences"


def test_json_has_exact_places(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = check(capsys, str(file), "--json")
    answer = json.loads(out)
    assert code == 1
    assert set(answer) == {"phrase_id", "scripts", "innocents", "problems"}
    assert answer["phrase_id"] == "ban-dont-worry"
    (script,) = answer["scripts"]
    assert (script["id"], script["field"]) == ("faq-refund-arrival", "warm")
    assert script["script"][script["start"] : script["end"]] == script["text"] == "请放心"


def test_a_phrase_that_hits_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = check(capsys, "ban-not-my-job")
    assert (code, out) == (0, "0 hits in scripts of the handbook, 0 in innocent sentences\n")


def test_a_phrase_that_its_own_replacement_breaks(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WAIT.replace("pattern: 请放心", "pattern: 盯着这件事"), encoding="utf-8")
    code, out, _ = check(capsys, str(file))
    assert code == 1
    assert out.startswith("ban-dont-worry (replacements): 我【盯着这件事】，有消息马上告诉您。")


def test_a_pattern_without_bound_is_a_problem_that_names_the_phrase(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(WAIT.replace("pattern: 请放心", "pattern: (a+)+b\nmatch: regex"), encoding="utf-8")
    code, out, _ = check(capsys, str(file), "--json")
    assert code == 1
    assert "ban-dont-worry" in {problem["id"] for problem in json.loads(out)["problems"]}


def test_a_faulty_file_is_reported_with_its_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WAIT.replace("severity: warn", "severity: loud"), encoding="utf-8")
    code, out, _ = check(capsys, str(file))
    assert code == 1
    assert out.startswith("ban-dont-worry.md:5: error")
    assert "hits" not in out


@pytest.mark.parametrize(
    ("named", "code", "said"),
    [
        ("ban-nobody-knows", 1, "There is no entry “ban-nobody-knows”."),
        ("faq-invoice", 6, "This is not one banned phrase."),
        ("missing.md", 6, "missing.md"),
    ],
)
def test_what_is_no_phrase_is_said_in_a_sentence(
    named: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    got, out, err = check(capsys, named)
    assert (got, out) == (code, "")
    assert said in err


def test_a_folder_is_not_one_phrase(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, str(tmp_path / "kb"))[0] == 6
