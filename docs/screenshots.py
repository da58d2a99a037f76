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
from quarter import overtaken, planned, released, reviewed, stopped, used, written

from deskbook import bootstrap
from deskbook.model.entry import Kind
from deskbook.revision.conflict import Choice
from deskbook.services.facade import Services
from deskbook.services.language import use_language
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.app import SystemClipboard
from deskbook.ui.features.reading.figures import PictureButton
from deskbook.ui.features.reading.gate import Gate
from deskbook.ui.jobs import Jobs
from deskbook.ui.owner import EditorDesk
from deskbook.ui.quarter import RevisionDesk
from deskbook.ui.sections import Section
from deskbook.ui.versions import VersionsDesk
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.reason import ReasonForm
from deskbook.ui.widgets.writing import Selection
from deskbook.ui.window import MainWindow

IMAGES = Path(__file__).parent / "images"
PATIENCE_MS = 300_000
DRAFT = """\
亲，这款全网最低价，我们保证明天到😊
退款的事不归我管，您加我微信，我让同事联系您。
您的专属对接人是{{对接人}}。"""

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="640" height="300" font-family="sans-serif">
<rect width="640" height="300" fill="#f5f6f8"/><rect width="640" height="44" fill="#2f5fd0"/>
<text x="20" y="28" font-size="17" fill="#fff">订单详情</text>
<rect x="20" y="64" width="90" height="90" fill="#d9dde4"/>
<rect x="130" y="70" width="260" height="14" fill="#c3c9d3"/>
<rect x="130" y="98" width="180" height="12" fill="#d9dde4"/>
<rect x="20" y="174" width="600" height="1" fill="#d0d5dd"/>
<rect x="20" y="196" width="300" height="12" fill="#d9dde4"/>
<rect x="20" y="222" width="220" height="12" fill="#d9dde4"/>
<rect x="500" y="236" width="120" height="40" rx="20" fill="#fff" stroke="#d92d20" stroke-width="3"/>
<text x="526" y="262" font-size="17" fill="#d92d20">申请开票</text></svg>""".encode()


class Scene:
    """The window, and a hand that types into it and waits for the answer."""

    def __init__(self, window: MainWindow, services: Services) -> None:
        self.window = window
        self.services = services
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

    def see_form(self) -> None:
        """Wait until the form for a script's blanks is scrolled to."""
        page = self.desk.reading_view
        self.until(lambda: any(not f.visibleRegion().isEmpty() for f in page.findChildren(FormField)))

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
    scene.see_form()


def chats(scene: Scene) -> None:
    """Copy for one of three customers what was filled in for her before."""
    scene.search("退款什么时候到账")
    for values in (
        {"客户称呼": "王先生"},
        {"运单号": "SF1234567890123", "补偿金额": "15"},
        {"订单号": "20261122887788", "金额": "50"},
    ):
        scene.desk.chats.begin()
        scene.desk.chats.remember(values)
    scene.desk.copy_variant(1)
    scene.see_form()


def limit(scene: Scene) -> None:
    """Promise more than a junior agent may."""
    scene.search("给点补偿我就不退了行吗")
    scene.desk.copy_variant(1)
    scene.until(lambda: len(scene.desk.reading_view.findChildren(FormField)) > 1)
    reason, amount = scene.desk.reading_view.findChildren(FormField)
    reason.setText("袖口有一处线头")
    amount.setText("80")
    amount.done.emit()


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


ARRIVAL = "faq-refund-arrival"


def write_versions(scene: Scene) -> None:
    """Let two people write on a procedure and on a question, unless they did for an earlier picture."""
    services = scene.services
    if len(services.history.of("sop-refund")) > 1:
        return
    before = services.preferences.current.name
    procedure = services.editing.open("sop-refund").source
    first = procedure.replace("limit=24h", "limit=12h", 1).replace("先处理快到期的", "先处理当天到期的", 1)
    start, end, after = (first.index(f"### {step}") for step in ("停发退款", "拦截包裹", "仅退款判断"))
    second = first[:start] + first[end:after] + first[start:end] + first[after:]
    second = second.rstrip("\n") + "\n- 退款后第二天回访一次，确认客户已经收到。\n"
    for author, text, message in (
        ("撰稿人", first, "时限收紧到十二小时"),
        ("售后主管", second, "先拦截、后退款，退款后回访"),
    ):
        services.preferences.change(name=author)
        seen = services.editing.open("sop-refund").seen
        services.editing.save("sop-refund", text, seen=seen, message=message)
    services.preferences.change(name=before)


def history(scene: Scene) -> VersionsDesk:
    """Look at what the newest revision of a procedure changed."""
    write_versions(scene)
    scene.window.show_history("sop-refund")
    versions = scene.window.versions
    if versions is None:
        raise LookupError("this is not the owner's desk")
    scene.until(lambda: versions.history_view.diff.changes > 0)
    return versions


def diff_columns(scene: Scene) -> None:
    """Compare the first and the newest revision side by side."""
    scene.services.preferences.change(side_by_side=True)
    versions = history(scene)
    _compare_all(scene, versions)
    versions.history_view.diff.step(1)


def diff_inline(scene: Scene) -> None:
    """Compare them in one column."""
    scene.services.preferences.change(side_by_side=False)
    versions = history(scene)
    _compare_all(scene, versions)


def _compare_all(scene: Scene, versions: VersionsDesk) -> None:
    view = versions.history_view
    newest = view.diff.changes
    view.versions.select([1, 3])
    view.versions.picked.emit([1, 3])
    scene.until(lambda: view.diff.changes > newest)


def blame(scene: Scene) -> None:
    """See who wrote what."""
    versions = history(scene)
    versions.history.blame(True)
    pane = versions.history_view.blame
    scene.until(pane.isVisible)
    pane.go_to_row(pane.toPlainText().split("\n").index("看售后单"))


def merge(scene: Scene) -> None:
    """Save what somebody else wrote on meanwhile."""
    services = scene.services
    services.preferences.change(side_by_side=True)
    first = services.history.revision(ARRIVAL, 1).source
    mine = first.replace("> ", "> 亲，", 1).replace("owner: ", "owner: 新任", 1)
    theirs = first.replace("> ", "> 您好，", 1).replace("\n## 话术", "\n到账以银行通知为准。\n\n## 话术", 1)
    if len(services.history.of(ARRIVAL)) == 1:  # else it was saved for an earlier picture
        services.preferences.change(name="售后主管")
        services.editing.save(ARRIVAL, theirs, seen=1, message="写明以银行通知为准")
    services.editing.keep(ARRIVAL, mine, seen=1, cursor=0)
    scene.window.edit(ARRIVAL)
    editor = scene.window.editor
    if editor is None:
        raise LookupError("this is not the owner's desk")
    scene.until(lambda: editor.joining and editor.merge_view.diff.changes > 0)
    editor.merge_view.cards[0].take_keyboard()


def edit_picture(scene: Scene) -> None:
    """Bring a picture into an entry and say what it shows."""
    editor = scene.edit("faq-refund-arrival")
    view = editor.view
    view.edit.select(Selection(*[view.edit.text.index("\n\n## 话术")] * 2))
    editor.editing.show_pictures([lambda: PICTURE])
    scene.until(lambda: "![](pictures/" in view.edit.text)
    view.edit.apply(view.edit.text.replace("![]", "![订单详情页右下角的“申请开票”]"))
    scene.until(lambda: bool(editor.preview.findChildren(PictureButton)))


def insight(scene: Scene) -> None:
    """Look at the figures."""
    scene.window.go_to(Section.INSIGHT)
    page = scene.window.insight
    if page is None:
        raise LookupError("this is not the owner's desk")
    scene.until(lambda: bool(page.view.cards))


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


def join(scene: Scene) -> None:
    """Join a draft with what an emergency accepted meanwhile."""
    scene.services.preferences.change(side_by_side=True)
    scene.window.join("faq-ship-when")
    editor = scene.window.editor
    if editor is None:
        raise LookupError("this is not the owner's desk")
    view = editor.merge_view
    scene.until(lambda: editor.joining and bool(view.cards))
    view.cards[0].chips[Choice.MINE].click()
    scene.until(lambda: view.diff.changes > 0)


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
        ("insight", insight, used),
        ("join", join, overtaken),
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
    Shot("chats", chats),
    Shot("chats-panel", chats, theme=Theme.DARK, language="zh_TW", size=(360, 760)),
    Shot("limit", limit),
    Shot("limit-large", limit, size=(1280, 1000), scale=2),
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
    Shot("editor-dark", edit_sop, theme=Theme.DARK, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("editor-english", edit_faq, language="en", desk=DeskName.OWNER, size=(1400, 860)),
    Shot("diff", diff_columns, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("diff-dark", diff_columns, theme=Theme.DARK, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("diff-inline", diff_inline, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("diff-inline-dark", diff_inline, theme=Theme.DARK, language="zh_TW", desk=DeskName.OWNER),
    Shot("history", blame, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("history-dark", blame, theme=Theme.DARK, language="en", desk=DeskName.OWNER, size=(1400, 860)),
    Shot("merge", merge, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("merge-dark", merge, theme=Theme.DARK, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("picture", edit_picture, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("picture-dark", edit_picture, theme=Theme.DARK, desk=DeskName.OWNER, size=(1400, 860)),
    Shot("large", find, size=(1280, 760), scale=2),
    *revision_shots(),
    Shot("board-english", board, "en", desk=DeskName.OWNER, size=(1280, 800), before=written),
    Shot("board-large", board, desk=DeskName.OWNER, size=(1600, 1000), scale=2, before=written),
)


def draw(shot: Shot, home: Path, target: Path) -> None:
    """Draw one picture."""
    services = _opened(shot, home)
    services.preferences.change(theme=shot.theme, desk=shot.desk, geometry="", name="撰稿人")
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
    scene = Scene(window, services)
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
    services.preferences.change(name="手册组")  # who brought the handbook in
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
