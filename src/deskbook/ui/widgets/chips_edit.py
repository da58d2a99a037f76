"""A list of short texts as chips, with a line to add one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QFrame, QPushButton

from deskbook.services.language import tr as _
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.composing import ComposingLineEdit
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.layouts import clear

_LONGEST = 24
_SEPARATORS = frozenset("，,；;、")


class ChipsEdit(QFrame):
    """Enter adds what was typed, Backspace in the empty line takes the last chip away.

    What is offered has a name and a value; only values are told. Texts that were not offered can be added,
    too, unless ``bound``.
    """

    changed = Signal(tuple)
    typed = Signal(str)
    """What stands in the line, whenever a person typed there."""

    def __init__(self, colours: Colours, name: str, hint: str, *, bound: bool = False) -> None:
        super().__init__()
        self.setObjectName("chips")
        self._colours = colours
        self._bound = bound
        self._values: tuple[str, ...] = ()
        self._names: dict[str, str] = {}
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(6, 4, 6, 4)
        self.line = _Line()
        self.line.setObjectName("chipsLine")
        self.line.setAccessibleName(name)
        self._hint = hint
        self._offered = QStandardItemModel()
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take_named)
        self.line.setCompleter(completer)
        self.line.textEdited.connect(self.typed)
        self.line.entered.connect(self._enter)
        self.line.erased.connect(self._erase)
        self._show_hint()
        self._flow.addWidget(self.line)
        self.setFocusProxy(self.line)

    @property
    def values(self) -> tuple[str, ...]:
        """What the list holds."""
        return self._values

    def show_values(self, values: tuple[str, ...]) -> None:
        """Hold another list, without telling."""
        if values != self._values:
            self._values = values
            self._build()

    def name_values(self, names: Mapping[str, str]) -> None:
        """Say what values are called."""
        if any(self._names.get(value, value) != names.get(value, value) for value in self._values):
            self._names |= names
            self._build()

    def offer(self, options: Sequence[tuple[str, str]], *, filtered: bool = True) -> None:
        """Offer ``(value, name)`` pairs; not ``filtered`` if they were found for what is typed."""
        self._names |= dict(options)
        completer = self.line.completer()
        mode = QCompleter.CompletionMode
        completer.setCompletionMode(mode.PopupCompletion if filtered else mode.UnfilteredPopupCompletion)
        self._offered.clear()
        for _value, name in options:
            self._offered.appendRow(QStandardItem(name))
        if not filtered and options and self.line.hasFocus():
            completer.complete()
        self._build()

    def _build(self) -> None:
        had_focus = self.line.hasFocus()
        self._flow.removeWidget(self.line)
        clear(self._flow)
        for value in self._values:
            self._flow.addWidget(self._chip(value))
        self._show_hint()
        self._flow.addWidget(self.line)
        self.line.show()
        if had_focus:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _show_hint(self) -> None:
        hint = _("Add…") if self._values else self._hint
        self.line.setPlaceholderText(hint)
        self.line.setMinimumWidth(max(72, self.line.fontMetrics().horizontalAdvance(hint) + 20))

    def _chip(self, value: str) -> QPushButton:
        name = self._names.get(value, value)
        short = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
        chip = QPushButton(short.replace("&", "&&"))
        chip.setProperty("look", "active")
        chip.setIcon(icon("x", self._colours.on_accent_soft))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setAccessibleName(_("Remove “{name}”").format(name=name))
        chip.setToolTip(f"{chip.accessibleName()}\n{value}" if name != value else chip.accessibleName())
        chip.clicked.connect(partial(self._remove, value))
        return chip

    def _remove(self, value: str, _checked: bool = False) -> None:
        self._become(tuple(other for other in self._values if other != value))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_named(self, name: str) -> None:
        self._add(next((value for value, known in self._names.items() if known == name), name))

    def _enter(self) -> None:
        text = " ".join(self.line.text().split())
        known = next((value for value, name in self._names.items() if text in {value, name}), None)
        if known is not None or (text and not self._bound):
            self._add(known or text)

    def _erase(self) -> None:
        if self._values:
            self._become(self._values[:-1])

    def _add(self, value: str) -> None:
        # The completer writes its text into the line after it told: clear the line then.
        self.line.clear_soon()
        if value and value not in self._values:
            self._become((*self._values, value))

    def _become(self, values: tuple[str, ...]) -> None:
        self.show_values(values)
        self.changed.emit(values)


class _Line(ComposingLineEdit):
    """The line at the end of the chips."""

    entered = Signal()
    erased = Signal()

    def clear_soon(self) -> None:
        """Clear the line once everybody is done with it."""
        self.clear()
        QTimer.singleShot(0, self, self.clear)

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        ends = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if ends or (event.text() in _SEPARATORS and self.text().strip()):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.erased.emit()
        else:
            super().key_pressed(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Add what was left standing in the line."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and self.text().strip():
            self.entered.emit()
