"""The question whether to install a pack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.pack import key_id
from deskbook.services.language import tr as _
from deskbook.ui.dialogs import show_problem
from deskbook.ui.features.installing.presenter import Offer
from deskbook.ui.widgets.labels import plain_label, set_plain

_WIDTH = 460


class PackDialogs:
    """Satisfies :class:`deskbook.ui.features.installing.presenter.OfferView` in front of a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._dialog: PackDialog | None = None

    def show_offer(self, offer: Offer, install: Callable[[], None]) -> None:
        """Show what the pack is, in place of one shown before."""
        self.end_offer()
        dialog = PackDialog(offer, self._window)
        if dialog.install is not None:
            dialog.install.clicked.connect(lambda _checked: install())
        dialog.finished.connect(lambda _result: self._forget(dialog))
        self._dialog = dialog
        dialog.open()

    def show_installing(self) -> None:
        """Show that it is being installed."""
        if self._dialog is not None:
            self._dialog.show_installing()

    def end_offer(self) -> None:
        """Disappear."""
        if self._dialog is not None:
            self._dialog.reject()

    def show_problem(self, error: DeskbookError) -> None:
        """Say why nothing was installed."""
        show_problem(self._window, error)

    def _forget(self, dialog: PackDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None


class PackDialog(QDialog):
    """What a pack is; ``install`` is the button to press, None where it is installed already."""

    def __init__(self, offer: Offer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Handbook pack"))
        question = _("Install this handbook?") if offer.new else _("This handbook is installed here already")
        self._headline = plain_label(question, "headline")
        self._buttons = QDialogButtonBox()
        self._buttons.rejected.connect(self.reject)
        self.install: QPushButton | None = None
        if offer.new:
            self.install = self._buttons.addButton(_("Install"), QDialogButtonBox.ButtonRole.ActionRole)
            self.install.setDefault(True)
            self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        else:
            self._buttons.addButton(QDialogButtonBox.StandardButton.Close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(self._headline)
        column.addLayout(_grid(offer))
        column.addStretch()
        column.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH)

    def show_installing(self) -> None:
        """Show that it is being installed."""
        set_plain(self._headline, _("Installing…"))
        self._buttons.setEnabled(False)


def _grid(offer: Offer) -> QGridLayout:
    facts = offer.facts
    rows = (
        (_("Brings"), _("release {number} “{name}”").format(number=facts.release, name=facts.name)),
        (_("In force from"), str(facts.effective)),
        (_("Planned until"), str(facts.until)),
        (_("Signed with key"), _("{key}, which this desk trusts").format(key=key_id(offer.key))),
        (_("File"), offer.path.name),
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(rows):
        label = QLabel(name)
        label.setProperty("type", "muted")
        shown = plain_label(value, "body")
        shown.setAccessibleName(f"{name}: {value}")
        grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignBaseline)
        grid.addWidget(shown, number, 1, Qt.AlignmentFlag.AlignBaseline)
    return grid
