"""What stands below a script that was not copied: why, and what can be done about it."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.features.reading.gatekeeping import Held
from deskbook.ui.features.reading.typography import rich_label
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.findings import FindingColumn, severity_look
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.panel import Panel
from deskbook.ui.widgets.reason import ReasonForm


class Gate(Panel):
    """The text with its faults marked, the list of them, and the ways on that are open."""

    used = Signal(object, int)
    followed = Signal(str)
    copy_asked = Signal(str)
    """Copy all the same: with a reason, or with none if none is needed any more."""
    draft_asked = Signal(str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("gate")
        self._colours = colours
        self._held: Held | None = None
        self._reason: ReasonForm | None = None
        self._icon = QLabel()
        self._title = plain_label("", "strong")
        self._text = rich_label("", colours, gap=0)
        self._text.setProperty("type", "body")
        self._findings = FindingColumn(colours)
        self._findings.used.connect(self.used)
        self._findings.followed.connect(self.followed)
        self._copy = QPushButton(_("Copy"))
        self._copy.setProperty("look", "primary")
        self._copy.clicked.connect(lambda _checked: self.copy_asked.emit(""))
        draft = QPushButton(_("Edit in the draft box"))
        draft.clicked.connect(lambda _checked: self._ask_draft())
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(lambda _checked: self.left.emit())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(draft)
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self._copy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(9)
        self._column.addLayout(head)
        self._column.addWidget(self._text)
        self._column.addWidget(self._findings)
        self._column.addLayout(foot)

    def show_held(self, held: Held) -> None:
        """Show why a script is held, with the keyboard on the best way on."""
        self._held = held
        clearance = held.checked.clearance
        tone, icon_name = severity_look(clearance.blocked)
        if clearance.allows():
            tone, icon_name = "ok", "check-circle"
        _ground, ink = self._colours.pair(tone)
        self._icon.setPixmap(icon(icon_name, ink).pixmap(18, 18))
        self._title.setText(html.escape(self._why(held)))
        self.setAccessibleName(self._why(held))
        self._text.show_html(f"<p>{self._marked(held)}</p>")
        self._findings.show_findings(held.checked.explained, held.checked.more)
        self._findings.setVisible(bool(held.checked.explained))
        self._copy.setVisible(clearance.allows())
        self._set_reason(held)
        self._begin(held)

    def _begin(self, held: Held) -> None:
        if held.checked.clearance.allows():
            self._copy.setFocus(Qt.FocusReason.OtherFocusReason)
        elif held.checked.explained:
            self._findings.begin()
        elif self._reason is not None:
            self._reason.begin()

    def _why(self, held: Held) -> str:
        clearance = held.checked.clearance
        if clearance.allows():
            return _("Nothing speaks against it any more.")
        if not clearance.scan.complete:
            return _("There is so much to report that the rest was not checked.")
        if clearance.blocked:
            return _("Not copied: this must not be sent")
        if clearance.outdated is not None:
            return _("Not copied yet: {why}").format(why=sentence(clearance.outdated))
        if clearance.scan.blocked:
            return _("Not copied yet: your level may send this with a reason")
        return _("Not copied yet: think twice about this")

    def _set_reason(self, held: Held) -> None:
        wanted = held.checked.clearance.wants_reason
        if wanted and self._reason is None:
            self._reason = ReasonForm(held.reasons)
            self._reason.given.connect(self.copy_asked)
            self._reason.given_up.connect(self.left)
            self._column.insertWidget(self._column.count() - 1, self._reason)
            self._reason.show()
        elif not wanted and self._reason is not None:
            self._reason.hide()
            self._reason.deleteLater()
            self._reason = None

    def _marked(self, held: Held) -> str:
        """Return the text as HTML, with faults on a tint and underlined, and what is new on another."""
        text = held.outgoing.text
        tints = [
            (hit.start, hit.end, self._colours.pair("danger" if hit.blocks else "warn"))
            for hit in held.checked.clearance.scan.hits
        ]
        parts: list[str] = []
        at = 0
        for start, end, (ground, ink) in tints:
            parts.append(self._plain(held, at, start))
            style = f"background-color: {ground}; color: {ink}; text-decoration: underline;"
            parts.append(f'<span style="{style}">{_escaped(text[start:end])}</span>')
            at = end
        parts.append(self._plain(held, at, len(text)))
        return "".join(parts)

    def _plain(self, held: Held, start: int, end: int) -> str:
        text, (first, last) = held.outgoing.text, held.fresh
        first, last = max(start, first), min(end, last)
        if first >= last:
            return _escaped(text[start:end])
        fresh = (
            f'<span style="background-color: {self._colours.accent_soft}">{_escaped(text[first:last])}</span>'
        )
        return _escaped(text[start:first]) + fresh + _escaped(text[last:end])

    def _ask_draft(self) -> None:
        if self._held is not None:
            self.draft_asked.emit(self._held.outgoing.text)


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
