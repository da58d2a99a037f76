"""The frame around the desks: on the owner's desk a rail leads to its sections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.person import Person, Role
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import role_name
from deskbook.ui.sections import SECTION_ICON, Section, section_name
from deskbook.ui.theme import Colours

_WIDTH = 80
_ICON = QSize(22, 22)
_PADDING = 12
"""Pixels above and below an icon, together."""
_GOING = {
    Section.HANDBOOK: ActionId.GO_HANDBOOK,
    Section.NEWS: ActionId.GO_NEWS,
    Section.EDITOR: ActionId.GO_EDITOR,
    Section.VERSIONS: ActionId.GO_VERSIONS,
    Section.INSIGHT: ActionId.GO_INSIGHT,
    Section.BOARD: ActionId.GO_BOARD,
    Section.REVIEW: ActionId.GO_REVIEW,
    Section.GATE: ActionId.GO_GATE,
    Section.RELEASES: ActionId.GO_RELEASES,
}


class Rail(QFrame):
    """A column of buttons, one a section, with the settings at its foot."""

    chosen = Signal(object)
    person_asked = Signal()

    def __init__(self, colours: Colours, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(_WIDTH)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(6, 12, 6, 10)
        column.setSpacing(4)
        self._full = 0
        self._group = QButtonGroup(self)
        self.buttons: dict[Section, QToolButton] = {}
        for section in Section:
            button = QToolButton()
            button.setProperty("look", "rail")
            button.setText(section_name(section))
            button.setIcon(icon(SECTION_ICON[section], colours.text))
            button.setIconSize(_ICON)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setCheckable(True)
            button.setFixedWidth(_WIDTH - 12)
            button.setToolTip(f"{section_name(section)} ({key_text(_GOING[section])})")
            button.clicked.connect(partial(self._choose, section))
            self._group.addButton(button)
            self.buttons[section] = button
            column.addWidget(button)
        column.addStretch()
        self.person = QToolButton()
        self.person.setObjectName("person")
        self.person.setIcon(icon("user-circle", colours.text))
        self.person.setIconSize(_ICON)
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.person.setFixedWidth(_WIDTH - 12)
        self.person.clicked.connect(lambda _checked: self.person_asked.emit())
        column.addWidget(self.person)
        self._menu = QToolButton()
        self._menu.setIcon(icon("gear-six", colours.text))
        self._menu.setIconSize(_ICON)
        self._menu.setMenu(menu)
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.setAccessibleName(_("Settings and help"))
        self._menu.setToolTip(f"{_('Settings and help')} ({key_text(ActionId.MENU)})")
        column.addWidget(self._menu, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_section(self, section: Section) -> None:
        """Mark where the person is."""
        self.buttons[section].setChecked(True)

    def show_person(self, person: Person) -> None:
        """Say who is at the desk, and what they do."""
        metrics = self.person.fontMetrics()
        room = _WIDTH - 20
        self.person.setText(metrics.elidedText(person.name, Qt.TextElideMode.ElideRight, room))
        roles = _(", ").join(role_name(role) for role in Role if role in person.roles)
        self.person.setToolTip(_("{name}: {roles}").format(name=person.name, roles=roles))
        self.person.setAccessibleName(self.person.toolTip())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave the names to the hints of the mouse where there is no room for them."""
        super().resizeEvent(event)
        self._full = self._full or self.sizeHint().height()  # with the names, which are there at first
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        if self.height() < self._full:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in (*self.buttons.values(), self.person):
            button.setToolButtonStyle(style)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the room that the icons alone need."""
        count, margins = self._column.count() - 1, self._column.contentsMargins()
        icons = count * (_ICON.height() + _PADDING) + (count - 1) * self._column.spacing()
        return QSize(_WIDTH, icons + margins.top() + margins.bottom())

    def open_menu(self) -> None:
        """Open the settings menu beside its button."""
        self._menu.showMenu()

    def _choose(self, section: Section, _checked: bool = False) -> None:
        self.chosen.emit(section)


class _Pages(QStackedWidget):
    """Asks for no more room than the page that is seen."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest useful size."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else QSize()


class Shell(QWidget):
    """The sections, of which one is seen; each is made when it is first gone to."""

    def __init__(self, colours: Colours, menu: QMenu, makers: dict[Section, Callable[[], QWidget]]) -> None:
        super().__init__()
        self._makers = makers
        self._pages: dict[Section, QWidget] = {}
        self.section = Section.HANDBOOK
        self.rail = Rail(colours, menu)
        self._stack = _Pages()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)

    def page(self, section: Section) -> QWidget:
        """Return the page of a section, making it if need be."""
        if section not in self._pages:
            self._pages[section] = self._makers[section]()
            self._stack.addWidget(self._pages[section])
        return self._pages[section]

    def renew(self, section: Section) -> None:
        """Let the page of a section be made anew when it is gone to next."""
        page = self._pages.pop(section, None)
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()

    def go(self, section: Section) -> None:
        """Show a section."""
        self._stack.setCurrentWidget(self.page(section))
        self._stack.updateGeometry()
        self.section = section
        self.rail.show_section(section)
