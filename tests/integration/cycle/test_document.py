"""The quarter in docs/quarterly-revision.md, done as it stands there."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from tests.integration.cycle.prefork import commands

DOCUMENT = Path(__file__).parents[3] / "docs" / "quarterly-revision.md"


def test_the_documented_quarter_runs_from_open_to_rollback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = "\n".join(re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S))
    with commands(tmp_path / "bin") as folder:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=os.environ
            | {
                "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
                "DESKBOOK_LANG": "en",
                "LC_ALL": "C.UTF-8",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    assert done.returncode == 0, done.stderr
    # What the page says is refused was refused, and nothing else was.
    refused = [line for line in done.stderr.splitlines() if line.startswith("deskbook: ")]
    assert ["cannot approve it" in refused[0], "its newest is 2" in refused[1], len(refused)] == [
        True,
        True,
        2,
    ]
    assert "Audit log is unbroken" in done.stdout
    assert "FAULT" not in done.stdout
    assert len((tmp_path / "audit.csv").read_text(encoding="utf-8-sig").splitlines()) > 300

    runtime = Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)
    assert main(["releases", "--json", "--home", str(tmp_path / "quarter")], runtime) == 0
    releases = json.loads(capsys.readouterr().out)
    assert [(r["number"], r["kind"], r["origin"], r["in_force"]) for r in releases] == [
        (4, "rollback", 1, True),
        (3, "emergency", None, False),
        (2, "quarterly", None, False),
        (1, "setup", None, False),
    ]
    assert "faq-gift-note" in releases[2]["notes"]
    assert main(["show", "faq-gift-note", "--home", str(tmp_path / "quarter")], runtime) == 1
