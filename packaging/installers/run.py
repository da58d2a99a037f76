"""Running the tools, and the fixed circumstances that make their output the same every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from installers.product import ROOT


class ToolError(RuntimeError):
    """A tool is missing or failed; says which, and what it printed last."""


def build_time() -> int:
    """Return the moment that all files of a build bear: ``SOURCE_DATE_EPOCH``, or that of the last commit.

    In seconds since 1970, UTC.

    :raises ToolError: if neither is known.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given) if given else int(output("git", "log", "-1", "--format=%ct"))


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a tool quietly.

    :raises ToolError: if it is missing or fails.
    """
    _run(command, cwd, env)


def output(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a tool and return what it prints, without the line end.

    :raises ToolError: if it is missing or fails.
    """
    return _run(command, cwd, None).stdout.strip()


def _run(
    command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str]:
    program = _found(str(command[0]))
    # An empty standard input: no tool may wait for somebody to answer it.
    done = subprocess.run(
        [program, *map(str, command[1:])],
        cwd=cwd,
        env={**os.environ, **(env or {}), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise ToolError(f"{' '.join(map(str, command))} failed with {done.returncode}:\n{last}")
    return done


def _found(name: str) -> str:
    """Return the path of a tool: one of this Python's environment, else one of the system."""
    beside = Path(sys.executable).parent
    path = shutil.which(name, path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if path is None:
        raise ToolError(f"{name} is not installed.")
    return path
