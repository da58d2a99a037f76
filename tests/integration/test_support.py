"""The log and the support file tell of the program and keep silent about people."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from deskbook.errors import DamagedDatabaseError, DeskbookError, Message, StorageError
from deskbook.services.facade import Services
from deskbook.services.recording import note_fault, recorded
from deskbook.services.support import report
from tests.fakes import handbook

SECRET = "张三丰13800000000"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    folder = tmp_path / "home"
    services = bootstrap.open_services(folder)
    try:
        services.exchange.import_starter(handbook.write(tmp_path / "kb"))
        services.finder.remember(SECRET, 0)
        services.preferences.change(name=SECRET, workspace="")
    finally:
        services.close()
    (folder / f"{SECRET}.txt").write_text("put here by somebody", encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> int:
    return main(
        [str(argument) for argument in arguments],
        Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window),
    )


def log(home: Path) -> str:
    return (home / "logs" / "deskbook.log").read_text(encoding="utf-8")


def kinds(kind: type[DeskbookError]) -> Iterator[type[DeskbookError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from kinds(narrower)


def test_every_exit_code_is_listed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [kind.__name__ for kind in kinds(DeskbookError) if f"\n| {kind.exit_code} |" not in page] == []


def test_the_log_tells_of_openings_and_closings(home: Path) -> None:
    events = [line.split()[2] for line in log(home).splitlines()]
    assert events == ["opening", "closed"]


def test_a_refusal_is_noted_without_its_words(home: Path) -> None:
    assert run("import", home.parent / SECRET, "--home", home) == 6
    assert "refused SourceError 6" in log(home)
    assert SECRET not in log(home)


def test_a_command_that_only_ends_is_no_fault(home: Path) -> None:
    assert run("search", SECRET, "--home", home) == 1
    assert "fault" not in log(home)
    assert SECRET not in log(home)


def test_a_fault_is_noted_by_kind_and_place_only(home: Path) -> None:
    services = bootstrap.open_services(home)
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            note_fault(services.journal, error)
    finally:
        services.close()
    assert f"fault KeyError {__name__}:" in log(home)
    assert SECRET not in log(home)


def test_what_was_recorded_goes_on(home: Path) -> None:
    services = bootstrap.open_services(home)
    try:
        with pytest.raises(StorageError), recorded(services.journal):
            raise StorageError(Message(SECRET))
    finally:
        services.close()
    assert "refused StorageError 3" in log(home)


def test_a_home_that_does_not_open_is_noted(home: Path) -> None:
    (home / "workspace.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(DamagedDatabaseError):
        bootstrap.open_services(home)
    assert "refused DamagedDatabaseError 5" in log(home)


def test_the_support_file_is_what_was_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = home.parent / "support.txt"
    assert run("doctor", "--bundle", target, "--yes", "--home", home) == 0
    text = target.read_text(encoding="utf-8")
    shown = capsys.readouterr().out
    assert shown.startswith(text)
    assert str(target) in shown
    assert "ok    Database is sound" in text
    assert "opening deskbook-" in text


def test_the_support_file_says_nothing_of_people(home: Path) -> None:
    services: Services = bootstrap.open_services(home)
    try:
        text = report(services)
        titles = [entry.title for entry in services.handbook.entries()]
    finally:
        services.close()
    assert SECRET not in text
    assert str(home) not in text
    assert titles
    assert not [title for title in titles if title in text]


def test_nothing_is_written_without_a_yes(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    target = home.parent / "support.txt"
    assert run("doctor", "--bundle", target, "--home", home) == 1
    assert not target.exists()
    assert "Database is sound" in capsys.readouterr().out


def test_no_file_is_overwritten(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = home.parent / "support.txt"
    target.write_text("mine", encoding="utf-8")
    assert run("doctor", "--bundle", target, "--yes", "--json", "--home", home) == 6
    assert target.read_text(encoding="utf-8") == "mine"
    assert "already" in capsys.readouterr().err


def test_a_program_reads_it_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = home.parent / "support.txt"
    assert run("doctor", "--bundle", target, "--yes", "--json", "--home", home) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"path": str(target), "text": target.read_text(encoding="utf-8")}
