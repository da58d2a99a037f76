"""Asking what is to be planned: what becomes of the entry, who does it, by when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.cycle import ChangeKind
from deskbook.model.entry import ID_PATTERN
from deskbook.model.register import Register
from deskbook.services.language import tr as _
from deskbook.ui.features.board.presenter import Plan
from deskbook.ui.revision_texts import change_kind_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.composing import ComposingLineEdit
from deskbook.ui.widgets.day_edit import DayEdit
from deskbook.ui.widgets.labels import plain_label


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to plan.

    :param entry_id: empty where the person is to give one.
    :param kind: what becomes of the entry; None where the person is to say so.
    :param owner: who answers for it, or has it already.
    :param seen: the version of the change that is planned anew.
    """

    entry_id: str = ""
    title: str = ""
    kind: ChangeKind | None = None
    owner: str = ""
    due: date | None = None
    reason: str = ""
    seen: int | None = None
    fixed: bool = field(default=False, compare=False)
    """Whether there is a text already, which says what becomes of the entry."""


class PlanDialog(QDialog):
    """Plans one entry, or several at once with what they have in common."""

    given = Signal(object)
    """A list of plans."""

    def __init__(
        self, parent: QWidget, colours: Colours, targets: Sequence[Target], due: date, people: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Put on the plan"))
        self._targets = tuple(targets)
        first = self._targets[0]
        several = len(self._targets) > 1
        self.id = ComposingLineEdit()
        self.id.setText(first.entry_id)
        self.id.setPlaceholderText(_("Such as faq-gift-note; an entry's own, or a new one"))
        self.owner = ComposingLineEdit()
        self.owner.setText("" if several else first.owner)
        self.owner.setPlaceholderText(_("Whoever answers for the entry"))
        completer = QCompleter(list(people), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.owner.setCompleter(completer)
        self.due = DayEdit(colours, first.due or due)
        self.reason = ComposingLineEdit()
        self.reason.setText("" if several else first.reason)
        self.reason.setPlaceholderText(_("Why it is on the plan"))
        self.kinds: dict[ChangeKind, QPushButton] = {}
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.confirm = buttons.addButton(_("Put on the plan"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(12)
        heading = _("{count} entries").format(count=len(self._targets)) if several else first.title
        column.addWidget(plain_label(heading or _("Which entry?"), "section"))
        column.addLayout(self._form(first, several=several))
        column.addWidget(buttons)
        self.id.textChanged.connect(lambda _text: self._judge())
        self._judge()
        self.resize(min(500, parent.window().width() - 40), self.sizeHint().height())
        begin = self.id if self.id.isEnabled() and not several else self.owner
        begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form(self, first: Target, *, several: bool) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(10)
        rows: list[tuple[str, QWidget]] = [
            (_("Who does it"), self.owner),
            (_("By when"), self.due),
            (_("Why"), self.reason),
        ]
        if not several:
            self.id.setEnabled(not first.entry_id)
            form.addRow(_("Id"), self.id)
            self.id.setAccessibleName(_("Id"))
            if not first.fixed:
                form.addRow(_("What"), self._kinds(first.kind))
        for name, widget in rows:
            widget.setAccessibleName(name)
            form.addRow(name, widget)
        return form

    def _kinds(self, chosen: ChangeKind | None) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(self)
        for kind in ChangeKind:
            chip = toggle_chip(change_kind_name(kind), lambda: None)
            chip.setChecked(kind is (chosen or ChangeKind.EDIT))
            group.addButton(chip)
            row.addWidget(chip)
            self.kinds[kind] = chip
        row.addStretch()
        return holder

    def _judge(self) -> None:
        entry_id = self.id.text().strip()
        sound = bool(ID_PATTERN.fullmatch(entry_id)) or entry_id in set(Register)
        self.confirm.setEnabled(sound or len(self._targets) > 1)

    def _give(self) -> None:
        kind = next((kind for kind, chip in self.kinds.items() if chip.isChecked()), None)
        owner = " ".join(self.owner.text().split())
        reason = " ".join(self.reason.text().split())
        self.given.emit(
            [
                Plan(
                    target.entry_id or self.id.text().strip(),
                    kind if len(self._targets) == 1 else target.kind,
                    owner or target.owner,
                    self.due.day,
                    reason or target.reason,
                    target.seen,
                )
                for target in self._targets
            ]
        )
        self.accept()
