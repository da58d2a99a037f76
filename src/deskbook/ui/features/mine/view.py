"""Puts the buttons, the cards and the dialog together."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from deskbook.errors import DeskbookError
from deskbook.model.feedback import Remark
from deskbook.model.mine import Known, ShortCode
from deskbook.services.language import tr as _
from deskbook.services.mine import About, Script
from deskbook.ui.features.mine.bar import MineBar, NoteCard, RemarkCard
from deskbook.ui.features.mine.codes import CodesDialog
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours

_READ_AFTER_MS = 3000
"""An entry that is shown for so long was read; moving through the hits is no reading."""


class MineView(QObject):
    """The bar goes into the reading bar, the cards below it."""

    said = Signal(str, str)
    read = Signal()
    """The entry shown was there long enough to be read."""
    code_kept = Signal(str, object, str, str)
    code_forgotten = Signal(str)

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours
        self._parent = parent
        self.bar = MineBar(colours)
        self.note = NoteCard(colours)
        self.remark = RemarkCard()
        self.codes: CodesDialog | None = None
        self._dwell = QTimer(self, interval=_READ_AFTER_MS, singleShot=True)
        self._dwell.timeout.connect(self.read)
        self.show_about(None)

    def show_about(self, about: About | None) -> None:
        """Show what is kept about the entry; see :class:`.presenter.MineView`."""
        self.bar.setEnabled(about is not None)
        self.bar.code.setEnabled(about is not None and not about.gone)
        self.bar.show_star(on=about is not None and about.starred)
        self.note.show_note(about.note if about is not None else "", gone=about is not None and about.gone)
        if about is not None and not about.gone:
            self._dwell.start()
        else:
            self._dwell.stop()

    def show_star(self, *, on: bool) -> None:
        """Show whether the entry is a favourite."""
        self.bar.show_star(on=on)
        self.said.emit(_("Among your favourites") if on else _("No longer a favourite"), "star")

    def show_remark(self, remark: Remark) -> None:
        """Confirm a remark."""
        self.remark.ask(remark.fault)

    def end_remark(self) -> None:
        """Put the remark away."""
        self.remark.hide()

    def show_codes(
        self, entry: Known | None, scripts: tuple[Script, ...], codes: Mapping[ShortCode, str]
    ) -> None:
        """Show all short codes."""
        if self.codes is None:
            self.codes = CodesDialog(self._colours, self._parent)
            self.codes.kept.connect(self.code_kept)
            self.codes.forgotten.connect(self.code_forgotten)
            self.codes.finished.connect(self._close_codes)
            self.codes.open()
        self.codes.show_codes(entry, scripts, codes)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong, where it was done."""
        if self.codes is not None:
            self.codes.show_problem(error)
        else:
            self.said.emit(error_text(error), "warning-circle")

    def _close_codes(self, _result: int) -> None:
        self.codes = None
