"""The quarterly revision as a whole: board, review, gate and releases, and the ways between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QApplication, QWidget

from deskbook.services.facade import Services
from deskbook.ui.actions import ActionId
from deskbook.ui.features.board.presenter import BoardPresenter
from deskbook.ui.features.board.view import BoardView
from deskbook.ui.features.publishing.presenter import Looked, PublishingPresenter
from deskbook.ui.features.publishing.view import PublishingView
from deskbook.ui.features.releases.presenter import ReleasesPresenter
from deskbook.ui.features.releases.view import ReleasesView
from deskbook.ui.features.review.presenter import Paper, ReviewPresenter
from deskbook.ui.features.review.view import ReviewView
from deskbook.ui.jobs import TiedJobs
from deskbook.ui.ports import Runner
from deskbook.ui.sections import Section
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.areas import focus_next


@dataclass(frozen=True, slots=True)
class RevisionStanding:
    """What a person was at: the cycle, and what they typed and did not send off."""

    cycle: str = ""
    owner: str = ""
    paper: Paper | None = None
    remark: str = ""
    line: int = 0
    looked: Looked | None = None
    notes: str = ""
    release: int = 0


class Writer(Protocol):
    """The way to the editor."""

    def write(self, entry_id: str, title: str) -> None:
        """Open an entry; one without a text yet is begun with this title, if it is not empty."""

    def write_at(self, entry_id: str, line: int) -> None:
        """Open an entry at a line counted from 1, or anywhere for 0."""

    def join(self, entry_id: str) -> None:
        """Join an entry's draft with what another release accepted."""

    def altered(self) -> None:
        """Show what can be written on now."""


class Page(Protocol):
    """A screen of the revision."""

    @property
    def areas(self) -> list[QWidget]:
        """What F6 goes round."""

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""


class RevisionDesk:
    """Four screens over one cycle; each reads afresh when it is gone to and when something was altered."""

    def __init__(
        self,
        services: Services,
        jobs: Runner,
        colours: Colours,
        go: Callable[[Section], None],
        write: Writer,
        parent: QWidget,
    ) -> None:
        """Wire the screens.

        :param go: shows a section.
        :param parent: what the screens end with, also those that nobody went to.
        """
        self._go = go
        self._write = write
        self._jobs = TiedJobs(jobs)
        self._section: Section | None = None
        self.board_view = BoardView(colours)
        self.review_view = ReviewView(colours, services.preferences)
        self.gate_view = PublishingView(colours)
        self.releases_view = ReleasesView(colours, services.preferences, services.markup.html)

        for view in (self.board_view, self.review_view, self.gate_view, self.releases_view):
            view.setParent(parent)

        def today() -> date:
            return services.clock().astimezone().date()

        self.board = BoardPresenter(
            self.board_view,
            self,
            services.cycles,
            services.planner,
            services.drafts,
            services.people,
            self._jobs,
            today,
        )
        self.review = ReviewPresenter(
            self.review_view,
            self,
            services.cycles,
            services.reviews,
            services.history,
            services.people,
            self._jobs,
        )
        self.gate = PublishingPresenter(
            self.gate_view,
            self,
            services.cycles,
            services.gate,
            services.publisher,
            services.history,
            services.people,
            self._jobs,
            today,
        )
        self.releases = ReleasesPresenter(
            self.releases_view,
            self,
            services.publisher,
            services.history,
            services.cycles,
            services.audit,
            self._jobs,
        )
        self.board_view.connect_to(self.board)
        self.review_view.connect_to(self.review)
        self.gate_view.connect_to(self.gate)
        self.releases_view.connect_to(self.releases)
        self._refreshers: dict[Section, Callable[[], None]] = {
            Section.BOARD: self.board.refresh,
            Section.REVIEW: self.review.refresh,
            Section.GATE: self.gate.refresh,
            Section.RELEASES: self.releases.refresh,
        }

    def page(self, section: Section) -> QWidget:
        """Return the widget of a section."""
        pages: dict[Section, QWidget] = {
            Section.BOARD: self.board_view,
            Section.REVIEW: self.review_view,
            Section.GATE: self.gate_view,
            Section.RELEASES: self.releases_view,
        }
        return pages[section]

    def begin(self, standing: RevisionStanding | None) -> None:
        """Go on where a person was, or at the beginning."""
        if standing is None:
            return
        for presenter in (self.board, self.review, self.gate):
            presenter.cycle = standing.cycle
        self.board.owner = standing.owner
        self.releases.current = standing.release
        if standing.paper is not None:
            self.review.go_on(standing.paper)
            self.review_view.remarks.go_on(standing.paper, standing.remark, standing.line)
        if standing.looked is not None:
            self.gate.looked = standing.looked
            self.gate_view.go_on(standing.looked, standing.notes)

    def standing(self) -> RevisionStanding:
        """Return what a person is at; this desk is done with then."""
        self._jobs.let_go()
        remarks = self.review_view.remarks
        return RevisionStanding(
            self.board.cycle,
            self.board.owner,
            self.review.paper,
            remarks.edit.toPlainText(),
            remarks.line,
            self.gate.looked,
            self.gate_view.typed_notes,
            self.releases.current,
        )

    def enter(self, section: Section) -> None:
        """Show a section as it is now."""
        self._section = section
        if section is Section.REVIEW:
            self.review.enter()
        else:
            self._refreshers[section]()
        self._screen(section).take_keyboard()

    def leave(self) -> None:
        """Rest: none of the sections is seen."""
        self._section = None

    def handbook_changed(self) -> None:
        """Show what somebody altered, here or elsewhere."""
        if self._section is not None:
            self._refreshers[self._section]()

    def act(self, action: ActionId) -> None:
        """Carry out an action of the section shown."""
        acts: dict[ActionId, Callable[[], None]] = {
            ActionId.PLAN_ENTRY: self.board_view.ask_plan,
            ActionId.APPROVE: self.review_view.approve,
            ActionId.SEND_BACK: self.review_view.ask_return,
            ActionId.REMARK: self.review_view.remark,
            ActionId.LOOK_AGAIN: self.gate.refresh,
            ActionId.PUBLISH: self.gate_view.ask_publish,
        }
        acts[action]()

    def focus_next_area(self, section: Section) -> None:
        """Move the keyboard on, and round again."""
        focus_next(self._screen(section).areas, QApplication.focusWidget())

    def write(self, entry_id: str, title: str) -> None:
        """Open an entry in the editor; one without a text yet is begun with this title."""
        self._write.write(entry_id, title)

    def write_at(self, entry_id: str, line: int) -> None:
        """Open an entry in the editor, at a line."""
        self._write.write_at(entry_id, line)

    def join(self, entry_id: str) -> None:
        """Join an entry's draft with what another release accepted."""
        self._write.join(entry_id)

    def judge(self, entry_id: str) -> None:
        """Open a change in the review."""
        self.review.want(entry_id)
        self._go(Section.REVIEW)

    def plan(self) -> None:
        """Go to the board."""
        self._go(Section.BOARD)

    def publish(self) -> None:
        """Go to the gate."""
        self._go(Section.GATE)

    def choose(self, cycle: str) -> None:
        """Show another open cycle, in every section."""
        for presenter in (self.board, self.review, self.gate):
            presenter.cycle = cycle
        self.review.forget()
        self.gate.looked = None
        if self._section is not None:
            self._refreshers[self._section]()

    def altered(self) -> None:
        """Tell the editor: what can be written on may be another."""
        self._write.altered()

    def _screen(self, section: Section) -> Page:
        screens: dict[Section, Page] = {
            Section.BOARD: self.board_view,
            Section.REVIEW: self.review_view,
            Section.GATE: self.gate_view,
            Section.RELEASES: self.releases_view,
        }
        return screens[section]
