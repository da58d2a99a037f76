"""The draft box: a field, what speaks against its text, and a way to copy it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.entry import PLACEHOLDER_PATTERN
from deskbook.services.guarding import Explained, Replacement
from deskbook.services.language import tr as _
from deskbook.services.sending import LONGEST_REPLY, Checked
from deskbook.ui.actions import ActionId, draft_keys, key_text
from deskbook.ui.features.drafting.edit import DraftEdit
from deskbook.ui.icons import icon
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.findings import FindingColumn
from deskbook.ui.widgets.offsets import Offsets
from deskbook.ui.widgets.panel import Panel
from deskbook.ui.widgets.reason import ReasonForm
from deskbook.ui.widgets.text_marks import Mark, MarkKind, TextMarks, hit_marks


class DraftView(Panel):
    """See :class:`deskbook.ui.features.drafting.presenter.DraftingView`."""

    edited = Signal(str)
    copy_asked = Signal(str)
    copy_anyway = Signal(str, str)
    used = Signal(str, object, int)
    followed = Signal(str)
    closed = Signal()
    said = Signal(str, str)
    copied = Signal(str, str)
    """A confirmation of a copy, which can be undone, and its icon."""
    """A short confirmation, and the icon that goes with it."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("draft")
        self._colours = colours
        self._keys = draft_keys()
        self._fresh: tuple[str, Mark] | None = None
        self._reason: ReasonForm | None = None
        self.edit = self._make_edit()
        self.marks = TextMarks(self.edit, colours)
        self.findings = FindingColumn(colours)
        self._list = self._make_list()
        self._status_icon = QLabel()
        self._status = QLabel()
        self._status.setProperty("type", "muted")
        self._status.setWordWrap(True)
        self._foot = self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._make_head())
        column.addWidget(self.edit, 1)
        column.addLayout(self._make_status())
        column.addWidget(self._list, 2)
        column.addWidget(self._foot)
        self.findings.used.connect(self._use)
        self.findings.followed.connect(self.followed)
        self.show_empty()

    @property
    def text(self) -> str:
        """The draft."""
        return self.edit.toPlainText()

    def begin(self) -> None:
        """Put the keyboard into the box."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put(self, text: str) -> None:
        """Put another draft in the place of this one; undoing brings this one back."""
        kept = bool(self.text.strip()) and text != self.text
        if self.edit.put(text) and kept:
            self.said.emit(_("Your earlier draft comes back with Ctrl+Z"), "arrow-counter-clockwise")

    def show_empty(self) -> None:
        """Show that there is nothing to check."""
        self._end_reason()
        self.marks.show(self.text, ())
        self._show_findings((), 0)
        self._say_status(
            "shield-check", self._colours.muted, _("What you are about to send is checked here.")
        )
        self._copy.setEnabled(False)
        self._clear.setEnabled(bool(self.text))

    def show_checking(self) -> None:
        """Show that the answer is on its way; what was said of the text before stays until then."""
        self._copy.setEnabled(True)
        self._clear.setEnabled(True)

    def show_checked(self, checked: Checked) -> None:
        """Mark and list what speaks against the text."""
        clearance = checked.clearance
        if not clearance.wants_reason:
            self._end_reason()
        self._mark(checked)
        self._show_findings(checked.explained, checked.more)
        blocks = sum(hit.blocks for hit in clearance.scan.hits)
        warns = len(clearance.scan.hits) - blocks
        if not clearance.scan.complete:
            text = _("There is so much to report that the rest was not checked.")
            self._say_status("prohibit", self._colours.on_danger, text)
        elif blocks or warns:
            parts = [_("{count} must not be sent").format(count=blocks)] if blocks else []
            parts += [_("{count} to think about").format(count=warns)] if warns else []
            tone = ("prohibit", self._colours.on_danger) if blocks else ("warning", self._colours.on_warn)
            self._say_status(*tone, _(", ").join(parts))
        else:
            self._say_status("check-circle", self._colours.on_ok, _("Nothing speaks against it."))

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; the text stays."""
        self._say_status("warning-circle", self._colours.on_danger, error_text(error))

    def ask_reason(self, checked: Checked, reasons: tuple[str, ...]) -> None:
        """Ask why the text is to be copied all the same."""
        self._mark(checked)
        self._show_findings(checked.explained, checked.more)
        self._end_reason()
        form = ReasonForm(reasons)
        form.given.connect(lambda reason: self.copy_anyway.emit(self.text, reason))
        form.given_up.connect(self._give_up_reason)
        self._answers.insertWidget(0, form)
        form.show()
        self._foot.hide()  # the form has a button of its own
        self._list.show()
        self._list.verticalScrollBar().setValue(0)
        self._reason = form
        form.begin()

    def put_sentence(self, of: str, change: Replacement) -> None:
        """Replace a sentence; the cursor goes behind it, and what is new is marked until the next edit."""
        if self.text != of:
            self.edit.tell()
            return
        offsets = Offsets(of)
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(offsets.units(change.start))
        end = offsets.units(change.start + len(change.old))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.new)
        self.edit.setTextCursor(cursor)
        fresh = Mark(change.start, change.start + len(change.new), MarkKind.FRESH)
        self._fresh = (self.text, fresh)
        self.marks.show(self.text, (fresh,))
        self.edit.tell()
        self.begin()
        self.said.emit(_("Sentence replaced; Ctrl+Z takes it back"), "swap")

    def say_copied(self, missing: tuple[str, ...]) -> None:
        """Confirm a copy."""
        self._give_up_reason()
        if missing:
            names = _(", ").join(missing)
            self.copied.emit(_("Copied; still to fill in: {names}").format(names=names), "warning")
        else:
            self.copied.emit(_("Draft copied"), "check-circle")

    def say_blocked(self, checked: Checked) -> None:
        """Say that nothing was copied, and go to what can be said instead."""
        self.show_checked(checked)
        self.findings.begin()
        self.said.emit(_("Not copied: this must not be sent"), "prohibit")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key of the box that a button of it did not want."""
        action = self._keys.get(QKeySequence(event.keyCombination()))
        if action is None:
            super().keyPressEvent(event)
        else:
            event.accept()
            self._act(action)

    def _act(self, action: ActionId) -> None:
        if action is ActionId.DRAFT_COPY:
            self._ask_copy()
        elif action is ActionId.DRAFT_MEND:
            self.findings.begin()
        elif action is ActionId.DRAFT_LEAVE:
            self.left.emit()

    def _ask_copy(self) -> None:
        self.edit.tell()
        self.copy_asked.emit(self.text)

    def _use(self, finding: Explained, n: int) -> None:
        self.used.emit(self.text, finding, n)

    def _empty(self) -> None:
        self.edit.put("")
        self.begin()

    def _give_up_reason(self) -> None:
        if self._reason is not None:
            self._end_reason()
            self.begin()

    def _end_reason(self) -> None:
        if self._reason is not None:
            if self._reason.isAncestorOf(QApplication.focusWidget() or self):
                self.begin()
            self._reason.hide()
            self._reason.deleteLater()
            self._reason = None
            self._foot.show()

    def _mark(self, checked: Checked) -> None:
        marks = [*hit_marks(checked.clearance.scan.hits)]
        taken = [(mark.start, mark.end) for mark in marks]
        for blank in PLACEHOLDER_PATTERN.finditer(checked.text):
            if not any(start < blank.end() and blank.start() < end for start, end in taken):
                tip = _("Still to fill in")
                marks.append(Mark(blank.start(), blank.end(), MarkKind.BLANK, tip))
        if self._fresh is not None and self._fresh[0] == checked.text:
            marks.insert(0, self._fresh[1])
        self.marks.show(checked.text, marks)

    def _show_findings(self, findings: tuple[Explained, ...], more: int) -> None:
        focus = QApplication.focusWidget()
        within = focus is not None and self.findings.isAncestorOf(focus)
        self.findings.show_findings(findings, more)
        self._list.setVisible(bool(findings))
        if within and not self.findings.isAncestorOf(QApplication.focusWidget() or self):
            self.begin()

    def _say_status(self, icon_name: str, colour: str, text: str) -> None:
        self._status_icon.setPixmap(icon(icon_name, colour).pixmap(16, 16))
        if text != self._status.text():
            self._status.setText(text)
            if self.isVisible():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._status, text))

    def _make_edit(self) -> DraftEdit:
        edit = DraftEdit()
        edit.setObjectName("draftEdit")
        edit.setAccessibleName(_("Draft"))
        edit.setPlaceholderText(_("Paste or type the reply you are about to send"))
        edit.setMinimumHeight(64)
        edit.settled.connect(self.edited)
        edit.acted.connect(self._act)
        edit.refused.connect(self._refuse)
        return edit

    def _refuse(self, length: int) -> None:
        text = _("{length} characters are too many for a reply; {most} are the most. Nothing was taken in.")
        self._say_status(
            "warning-circle",
            self._colours.on_danger,
            text.format(length=f"{length:,}", most=f"{LONGEST_REPLY:,}"),
        )

    def _make_list(self) -> QScrollArea:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(72)
        inner = QWidget()
        self._answers = QVBoxLayout(inner)
        self._answers.setContentsMargins(0, 0, 4, 0)
        self._answers.setSpacing(8)
        self._answers.addWidget(self.findings)
        self._answers.addStretch()
        area.setWidget(inner)
        return area

    def _make_head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(icon("note-pencil", self._colours.muted).pixmap(16, 16))
        title = QLabel(_("Draft box"))
        title.setProperty("type", "strong")
        close = QToolButton()
        close.setIcon(icon("x", self._colours.text))
        close.setIconSize(QSize(16, 16))
        close.setAccessibleName(_("Close the draft box"))
        close.setToolTip(f"{_('Close the draft box')} ({key_text(ActionId.DRAFT)})")
        close.clicked.connect(lambda _checked: self.closed.emit())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(picture)
        head.addWidget(title, 1)
        head.addWidget(close)
        return head

    def _make_status(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(self._status_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._status, 1)
        return row

    def _make_foot(self) -> QWidget:
        self._copy = QPushButton(_("Copy"))
        self._copy.setProperty("look", "primary")
        self._copy.setToolTip(key_text(ActionId.DRAFT_COPY))
        self._copy.clicked.connect(lambda _checked: self._ask_copy())
        self._clear = QPushButton(_("Clear"))
        self._clear.clicked.connect(lambda _checked: self._empty())
        key = QLabel(key_text(ActionId.DRAFT_COPY))
        key.setProperty("type", "key")
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._clear)
        row.addStretch()
        row.addWidget(key)
        row.addWidget(self._copy)
        return foot
