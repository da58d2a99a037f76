"""Draw the pictures of ``docs/images`` from the real window over the starter handbook.

Run by ``make screenshots``; nothing is shown on a screen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication
from quarter import planned, released, reviewed, stopped, written

from deskbook import bootstrap
from deskbook.model.entry import Kind
from deskbook.services.facade import Services
from deskbook.services.language import use_language
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.app import SystemClipboard
from deskbook.ui.features.reading.gate import Gate
from deskbook.ui.jobs import Jobs
from deskbook.ui.owner import EditorDesk
from deskbook.ui.quarter import RevisionDesk
from deskbook.ui.sections import Section
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.reason import ReasonForm
from deskbook.ui.window import MainWindow

IMAGES = Path(__file__).parent / "images"
PATIENCE_MS = 300_000
DRAFT = """\
亲，这款全网最低价，我们保证明天到😊
退款的事不归我管，您加我微信，我让同事联系您。
您的专属对接人是{{对接人}}。"""


class Scene:
    """The window, and a hand that types into it and waits for the answer."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.desk = window.desk

    def until(self, reached: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not reached():
            if deadline.hasExpired():
                raise TimeoutError("the window did not get there")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        QApplication.processEvents()

    def search(self, text: str) -> None:
        """Search, and wait until the best hit is shown."""
        self.desk.field.setText(text)
        self.until(lambda: self.desk.search_view.model.rowCount() > 0 and self._shown())

    def open(self, ref: str) -> None:
        """Open an entry and wait until it is shown."""
        self.desk.reading.open(ref)
        self.until(self._shown)

    def edit(self, entry_id: str) -> EditorDesk:
        """Take an entry to the owner's editor and wait until it is previewed."""
        self.window.edit(entry_id)
        editor = self.window.editor
        if editor is None:
            raise LookupError("this is not the owner's desk")
        self.until(lambda: editor.preview.page is not None and editor.preview.page.id == entry_id)
        return editor

    @property
    def quarter(self) -> RevisionDesk:
        """The screens of the quarterly revision."""
        if self.window.quarter is None:
            raise LookupError("none of them has been gone to")
        return self.window.quarter

    def _shown(self) -> bool:
        place, view = self.desk.reading.place, self.desk.reading_view
        shown = place is not None and view.page is not None and view.page.id == place.entry_id
        return shown and view.complete


@dataclass(frozen=True)
class Shot:
    """One picture: how the window is set up, and what is done in it before it is drawn."""

    name: str
    act: Callable[[Scene], None]
    language: str = "zh_CN"
    theme: Theme = Theme.LIGHT
    desk: DeskName = DeskName.AGENT
    size: tuple[int, int] = (1200, 800)
    scale: int = 1
    before: Callable[[Services], None] | None = None
    """What people did before."""


def browse(scene: Scene) -> None:
    """Unfold the SOP handbook."""
    view = scene.desk.browse_view
    handbook = view.model.index(0, 0)
    for row in range(view.model.rowCount(handbook)):
        view.tree.expand(view.model.index(row, 0, handbook))


def find(scene: Scene) -> None:
    """Ask what a customer asks."""
    scene.search("钱什么时候能退给我")


def read(scene: Scene) -> None:
    """Read a procedure."""
    scene.search("退款处理流程")


def copy(scene: Scene) -> None:
    """Copy a script that has blanks."""
    scene.search("退款什么时候到账")
    scene.desk.search.copy(1)


def filters(scene: Scene) -> None:
    """Open the popup with all filters."""
    scene.search("退货")
    scene.desk.filter_bar.open_popup()


def case(scene: Scene) -> None:
    """Read a case."""
    scene.desk.only_kind(Kind.CASE)
    scene.search("差评")


def phrase(scene: Scene) -> None:
    """Look up a banned phrase."""
    scene.desk.only_kind(Kind.PHRASE)
    scene.search("不归我管")


def draft(scene: Scene) -> None:
    """Write a reply that must not be sent like this."""
    scene.search("退款什么时候到账")
    scene.desk.draft(DRAFT)
    scene.until(lambda: bool(scene.desk.draft_view.findings.cards))


def reason(scene: Scene) -> None:
    """Ask to copy a reply that wants a reason."""
    scene.search("退款什么时候到账")
    scene.desk.draft("您好，您问的“最低价”是活动页的标题；这是规定，我给您解释一下。")
    scene.until(lambda: bool(scene.desk.draft_view.findings.cards))
    scene.desk.drafting.copy(scene.desk.draft_view.text)
    scene.until(lambda: bool(scene.desk.draft_view.findChildren(ReasonForm)))


def gate(scene: Scene) -> None:
    """Fill in a word that makes a script forbidden."""
    scene.search("退款什么时候到账")
    scene.desk.search.copy(2)
    scene.until(lambda: bool(scene.desk.reading_view.findChildren(FormField)))
    (day,) = scene.desk.reading_view.findChildren(FormField)
    day.setText("今天保证到账，")
    day.done.emit()
    scene.until(lambda: bool(scene.desk.reading_view.findChildren(Gate)))


def nothing(scene: Scene) -> None:
    """Find nothing within a filter."""
    scene.search("zzqqxx")
    scene.desk.only_kind(Kind.CASE)
    scene.until(lambda: scene.desk.search_view.model.rowCount() == 0)


def edit_sop(scene: Scene) -> None:
    """Edit a procedure beside its flowchart."""
    editor = scene.edit("sop-refund")
    editor.view.beside.show_chart(True)
    scene.until(lambda: bool(editor.view.flowchart.steps))
    editor.editing.parts.go_to_step("intercept")


def edit_faq(scene: Scene) -> None:
    """Write something that is not to be said."""
    editor = scene.edit("faq-refund-arrival")
    edit = editor.view.edit
    edit.apply(edit.text.replace("> ", "> 这不归我管，见[那里](faq-nowhere)。", 1))
    scene.until(lambda: bool(edit.marks.marks) and editor.view.problems.list.count() > 1)


def board(scene: Scene) -> None:
    """Look at the board."""
    scene.window.go_to(Section.BOARD)
    scene.until(lambda: scene.quarter.board.seen is not None)


def review(scene: Scene) -> None:
    """Read a change that has a remark."""
    scene.window.go_to(Section.REVIEW)
    scene.quarter.judge("sop-refund")
    scene.until(lambda: bool(scene.quarter.review_view.remarks.cards))


def stops(scene: Scene) -> None:
    """Look at what stops the release."""
    scene.window.go_to(Section.GATE)
    scene.until(lambda: scene.quarter.gate.looked is not None)


def releases(scene: Scene) -> None:
    """Look at what the quarter's release changed."""
    scene.window.go_to(Section.RELEASES)
    view = scene.quarter.releases_view
    scene.until(lambda: bool(view.rows))
    newest = view.rows
    scene.quarter.releases.open(2)
    scene.until(lambda: view.rows is not newest and all(row.isVisible() for row in view.rows.values()))


def revision_shots() -> Iterator[Shot]:
    """Yield the screens of the quarterly revision, in both themes."""
    scenes = (
        ("plan", board, planned),
        ("board", board, written),
        ("review", review, reviewed),
        ("stops", stops, stopped),
        ("releases", releases, released),
    )
    for name, act, before in scenes:
        for suffix, theme in (("", Theme.LIGHT), ("-dark", Theme.DARK)):
            yield Shot(name + suffix, act, theme=theme, desk=DeskName.OWNER, size=(1280, 800), before=before)


SHOTS = (
    Shot("browse", browse),
    Shot("search", find),
    Shot("sop", read),
    Shot("copy", copy),
    Shot("filters", filters),
    Shot("nothing", nothing),
    Shot("draft", draft),
    Shot("gate", gate),
    Shot("draft-dark", draft, theme=Theme.DARK, language="zh_TW"),
    Shot("gate-dark", gate, theme=Theme.DARK),
    Shot("draft-english", draft, language="en"),
    Shot("gate-english", gate, language="en"),
    Shot("draft-large", reason, size=(1280, 760), scale=2),
    Shot("case", case, theme=Theme.DARK),
    Shot("phrase", phrase, language="zh_TW"),
    Shot("dark", find, theme=Theme.DARK),
    Shot("english", find, language="en"),
    Shot("small", find, size=(720, 480)),
    Shot("editor", edit_sop, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("editor-dark", edit_faq, theme=Theme.DARK, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("editor-english", edit_faq, language="en", desk=DeskName.OWNER, size=(1400, 860)),
    Shot("large", find, size=(1280, 760), scale=2),
    *revision_shots(),
    Shot("board-english", board, "en", desk=DeskName.OWNER, size=(1280, 800), before=written),
    Shot("board-large", board, desk=DeskName.OWNER, size=(1600, 1000), scale=2, before=written),
)


def draw(shot: Shot, home: Path, target: Path) -> None:
    """Draw one picture."""
    services = _opened(shot, home)
    services.preferences.change(theme=shot.theme, desk=shot.desk, geometry="")
    for unsaved in services.editing.unsaved():
        services.editing.forget(unsaved.entry_id)
    app = QApplication([])
    app.setStyle("Fusion")
    jobs = Jobs()
    jobs.crashed.connect(lambda error: sys.excepthook(type(error), error, error.__traceback__))
    window = MainWindow(services, jobs, SystemClipboard(), None)
    window.setMinimumSize(320, 240)
    window.resize(shot.size[0] // shot.scale, shot.size[1] // shot.scale)
    window.show()
    window.activateWindow()
    scene = Scene(window)
    scene.until(window.isActiveWindow)
    window.begin_work()
    scene.until(lambda: not window.busy and window.desk.browse_view.model.rowCount() > 0)
    shot.act(scene)
    QApplication.processEvents()
    picture = window.grab()
    popup = scene.desk.filter_bar.popup
    if popup.isVisible():
        popup.render(picture, window.mapFromGlobal(popup.pos()))
    picture.save(str(target))
    window.close()
    jobs.stop()
    services.close()


def _opened(shot: Shot, home: Path) -> Services:
    """Open a handbook with the past that a shot needs; the search index serves them all."""
    past, marker = shot.before.__name__ if shot.before else "", home / "past"
    known = marker.read_text(encoding="utf-8") if marker.exists() else ""
    if past != known:
        for file in home.glob("*.sqlite*"):
            file.unlink()
    services = bootstrap.open_services(home)
    services.exchange.import_starter(services.starter)
    use_language(shot.language, services.resources / "i18n")
    if past != known and shot.before is not None:
        shot.before(services)
    marker.write_text(past, encoding="utf-8")
    return services


def main(arguments: list[str]) -> None:
    """Draw all pictures, or those named."""
    match arguments:
        case ["--draw", name, home, target]:
            draw(next(shot for shot in SHOTS if shot.name == name), Path(home), Path(target))
        case names:
            IMAGES.mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory() as home:
                for shot in SHOTS:
                    if not names or shot.name in names:
                        _draw_apart(shot, home)


def _draw_apart(shot: Shot, home: str) -> None:
    """Draw in a process of its own, because Qt reads the scale only once."""
    target = IMAGES / f"{shot.name}.png"
    command = [sys.executable, __file__, "--draw", shot.name, home, str(target)]
    settings = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(shot.scale)}
    subprocess.run(command, env={**os.environ, **settings}, check=True)  # noqa: S603 - our own file
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
