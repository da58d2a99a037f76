"""The list of hits with its empty and error states."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.query import Answer, Hit
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, field_keys
from deskbook.ui.features.search.delegate import HitDelegate
from deskbook.ui.features.search.filters import Filters
from deskbook.ui.features.search.model import HitListModel, ModelIndex
from deskbook.ui.icons import icon
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.page_state import StatePage

_SHOWN_QUERY = 40


class HitList(QListView):
    """A list whose current row is what is selected; Enter and its kin act as in the search field."""

    acted = Signal(object)
    moved = Signal(object)

    def __init__(self, colours: Colours, name: str) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(name)
        self.setItemDelegate(HitDelegate(colours, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._keys = field_keys()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keyboard is: without a row there is nothing to see of it."""
        if not self.currentIndex().isValid():  # Qt would make one current without selecting it
            self.setCurrentIndex(self.model().index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        action = self._keys.get(QKeySequence(event.keyCombination()))
        if action in {ActionId.COPY, ActionId.OPEN, ActionId.CLEAR}:
            event.accept()
            self.acted.emit(action)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:  # noqa: N802
        """Tell where the person moved."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved.emit(current)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest useful size."""
        return QSize(120, 80)


class SearchView(QStackedWidget):
    """Shows hits, or what to try where there are none."""

    moved = Signal(str)
    """A person moved to a hit, by its ref."""
    acted = Signal(object)
    unfiltered = Signal()
    missed = Signal()
    """What was searched for should be in the handbook."""
    browsing = Signal(bool)
    filtered = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._showing = False
        self.model = HitListModel()
        self.list = HitList(colours, _("Found entries"))
        self.list.setModel(self.model)
        self._nearest_model = HitListModel()
        self._nearest_list = HitList(colours, _("Entries outside your filters"))
        self._nearest_list.setModel(self._nearest_model)
        self._count = QLabel()
        self._count.setProperty("type", "small")
        self._count.setContentsMargins(16, 8, 16, 4)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._count)
        column.addWidget(self.list, 1)
        self._found = found
        self._nothing = QWidget()
        self._nothing_column = QVBoxLayout(self._nothing)
        self._nothing_column.setContentsMargins(0, 0, 0, 0)
        self._state = QVBoxLayout()
        self._nothing_column.addLayout(self._state)
        self._nothing_column.addWidget(self._nearest_list, 1)
        self.addWidget(found)
        self.addWidget(self._nothing)
        for one, model in ((self.list, self.model), (self._nearest_list, self._nearest_model)):
            one.moved.connect(lambda index, m=model: self._tell_moved(m, index))
            one.acted.connect(self.acted)

    def show_hits(self, answer: Answer, selected: str) -> None:
        """List the hits; see :class:`deskbook.ui.features.search.presenter.SearchView`."""
        self.browsing.emit(False)
        self.model.show(answer.hits)
        count = len(answer.hits)
        if count == 1:
            text = _("1 entry")
        elif count < answer.query.limit:
            text = _("{count} entries").format(count=count)
        else:
            text = _("The best {count} entries").format(count=count)
        if answer.stale:
            text = _("{entries} · the index is being renewed").format(entries=text)
        self._count.setText(text)
        self.setCurrentWidget(self._found)
        self._showing = True
        self._select(self.model.row_of(selected))
        self._showing = False

    def show_nothing(self, text: str, nearest: tuple[Hit, ...]) -> None:
        """Say what to try."""
        self.browsing.emit(False)
        self.model.show(())
        shown = " ".join(text.split())
        shown = shown if len(shown) <= _SHOWN_QUERY else shown[: _SHOWN_QUERY - 1] + "…"
        if nearest:
            page = StatePage(
                icon("funnel", self._colours.muted),
                _("Nothing within these filters"),
                _("There are entries outside them:"),
            )
            page.add_button(_("Search everywhere"), self.unfiltered.emit)
        elif shown:
            page = StatePage(
                icon("magnifying-glass", self._colours.muted),
                _("Nothing found for “{text}”").format(text=shown),
                _(
                    "Try fewer words, the thing it is about (such as 退款 or 发票), "
                    "pinyin or initials (such as tk)."
                ),
            )
            page.add_button(_("Report as missing"), self.missed.emit)
        else:
            page = StatePage(
                icon("funnel", self._colours.muted),
                _("No entry fits these filters"),
                _("Take one of them away."),
            )
            page.add_button(_("Remove all filters"), self.unfiltered.emit)
        self._fill_nothing(page, nearest)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong in place of the hits."""
        self.browsing.emit(False)
        page = StatePage(
            icon("warning-circle", self._colours.on_danger),
            _("The search did not work"),
            error_text(error),
        )
        self._fill_nothing(page, ())

    def show_waiting(self) -> None:
        """Say that nothing is searchable yet, but soon."""
        self.browsing.emit(False)
        page = StatePage(
            icon("hourglass", self._colours.muted),
            _("The search is being prepared"),
            _("Your question is answered as soon as it is ready."),
        )
        self._fill_nothing(page, ())

    def show_browsing(self) -> None:
        """Give the place to browsing."""
        self.model.show(())
        self.browsing.emit(True)

    def show_filters(self, filters: Filters) -> None:
        """Pass the filters on to the bar."""
        self.filtered.emit(filters)

    def step(self, rows: int) -> None:
        """Move the selection down by rows, up if negative."""
        last = self.model.rowCount() - 1
        if last >= 0:
            self._select(max(0, min(last, self.list.currentIndex().row() + rows)))

    def step_page(self, pages: int) -> None:
        """Move the selection by as many rows as are visible."""
        height = max(1, self.list.sizeHintForRow(0))
        self.step(pages * max(1, self.list.viewport().height() // height - 1))

    def _select(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _tell_moved(self, model: HitListModel, index: ModelIndex) -> None:
        hit = model.hit(index)
        if hit is not None and not self._showing:
            self.moved.emit(hit.ref)

    def _fill_nothing(self, page: StatePage, nearest: tuple[Hit, ...]) -> None:
        clear(self._state)
        self._state.addWidget(page)
        self._nothing_column.setStretch(0, 0 if nearest else 1)
        self._nearest_model.show(nearest)
        self._nearest_list.setVisible(bool(nearest))
        self.setCurrentWidget(self._nothing)
