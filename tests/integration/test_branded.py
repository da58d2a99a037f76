"""A shop's own build: its name, its first pack, the key that the pack is signed with, its policy.

The program is laid out as PyInstaller does it and run as a process of its own; only the freezing is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import deskbook
from installers.bundle import carry
from tests.fakes import handbook as fake

ROOT = Path(__file__).parents[2]


class Build:
    """A program's ``_internal`` folder, and a machine to run it on where IT has said nothing yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.internal = folder / "_internal"
        package = self.internal / "deskbook"
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(deskbook.__file__).parent, package, ignore=without)
        shutil.copytree(ROOT / "resources", package / "data" / "resources")
        fake.write(package / "data" / "kb")
        self.machine = folder / "etc" / "deskbook" / "policy.json"

    def run(self, *words: str | Path, home: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKBOOK_")}
        return subprocess.run(
            [sys.executable, "-m", "deskbook", *map(str, words), "--home", str(self.folder / home)],
            env={
                **environment,
                "PYTHONPATH": str(self.internal),
                "XDG_CONFIG_DIRS": str(self.folder / "etc"),
                "DESKBOOK_LANG": "en",
                "DESKBOOK_PASSPHRASE": "一句 口令",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def asked(self, *words: str | Path, home: str) -> dict[str, object]:
        done = self.run(*words, "--json", home=home)
        assert done.returncode == 0, done.stderr
        answer: dict[str, object] = json.loads(done.stdout)
        return answer


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A build that carries a pack of the owner's, its key, and a folder to watch."""
    made = Build(tmp_path)
    branding = tmp_path / "branding"
    branding.mkdir()
    (branding / "branding.toml").write_text('name = "Star Handbook"\n', encoding="utf-8")
    key = tmp_path / "owner.key"
    public = made.asked("pack", "keygen", key, home="owner")["public"]
    made.asked("pack", "build", "--key", key, "--out", branding / "first.dbk", home="owner")
    policy = {"trusted_keys": [public], "watch": str(tmp_path / "share")}
    (branding / "policy.json").write_text(json.dumps(policy), encoding="utf-8")
    carry(branding, made.internal)
    return made


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_CONFIG_DIRS stands for the machine's folder")
def test_a_shops_own_build_begins_with_its_pack_and_trusts_its_key(build: Build, tmp_path: Path) -> None:
    assert build.run("show", "faq-refund-arrival", home="desk").returncode == 0
    status = build.asked("pack", "status", home="desk")
    policy = json.loads((tmp_path / "branding" / "policy.json").read_text(encoding="utf-8"))
    installed = status["installed"]
    assert isinstance(installed, dict)
    assert installed["key"] == policy["trusted_keys"][0]
    assert (status["trusted_keys"], status["watch"]) == (policy["trusted_keys"], policy["watch"])
    assert build.asked("pack", "install", tmp_path / "branding" / "first.dbk", home="desk")["new"] is False

    # What IT puts on the machine takes the place of what the build carries.
    build.machine.parent.mkdir(parents=True)
    build.machine.write_text('{"watch": "elsewhere"}', encoding="utf-8")
    assert build.asked("pack", "status", home="desk")["watch"] == "elsewhere"

    # A desk that does not trust the pack stays empty: the starter handbook is not the shop's.
    done = build.run("show", "faq-refund-arrival", home="other")
    assert done.returncode == 32
    assert "does not trust" in done.stderr
    assert build.asked("pack", "status", home="other")["installed"] is None
