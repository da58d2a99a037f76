"""Collects Python's garbage on the window's thread only.

Widgets that refer to each other in a circle are freed by the cycle collector, in whatever thread happens to
allocate at that moment. In the thread of a job that ends the program: only the window's thread may destroy
what belongs to Qt.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250


class Collector(QObject):
    """Takes the place of Python's automatic collector until :meth:`stop`. Make it on the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self._thresholds = gc.get_threshold()
        gc.disable()
        gc.freeze()  # modules stay for good: looking through them every time would only hold the window up
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, and with it all younger ones."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the work back to Python: there is no other thread any more."""
        self._timer.stop()
        gc.enable()
