"""The row of filter chips, the popup with further filters, and the filters in force."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.entry import Audience, Kind, Level, Stage
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.search.filters import Facet, Filters, value_name
from deskbook.ui.icons import icon
from deskbook.ui.tabbing import tab_on
from deskbook.ui.texts import KIND_ICON, collection_name, kind_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import plain_chip, removable_chip, toggle_chip
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.layouts import clear

Toggle = Callable[[Facet, str], None]

_POPUP_WIDTH = 420
_KIND_ACTIONS = {
    Kind.SOP: ActionId.KIND_SOP,
    Kind.FAQ: ActionId.KIND_FAQ,
    Kind.PHRASE: ActionId.KIND_PHRASE,
    Kind.CASE: ActionId.KIND_CASE,
}


class FilterBar(QWidget):
    """Chips for collection and stage, a button for more, and below it what is in force.

    Where there is no room for the stages, they are in the popup only; where there is still less, collections
    are shown as icons.
    """

    def __init__(self, colours: Colours, toggle: Toggle, only_kind: Callable[[Kind | None], None]) -> None:
        super().__init__()
        self._colours = colours
        self._toggle = toggle
        self._filters = Filters()
        self._all = toggle_chip(_("All"), lambda: only_kind(None), key_text(ActionId.KIND_ALL))
        self._kinds = {kind: self._kind_chip(kind, only_kind) for kind in Kind}
        self._rule = QFrame()
        self._rule.setObjectName("rule")
        self._stages = {
            stage: toggle_chip(value_name(Facet.STAGE, stage), partial(toggle, Facet.STAGE, stage))
            for stage in Stage
        }
        self.popup = FilterPopup(toggle, self)
        self.more = plain_chip(_("More filters"), self.open_popup, icon("sliders-horizontal", colours.muted))
        self.more.setToolTip(key_text(ActionId.MORE_FILTERS))
        self._named = {chip: chip.text() for chip in (*self._kinds.values(), self.more)}
        row = QHBoxLayout()
        row.setSpacing(6)
        for chip in (self._all, *self._kinds.values(), self._rule, *self._stages.values()):
            row.addWidget(chip)
        row.addWidget(self.more)
        row.addStretch()
        self._active = QWidget()
        self._active_flow = FlowLayout(self._active)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._active)
        self.show_filters(self._filters)

    def show_filters(self, filters: Filters) -> None:
        """Show which filters are in force."""
        self._filters = filters
        self._all.setChecked(not filters.kinds)
        for kind, chip in self._kinds.items():
            chip.setChecked(kind in filters.kinds)
        for stage, chip in self._stages.items():
            chip.setChecked(stage in filters.stages)
        self.popup.show_filters(filters)
        self._show_active()

    def open_popup(self) -> None:
        """Open the popup below its button."""
        corner = self.more.mapToGlobal(QPoint(0, self.more.height() + 6))
        self.popup.open_at(corner, self.window())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the content to the new width."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _kind_chip(self, kind: Kind, only_kind: Callable[[Kind | None], None]) -> QPushButton:
        chip = toggle_chip(
            kind_name(kind),
            lambda: only_kind(None if kind in self._filters.kinds else kind),
            f"{collection_name(kind)} ({key_text(_KIND_ACTIONS[kind])})",
        )
        _ground, ink = self._colours.pair(kind.value)
        chip.setIcon(icon(KIND_ICON[kind], ink))
        return chip

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest useful size: icons."""
        return QSize(240, super().minimumSizeHint().height())

    def _fit(self, width: int) -> None:
        first = (self._all, *self._kinds.values(), self.more)
        stages = (self._rule, *self._stages.values())
        for chip, name in self._named.items():
            chip.setText(name)
        if _width(first) > width:
            for chip in self._named:
                chip.setText("")
        roomy = _width((*first, *stages)) <= width
        if roomy is self._rule.isHidden():
            for widget in stages:
                widget.setVisible(roomy)
            self._show_active()

    def _show_active(self) -> None:
        clear(self._active_flow)
        hidden = {Facet.KIND} if self._rule.isHidden() else {Facet.KIND, Facet.STAGE}
        for facet, value in self._filters.active():
            if facet not in hidden:
                chip = removable_chip(
                    value_name(facet, value),
                    partial(self._toggle, facet, value),
                    icon("x", self._colours.on_accent_soft),
                )
                self._active_flow.addWidget(chip)
        self._active.setVisible(bool(self._active_flow.count()))


class FilterPopup(QFrame):
    """Stage, level, audience, topic and tag."""

    def __init__(self, toggle: Toggle, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAccessibleName(_("More filters"))
        self._toggle = toggle
        self._chips: dict[tuple[Facet, str], QPushButton] = {}
        self._filters = Filters()
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(8)
        for title, facet, values in (
            (_("Stage"), Facet.STAGE, tuple(Stage)),
            (_("Level needed"), Facet.LEVEL, tuple(Level)),
            (_("Audience"), Facet.AUDIENCE, tuple(Audience)),
        ):
            self._fill(self._group(_title(title)), facet, values)
        self._topics_title = _title(_("Topic"))
        self._topics = self._group(self._topics_title)
        self._tag = QLineEdit()
        self._tag.setPlaceholderText(_("Type a tag and press Enter"))
        self._tag.setAccessibleName(_("Tag"))
        self._tag.returnPressed.connect(self._add_tag)
        self._column.addWidget(_title(_("Tag")))
        self._column.addWidget(self._tag)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(scroll)
        self._inner = inner
        self.offer(())

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Let Tab go through the popup as it is laid out."""
        return tab_on(self, self.focusWidget(), forward=forward) or super().focusNextPrevChild(forward)

    def offer(self, topics: tuple[str, ...]) -> None:
        """Set the topics to choose from."""
        for key in [key for key in self._chips if key[0] is Facet.TOPIC]:
            chip = self._chips.pop(key)
            self._topics.removeWidget(chip)
            chip.deleteLater()
        self._fill(self._topics, Facet.TOPIC, topics)
        self._topics_title.setVisible(bool(topics))
        self.show_filters(self._filters)

    def show_filters(self, filters: Filters) -> None:
        """Show which filters are in force."""
        self._filters = filters
        for (facet, value), chip in self._chips.items():
            chip.setChecked(value in filters.values(facet))

    def open_at(self, corner: QPoint, window: QWidget) -> None:
        """Open with the upper left corner at ``corner``, inside ``window``."""
        bottom = window.mapToGlobal(QPoint(0, window.height())).y() - 12
        right = window.mapToGlobal(QPoint(window.width(), 0)).x() - 12
        width = min(_POPUP_WIDTH, window.width() - 24)
        height = self._inner.heightForWidth(width - 2) + 4
        self.setFixedSize(width, max(160, min(height, bottom - corner.y())))
        self.move(min(corner.x(), right - width), corner.y())
        self.show()
        next(iter(self._chips.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _group(self, title: QLabel) -> FlowLayout:
        self._column.addWidget(title)
        holder = QWidget()
        flow = FlowLayout(holder)
        self._column.addWidget(holder)
        return flow

    def _fill(self, flow: FlowLayout, facet: Facet, values: tuple[str, ...]) -> None:
        for value in values:
            chip = toggle_chip(value_name(facet, value), partial(self._toggle, facet, value))
            self._chips[facet, value] = chip
            flow.addWidget(chip)

    def _add_tag(self) -> None:
        tag = self._tag.text().strip()
        if tag and tag not in self._filters.tags:
            self._toggle(Facet.TAG, tag)
        self._tag.clear()


def _width(widgets: tuple[QWidget, ...]) -> int:
    return sum(widget.sizeHint().width() + 6 for widget in widgets)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("type", "label")
    return label
