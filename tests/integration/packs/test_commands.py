"""``deskbook pack`` from the key to the desk, as an owner and IT would type it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deskbook import bootstrap, entry, places
from deskbook.cli.app import Runtime, main
from deskbook.pack.adapter import SigningKeys
from deskbook.pack.manifest import manifest_bytes
from tests.fakes import handbook as fake
from tests.unit.pack.support import QUICK, contents, facts, sealed

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command as the installed program would, with a starter handbook that is quick to read."""
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.setenv("DESKBOOK_PASSPHRASE", "一句 口令")
    monkeypatch.setattr(bootstrap, "SigningKeys", lambda: SigningKeys(QUICK))
    kb = fake.write(tmp_path / "kb")
    folders = places.data_folder
    monkeypatch.setattr(bootstrap, "data_folder", lambda name: kb if name == "kb" else folders(name))
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path, home: str = "owner") -> tuple[int, str, str]:
        runtime = Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)
        code = main([*(str(word) for word in words), "--home", str(tmp_path / home)], runtime)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


def test_from_the_key_to_the_desk(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run("pack", "keygen", "owner.key", "--json")
    assert code == 0
    public = json.loads(out)["public"]
    code, out, _ = run("pack", "build", "--key", "owner.key")
    assert code == 0
    assert "deskbook-1-1.dbk" in out
    code, _, err = run("pack", "install", "deskbook-1-1.dbk", home="desk")
    assert (code, "does not trust" in err) == (32, True)
    code, out, err = run("pack", "inspect", "deskbook-1-1.dbk", home="desk")
    assert code == 0
    assert "NOT VERIFIED" in err
    assert run("pack", "trust", public, home="desk")[0] == 0
    code, out, _ = run("pack", "verify", "deskbook-1-1.dbk", "--json", home="desk")
    assert (code, json.loads(out)["new"]) == (0, True)
    code, out, _ = run("pack", "install", "deskbook-1-1.dbk", "--json", home="desk")
    assert (code, json.loads(out)) == (0, {"release": 1, "sequence": 1, "new": True})
    code, out, _ = run("pack", "status", "--json", home="desk")
    status = json.loads(out)
    assert (code, status["release"], status["overdue_days"], status["trusted_keys"]) == (0, 1, 0, [public])
    assert run("pack", "status", home="desk")[0] == 0
    assert run("pack", "return", home="desk")[0] == 49
    assert run("pack", "pickup", home="desk")[:2] == (1, "Nothing newer was found.\n")
    assert run("show", "faq-refund-arrival", home="desk")[0] == 0
    code, _, err = run("cycle", "open", home="desk")
    assert (code, "came as a pack" in err) == (46, True)
    assert "ok  Audit log is unbroken" in run("doctor", home="desk")[1]
    monkeypatch.setenv("DESKBOOK_PASSPHRASE", "another")
    assert run("pack", "build", "--key", "owner.key")[0] == 47


def test_a_key_is_replaced_and_another_revoked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("文件里的口令\n", encoding="utf-8")
    old = json.loads(run("pack", "keygen", "old.key", "--passphrase-file", "words", "--json")[1])["public"]
    code, out, _ = run(
        "pack", "rotate", "new.key", "--key", "old.key", "--passphrase-file", "words", "--json"
    )
    assert code == 0
    new = json.loads(out)["public"]
    lost = json.loads(run("pack", "keygen", "lost.key", "--json")[1])["public"]
    assert run("pack", "revoke", lost, "--key", "new.key", "--passphrase-file", "words")[0] == 0
    assert run("pack", "trust", old, home="desk")[0] == 0
    words = ("pack", "build", "--key", "new.key", "--passphrase-file", "words", "--out", "a.dbk")
    assert run(*words)[0] == 0
    assert run("pack", "install", "a.dbk", home="desk")[0] == 0
    status = json.loads(run("pack", "status", "--json", home="desk")[1])
    assert status["trusted_keys"] == [new]
    assert status["revoked_keys"] == sorted([old, lost])


@pytest.mark.parametrize("word", ["", "ed25519:00", "x"])
def test_what_is_no_public_key_is_wrong_usage(run: Run, word: str) -> None:
    assert run("pack", "trust", word)[0] == 2


def test_what_a_stranger_wrote_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    told = replace(facts(contents()), name="\x1b[2Jgood\x9b")
    (tmp_path / "a.dbk").write_bytes(sealed(manifest_bytes(told, [])))
    code, out, _ = run("pack", "inspect", "a.dbk")
    assert code == 0
    assert "\x1b" not in out
    assert "\x9b" not in out
