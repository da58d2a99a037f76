"""The list of banned phrases in a text: what, how bad, why, and what to say instead."""

from __future__ import annotations

import html
import re

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
from deskbook.ui.widgets.row_button import RowButton

_LONGEST = 40
"""Characters of a hit that are shown: disguises may stretch over a paragraph."""
_SENTENCE = re.compile(r".*?(?:[。！？]|[.!?](?=\s|$))", re.DOTALL)


def severity_look(blocks: bool) -> tuple[str, str]:
    """Return the pair of theme colours and the icon of a severity."""
    return ("danger", "prohibit") if blocks else ("warn", "warning")


class FindingCard(QFrame):
    """One hit. Its replacements are buttons; pressing one says which.

    ``finding`` may be exchanged for one that says the same of another place in the text.
    """

    used = Signal(object, int)
    followed = Signal(str)

    def __init__(self, finding: Explained, colours: Colours) -> None:
        super().__init__()
        self.finding = finding
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
        column.addLayout(self._head(finding, shown, colours))
        column.addWidget(self._why(finding.reason))
        if finding.laws:
            laws = _("; ").join(law_name(law) for law in finding.laws)
            column.addWidget(plain_label(_("Law behind it: {laws}").format(laws=laws), "small"))
        self.replacements = [
            self._replacement(n, text, colours) for n, text in enumerate(finding.replacements)
        ]
        column.addWidget(plain_label(_("Say instead of this sentence"), "small"))
        for button in self.replacements:
            column.addWidget(button)

    def _head(self, finding: Explained, shown: str, colours: Colours) -> QHBoxLayout:
        hit = finding.hit
        tone, icon_name = severity_look(hit.blocks)
        ground, ink = colours.pair(tone)
        words = QWidget()
        flow = FlowLayout(words, gap=7)
        phrase = QLabel(_("“{text}”").format(text=shown))
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
        link.clicked.connect(lambda _checked: self.followed.emit(hit.phrase_id))
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

    def _replacement(self, n: int, text: str, colours: Colours) -> RowButton:
        button = RowButton(colours, "swap", " ".join(text.split()))
        button.setAccessibleName(_("Say instead: {text}").format(text=button.text()))
        button.setToolTip(_("Put this in the place of the sentence"))
        button.clicked.connect(lambda _checked: self.used.emit(self.finding, n))
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
        self.cards: list[FindingCard] = []
        self._more = plain_label("", "small")
        self._more.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_findings(self, findings: tuple[Explained, ...], more: int) -> None:
        """List findings; ``more`` is how many there are besides.

        What is said of a hit already keeps its card: who is about to press it does not lose it.
        """
        kept: dict[tuple[object, ...], list[FindingCard]] = {}
        for card in self.cards:
            kept.setdefault(_words(card.finding), []).append(card)
        self.cards = []
        for index, finding in enumerate(findings):
            same = kept.get(_words(finding))
            card = same.pop(0) if same else self._card(finding)
            card.finding = finding
            self.cards.append(card)
            if self._column.indexOf(card) != index:
                self._column.insertWidget(index, card)
                card.show()  # at once, so that it can take the keyboard
        for card in (card for cards in kept.values() for card in cards):
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._more.setText(_("{count} more; they are listed once these are mended.").format(count=more))
        self._more.setVisible(more > 0)

    def begin(self) -> None:
        """Put the keyboard on the first thing to press."""
        buttons = [button for card in self.cards for button in card.replacements]
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, finding: Explained) -> FindingCard:
        card = FindingCard(finding, self._colours)
        card.used.connect(self.used)
        card.followed.connect(self.followed)
        return card


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
