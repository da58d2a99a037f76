"""The import contracts hold, and each of them catches a breach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = [
    ("Layers", "model/entry.py", "from deskbook import ports"),
    ("Layers", "services/finding.py", "from deskbook.store import tables"),
    ("Layers", "cli/check.py", "from deskbook import markup"),
    ("Layers", "lint/runner.py", "from deskbook.services import finding"),
    ("Layers", "revision/diff.py", "from deskbook.lint import runner"),
    ("Only ui knows Qt and X", "services/finding.py", "import PySide6.QtCore"),
    ("Presenters do not know Qt", "ui/features/search/presenter.py", "import PySide6.QtCore"),
    (
        "Features do not know each other",
        "ui/features/search/presenter.py",
        "import deskbook.ui.features.reading",
    ),
    ("Only store knows SQLAlchemy and the driver", "services/finding.py", "import sqlalchemy"),
    ("Only store knows SQLAlchemy and the driver", "bootstrap.py", "import psycopg"),
    ("Layers", "guard/engine.py", "from deskbook import lint"),
    ("Only search knows Whoosh and the encoder", "store/tables.py", "import whoosh.fields"),
    ("Only search and guard know Chinese conversion and arrays", "store/tables.py", "import opencc"),
    ("Only guard knows Aho-Corasick", "search/folding.py", "import ahocorasick"),
    ("Only markup knows Markdown and YAML", "exchange/folder.py", "import yaml"),
    ("Only pack knows the crypto library", "services/publishing.py", "import nacl.signing"),
    ("Layers", "pack/trust.py", "from deskbook.store import tables"),
    ("No cycles between packages", "errors.py", "from deskbook import model"),
]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(("contract", "path", "line"), BREACHES, ids=[f"{b[1]}: {b[2]}" for b in BREACHES])
def test_a_breach_is_caught(copy: Path, contract: str, path: str, line: str) -> None:
    module = copy / "src" / "deskbook" / path
    module.write_text(module.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    run = lint_imports(copy)
    assert run.returncode == 1, run.stdout + run.stderr
    assert f"{contract} BROKEN" in run.stdout
