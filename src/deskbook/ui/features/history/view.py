"""The history of an entry: revisions on the left, what they changed or who wrote what on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.query import Hit
from deskbook.model.revision import Revision
from deskbook.revision.blame import Blamed
from deskbook.services.history import Difference
from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.ui.actions import ActionId
from deskbook.ui.features.history.blame_pane import BlamePane
from deskbook.ui.features.history.presenter import Chronicle, HistoryPresenter
from deskbook.ui.features.history.version_list import VersionList
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON, error_text, own_words
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.elided import ElidedLabel
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.message_bar import MessageBar
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.search_field import SearchField
from deskbook.ui.widgets.toast import Toast

_ENTRY = Qt.ItemDataRole.UserRole


class HistoryView(QWidget):
    """See :class:`deskbook.ui.features.history.presenter.HistoryView`."""

    def __init__(self, colours: Colours, preferences: Preferences) -> None:
        super().__init__()
        self._colours = colours
        self._presenter: HistoryPresenter
        self._chronicle: Chronicle | None = None
        self._selected: Sequence[int] = ()
        self.toast = Toast(self, colours)
        self.field = SearchField()
        self.found = QListWidget()
        self.versions = VersionList(colours)
        self.diff = DiffView(colours, preferences)
        self.blame = BlamePane(colours)
        self.message = MessageBar(_("Why is it restored?"), _("Restore"))
        self.notice = QLabel()
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._make_head()
        self._lay_out()

    def connect_to(self, presenter: HistoryPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self.field.committed.connect(self._seek)
        self.field.acted.connect(self._act)
        self.found.itemActivated.connect(self._open)
        self.found.itemClicked.connect(self._open)
        self.versions.picked.connect(self._pick)
        self.blame.revision_chosen.connect(self._go_to_revision)
        self.message.given.connect(presenter.restore)
        self.message.given_up.connect(self.take_keyboard)

    def show_found(self, hits: tuple[Hit, ...]) -> None:
        """List entries to choose from."""
        self.found.clear()
        for hit in hits:
            _ground, ink = self._colours.pair(hit.kind.value)
            item = QListWidgetItem(icon(KIND_ICON[hit.kind], ink), hit.title.text)
            item.setData(_ENTRY, hit.id)
            item.setToolTip(hit.id)
            self.found.addItem(item)
        self.found.setCurrentRow(0)
        self._lists.setCurrentWidget(self.found if self.field.text().strip() else self.versions)

    def show_chronicle(self, chronicle: Chronicle, selected: Sequence[int]) -> None:
        """List the revisions of an entry."""
        if self._chronicle is None or chronicle.entry_id != self._chronicle.entry_id:
            self.diff.clear()
            self.message.hide()
        self._chronicle, self._selected = chronicle, selected
        self.field.clear()
        self._lists.setCurrentWidget(self.versions)
        self._title.say(chronicle.title)
        self.versions.show_versions(chronicle.versions, selected)
        self.notice.hide()
        self._pages.setCurrentWidget(self._page)
        self._fit_head()

    def show_difference(self, difference: Difference) -> None:
        """Show what changed between two revisions."""
        self.diff.show_diff(difference.diff, _name(difference.old), _name(difference.new))
        self._body.setCurrentWidget(self.diff)
        self._check_chips(blame=False)

    def show_blame(self, blamed: tuple[Blamed, ...], number: int) -> None:
        """Show who wrote what of a revision."""
        versions = self._chronicle.versions if self._chronicle else ()
        firsts = {v.revision.number: own_words(v.releases[0].name) for v in versions if v.releases}
        self.blame.show_blame(blamed, firsts)
        self.blame.setAccessibleDescription(_("Revision {number}").format(number=number))
        self._body.setCurrentWidget(self.blame)
        self._check_chips(blame=True)

    def say_restored(self, number: int) -> None:
        """Confirm that an older text is the newest one again."""
        self.message.line.clear()
        self.toast.say(_("Revision {number} is the newest text again").format(number=number))

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        self.notice.setText(error_text(error))
        self.notice.show()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        target = self.field if self._chronicle is None else self.versions
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_area(self) -> None:
        """Move the keyboard on: field, revisions, text, and round again."""
        areas: list[QWidget] = [self.field, self._lists, self._body]
        if self._chronicle is None:
            areas = areas[:1]
        focus = self.focusWidget()
        here = next(
            (n for n, area in enumerate(areas) if focus and (area is focus or area.isAncestorOf(focus))), -1
        )
        area = areas[(here + 1) % len(areas)]
        if area is self._body and self._body.currentWidget() is self.diff:
            self.diff.take_keyboard()
        else:
            target = area.currentWidget() if isinstance(area, QStackedWidget) else area
            (target or area).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _seek(self, text: str) -> None:
        if not text.strip():
            self._lists.setCurrentWidget(self.versions)
        self._presenter.find(text)

    def _act(self, action: ActionId) -> None:
        steps = {ActionId.NEXT_HIT: 1, ActionId.PREVIOUS_HIT: -1, ActionId.PAGE_DOWN: 8, ActionId.PAGE_UP: -8}
        if action is ActionId.CLEAR:
            self.field.clear()
        elif action in {ActionId.COPY, ActionId.OPEN}:
            self._open(self.found.currentItem())
        elif action in steps and self.found.count():
            row = self.found.currentRow() + steps[action]
            self.found.setCurrentRow(max(0, min(self.found.count() - 1, row)))

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._presenter.open(item.data(_ENTRY))
            self.versions.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, numbers: Sequence[int]) -> None:
        self._selected = tuple(numbers)
        self.message.hide()
        self._presenter.select(numbers)
        self._fit_head()

    def _go_to_revision(self, number: int) -> None:
        self.versions.select([number])
        self._presenter.blame(False)
        self._pick([number])

    def _fit_head(self) -> None:
        """Offer what can be done with what is selected."""
        chronicle, one = self._chronicle, len(self._selected) == 1
        older = chronicle is not None and one and self._selected[0] != chronicle.newest
        self.restore.setEnabled(older)
        for chip in (self.to_before, self.to_newest):
            chip.setEnabled(one)

    def _check_chips(self, *, blame: bool) -> None:
        """Mark what is shown of one revision; two that are compared need no mark."""
        one, newest = len(self._selected) == 1, self._presenter.to_newest
        self.as_blame.setChecked(blame)
        self.to_newest.setChecked(one and newest and not blame)
        self.to_before.setChecked(one and not newest and not blame)

    def _ask_restore(self) -> None:
        number = self._selected[0] if self._selected else 0
        if not self.message.line.text():
            self.message.line.setText(_("Back to revision {number}").format(number=number))
        self.message.ask()

    def _against(self, newest: bool) -> None:
        self._presenter.compare_with_newest(newest)

    def _make_head(self) -> None:
        self._title = ElidedLabel("strong", 60)
        self.to_before = toggle_chip(
            _("What it changed"),
            lambda: self._against(False),
            _("Compared with the one it was made from"),
        )
        self.to_before.setChecked(True)
        self.to_newest = toggle_chip(
            _("Against the newest"), lambda: self._against(True), _("Compared with the newest revision")
        )
        self.as_blame = toggle_chip(
            _("Who wrote what"), lambda: self._presenter.blame(self.as_blame.isChecked())
        )
        self.restore = QPushButton(icon("clock-counter-clockwise", self._colours.text), _("Restore…"))
        self.restore.setToolTip(_("Save this text as the newest revision"))
        self.restore.clicked.connect(lambda _on: self._ask_restore())

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self._make_left())
        splitter.addWidget(self._make_right())
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([300, 900])
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(splitter)

    def _make_left(self) -> QFrame:
        left = QFrame()
        left.setObjectName("left")
        left.setMinimumWidth(220)
        left.setMaximumWidth(420)
        text = _("Whose history? Search for an entry")
        self.field.setPlaceholderText(text)
        self.field.setAccessibleName(text)
        self.field.setClearButtonEnabled(True)
        self.field.addAction(
            icon("magnifying-glass", self._colours.muted), SearchField.ActionPosition.LeadingPosition
        )
        self.found.setObjectName("foundList")
        self.found.setAccessibleName(_("Entries"))
        self.found.setIconSize(QSize(16, 16))
        self.found.setFrameShape(QFrame.Shape.NoFrame)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.versions)
        self._lists.addWidget(self.found)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.addWidget(self.field)
        column.addLayout(top)
        column.addWidget(self._lists, 1)
        return left

    def _make_right(self) -> QStackedWidget:
        bar = QFrame()
        bar.setObjectName("readingBar")
        head = FlowLayout(bar, gap=8)
        head.setContentsMargins(16, 6, 12, 6)
        for part in (self._title, self.to_before, self.to_newest, self.as_blame, self.restore):
            head.addWidget(part)
        self._body = QStackedWidget()
        self._body.addWidget(self.diff)
        self._body.addWidget(self.blame)
        self._page = QFrame()
        self._page.setObjectName("paper")
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above: tuple[QWidget, ...] = (bar, self.notice, self.message)
        for one in above:
            column.addWidget(one)
        column.addWidget(self._body, 1)
        nothing = StatePage(
            icon("clock-counter-clockwise", self._colours.muted),
            _("Every saved text is kept"),
            _("Search for an entry on the left: you see who changed what and when, and can bring it back."),
        )
        self._pages = QStackedWidget()
        self._pages.setObjectName("paper")
        self._pages.addWidget(nothing)
        self._pages.addWidget(self._page)
        return self._pages


def _name(revision: Revision | None) -> str:
    if revision is None:
        return _("Nothing yet")
    at = revision.created_at.astimezone()
    return _("Revision {number} · {author} · {at}").format(
        number=revision.number, author=revision.author, at=f"{at:%Y-%m-%d %H:%M}"
    )
