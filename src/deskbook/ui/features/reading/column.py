"""The column of blocks that a page consists of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.features.reading import blocks
from deskbook.ui.features.reading.cards import SpeechCard, StepFrame, build
from deskbook.ui.features.reading.handlers import Handlers
from deskbook.ui.features.reading.page_scroll import MARGIN
from deskbook.ui.features.reading.typography import MEASURE
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.badge import Badge
from deskbook.ui.widgets.chips import plain_chip
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.labels import plain_label

_SLICE = 0.01
"""Seconds of building at a time: a long procedure must not stop a frame from being drawn."""


class PageColumn(QWidget):
    """Builds what is seen first at once, and the rest in slices while the window goes on."""

    def __init__(
        self, page: blocks.Page, colours: Colours, handlers: Handlers, tag_chosen: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._page, self._colours, self._handlers = page, colours, handlers
        self._tag_chosen = tag_chosen
        self._cards: dict[int, SpeechCard] = {}
        self._steps: dict[str, StepFrame] = {}
        self._marked = 0
        self._known: Mapping[str, str] = {}
        self.setMaximumWidth(MEASURE + 2 * MARGIN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(12)
        self._parts = self._build()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._go_on()

    @property
    def is_complete(self) -> bool:
        """Whether everything is built."""
        return not self._timer.isActive()

    def complete(self) -> None:
        """Build whatever is not built yet."""
        self._timer.stop()
        for _part in self._parts:
            pass

    def card(self, number: int) -> SpeechCard:
        """Return the card of a script, counted from 1.

        :raises KeyError: if the page has no such script.
        """
        if number not in self._cards:
            self.complete()
        return self._cards[number]

    def mark(self, number: int) -> None:
        """Mark the script that Enter copies, now or when it is built."""
        self._marked = number
        for other, card in self._cards.items():
            card.mark(other == number)

    def show_known(self, known: Mapping[str, str]) -> None:
        """Show in the scripts what is known for their blanks, now or when they are built."""
        self._known = known
        for card in self._cards.values():
            card.show_given(known)

    def show_only(self, anchor: str) -> None:
        """Show one step below the title and nothing else; everything again if ``anchor`` is empty."""
        self.complete()
        alone = self._steps.get(anchor)
        for at in range(1, self._layout.count()):
            item = self._layout.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(alone is None or widget is alone)
        for step in self._steps.values():
            step.show_ways(shown=alone is None)

    def first_script(self, anchor: str) -> int:
        """Return the number of a step's first script; -1 if it has none."""
        step = self.step(anchor)
        return step.speeches[0].speech.number if step is not None and step.speeches else -1

    def step(self, anchor: str) -> StepFrame | None:
        """Return a step of the procedure, None if the page has no such step."""
        if anchor and anchor not in self._steps:
            self.complete()
        return self._steps.get(anchor)

    def place(self, anchor: str) -> QWidget | None:
        """Return the step or script with an anchor, None if the page has none."""
        script = next((card for card in self._cards.values() if card.speech.key == anchor), None)
        return self.step(anchor) or script

    def _go_on(self) -> None:
        end = time.monotonic() + _SLICE
        for _part in self._parts:
            if time.monotonic() > end:
                self._timer.start()
                return
        self._timer.stop()

    def _build(self) -> Iterator[None]:
        """Add one part after the other, stopping after each."""
        page = self._page
        self._add(plain_label(page.title, "title"))
        self._add(self._badges())
        if page.aliases:
            also = _("Also asked as: {wordings}").format(wordings=_(" / ").join(page.aliases))
            self._add(plain_label(also, "muted"))
        yield
        for block in page.blocks:
            if isinstance(block, blocks.Heading):
                self._layout.addSpacing(10)
            widget = build(block, self._colours, self._handlers)
            self._add(widget)
            self._register(widget)
            yield
        self._layout.addSpacing(14)
        if page.tags:
            self._add(self._tags())
        self._add(plain_label(page.meta, "small"))
        self._layout.addStretch()

    def _add(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)
        widget.show()  # at once, so that its styling counts into the slice

    def _register(self, widget: QWidget) -> None:
        if isinstance(widget, StepFrame):
            self._steps[widget.anchor] = widget
            self._add_cards(widget.speeches)
        elif isinstance(widget, SpeechCard):
            self._add_cards([widget])

    def _add_cards(self, cards: Iterable[SpeechCard]) -> None:
        for card in cards:
            self._cards[card.speech.number] = card
            card.mark(card.speech.number == self._marked)
            if self._known:
                card.show_given(self._known)

    def _badges(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        plain = (self._colours.sunken, self._colours.muted)
        for badge in self._page.badges:
            ground, ink = self._colours.pair(badge.tone) if badge.tone else plain
            flow.addWidget(Badge(badge.text, badge.icon, ink, ground))
        return holder

    def _tags(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for tag in self._page.tags:
            chip = plain_chip(tag, partial(self._tag_chosen, tag), icon("tag", self._colours.muted))
            chip.setToolTip(_("Show everything with this tag"))
            flow.addWidget(chip)
        return holder
