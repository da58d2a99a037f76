"""Keeps ``None``, ``True`` and ``False`` alive.

PySide6 6.12.0 drops one reference too many to these whenever Python code that Qt calls returns one of them.
From Python 3.12 on they are immortal and nothing happens; Python 3.11 aborts after some thousand calls
("deallocating None"). They get more references here than can ever be dropped, much as later versions do.
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = sys.maxsize // 4


def make_immortal() -> None:
    """Make the constants immortal where the interpreter does not."""
    if sys.version_info >= (3, 12):
        return
    for constant in (None, True, False):
        # The reference count is the first field of every object.
        references = ctypes.c_ssize_t.from_address(id(constant))
        references.value = max(references.value, _PLENTY)
