"""Who wrote what: beside each paragraph its author, revision and release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextCursor

from deskbook.model.revision import Revision
from deskbook.revision.blame import Blamed
from deskbook.revision.outline import BlockKind, PartKind
from deskbook.services.language import tr as _
from deskbook.services.wording import field_name, value_text
from deskbook.ui.texts import own_words
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.row_pane import RowPane, Run

_WIDTH = 160
_SIDE = 12
_FIELDS = frozenset({PartKind.FIELD, PartKind.COMMENT, PartKind.FENCE})


class BlamePane(RowPane):
    """A click beside a paragraph, or Enter in it, leads to the revision that last changed it."""

    revision_chosen = Signal(int)

    def __init__(self, colours: Colours) -> None:
        super().__init__(colours, _("Who wrote what"), _WIDTH)
        self._blamed: Sequence[Blamed] = ()
        self._names: Mapping[int, str] = {}

    def show_blame(self, blamed: Sequence[Blamed], releases: Mapping[int, str]) -> None:
        """Replace what is shown.

        :param releases: revision number -> the release that first held it.
        """
        self._blamed = [one for one in blamed if one.part.kind is not PartKind.FENCE]
        self._names = releases
        following = [self._begins(number) for number in range(1, len(self._blamed))]
        self.show_rows([self._runs(one) for one in self._blamed], [*following, False])

    def paint_row(self, painter: QPainter, number: int, area: QRectF) -> None:
        """Draw a line above what another revision wrote."""
        if number and self._speaks(number):
            painter.setPen(QColor(self.colours.border))
            painter.drawLine(area.topLeft(), area.topRight())

    def paint_beside(self, painter: QPainter, number: int, area: QRectF) -> None:
        """Draw who wrote it, where it is somebody else than above."""
        if not self._speaks(number):
            return
        revision, colours = self._blamed[number].revision, self.colours
        if number:
            painter.setPen(QColor(colours.border))
            painter.drawLine(QPointF(0, area.top()), QPointF(_WIDTH, area.top()))
        metrics = painter.fontMetrics()
        line = QRectF(_SIDE, area.top() + 2, _WIDTH - 2 * _SIDE, metrics.height() + 2)
        who = f"{revision.number} · {revision.author}"
        painter.setPen(QColor(colours.text))
        painter.drawText(line, _elided(painter, who, line))
        where = self._names.get(revision.number, "")
        below = line.translated(0, line.height())
        if where and area.height() >= 2 * line.height():
            painter.setPen(QColor(colours.muted))
            painter.drawText(below, _elided(painter, where, below))

    def tip_of(self, number: int) -> str:
        """Return what the revision of a paragraph is about."""
        if not 0 <= number < len(self._blamed):
            return ""
        revision = self._blamed[number].revision
        at = revision.created_at.astimezone()
        about = f"{revision.number} · {revision.author} · {at:%Y-%m-%d %H:%M}"
        parts = (own_words(revision.message), about, self._names.get(revision.number, ""))
        return "\n".join(part for part in parts if part)

    def choose(self, cursor: QTextCursor) -> None:
        """Lead to the revision of the paragraph that a cursor is in."""
        number = cursor.blockNumber()
        if number < len(self._blamed):
            self.revision_chosen.emit(self._blamed[number].revision.number)

    def _speaks(self, number: int) -> bool:
        """Tell whether the margin names somebody beside a row."""
        if number == 0:
            return True
        before, here = self._revision(number - 1), self._revision(number)
        return before.number != here.number or self._begins(number)

    def _begins(self, number: int) -> bool:
        """Tell whether a section or step begins with a row, or the text after the fields."""
        before, here = self._blamed[number - 1], self._blamed[number]
        if here.part.kind in _FIELDS and before.part.kind in _FIELDS:
            return False
        return here.part is not before.part

    def _revision(self, number: int) -> Revision:
        return self._blamed[number].revision

    def _runs(self, one: Blamed) -> list[Run]:
        shape = QTextCharFormat()
        field = one.part.kind in _FIELDS
        shape.setForeground(QColor(self.colours.muted if field else self.colours.text))
        if one.block.kind is BlockKind.HEADING:
            shape.setFontWeight(QFont.Weight.DemiBold)
        first = one.part.blocks[0] is one.block
        if first and one.block.kind is BlockKind.HEADING:
            return [(one.part.title, shape)]
        if first and one.part.kind is PartKind.FIELD:
            said = value_text(one.part.name, one.block.text.partition(":")[2].strip())
            return [(f"{field_name(one.part.name)}  {said}", shape)]
        return [(one.block.text, shape)]


def _elided(painter: QPainter, text: str, area: QRectF) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
