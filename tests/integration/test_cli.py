"""The command line's contracts, on the real program over the starter handbook."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from tests.cluster import PASSWORD, Cluster

KB = Path(__file__).parents[2] / "kb"
QUESTION = "钱什么时候能退给我"
HIT_FIELDS = {"id", "kind", "title", "aliases", "stage", "score", "snippet", "why"}


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
def deskbook(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as the installed program would, in English."""
    monkeypatch.setenv("DESKBOOK_LANG", "en")

    def run(*arguments: str | Path) -> Result:
        code = main(
            [str(a) for a in arguments],
            Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window),
        )
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the starter handbook, imported and indexed; tests that change it take a copy."""
    home = tmp_path_factory.mktemp("starter") / "home"
    assert main(["stats", "--home", str(home)], _quiet()) == 0
    assert main(["search", QUESTION, "--home", str(home)], _quiet()) == 0
    return home


@pytest.fixture
def home(starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(starter, copy)
    _let_the_index_belong_to(copy)
    monkeypatch.setenv("DESKBOOK_HOME", str(copy))
    return copy


def _let_the_index_belong_to(home: Path) -> None:
    """A copied index is never opened but built anew, which takes longer than all else here."""
    (manifest,) = (home / "index").glob("g-*/manifest.json")
    told = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps(told | {"folder": str((home / "index").resolve())}), encoding="utf-8")


def _quiet() -> Runtime:
    return Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)


def test_search_finds_the_refund_question(deskbook: Run, home: Path) -> None:
    result = deskbook("search", QUESTION, "--json")
    assert result.code == 0
    assert result.json[0]["id"] == "faq-refund-arrival"
    assert all(set(hit) == HIT_FIELDS for hit in result.json)
    scores = [hit["score"] for hit in result.json]
    assert scores == sorted(scores, reverse=True)
    assert all(hit["why"] for hit in result.json)


def test_search_prints_for_people(deskbook: Run, home: Path) -> None:
    result = deskbook("search", QUESTION, "--limit", "1")
    assert result.code == 0
    assert "退款什么时候到账" in result.out.splitlines()[0]
    assert "faq-refund-arrival" in result.out


def test_search_filters(deskbook: Run, home: Path) -> None:
    hits = deskbook("search", "退款", "--kind", "sop", "--stage", "aftersale", "--limit", "50", "--json").json
    assert hits
    assert {(hit["kind"], hit["stage"]) for hit in hits} == {("sop", "aftersale")}


def test_search_without_a_hit(deskbook: Run, home: Path) -> None:
    result = deskbook("search", "。。。！", "--json")
    assert (result.code, result.json) == (1, [])
    assert "Nothing found" in deskbook("search", "。。。！").err


@pytest.mark.parametrize("source", ["file", "stdin"])
def test_search_in_batch(deskbook: Run, home: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [QUESTION, "tuikuan", "", "？？？"]
    text = "\n".join(queries) + "\n"
    batch = home / "queries.txt"
    batch.write_text(text, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    result = deskbook("search", "--batch", batch if source == "file" else "-", "--json", "--limit", "3")
    assert result.code == 0
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [answer["query"] for answer in answers] == queries
    assert all(set(answer) == {"query", "ms", "hits"} and answer["ms"] >= 0 for answer in answers)
    assert len(answers[0]["hits"]) == 3
    assert answers[3]["hits"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("search",),
        ("search", "退款", "--batch", "-"),
        ("search", "退款", "--kind", "song"),
        ("search", "退款", "--limit", "0"),
        ("fly",),
        ("show",),
        ("export", "out", "--format", "stone"),
    ],
)
def test_wrong_usage_exits_2(deskbook: Run, home: Path, arguments: tuple[str, ...]) -> None:
    result = deskbook(*arguments)
    assert result.code == 2
    assert result.err
    assert not result.out


def test_show(deskbook: Run, home: Path) -> None:
    source = (KB / "faq" / "insale" / "faq-ship-when.md").read_text(encoding="utf-8")
    assert deskbook("show", "faq-ship-when").out == source
    shown = deskbook("show", "faq-ship-when", "--json").json
    assert shown["source"] == source
    assert shown["revision"]["number"] == 1
    assert shown["scripts"][0]["text"]


def test_show_as_of(deskbook: Run, home: Path, tmp_path: Path) -> None:
    old = (KB / "faq" / "insale" / "faq-ship-when.md").read_text(encoding="utf-8")
    edited = tmp_path / "faq-ship-when.md"
    edited.write_text(old.replace("## 解答\n", "## 解答\n\n新规定。\n"), encoding="utf-8")
    assert deskbook("import", edited, "-m", "新规定").code == 0
    assert "新规定" in deskbook("show", "faq-ship-when").out
    assert deskbook("show", "faq-ship-when", "--as-of", "1").out == old
    assert deskbook("show", "faq-ship-when", "--as-of", "2099-01-01").out == old
    for wanted in ("9", "1999-01-01", "yesterday"):
        result = deskbook("show", "faq-ship-when", "--as-of", wanted)
        assert result.code == 1
        assert wanted in result.err


@pytest.mark.parametrize("entry_id", ["faq-nowhere", "shop", "Nonsense!"])
def test_show_of_what_is_no_entry(deskbook: Run, home: Path, entry_id: str) -> None:
    result = deskbook("show", entry_id)
    assert result.code == 1
    assert entry_id in result.err


def test_an_imported_entry_is_searchable_at_once_and_an_edit_replaces_it(
    deskbook: Run, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "faq-zebra-print.md"
    source = (KB / "faq" / "insale" / "faq-ship-when.md").read_text(encoding="utf-8")
    source = source.replace("id: faq-ship-when", "id: faq-zebra-print")
    path.write_text(source.replace("title: ", "title: 斑马纹印花掉色吗 ", 1), encoding="utf-8")
    report = deskbook("import", path, "--json")
    assert (report.code, report.json["added"]) == (0, ["faq-zebra-print"])
    hits = deskbook("search", "斑马纹印花掉色", "--json").json
    assert hits[0]["id"] == "faq-zebra-print"
    path.write_text(source.replace("title: ", "title: 长颈鹿图案会褪吗 ", 1), encoding="utf-8")
    assert deskbook("import", path, "--json").json["updated"] == ["faq-zebra-print"]
    hits = deskbook("search", "长颈鹿图案会褪", "--json").json
    assert [hit["id"] for hit in hits].count("faq-zebra-print") == 1
    assert hits[0]["id"] == "faq-zebra-print"
    assert all("斑马" not in hit["title"] for hit in deskbook("search", "斑马纹印花掉色", "--json").json)


def test_import_into_a_new_home_takes_only_what_was_given(deskbook: Run, tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert deskbook("import", KB / "shop.yaml", "--home", home).code == 0
    assert deskbook("import", KB / "faq" / "insale" / "faq-ship-when.md", "--home", home).code == 0
    assert deskbook("stats", "--json", "--home", home).json["entries"] == 1


def test_import_reports_faulty_files_and_loads_the_others(deskbook: Run, home: Path, tmp_path: Path) -> None:
    good = (KB / "faq" / "insale" / "faq-ship-when.md").read_text(encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "faq-good.md").write_text(
        good.replace("id: faq-ship-when", "id: faq-good"), encoding="utf-8"
    )
    (tmp_path / "in" / "faq-bad.md").write_text(
        good.replace("id: faq-ship-when", "id: faq-bad").replace("stage: insale", "stage: soon"),
        encoding="utf-8",
    )
    result = deskbook("import", tmp_path / "in")
    assert result.code == 1
    assert "faq-bad.md:" in result.err
    assert "[unknown-choice] (stage)" in result.err
    assert "Use one of: presale, insale, aftersale, general." in result.err
    assert "1 added, 0 updated, 0 unchanged, 1 problems" in result.out
    assert deskbook("show", "faq-good").code == 0
    assert deskbook("show", "faq-bad").code == 1


def test_export_gives_back_the_starter_handbook(deskbook: Run, home: Path, tmp_path: Path) -> None:
    assert deskbook("export", tmp_path / "out", "--format", "md").code == 0
    files = (p for p in KB.rglob("*") if p.is_file() and p.name != "README.md")
    original = {p.relative_to(KB): p.read_bytes() for p in files}
    written = {
        p.relative_to(tmp_path / "out"): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()
    }
    assert written == original


def test_check(deskbook: Run, home: Path, tmp_path: Path) -> None:
    sound = deskbook("check", KB, "--json")
    assert (sound.code, sound.json["errors"]) == (0, 0)
    assert deskbook("check").code == 0
    path = tmp_path / "faq-ship-when.md"
    text = (KB / "faq" / "insale" / "faq-ship-when.md").read_text(encoding="utf-8")
    path.write_text(
        text.replace("## 内部备注\n", "## 内部备注\n\n见[别处](sop-nowhere)。\n"), encoding="utf-8"
    )
    faulty = deskbook("check", path, "--json")
    assert faulty.code == 1
    assert [(p["code"], p["path"], p["line"] > 0) for p in faulty.json["problems"]] == [
        ("dead-link", "faq-ship-when.md", True)
    ]


def test_stats(deskbook: Run, home: Path) -> None:
    stats = deskbook("stats", "--json").json
    assert stats["collections"].keys() == {"sop", "faq", "phrase", "case"}
    assert sum(stats["collections"].values()) == stats["entries"] == len(list(KB.glob("*/*/*.md")))
    assert "unanswered" in stats
    assert str(stats["entries"]) in deskbook("stats").out


def test_backup_and_restore(deskbook: Run, home: Path, tmp_path: Path) -> None:
    backup = tmp_path / "kept.sqlite"
    assert deskbook("backup", backup).code == 0
    before = deskbook("show", "faq-ship-when").out
    edited = tmp_path / "faq-ship-when.md"
    edited.write_text(before + "\n## 附注\n\n误改。\n", encoding="utf-8")
    assert deskbook("import", edited).code == 0
    assert "误改" in deskbook("show", "faq-ship-when").out
    assert deskbook("restore", backup).code == 0
    assert deskbook("show", "faq-ship-when").out == before


@pytest.fixture
def team(postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The database of a team, empty as yet, named by the environment; return its URL with the password."""
    monkeypatch.setenv("DESKBOOK_HOME", str(tmp_path / "home"))
    with postgres.database() as url:
        secret = postgres.url(database_of(url), user="locked", password=PASSWORD)
        monkeypatch.setenv("DESKBOOK_WORKSPACE", secret)
        yield secret


def test_a_team_works_on_a_server(deskbook: Run, team: str, tmp_path: Path) -> None:
    backup, edited = tmp_path / "kept.sqlite", tmp_path / "faq-ship-when.md"
    results = [deskbook("stats"), deskbook("backup", backup), deskbook("show", "faq-ship-when")]
    before = results[-1].out
    edited.write_text(before + "\n## 附注\n\n改过。\n", encoding="utf-8")
    results.append(deskbook("import", edited))
    assert "改过" in deskbook("show", "faq-ship-when").out
    results.append(deskbook("restore", backup))
    assert deskbook("show", "faq-ship-when").out == before
    results.append(deskbook("doctor"))
    assert [result.code for result in results] == [0] * len(results)
    assert not any("sesame" in result.out + result.err for result in results)
    assert not (tmp_path / "home" / "workspace.sqlite").exists()
    with sqlite3.connect(next((tmp_path / "home" / "backups").iterdir())) as kept:
        assert kept.execute("SELECT author FROM revisions WHERE number = 2").fetchall() == [("locked",)]
    kept.close()


def test_the_settings_name_a_server_too(
    deskbook: Run, team: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESKBOOK_WORKSPACE")
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.json").write_text(json.dumps({"workspace": team}), encoding="utf-8")
    assert deskbook("backup").code == 0
    (backup,) = (home / "backups").iterdir()
    assert deskbook("restore", backup).code == 0
    assert {path.name for path in home.iterdir()} >= {"settings.json", "backups"}
    assert not (home / "workspace.sqlite").exists()


@pytest.mark.parametrize(
    ("change", "word"), [(("sesame", "wrong"), "cannot be reached"), (("@/", "@%/"), "PostgreSQL URL")]
)
def test_a_server_that_refuses_is_told_without_the_password(
    deskbook: Run, team: str, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], word: str
) -> None:
    monkeypatch.setenv("DESKBOOK_WORKSPACE", team.replace(*change))
    for command in (["stats"], ["doctor"], ["restore", KB / "shop.yaml"]):
        result = deskbook(*command)
        assert result.code in {3, 8}
        assert result.code == 8 or word in result.err
        assert not any(secret in result.out + result.err for secret in ("sesame", "open", "wrong"))


def database_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def test_a_backup_finds_a_place_of_its_own(deskbook: Run, tmp_path: Path) -> None:
    made = deskbook("backup", "--home", tmp_path, "--json")
    assert made.code == 0
    assert Path(made.json["path"]).is_file()


def test_restoring_what_is_no_backup_changes_nothing(deskbook: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "rubbish").write_bytes(b"\0\1\2" * 5000)
    for path in (tmp_path / "rubbish", tmp_path / "nowhere"):
        result = deskbook("restore", path)
        assert result.code == 8
        assert path.name in result.err
    assert deskbook("doctor").code == 0


def test_doctor_on_a_damaged_database(deskbook: Run, home: Path) -> None:
    assert deskbook("doctor").code == 0
    database = home / "workspace.sqlite"
    for path in home.glob("workspace.sqlite-*"):
        path.unlink()
    database.write_bytes(b"not a database at all" * 1000)
    result = deskbook("doctor")
    assert result.code == 5
    assert "workspace.sqlite" in result.err
    assert "restore" in result.err


def test_selftest(deskbook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKBOOK_WORKSPACE", "postgresql://nobody@nowhere.invalid/from-which-it-keeps-away")
    result = deskbook("selftest", "--json")
    assert result.code == 0, result.out
    assert len(result.json) >= 8
    assert all(step["sound"] for step in result.json)


def test_a_home_that_cannot_be_made(deskbook: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = deskbook("stats", "--home", tmp_path / "file" / "home")
    assert result.code == 3
    assert "--home" in result.err


def test_the_window_without_a_display(deskbook: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for arguments in ((), ("gui",)):
        result = deskbook(*arguments)
        assert result.code == 11
        assert "deskbook search" in result.err


def test_chinese_machines_get_chinese_sentences(
    deskbook: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKBOOK_LANG", "zh_CN")
    assert "没有" in deskbook("show", "faq-nowhere").err
