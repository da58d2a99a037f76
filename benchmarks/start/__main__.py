"""Print how long the program takes to open: ``python -m benchmarks.start [--starts N] [COMMAND …]``.

Measured from outside, on an X server that draws into memory: from the start of the process until its window
is mapped, in which one can type, and until the last change of what stands below the search field, which is
the first answer. The
command is this environment's ``deskbook``, or that of an installed package. Beside it, in turns, starts a
program of six lines that shows an empty window of the same toolkit: what Python and Qt take by themselves.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from Xlib import X, error
from Xlib.display import Display
from Xlib.xobject.drawable import Window

QUERY = "钱什么时候能退给我"
BARE = (
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    "app = QApplication(['deskbook'])\n"
    "window = QMainWindow()\n"
    "window.resize(1200, 800)\n"
    "window.show()\n"
    "app.exec()\n"
)
FIELD = 60
"""Pixels at the top of the window that the search field takes; its cursor blinks."""
LOOK_S = 0.01
CALM_S = 1.5
"""So long must nothing change, and the processor rest, before the answer counts as painted."""
REST_S = 0.1
"""Seconds of the processor that a program at rest may take in that time."""
PATIENCE_S = 120.0


class Start(NamedTuple):
    """Seconds from the start of a process until its window and its first answer, and of the processor."""

    window: float
    answer: float
    processor: float


def main() -> None:
    """Start the programs in turns and print a table."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.start", description=__doc__)
    options.add_argument("--starts", type=int, default=7)
    options.add_argument("command", nargs="*", default=[str(Path(sys.executable).with_name("deskbook"))])
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as home, screen() as display:
        os.environ["DESKBOOK_HOME"] = home
        programs = {
            "Deskbook": [*wanted.command, "gui", "--query", QUERY],
            "an empty window": [sys.executable, "-c", BARE],
        }
        first = [*wanted.command, "search", QUERY]  # fills the handbook and builds the index
        subprocess.run(first, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        starts: dict[str, list[Start]] = {name: [] for name in programs}
        for _turn in range(wanted.starts):
            for name, command in programs.items():
                starts[name].append(run(display, command))
    print(f"{wanted.starts} starts, taking turns; seconds, median (least to most)\n")
    print("| | window | first answer | processor until then |\n| --- | ---: | ---: | ---: |")
    for name, each in starts.items():
        print(f"| {name} | " + " | ".join(spread(column) for column in zip(*each, strict=True)) + " |")
    ratio = statistics.median(s.window for s in starts["Deskbook"]) / statistics.median(
        s.window for s in starts["an empty window"]
    )
    print(f"\nDeskbook's window takes {ratio:.1f} times as long as the empty one.")


def spread(seconds: Sequence[float]) -> str:
    """Return median and range."""
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})"


@contextmanager
def screen() -> Iterator[Display]:
    """Draw on an X server of our own for the length of the block."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    os.environ.pop("QT_QPA_PLATFORM", None)
    display = Display()
    try:
        yield display
    finally:
        display.close()
        server.terminate()
        server.wait()


def run(display: Display, command: Sequence[str]) -> Start:
    """Start a program, wait until it stands still, and end it."""
    began = time.monotonic()
    with subprocess.Popen(command) as process:
        try:
            _mapped(display, process, began)
            opened = time.monotonic() - began
            answered = busy = opened
            spent = worked = _spent(process.pid)
            before = b""
            while time.monotonic() - began < max(answered, busy) + CALM_S:
                if _spent(process.pid) > worked + REST_S:
                    busy, worked = time.monotonic() - began, _spent(process.pid)
                picture = _picture(_mapped(display, process, began))
                if picture and picture != before:
                    before, answered, spent = picture, time.monotonic() - began, _spent(process.pid)
                time.sleep(LOOK_S)
        finally:
            process.kill()
    return Start(opened, answered, spent)


def _mapped(display: Display, process: subprocess.Popen[bytes], began: float) -> Window:
    while time.monotonic() - began < PATIENCE_S:
        windows: list[Window] = display.screen().root.query_tree().children
        for window in reversed(windows):  # the uppermost first
            try:
                shape = window.get_geometry()
                if window.get_attributes().map_state == X.IsViewable and shape.width > 2 * FIELD:
                    return window
            except error.BadWindow:  # it went away meanwhile
                continue
        if process.poll() is not None:
            break
        time.sleep(LOOK_S)
    raise SystemExit("the program shows no window")


def _picture(window: Window) -> bytes:
    """Return what stands below the search field; empty while another window takes its place."""
    try:
        shape = window.get_geometry()
        image = window.get_image(0, FIELD, shape.width, shape.height - FIELD, X.ZPixmap, 0xFFFFFFFF)
    except (error.BadWindow, error.BadDrawable, error.BadMatch):
        return b""
    return bytes(image.data)


def _spent(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
