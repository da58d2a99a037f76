"""The fields of an entry as a form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QDate, QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QCompleter,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from deskbook.model.entry import Kind
from deskbook.services.editing import Vocabulary
from deskbook.services.language import tr as _
from deskbook.ui.features.editing.fields import FieldSpec, Shape, options, specs
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips_edit import ChipsEdit
from deskbook.ui.widgets.choice_box import ChoiceBox
from deskbook.ui.widgets.composing import ComposingLineEdit

Value = str | tuple[str, ...] | None
Values = Mapping[str, str | tuple[str, ...]]

_COLUMNS = 4
_NARROW = 440


class FieldForm(QFrame):
    """One widget a field. Tells what a person changes; shows what the text says."""

    edited = Signal(str, object)
    """A field and its value: a text, a tuple of texts, or None to take it out."""
    resized = Signal()
    """What it holds takes another height now."""
    sought = Signal(str, str)
    """A field that wants entries, and what was typed there."""

    def __init__(self, kind: Kind, vocabulary: Vocabulary, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("fieldForm")
        self._colours = colours
        self._specs = specs(kind)
        self._columns = _COLUMNS
        self.inputs: dict[str, QWidget] = {}
        self._cells: list[tuple[FieldSpec, QWidget]] = []
        for spec in self._specs:
            made = self._make(spec, vocabulary)
            made.setObjectName(made.objectName() or "field")
            self.inputs[spec.name] = made
            self._cells.append((spec, self._cell(spec, made)))
        self.more = QToolButton()
        self.more.setProperty("look", "text")
        self.more.setCheckable(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setIconSize(QSize(14, 14))
        self.more.toggled.connect(self._unfold)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 6)
        column.setSpacing(6)
        column.addLayout(self._grid)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self._unfold(False)

    def show_values(self, values: Values) -> None:
        """Show what the text says; what a person is typing right now stays."""
        for spec in self._specs:
            value = values.get(spec.name, () if spec.shape in {Shape.LIST, Shape.ENTRIES} else "")
            self._put(spec, self.inputs[spec.name], value)

    def name_entries(self, titles: Mapping[str, str]) -> None:
        """Say what the entries referred to are called."""
        for spec in self._specs:
            made = self.inputs[spec.name]
            if spec.shape is Shape.ENTRIES and isinstance(made, ChipsEdit):
                made.name_values(titles)

    def offer(self, name: str, found: list[tuple[str, str]]) -> None:
        """Offer entries for a field."""
        made = self.inputs[name]
        if isinstance(made, ChipsEdit):
            made.offer(found, filtered=False)

    def event(self, event: QEvent) -> bool:
        """Tell when what it holds wants another height."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.resized.emit()
        return super().event(event)

    def _make(self, spec: FieldSpec, vocabulary: Vocabulary) -> QWidget:
        offered = options(spec, vocabulary)
        label, hint = _(spec.label), _(spec.hint) if spec.hint else ""
        match spec.shape:
            case Shape.LIST | Shape.ENTRIES:
                chips = ChipsEdit(self._colours, label, hint, bound=spec.name == "laws")
                chips.offer([(option.value, option.name) for option in offered])
                chips.changed.connect(partial(self._tell, spec))
                if spec.shape is Shape.ENTRIES:
                    chips.typed.connect(partial(self.sought.emit, spec.name))
                return chips
            case Shape.CHOICE:
                combo = ChoiceBox(self._colours)
                for option in offered:
                    combo.addItem(option.name, option.value)
                combo.setAccessibleName(label)
                combo.activated.connect(lambda _index, c=combo, s=spec: self._tell(s, c.currentData()))
                return combo
            case Shape.FLAG:
                box = QCheckBox()
                box.setAccessibleName(label)
                box.clicked.connect(lambda on, s=spec: self._tell(s, "true" if on else ""))
                return box
        line = ComposingLineEdit()
        line.setAccessibleName(label)
        line.setPlaceholderText(hint or (spec.default if spec.shape is Shape.NUMBER else ""))
        line.textEdited.connect(partial(self._tell, spec))
        if offered:
            completer = QCompleter([option.value for option in offered], line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.activated.connect(partial(self._tell, spec))
            line.setCompleter(completer)
        if spec.shape is Shape.DAY:
            line.setPlaceholderText("2026-12-31" if spec.needed else _("none"))
            self._add_calendar(line, spec)
        return line

    def _add_calendar(self, line: ComposingLineEdit, spec: FieldSpec) -> None:
        menu = QMenu(line)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def choose(day: QDate) -> None:
            menu.close()
            line.setText(day.toString(Qt.DateFormat.ISODate))
            self._tell(spec, line.text())

        def open_calendar() -> None:
            day = QDate.fromString(line.text(), Qt.DateFormat.ISODate)
            calendar.setLocale(QLocale())
            calendar.setSelectedDate(day if day.isValid() else QDate.currentDate())
            menu.popup(line.mapToGlobal(line.rect().bottomLeft()))
            calendar.setFocus(Qt.FocusReason.PopupFocusReason)

        calendar.activated.connect(choose)
        calendar.clicked.connect(choose)
        button = line.addAction(
            icon("calendar-blank", self._colours.muted), ComposingLineEdit.ActionPosition.TrailingPosition
        )
        button.setToolTip(_("Choose a day"))
        button.triggered.connect(open_calendar)

    def _cell(self, spec: FieldSpec, made: QWidget) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        label = QLabel(_(spec.label))
        label.setProperty("type", "label")
        label.setBuddy(made)
        if isinstance(made, QCheckBox):
            row = QHBoxLayout()
            row.addWidget(made)
            row.addWidget(label, 1)
            label.setWordWrap(True)
            column.addStretch()
            column.addLayout(row)
        else:
            column.addWidget(label)
            column.addWidget(made)
            made.setSizePolicy(QSizePolicy.Policy.Ignored, made.sizePolicy().verticalPolicy())
        label.setSizePolicy(QSizePolicy.Policy.Ignored, label.sizePolicy().verticalPolicy())
        return cell

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put fewer fields side by side where there is less room."""
        super().resizeEvent(event)
        columns = _COLUMNS if event.size().width() >= _NARROW else _COLUMNS // 2
        if columns != self._columns:
            self._columns = columns
            self._unfold(self.more.isChecked())

    def _unfold(self, unfolded: bool) -> None:
        while self._grid.takeAt(0) is not None:
            pass
        row = column = 0
        for spec, cell in self._cells:
            shown = spec.first or unfolded
            cell.setParent(self)
            cell.setVisible(shown)
            if not shown:
                continue
            span = self._columns if spec.wide else 1
            if column + span > self._columns:
                row, column = row + 1, 0
            self._grid.addWidget(cell, row, column, 1, span)
            column += span
        for number in range(_COLUMNS):
            self._grid.setColumnStretch(number, 1 if number < self._columns else 0)
        self.more.setText(_("Fewer fields") if unfolded else _("More fields"))
        self.more.setIcon(icon("caret-up" if unfolded else "caret-down", self._colours.muted))

    def _tell(self, spec: FieldSpec, value: Value) -> None:
        if isinstance(value, str) and not value.strip() and not spec.needed:
            value = None
        if spec.shape is Shape.CHOICE and value == spec.default:
            value = None
        self.edited.emit(spec.name, value)

    def _put(self, spec: FieldSpec, made: QWidget, value: str | tuple[str, ...]) -> None:
        if isinstance(made, ChipsEdit):
            made.show_values(value if isinstance(value, tuple) else (value,) if value else ())
            return
        text = value if isinstance(value, str) else " ".join(value)
        if isinstance(made, QComboBox):
            made.setCurrentIndex(made.findData(text or spec.default))
        elif isinstance(made, QCheckBox):
            made.setChecked(text == "true")
        elif isinstance(made, ComposingLineEdit) and not made.composing:
            # A blank at the end is not part of the value, yet the next word is typed behind it.
            typing = made.hasFocus() and made.text().split() == text.split()
            if made.text() != text and not typing:
                made.setText(text)
