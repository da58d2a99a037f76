"""Print how long the copy gate and the draft box take: ``python -m benchmarks.sending``.

The real window over the starter handbook, drawn nowhere. From the key to the clipboard a script of every
entry is copied; while a text is pasted, a timer tells how long the window was too busy to answer. All times
are of the processor, over all threads where a person waits for them: other work on the machine is left out.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QTimer
from PySide6.QtWidgets import QApplication

from deskbook import bootstrap
from deskbook.model.picture import Picture
from deskbook.services.facade import Services
from deskbook.services.sending import LONGEST_REPLY
from deskbook.ui.garbage import Collector
from deskbook.ui.jobs import Jobs
from deskbook.ui.window import MainWindow

MS = 1000.0
REPLY = "您好，这款今天下午发出，我们保证明天到，退款的事不归我管，您可以加我微信。"
CLEAN = "您好，这款今天下午发出，路上有更新我马上告诉您，有问题随时找我。"


class Clipboard:
    """Notes when something was put on it, in seconds of the processor."""

    def __init__(self) -> None:
        self.at = 0.0

    def put(self, _text: str, _pictures: Sequence[Picture] = (), _rich: str = "") -> None:
        self.at = time.process_time()

    def undo(self) -> bool:
        """There is never anything to bring back."""
        return False

    def watch(self, told: object) -> None:
        """Nothing is watched."""


def main() -> None:
    """Print the tables."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        services = bootstrap.open_services(Path(folder))
        services.exchange.import_starter(services.starter)
        services.close()
        services = bootstrap.open_services(Path(folder))  # nothing parsed yet, as at a start
        began = time.process_time()
        services.sender.warm_up()
        print(f"The guard is ready in {(time.process_time() - began) * MS:.0f} ms (in the background)\n")
        collector, jobs, clipboard = Collector(), Jobs(), Clipboard()
        window = MainWindow(services, jobs, clipboard, None)
        window.show()
        print("| | times | p50, ms | p95, ms | max, ms |")
        print("| --- | ---: | ---: | ---: | ---: |")
        _row("from the key to the clipboard", _copies(services, window, clipboard))
        _row("checking a clean reply of 32 characters", _checks(services, CLEAN))
        _row("checking a reply of 37 characters with four faults", _checks(services, REPLY))
        _row("longest pause of the window while 20,000 characters are pasted and checked", _pauses(window))
        _row("longest pause of the window while 10 MB are pasted", _pauses(window, 10_000_000))
        window.close()
        jobs.stop()
        collector.stop()
        services.close()


def _copies(services: Services, window: MainWindow, clipboard: Clipboard) -> list[float]:
    """Copy the first script that asks for nothing of every entry, each from its own page."""
    shop, today = services.handbook.shop(), services.clock().date()
    took: list[float] = []
    for entry in services.handbook.entries():
        scripts = enumerate(services.copier.copyables(entry), 1)
        ready = [number for number, script in scripts if not services.copier.blanks(script.text, shop)]
        if ready and entry.in_force(today):
            took.append(_copy(window, clipboard, entry.id, ready[0]))
    return took


def _copy(window: MainWindow, clipboard: Clipboard, entry_id: str, number: int) -> float:
    view = window.desk.reading_view
    window.desk.reading.open(entry_id)
    _until(lambda: view.page is not None and view.page.id == entry_id and view.complete)
    clipboard.at = 0.0
    began = time.process_time()
    window.desk.reading.copy_shown(number)
    _until(lambda: clipboard.at > 0)
    return clipboard.at - began


def _checks(services: Services, text: str) -> list[float]:
    took = []
    for _time in range(200):
        began = time.process_time()
        services.sender.check(text)
        took.append(time.process_time() - began)
    return took


class Pulse:
    """Notes how long the window's thread worked at most between two turns of its event loop, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


def _pauses(window: MainWindow, length: int = LONGEST_REPLY) -> list[float]:
    """Paste a text a few times and return the longest pauses."""
    box = window.desk.draft_view
    content = QMimeData()
    content.setText((REPLY * (length // len(REPLY) + 1))[:length])
    longest: list[float] = []
    for _time in range(5):
        window.desk.draft("")
        _until(lambda: not box.findings.cards)
        pulse = Pulse()
        box.edit.insertFromMimeData(content)
        if length <= LONGEST_REPLY:
            _until(lambda: bool(box.findings.cards))
        for _turn in range(20):
            QApplication.processEvents()
        pulse.stop()
        longest.append(pulse.longest)
    return longest


def _until(reached: Callable[[], bool]) -> None:
    while not reached():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _row(name: str, seconds: Sequence[float]) -> None:
    ranked = sorted(seconds)
    p50, p95 = ranked[len(ranked) // 2], ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
    print(f"| {name} | {len(ranked)} | {p50 * MS:.1f} | {p95 * MS:.1f} | {ranked[-1] * MS:.1f} |")


if __name__ == "__main__":
    main()
