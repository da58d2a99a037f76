"""Releases on the screen: the list, one of them with what it changed, and the audit log."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError, Message
from deskbook.model.audit import AuditRecord
from deskbook.model.revision import Release, ReleaseKind
from deskbook.services.history import Difference, ReleaseDifference
from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.ui.features.releases.log import LogPane
from deskbook.ui.features.releases.presenter import ReleasesPresenter, Shelf
from deskbook.ui.features.releases.shelf import KIND_ICON, ShelfList, headline, when
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import release_kind_name, trouble_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.asking import AskDialog, ask_yes
from deskbook.ui.widgets.badge import Badge
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.notice import Notice
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.row_button import RowButton
from deskbook.ui.widgets.toast import Toast
from deskbook.ui.widgets.tools import tool_button

_MOST = 200
"""Changed entries listed at once."""
_WIDEST = 860
"""Pixels; longer lines are hard to read."""
_HEADING = re.compile(r"(</?h)([12])\b")


class ReleasesView(QWidget):
    """See :class:`deskbook.ui.features.releases.presenter.ReleasesView`."""

    def __init__(self, colours: Colours, preferences: Preferences, to_html: Callable[[str], str]) -> None:
        """Lay the screen out.

        :param to_html: makes safe HTML of the notes, which are Markdown.
        """
        super().__init__()
        self._to_html = to_html
        self.setObjectName("desk")
        self._colours = colours
        self._presenter: ReleasesPresenter
        self._shelf = Shelf((), None, emergency_open=False)
        self._release: Release | None = None
        self.list = ShelfList(colours)
        self.emergency = QPushButton(_("Emergency fix…"))
        self.emergency.setIcon(icon("lightning", colours.text))
        self.emergency.clicked.connect(lambda _checked: self._ask_emergency())
        self.as_release = toggle_chip(_("Release"), partial(self.show_log_page, on=False))
        self.as_log = toggle_chip(_("Audit log"), partial(self.show_log_page, on=True))
        self.title = plain_label("", "headline")
        self._badges = QHBoxLayout()
        self._badges.setSpacing(6)
        self.back = QPushButton(_("Go back to this release…"))
        self.back.clicked.connect(lambda _checked: self.ask_rollback())
        self.notes = plain_label("", "body")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.rows: dict[str, RowButton] = {}
        self.diff = DiffView(colours, preferences)
        self._entry = plain_label("", "strong")
        self.log = LogPane(colours)
        self.notice = Notice(colours)
        self.toast = Toast(self, colours)
        self.nothing = StatePage(
            icon("stack", colours.muted),
            _("There is no release yet"),
            _("The first quarter makes one of what is there. Open it under “Quarter”."),
        )
        self._lay_out()

    def connect_to(self, presenter: ReleasesPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self.list.chosen.connect(presenter.open)
        self.log.proof_asked.connect(presenter.prove)
        self.log.export_asked.connect(self._ask_file)

    def show_shelf(self, shelf: Shelf, current: int) -> None:
        """List the releases."""
        self._shelf = shelf
        self.list.show_shelf(shelf, current)
        self.emergency.setEnabled(not shelf.emergency_open and bool(shelf.releases))
        self.emergency.setToolTip(_("One is open already") if shelf.emergency_open else "")
        release = shelf.release(current)
        self._release = release
        self._pages.setCurrentWidget(self._page if release is not None else self.nothing)
        if release is None:
            return
        set_plain(self.title, headline(release))
        html = self._to_html(release.notes.strip() or _("No notes."))
        # The page has a headline of its own: those of the notes are two levels below it.
        self.notes.setText(_HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 2}", html))
        clear(self._badges)
        warn = release.kind in {ReleaseKind.EMERGENCY, ReleaseKind.ROLLBACK}
        ground, ink = self._colours.pair("warn") if warn else (self._colours.sunken, self._colours.muted)
        self._badges.addWidget(Badge(release_kind_name(release.kind), KIND_ICON[release.kind], ink, ground))
        grey = self._colours.sunken
        for name, text in (("calendar-blank", when(release)), ("user", release.author)):
            self._badges.addWidget(Badge(text, name, self._colours.muted, grey))
        if release.origin is not None:
            text = _("out of release {number}").format(number=release.origin)
            self._badges.addWidget(Badge(text, "clock-counter-clockwise", self._colours.muted, grey))
        if release == shelf.in_force:
            ground, ink = self._colours.pair("ok")
            self._badges.addWidget(Badge(_("in force today"), "check-circle", ink, ground))
        self.back.setEnabled(release != shelf.in_force)

    def show_changed(self, changed: ReleaseDifference | None) -> None:
        """Show what the release changed."""
        clear(self._rows)
        self.rows = {}
        self._show_list()
        if changed is None:
            text = _("The first release: it holds what was there.")
            self._rows.addWidget(plain_label(text, "muted"))
            self._rows.addStretch()
            return
        entries = changed.entries
        groups = (
            (_("New"), "plus-circle", entries.added),
            (_("Edited"), "pencil-simple", entries.edited),
            (_("Retired"), "archive", entries.retired),
        )
        for name, icon_name, ids in groups:
            if ids:
                self._rows.addWidget(plain_label(f"{name}  {len(ids)}", "strong"))
            for entry_id in ids[:_MOST]:
                row = RowButton(self._colours, icon_name, changed.titles[entry_id], entry_id)
                row.clicked.connect(partial(self._look, entry_id))
                self._rows.addWidget(row)
                self.rows[entry_id] = row
            if len(ids) > _MOST:
                text = _("and {count} more").format(count=len(ids) - _MOST)
                self._rows.addWidget(plain_label(text, "muted"))
        if not self.rows:
            self._rows.addWidget(plain_label(_("It changed nothing that was in force."), "muted"))
        self._rows.addStretch()

    def show_difference(self, entry_id: str, difference: Difference) -> None:
        """Show what became of one entry."""
        set_plain(self._entry, f"{difference.title}  ·  {entry_id}")
        self.diff.show_diff(difference.diff, *self._names())
        self._below.setCurrentWidget(self._diff_page)
        self.diff.take_keyboard()

    def show_log(self, records: tuple[AuditRecord, ...]) -> None:
        """Show the last records."""
        self.log.model.show(records)

    def show_proof(self, faults: tuple[Message, ...]) -> None:
        """Say whether the log is whole."""
        self.log.show_proof(faults)

    def show_proving(self) -> None:
        """Say that the log is being read."""
        self.log.show_proving()

    def say_exported(self, path: Path) -> None:
        """Confirm that the log was written."""
        self.notice.hide()
        self.toast.say(_("Audit log written to {path}").format(path=path))

    def say_rolled_back(self, release: Release) -> None:
        """Confirm a rollback."""
        self.notice.hide()
        text = _("Release {number} is in force: it is release {origin} made anew")
        self.toast.say(text.format(number=release.number, origin=release.origin))

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        self.log.prove.setEnabled(True)
        self.notice.say(trouble_text(error))

    def show_log_page(self, *, on: bool) -> None:
        """Show the audit log, or the release looked at."""
        self.as_log.setChecked(on)
        self.as_release.setChecked(not on)
        self._stack.setCurrentWidget(self.log if on else self._pages)

    def ask_rollback(self) -> None:
        """Ask why to go back to the release looked at."""
        release = self._release
        if release is None or not self.back.isEnabled():
            return
        dialog = AskDialog(
            self,
            _("Go back to release {number}").format(number=release.number),
            _(
                "A new release is made of what this one holds, in force today. What is scheduled for later "
                "is void. Nothing is erased. Why? The reason stands in the notes."
            ),
            _("Go back"),
        )
        dialog.given.connect(partial(self._presenter.roll_back, release.number))
        dialog.open()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def areas(self) -> list[QWidget]:
        """What the keyboard goes round."""
        return [self._left, self._bar, self._stack]

    def _look(self, entry_id: str) -> None:
        self._presenter.look(entry_id)

    def _names(self) -> tuple[str, str]:
        release = self._release
        old = self._shelf.release(release.parent) if release is not None and release.parent else None
        return headline(old) if old is not None else "", headline(release) if release is not None else ""

    def _show_list(self) -> None:
        self._below.setCurrentWidget(self._list_page)

    def _ask_emergency(self) -> None:
        dialog = ask_yes(
            self,
            _("Emergency fix"),
            _(
                "A small cycle beside the quarter, for something that cannot wait: the same checks and "
                "another person's approval, marked as an emergency, in force today. What the quarter changes "
                "already stays there."
            ),
            _("Begin"),
        )
        dialog.given.connect(lambda _words: self._presenter.begin_emergency())
        dialog.open()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Export as CSV…"), "deskbook-audit.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self._presenter.export(Path(path)))
        dialog.open()

    def _lay_out(self) -> None:
        self._left = QFrame()
        self._left.setObjectName("left")
        self._left.setMinimumWidth(220)
        self._left.setMaximumWidth(340)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 12, 0, 12)
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self.emergency, 1)
        left.addLayout(foot)
        self._make_page()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(self._page)
        self._stack = QStackedWidget()
        self._stack.setObjectName("paper")
        self._stack.addWidget(self._pages)
        self._stack.addWidget(self.log)
        self._bar = QFrame()
        self._bar.setObjectName("readingBar")
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(14, 8, 14, 8)
        group = QButtonGroup(self)
        for chip in (self.as_release, self.as_log):
            group.addButton(chip)
            bar.addWidget(chip)
        bar.addStretch()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self._left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([260, 900])
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.notice)
        around.addWidget(split, 1)
        self.show_log_page(on=False)

    def _make_page(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        badges = QHBoxLayout()
        badges.addLayout(self._badges)
        badges.addStretch()
        head = QFrame()
        head_column = QVBoxLayout(head)
        head_column.setContentsMargins(18, 12, 14, 8)
        head_column.addLayout(top)
        head_column.addLayout(badges)
        inner = QWidget()
        inner.setObjectName("paper")
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 6, 18, 18)
        column.setSpacing(10)
        column.addWidget(plain_label(_("Notes"), "strong"))
        column.addWidget(self.notes)
        column.addSpacing(6)
        column.addLayout(self._rows)
        column.addStretch()
        self._list_page = QScrollArea()
        self._list_page.setFrameShape(QFrame.Shape.NoFrame)
        self._list_page.setWidgetResizable(True)
        self._list_page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list_page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list_page.setWidget(inner)
        self._diff_page = QWidget()
        self._diff_page.setObjectName("paper")
        to_list = tool_button("arrow-left", _("Back to the list"), self._colours)
        to_list.clicked.connect(lambda _checked: self._show_list())
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 12, 4)
        line.addWidget(to_list)
        line.addWidget(self._entry, 1)
        diff = QVBoxLayout(self._diff_page)
        diff.setContentsMargins(0, 0, 0, 0)
        diff.setSpacing(0)
        diff.addLayout(line)
        diff.addWidget(self.diff, 1)
        self._below = QStackedWidget()
        self._below.addWidget(self._list_page)
        self._below.addWidget(self._diff_page)
        self._page = QWidget()
        self._page.setObjectName("paper")
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(head)
        page.addWidget(self._below, 1)
