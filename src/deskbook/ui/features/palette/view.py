"""A field over the window, and below it what its text may mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskbook.services.language import tr as _
from deskbook.ui.features.palette.presenter import PalettePresenter, Row
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON, kind_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.list_field import ListField

_ROW = Qt.ItemDataRole.UserRole
_HEIGHT = 36
_MOST_SEEN = 11
_WIDTH = 560
_TOP = 64

ModelIndex = QModelIndex | QPersistentModelIndex


class Palette(QDialog):
    """Closes when something is chosen, or by Esc."""

    def __init__(self, parent: QWidget, colours: Colours) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setWindowTitle(_("Commands"))
        self.setAccessibleName(_("Commands"))
        self._window = parent
        self.field = ListField()
        self.field.setPlaceholderText(_("What to do, or an entry"))
        self.field.setAccessibleName(_("What to do, or an entry"))
        self.list = QListWidget()
        self.list.setObjectName("completions")
        self.list.setAccessibleName(_("Commands and entries"))
        self.list.setItemDelegate(_RowDelegate(colours, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._choose)
        self.list.itemClicked.connect(lambda _item: self._choose())

    def serve(self, presenter: PalettePresenter) -> None:
        """Show what a presenter finds, and tell it what is chosen."""
        self._presenter = presenter
        self.field.textChanged.connect(presenter.type)
        presenter.type("")

    def begin(self) -> None:
        """Open over the upper part of the window, the keyboard in the field."""
        self._place()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List what there is to choose from."""
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(", ".join(filter(None, (row.text, row.note, row.key))))
            item.setData(_ROW, row)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._place()

    def _step(self, step: int) -> None:
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.close()
            self._presenter.choose(item.data(_ROW))

    def _place(self) -> None:
        rows = max(1, min(self.list.count(), _MOST_SEEN))
        room = self._window.size() - QSize(24, _TOP + 12)
        size = QSize(min(_WIDTH, room.width()), min(rows * _HEIGHT + 74, room.height()))
        corner = self._window.mapToGlobal(QPoint((self._window.width() - size.width()) // 2, _TOP))
        self.setGeometry(QRect(corner, size))


class _RowDelegate(QStyledItemDelegate):
    """A name, what it belongs to, and its key at the right."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours

    def sizeHint(self, _option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:  # noqa: N802
        """Return the same height for every row."""
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        row: Row = index.data(_ROW)
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.accent_soft))
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 6, 6)
        ink = QColor(self._colours.on_accent_soft if selected else self._colours.text)
        dim = QColor(self._colours.on_accent_soft if selected else self._colours.muted)
        inside = area.adjusted(12, 0, -12, 0)
        name = KIND_ICON[row.kind] if row.kind is not None else "terminal-window"
        pixmap = icon(name, dim.name()).pixmap(16, 16)
        painter.drawPixmap(inside.left(), inside.center().y() - 7, pixmap)
        inside.adjust(26, 0, 0, 0)
        small = QFont(painter.font())
        small.setPixelSize(12)
        note = row.key or (kind_name(row.kind) if row.kind is not None else row.note)
        painter.save()
        painter.setFont(small)
        painter.setPen(dim)
        metrics = painter.fontMetrics()
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note)
        inside.adjust(0, 0, -metrics.horizontalAdvance(note) - 16, 0)
        painter.restore()
        painter.setPen(ink)
        text = painter.fontMetrics().elidedText(row.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()
