"""Small round buttons: filters that are on or off, filters in force that can be removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton

from deskbook.services.language import tr as _


def toggle_chip(text: str, toggled: Callable[[], None], tip: str = "") -> QPushButton:
    """Return a chip that shows whether it is on; ``toggled`` is called when a person presses it."""
    chip = QPushButton(text.replace("&", "&&"))
    chip.setCheckable(True)
    chip.setProperty("look", "chip")
    chip.setAccessibleName(text)
    chip.setToolTip(tip)
    chip.clicked.connect(lambda _checked: toggled())
    return chip


def plain_chip(text: str, pressed: Callable[[], None], icon: QIcon | None = None) -> QPushButton:
    """Return a chip that does something when pressed."""
    chip = QPushButton(text.replace("&", "&&"))
    chip.setProperty("look", "chip")
    chip.setAccessibleName(text)
    if icon is not None:
        chip.setIcon(icon)
        chip.setIconSize(QSize(14, 14))
    chip.clicked.connect(lambda _checked: pressed())
    return chip


def removable_chip(text: str, removed: Callable[[], None], cross: QIcon) -> QPushButton:
    """Return a chip for a filter in force; pressing it takes the filter away."""
    chip = plain_chip(text, removed, cross)
    chip.setProperty("look", "active")
    chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    chip.setAccessibleName(_("Remove the filter “{name}”").format(name=text))
    chip.setToolTip(chip.accessibleName())
    return chip
