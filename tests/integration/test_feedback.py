"""From an agent's flag to the suggestions of the owner's quarter, by way of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.cli.app import Runtime, main
from deskbook.model.entry import Kind
from deskbook.model.feedback import Fault
from deskbook.model.mine import Known
from deskbook.services.facade import Services
from deskbook.services.planning import Cause
from tests.fakes import handbook


def opened(home: Path, kb: Path) -> Services:
    services = bootstrap.open_services(home)
    services.exchange.import_starter(kb)
    return services


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    return handbook.write(tmp_path / "kb")


@pytest.fixture
def owner(tmp_path: Path, kb: Path) -> Iterator[Services]:
    services = opened(tmp_path / "owner", kb)
    services.cycles.open("2026Q4")
    yield services
    services.close()


def run(*arguments: str) -> int:
    def no_window(*_arguments: object) -> int:
        raise AssertionError

    return main(arguments, Runtime(bootstrap.open_services, bootstrap.restore, no_window))


@pytest.fixture
def file(tmp_path: Path, kb: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an agent's desk has to tell, where the policy wants searches."""
    policy = tmp_path / "policy.json"
    policy.write_text('{"keep_searches": true}')
    monkeypatch.setenv("DESKBOOK_POLICY", str(policy))
    agent = opened(tmp_path / "agent", kb)
    agent.feedback.remark(Fault.OUTDATED, "faq-invoice", "发票 13800138000", "要改")
    agent.feedback.remark(Fault.MISSING, "", "海外仓")
    agent.feedback.searched_in_vain("以旧换新 13800138000", 0)
    agent.close()
    path = tmp_path / "remarks.json"
    assert run("feedback", "export", str(path), "--home", str(tmp_path / "agent")) == 0
    return path


def flagged(owner: Services) -> dict[str, str]:
    return {
        candidate.entry_id or candidate.title: str(candidate.why)
        for candidate in owner.planner.gather()
        if candidate.cause is Cause.FLAGGED
    }


def test_a_flag_reaches_the_plan_once_and_masked(
    tmp_path: Path, owner: Services, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "13800138000" not in file.read_text(encoding="utf-8")
    capsys.readouterr()
    for new in (2, 0):
        assert run("feedback", "import", str(file), "--json", "--home", str(tmp_path / "owner")) == 0
        assert json.loads(capsys.readouterr().out)["remarks"] == new
    assert flagged(owner) == {
        "faq-invoice": "outdated 1, wrong 0, unclear 0, missing 0: “要改”",
        "海外仓": "outdated 0, wrong 0, unclear 0, missing 1",
    }
    vain = [c.title for c in owner.planner.gather() if c.cause is Cause.UNANSWERED]
    assert vain == ["以旧换新 [phone]"]
    figures = {figure.key: figure for figure in owner.insights.report().figures}
    assert [row.values for row in figures["flagged"].rows] == [(1,)]


def test_a_file_that_is_none_changes_nothing(tmp_path: Path, owner: Services, file: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(file.read_bytes()[:-40])
    assert run("feedback", "import", str(file), str(broken), "--home", str(tmp_path / "owner")) == 6
    assert flagged(owner) == {}


def test_without_a_policy_no_search_is_kept(owner: Services) -> None:
    owner.feedback.searched_in_vain("海外", 0)
    assert owner.feedback.own().searches == ()


def test_what_is_kept_outlives_the_entry(tmp_path: Path, kb: Path) -> None:
    services = opened(tmp_path / "home", kb)
    gone = Known("faq-retired", Kind.FAQ, "旧规则")
    services.keeper.star(gone, on=True)
    services.keeper.note(gone, "老客户仍适用")
    services.keeper.keep_code("/old", gone)
    about = services.keeper.about("faq-retired")
    assert about is not None
    assert (about.gone, about.starred, about.note) == (True, True, "老客户仍适用")
    assert [(kept.entry, kept.gone) for kept in services.keeper.all().noted] == [(gone, True)]
    services.close()
