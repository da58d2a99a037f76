"""The screens of the owner's desk."""

from __future__ import annotations

from deskbook.revision.conflict import Choice
from deskbook.services.settings import DeskName
from deskbook.ui.actions import ActionId
from deskbook.ui.features.reading.figures import PictureButton
from deskbook.ui.sections import Section
from deskbook.ui.versions import VersionsDesk
from deskbook.ui.widgets.writing import Selection
from tests.screens.quarter import overtaken, planned, released, reviewed, stopped, used, written
from tests.screens.scene import Scene, Screen, untouched

_ARRIVAL = "faq-refund-arrival"

_PICTURE = """\
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
    versions = scene.versions
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
    first = services.history.revision(_ARRIVAL, 1).source
    mine = first.replace("> ", "> 亲，", 1).replace("owner: ", "owner: 新任", 1)
    theirs = first.replace("> ", "> 您好，", 1).replace("\n## 话术", "\n到账以银行通知为准。\n\n## 话术", 1)
    if len(services.history.of(_ARRIVAL)) == 1:  # else it was saved for an earlier picture
        services.preferences.change(name="售后主管")
        services.editing.save(_ARRIVAL, theirs, seen=1, message="写明以银行通知为准")
    services.editing.keep(_ARRIVAL, mine, seen=1, cursor=0)
    scene.window.edit(_ARRIVAL)
    editor = scene.editor
    scene.until(lambda: editor.joining and editor.merge_view.diff.changes > 0)
    editor.merge_view.cards[0].take_keyboard()


def join(scene: Scene) -> None:
    """Join a draft with what an emergency accepted meanwhile."""
    scene.services.preferences.change(side_by_side=True)
    scene.window.join("faq-ship-when")
    editor = scene.editor
    view = editor.merge_view
    scene.until(lambda: editor.joining and bool(view.cards))
    view.cards[0].chips[Choice.MINE].click()
    scene.until(lambda: view.diff.changes > 0)


def edit_picture(scene: Scene) -> None:
    """Bring a picture into an entry and say what it shows."""
    editor = scene.edit("faq-refund-arrival")
    view = editor.view
    view.edit.select(Selection(*[view.edit.text.index("\n\n## 话术")] * 2))
    editor.editing.show_pictures([lambda: _PICTURE])
    scene.until(lambda: "![](pictures/" in view.edit.text)
    view.edit.apply(view.edit.text.replace("![]", "![订单详情页右下角的“申请开票”]"))
    scene.until(lambda: bool(editor.preview.findChildren(PictureButton)))


def insight(scene: Scene) -> None:
    """Look at the figures."""
    scene.window.go_to(Section.INSIGHT)
    page = scene.window.insight
    assert page is not None
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


def releases(scene: Scene) -> None:
    """Look at what the quarter's release changed."""
    scene.window.go_to(Section.RELEASES)
    view = scene.quarter.releases_view
    scene.until(lambda: bool(view.rows))
    newest = view.rows
    scene.quarter.releases.open(2)
    scene.until(lambda: view.rows is not newest and all(row.isVisible() for row in view.rows.values()))


def new_entry(scene: Scene) -> None:
    """Begin an entry."""
    scene.edit(_ARRIVAL)
    scene.press(ActionId.NEW_ENTRY)


def save(scene: Scene) -> None:
    """Say what a save is about."""
    edit_faq(scene)
    scene.press(ActionId.SAVE)


def plan_entry(scene: Scene) -> None:
    """Put an entry on the plan."""
    board(scene)
    scene.press(ActionId.PLAN_ENTRY)


def send_back(scene: Scene) -> None:
    """Say why a change goes back."""
    review(scene)
    scene.press(ActionId.SEND_BACK)


_SCREENS = (
    ("editor-sop", edit_sop, untouched),
    ("editor-faq", edit_faq, untouched),
    ("editor-picture", edit_picture, untouched),
    ("save", save, untouched),
    ("new-entry", new_entry, untouched),
    ("diff", diff_columns, untouched),
    ("diff-inline", diff_inline, untouched),
    ("history", blame, untouched),
    ("merge", merge, untouched),
    ("plan", board, planned),
    ("plan-entry", plan_entry, planned),
    ("board", board, written),
    ("review", review, reviewed),
    ("send-back", send_back, reviewed),
    ("stops", stops, stopped),
    ("releases", releases, released),
    ("insight", insight, used),
    ("join", join, overtaken),
)
OWNER_SCREENS = tuple(Screen(name, act, desk=DeskName.OWNER, before=before) for name, act, before in _SCREENS)
