"""The list of banned phrases in a text: what, how bad, why, and what to say instead."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from deskbook.services.guarding import Explained
from deskbook.services.language import tr as _
from deskbook.ui.icons import icon
from deskbook.ui.texts import law_name, severity_name, topic_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.badge import Badge
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.row_button import RowButton

_LONGEST = 40
"""Characters of a hit that are shown: disguises may stretch over a paragraph."""
_SENTENCE = re.compile(r".*?(?:[。！？]|[.!?](?=\s|$))", re.DOTALL)


def severity_look(blocks: bool) -> tuple[str, str]:
    """Return the pair of theme colours and the icon of a severity."""
    return ("danger", "prohibit") if blocks else ("warn", "warning")


class FindingCard(QFrame):
    """One hit. Its replacements are buttons; pressing one says which."""

    def __init__(
        self,
        finding: Explained,
        colours: Colours,
        used: Callable[[int], None],
        followed: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setProperty("card", "finding")
        hit = finding.hit
        written = " ".join(hit.text.split())
        shown = written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"
        self.setAccessibleName(
            _("{severity}: “{text}”").format(severity=severity_name(hit.severity), text=shown)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 10, 10)
        column.setSpacing(5)
        column.addLayout(self._head(finding, shown, colours, followed))
        column.addWidget(self._why(finding.reason))
        if finding.laws:
            laws = _("; ").join(law_name(law) for law in finding.laws)
            column.addWidget(plain_label(_("Law behind it: {laws}").format(laws=laws), "small"))
        self.replacements = [
            self._replacement(n, text, colours, used) for n, text in enumerate(finding.replacements)
        ]
        column.addWidget(plain_label(_("Say instead of this sentence"), "small"))
        for button in self.replacements:
            column.addWidget(button)

    def _head(
        self, finding: Explained, shown: str, colours: Colours, followed: Callable[[], None]
    ) -> QHBoxLayout:
        hit = finding.hit
        tone, icon_name = severity_look(hit.blocks)
        ground, ink = colours.pair(tone)
        words = QWidget()
        flow = FlowLayout(words, gap=7)
        phrase = QLabel(f"“{shown}”")
        phrase.setTextFormat(Qt.TextFormat.PlainText)
        phrase.setProperty("type", "strong")
        flow.addWidget(phrase)
        flow.addWidget(Badge(severity_name(hit.severity), icon_name, ink, ground))
        flow.addWidget(Badge(topic_name(hit.category.value), "", colours.muted, colours.sunken))
        link = QToolButton()
        link.setIcon(icon("arrow-square-out", colours.link))
        link.setIconSize(QSize(16, 16))
        link.setToolTip(_("Open the rule"))
        link.setAccessibleName(_("Open the rule “{id}”").format(id=hit.phrase_id))
        link.clicked.connect(lambda _checked: followed())
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(words, 1)
        head.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _why(self, reason: str) -> QLabel:
        """Return the first sentence of the reason: what to say instead must be in sight, too."""
        first = _SENTENCE.match(reason)
        label = plain_label(first[0].strip() if first else reason, "muted")
        label.setToolTip(html.escape(reason))
        label.setAccessibleDescription(reason)
        return label

    def _replacement(self, n: int, text: str, colours: Colours, used: Callable[[int], None]) -> RowButton:
        button = RowButton(colours, "swap", " ".join(text.split()))
        button.setAccessibleName(_("Say instead: {text}").format(text=button.text()))
        button.setToolTip(_("Put this in the place of the sentence"))
        button.clicked.connect(lambda _checked: used(n))
        return button


class FindingColumn(QWidget):
    """The hits of a text below each other."""

    used = Signal(object, int)
    """A finding, and the number of its replacement to use."""
    followed = Signal(str)
    """The id of a banned phrase to open."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._findings: tuple[Explained, ...] = ()
        self._more = 0
        self.cards: list[FindingCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_findings(self, findings: tuple[Explained, ...], more: int) -> None:
        """List findings; ``more`` is how many there are besides.

        Cards stay as they are while only places in the text have changed: who is about to press one does not
        lose it.
        """
        if [_words(f) for f in findings] != [_words(f) for f in self._findings] or more != self._more:
            clear(self._column)
            self.cards = [self._card(number, finding) for number, finding in enumerate(findings)]
            for card in self.cards:
                self._column.addWidget(card)
                card.show()  # at once, so that it can take the keyboard
            if more:
                text = _("{count} more; they are listed once these are mended.").format(count=more)
                self._column.addWidget(plain_label(text, "small"))
            self._column.addStretch()
        self._findings, self._more = findings, more

    def begin(self) -> None:
        """Put the keyboard on the first thing to press."""
        buttons = [button for card in self.cards for button in card.replacements]
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, number: int, finding: Explained) -> FindingCard:
        return FindingCard(
            finding, self._colours, partial(self._use, number), partial(self._follow, finding.hit.phrase_id)
        )

    def _use(self, number: int, n: int) -> None:
        self.used.emit(self._findings[number], n)

    def _follow(self, phrase_id: str) -> None:
        self.followed.emit(phrase_id)


def _words(finding: Explained) -> tuple[object, ...]:
    """Return all of a finding that its card shows."""
    hit = finding.hit
    return (
        hit.text,
        hit.phrase_id,
        hit.severity,
        hit.category,
        finding.reason,
        finding.replacements,
        finding.laws,
    )
