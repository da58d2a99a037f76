"""What stops the release: a card each, with the way to where it is mended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskbook.model.cycle import Acceptance, ChangeState, Cycle, CycleState
from deskbook.model.problem import Gravity, Problem
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.features.publishing.presenter import Looked, Place, Stop
from deskbook.ui.icons import icon
from deskbook.ui.revision_texts import cycle_state_name
from deskbook.ui.texts import N_
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.layouts import clear

_MEND = {
    Place.BOARD: N_("Go to the quarter"),
    Place.EDITOR: N_("Mend it in the editor"),
    Place.MERGE: N_("Join the two…"),
    Place.DAY: N_("Set the day"),
}
_UNAPPROVED = {
    ChangeState.PLANNED: (
        N_("It is planned, but nobody has written it."),
        N_("Write it, or withdraw it, or leave it to the next quarter."),
    ),
    ChangeState.DRAFT: (
        N_("It is written, but was not sent to review."),
        N_("Send it to review, or withdraw it, or leave it to the next quarter."),
    ),
    ChangeState.SUBMITTED: (N_("It waits for a verdict."), ""),
    ChangeState.RETURNED: (
        N_("It was sent back."),
        N_("Its author has to write on, or it is withdrawn or left to the next quarter."),
    ),
    ChangeState.APPROVED: (
        N_("Its approval fell, because it was saved again."),
        N_("Have it approved as it is now."),
    ),
}
_MOST = 80
"""Cards drawn at once; whoever has mended these sees the others."""


class StopCard(QFrame):
    """What is wrong, why, and what to do."""

    mended = Signal(object)
    accepted = Signal(object)

    def __init__(self, stop: Stop, cycle: Cycle, colours: Colours) -> None:
        super().__init__()
        self.stop = stop
        self.setProperty("card", "finding")
        error = stop.problem.gravity is Gravity.ERROR
        what, why = words(stop, cycle)
        kind = _("Error") if error else _("Warning")
        self.setAccessibleName(f"{kind}: {what} {why}")
        picture = QLabel()
        ink = colours.on_danger if error else colours.on_warn
        picture.setPixmap(icon("x-circle" if error else "warning", ink).pixmap(18, 18))
        picture.setToolTip(kind)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        where = "  ·  ".join(part for part in (stop.title, stop.problem.entry_id) if part)
        if where:
            texts.addWidget(plain_label(where, "small"))
        texts.addWidget(plain_label(what, "body"))
        if why:
            texts.addWidget(plain_label(why, "muted"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.mend = QPushButton(_mending(stop, cycle))
        self.mend.clicked.connect(lambda _checked: self.mended.emit(stop))
        buttons.addWidget(self.mend)
        self.accept = QPushButton(_("Accept with a reason…"))
        self.accept.clicked.connect(lambda _checked: self.accepted.emit(stop))
        buttons.addWidget(self.accept)
        buttons.addStretch()
        texts.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        # Only now: a button that belongs to nothing yet would be shown as a window.
        self.mend.setVisible(bool(self.mend.text()))
        self.accept.setVisible(stop.acceptable)


class StopList(QWidget):
    """Errors first, then warnings, then what was accepted."""

    mended = Signal(object)
    accepted = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("paper")
        self._colours = colours
        self._shown: tuple[object, ...] = ()
        self.cards: list[StopCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 18)
        self._column.setSpacing(9)

    def show_looked(self, looked: Looked) -> None:
        """Show what the gate saw; nothing moves if it saw the same as before."""
        report = looked.report
        shown = (looked.stops, report.accepted, report.standing, looked.cycle)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._column)
        self.cards = [StopCard(stop, looked.cycle, self._colours) for stop in looked.stops[:_MOST]]
        self._column.addWidget(plain_label(summary(looked), "subtitle"))
        if not looked.stops:
            text = _("Nothing stops the release. Read the notes once more, then publish.")
            self._column.addWidget(self._tinted(text, "ok", "check-circle"))
        for card in self.cards:
            card.mended.connect(self.mended)
            card.accepted.connect(self.accepted)
            self._column.addWidget(card)
        if len(looked.stops) > _MOST:
            more = _("and {count} more").format(count=len(looked.stops) - _MOST)
            self._column.addWidget(plain_label(more, "muted"))
        if report.accepted:
            self._column.addWidget(plain_label(_("Accepted with a reason"), "strong"))
        for problem, acceptance in report.accepted:
            self._column.addWidget(plain_label(_accepted(problem, acceptance, looked), "muted"))
        if report.standing:
            text = _("{count} warnings stood before, in entries that this cycle leaves alone.")
            self._column.addWidget(plain_label(text.format(count=report.standing), "small"))
        self._column.addStretch()

    def _tinted(self, text: str, tone: str, icon_name: str) -> QWidget:
        frame = QFrame()
        frame.setObjectName("open")
        picture = QLabel()
        picture.setPixmap(icon(icon_name, getattr(self._colours, f"on_{tone}")).pixmap(20, 20))
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(10)
        row.addWidget(picture)
        row.addWidget(plain_label(text, "body"), 1)
        return frame


def summary(looked: Looked) -> str:
    """Return how many things stop the release, in words."""
    errors, warnings = looked.report.count(Gravity.ERROR), looked.report.count(Gravity.WARNING)
    if not errors and not warnings:
        return _("The gate is open")
    parts = []
    if errors:
        parts.append(_("1 thing to mend") if errors == 1 else _("{n} things to mend").format(n=errors))
    if warnings:
        text = _("1 warning to mend or accept")
        parts.append(text if warnings == 1 else _("{n} warnings to mend or accept").format(n=warnings))
    return _(", ").join(parts)


def words(stop: Stop, cycle: Cycle) -> tuple[str, str]:
    """Return what is wrong and what to do, as it is put in the window: the rules' remedies name commands."""
    problem = stop.problem
    match problem.code:
        case "wrong-state":
            text = _("The cycle is in phase “{phase}”, and releases are made in phase “{publish}”.")
            return text.format(
                phase=cycle_state_name(cycle.state), publish=cycle_state_name(CycleState.PUBLISH)
            ), ""
        case "nothing-to-publish":
            return _("The cycle changes nothing."), _("Plan and write something, or close the cycle.")
        case "no-effective-date":
            return sentence(problem.reason), ""
        case "past-effective-date":
            return sentence(problem.reason), _("Choose today or a later day.")
        case "unapproved" if stop.state is not None:
            what, why = _UNAPPROVED[stop.state]
            return _(what), _(why) if why else ""
        case "stale-base" if stop.place is Place.MERGE:
            if cycle.state is CycleState.EDIT:
                return sentence(problem.reason), _("Join the draft with what is accepted now.")
            text = _("Join the draft with what is accepted now; that is saved in phase “{phase}”.")
            return sentence(problem.reason), text.format(phase=cycle_state_name(CycleState.EDIT))
    return sentence(problem.reason), sentence(problem.remedy)


def _mending(stop: Stop, cycle: Cycle) -> str:
    """Return what the button that leads to the mending says; empty for none."""
    if stop.place is Place.REVIEW:
        return _("Read and judge") if stop.state is ChangeState.SUBMITTED else _("Go to the quarter")
    if stop.place is Place.PHASE:
        return _("Go on to publishing") if cycle.state is CycleState.REVIEW else _("Go to the quarter")
    return _(_MEND[stop.place]) if stop.place in _MEND else ""


def _accepted(problem: Problem, acceptance: Acceptance, looked: Looked) -> str:
    return _("{title}: {what} Accepted by {name}: {reason}").format(
        title=looked.titles.get(problem.entry_id, problem.entry_id),
        what=sentence(problem.reason),
        name=acceptance.author,
        reason=acceptance.reason,
    )
