"""An entry that is being written, as agents will read it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from deskbook.errors import DeskbookError
from deskbook.model.entry import AnyEntry
from deskbook.services.language import tr as _
from deskbook.ui.features.reading.blocks import Page
from deskbook.ui.features.reading.column import PageColumn
from deskbook.ui.features.reading.handlers import Handlers
from deskbook.ui.features.reading.making import PageMaker
from deskbook.ui.features.reading.page_scroll import PageScroll
from deskbook.ui.icons import icon
from deskbook.ui.ports import Lane, Runner
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.page_state import StatePage


class Preview(QWidget):
    """Shows the newest text that reads as an entry, and follows the cursor through it."""

    said = Signal(str, str)
    """A short notice, and the icon that goes with it."""

    def __init__(self, maker: PageMaker, jobs: Runner, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("reading")
        self._maker, self._jobs, self._colours = maker, jobs, colours
        self._asked = 0
        self._anchor = ""
        self.page: Page | None = None
        self._column: PageColumn | None = None
        self.sheet = PageScroll(self._say_preview)
        self.sheet.setAccessibleName(_("Preview"))
        waiting = StatePage(
            icon("eye", colours.muted),
            _("Nothing to preview yet"),
            _("As soon as the text reads as an entry, it is shown here as agents will see it."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(waiting)
        self._stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def clear(self) -> None:
        """Show nothing: another entry is on the desk."""
        self._asked += 1
        self.page, self._anchor = None, ""
        self._stack.setCurrentIndex(0)

    def show_entry(self, entry: AnyEntry) -> None:
        """Show an entry as soon as its page is made, unless a newer one comes first."""
        self._asked += 1
        number = self._asked

        def show(page: Page) -> None:
            if number == self._asked:
                self._show(page)

        self._jobs.run(Lane.CHECK, lambda: self._maker.page(entry), show, self._no_page)

    def follow(self, anchor: str) -> None:
        """Scroll to a step or variant; empty for the top."""
        self._anchor = anchor
        if self._column is None:
            return
        place = self._column.place(anchor)
        if place is not None:
            self.sheet.go_to(place)
        elif not anchor:
            self.sheet.verticalScrollBar().setValue(0)

    def _show(self, page: Page) -> None:
        if page == self.page:
            return
        kept = self.sheet.verticalScrollBar().value() if self.page is not None else 0
        first = self.page is None
        self.page = page
        handlers = Handlers(self._say_preview, self._follow_link, self._say_preview)
        self._column = PageColumn(page, self._colours, handlers, lambda _tag: None)
        self._column.complete()
        self.sheet.show_column(self._column)
        self._stack.setCurrentWidget(self.sheet)
        if first and self._anchor:
            self.follow(self._anchor)
        else:
            self.sheet.stay_at(kept)

    def _follow_link(self, ref: str) -> None:
        if ref.startswith("#"):
            self.follow(ref[1:])

    def _say_preview(self, _what: object) -> None:
        self.said.emit(_("This is a preview: copy in the handbook, once it is published"), "info")

    def _no_page(self, _error: DeskbookError) -> None:
        """Keep the last page: the editor itself tells what is wrong with the workspace."""
