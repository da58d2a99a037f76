"""The settings that need a sentence of explanation; theme and language are in the menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import Message
from deskbook.model.entry import Level, Stage
from deskbook.model.person import Person, Role
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.people import LONGEST_NAME, Known
from deskbook.services.settings import Settings
from deskbook.ui.dialog_scroll import scroll_dialog
from deskbook.ui.revision_texts import role_name
from deskbook.ui.texts import N_, level_name, stage_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.check_box import CheckBox
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.composing import ComposingLineEdit
from deskbook.ui.widgets.flow import FlowLayout

_WIDTH = 460
_FOOT = 24
"""What is around the buttons."""
_PROTECTS = {
    False: N_(
        "This is no login. It keeps honest people from approving their own work by mistake, and puts a name "
        "to every revision. It does not stop anybody at this machine from using another's name."
    ),
    True: N_(
        "The name is the account with which the database let you in: nobody approves their own work without "
        "a second account. What you do is still your own setting."
    ),
}
"""What the name is worth, by whether the database knows it."""


class SettingsDialog(QDialog):
    """Every choice holds at once, like theme and language."""

    level_chosen = Signal(object)
    stage_chosen = Signal(object)
    watch_chosen = Signal(bool)
    mood_chosen = Signal(bool)
    on_top_chosen = Signal(bool)
    stay_chosen = Signal(bool)
    key_chosen = Signal(str)
    name_chosen = Signal(str)
    roles_chosen = Signal(object)

    def __init__(
        self,
        current: Settings,
        fixed: frozenset[str],
        keeps_searches: bool,
        person: Person,
        known: Known,
        key_trouble: Message | None,
        colours: Colours,
        parent: QWidget,
    ) -> None:
        """Show the settings.

        :param fixed: the names of those that the policy of the machine fixes: they are shown, and rest.
        :param keeps_searches: whether the policy wants searches that helped nobody.
        :param person: who is at the desk, and where the name comes from: not every name can be changed here.
        :param key_trouble: why the key that brings the panel does not work.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("More settings"))
        self.watch = CheckBox(_("Watch the clipboard"), colours)
        self.watch.setChecked(current.watch_clipboard)
        watching = _(
            "While Deskbook runs, texts that other programs copy are checked for banned phrases in memory; "
            "nothing of them is stored."
        )
        self.watch.setAccessibleDescription(watching)
        self.watch.toggled.connect(self.watch_chosen)
        self.mood = CheckBox(_("Read customers' messages for anger and the like"), colours)
        self.mood.setChecked(current.read_mood)
        reading = _("A message in the search field is read by a list of wordings; nothing of it is stored.")
        self.mood.setAccessibleDescription(reading)
        self.mood.toggled.connect(self.mood_chosen)
        self.on_top = CheckBox(_("Keep it above other windows"), colours)
        self.on_top.setChecked(current.on_top)
        self.on_top.toggled.connect(self.on_top_chosen)
        self.stay = CheckBox(_("Stay in the tray when the window is closed"), colours)
        self.stay.setChecked(current.stay)
        self.stay.toggled.connect(self.stay_chosen)
        self._trouble = _label("", "muted")
        self.show_key_trouble(key_trouble)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(_label(_("My level"), "section"))
        column.addLayout(self._levels(current.level))
        column.addWidget(
            _label(_("With a reason, the highest level may send what must not be sent."), "muted")
        )
        column.addWidget(_label(_("My stage"), "section"))
        column.addLayout(self._stages(current.stage))
        column.addWidget(_label(_("The news list what changed for this stage and level."), "muted"))
        column.addSpacing(10)
        column.addWidget(_label(_("Clipboard"), "section"))
        column.addWidget(self.watch)
        column.addWidget(_label(watching, "muted"))
        column.addWidget(self.mood)
        column.addWidget(_label(reading, "muted"))
        column.addSpacing(10)
        column.addWidget(_label(_("Narrow panel"), "section"))
        column.addWidget(self.on_top)
        column.addWidget(self.stay)
        column.addLayout(self._summoning(current.summon_key))
        column.addWidget(self._trouble)
        column.addSpacing(10)
        self._rest(fixed)
        if fixed:
            column.addWidget(_label(_("What is grey is fixed by your organisation."), "muted"))
        if keeps_searches:
            column.addWidget(
                _label(
                    _(
                        "Your organisation wants searches that led to no copy: they are kept on this machine "
                        "with the numbers of customers masked."
                    ),
                    "muted",
                )
            )
        self._add_person(column, person, known, colours)
        column.addStretch()
        scroll_dialog(self, inner, buttons)
        width = min(_WIDTH, parent.width())
        wanted = inner.heightForWidth(width) + buttons.sizeHint().height() + _FOOT
        self.resize(width, min(wanted, parent.height()))

    def done(self, result: int) -> None:
        """Close; a name that was typed holds."""
        self._tell_name()
        super().done(result)

    def _rest(self, fixed: frozenset[str]) -> None:
        parts: dict[str, tuple[QWidget, ...]] = {
            "level": tuple(self.levels),
            "watch_clipboard": (self.watch,),
            "on_top": (self.on_top,),
            "stay": (self.stay,),
            "summon_key": (self.key,),
        }
        for name in fixed & parts.keys():
            for part in parts[name]:
                part.setEnabled(False)
                part.setToolTip(_("Fixed by your organisation"))

    def _add_person(self, column: QVBoxLayout, person: Person, known: Known, colours: Colours) -> None:
        fixed = known in {Known.DATABASE, Known.ENVIRONMENT}
        self._name = person.name
        self.name = ComposingLineEdit()
        self.name.setText(person.name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(_("My name"))
        self.name.setEnabled(not fixed)
        self.name.editingFinished.connect(self._tell_name)
        self.roles = {role: CheckBox(role_name(role), colours) for role in Role}
        holder = QWidget()
        row = FlowLayout(holder)
        for role, box in self.roles.items():
            box.setChecked(role in person.roles)
            box.clicked.connect(partial(self._tell_roles, box))
            row.addWidget(box)
        column.addWidget(_label(_("Who I am when the handbook is revised"), "section"))
        column.addWidget(self.name)
        if fixed:
            column.addWidget(_label(_("The name is given by the database or by DESKBOOK_USER."), "muted"))
        column.addWidget(holder)
        column.addWidget(_label(_(_PROTECTS[known is Known.DATABASE]), "muted"))

    def _tell_name(self) -> None:
        name = " ".join(self.name.text().split())
        if name and name != self._name and self.name.isEnabled():
            self._name = name
            self.name_chosen.emit(name)

    def _tell_roles(self, pressed: CheckBox) -> None:
        chosen = [role for role, box in self.roles.items() if box.isChecked()]
        if chosen:
            self.roles_chosen.emit(chosen)
        else:  # somebody without any role could do nothing, and no setting says so
            pressed.setChecked(True)

    def show_key_trouble(self, trouble: Message | None) -> None:
        """Say what the summoning key does, or why it does not work here."""
        does = _("It brings the panel from any program, with what you copied there as the question.")
        self._trouble.setText(does if trouble is None else sentence(trouble))

    def _summoning(self, key: str) -> QHBoxLayout:
        self.key = QKeySequenceEdit(QKeySequence(key))
        self.key.setMaximumSequenceLength(1)
        self.key.setClearButtonEnabled(True)
        self.key.setAccessibleName(_("Key that brings the panel"))
        self.key.keySequenceChanged.connect(
            lambda keys: self.key_chosen.emit(keys.toString(QKeySequence.SequenceFormat.PortableText))
        )
        row = QHBoxLayout()
        row.addWidget(_label(_("Key that brings the panel"), "plain"), 1)
        row.addWidget(self.key)
        return row

    def _levels(self, current: Level) -> QHBoxLayout:
        row = QHBoxLayout()
        group = QButtonGroup(self)
        self.levels = []
        for level in Level:
            chip = toggle_chip(level_name(level), partial(self.level_chosen.emit, level))
            chip.setChecked(level is current)
            group.addButton(chip)
            self.levels.append(chip)
            row.addWidget(chip)
        row.addStretch()
        return row

    def _stages(self, current: Stage | None) -> QHBoxLayout:
        row = QHBoxLayout()
        group = QButtonGroup(self)
        for stage in (None, Stage.PRESALE, Stage.INSALE, Stage.AFTERSALE):
            name = stage_name(stage) if stage is not None else _("All")
            chip = toggle_chip(name, partial(self.stage_chosen.emit, stage))
            chip.setChecked(stage is current)
            group.addButton(chip)
            row.addWidget(chip)
        row.addStretch()
        return row


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("type", kind)
    label.setWordWrap(True)
    return label
