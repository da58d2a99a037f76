"""The screens of the agent's desk."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from deskbook.model.entry import Kind
from deskbook.model.mine import Known
from deskbook.services.facade import Services
from deskbook.ui.actions import ActionId
from deskbook.ui.features.reading.gate import Gate
from deskbook.ui.features.travel.dialog import AsOfDialog
from deskbook.ui.sections import Section
from deskbook.ui.widgets.reason import ReasonForm
from tests.screens.quarter import announced
from tests.screens.scene import Scene, Screen, fields

_DRAFT = """\
亲，这款全网最低价，我们保证明天到😊
退款的事不归我管，您加我微信，我让同事联系您。
您的专属对接人是{{对接人}}。"""
_PLAIN_DRAFT = "您好，您问的“最低价”是活动页的标题；这是规定，我给您解释一下。"
_ARRIVAL = "faq-refund-arrival"


def settled(services: Services) -> None:
    """Have favourites, notes and recent searches of one's own."""
    refund = Known("sop-refund", Kind.SOP, "退款处理流程")
    arrival = Known(_ARRIVAL, Kind.FAQ, "退款什么时候到账")
    for entry in (refund, arrival):
        services.keeper.star(entry, on=True)
    services.keeper.note(arrival, "大促期间多说一句：银行慢一到两天。")
    for text in ("差评", "开发票要多久", "钱什么时候能退给我"):
        services.desk.remember_search(text, 3, services.clock())


def browse(scene: Scene) -> None:
    """Unfold the SOP handbook."""
    view = scene.desk.browse_view
    handbook = view.model.index(0, 0)
    for row in range(view.model.rowCount(handbook)):
        view.tree.expand(view.model.index(row, 0, handbook))


def begin(_scene: Scene) -> None:
    """Do nothing yet: what one has of one's own is offered."""


def find(scene: Scene) -> None:
    """Ask what a customer asks."""
    scene.search("钱什么时候")


def read(scene: Scene) -> None:
    """Read a procedure."""
    scene.search("退款处理流程")
    scene.desk.read()


def question(scene: Scene) -> None:
    """Read a frequent question."""
    scene.search("退款什么时候到账")
    scene.desk.read()


def case(scene: Scene) -> None:
    """Read a case."""
    scene.desk.only_kind(Kind.CASE)
    scene.search("差评")
    scene.desk.read()


def phrase(scene: Scene) -> None:
    """Look up a banned phrase."""
    scene.desk.only_kind(Kind.PHRASE)
    scene.search("不归我管")
    scene.desk.read()


def copy(scene: Scene) -> None:
    """Copy a script that has blanks."""
    scene.search("退款什么时候到账")
    scene.desk.search.copy(1)
    _see_form(scene)


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
    _see_form(scene)


def limit(scene: Scene) -> None:
    """Promise more than a junior agent may."""
    scene.search("给点补偿我就不退了行吗")
    scene.desk.copy_variant(1)
    _see_form(scene)
    reason, amount = fields(scene.desk.reading_view)
    reason.setText("袖口有一处线头")
    amount.setText("80")
    amount.done.emit()


def _see_form(scene: Scene) -> None:
    page = scene.desk.reading_view
    scene.until(lambda: any(not one.visibleRegion().isEmpty() for one in fields(page)))


def copied(scene: Scene) -> None:
    """Copy a script, and see that it was."""
    scene.search("拼团没成")
    scene.desk.search.copy(2)
    scene.until(scene.desk.toast.isVisible)


def gate(scene: Scene) -> None:
    """Fill in a word that makes a script forbidden."""
    scene.search("退款什么时候到账")
    scene.desk.search.copy(2)
    scene.until(lambda: fields(scene.desk.reading_view))
    (day,) = fields(scene.desk.reading_view)
    day.setText("今天保证到账，")
    day.done.emit()
    scene.until(lambda: scene.desk.reading_view.findChildren(Gate))


def filters(scene: Scene) -> None:
    """Open the popup with all filters."""
    scene.search("退货")
    scene.desk.filter_bar.open_popup()


def nothing(scene: Scene) -> None:
    """Find nothing within a filter."""
    scene.search("退款什么时候到账")
    scene.desk.field.setText("zzqqxx")
    scene.until(lambda: scene.desk.search_view.model.rowCount() == 0)


def outside(scene: Scene) -> None:
    """Find something outside the filters only."""
    scene.search("退款处理流程")
    scene.desk.only_kind(Kind.CASE)
    scene.until(lambda: scene.desk.search_view.model.rowCount() == 0)


def chart(scene: Scene) -> None:
    """Look at the flowchart of a procedure."""
    read(scene)
    scene.desk.toggle_chart()
    pane = scene.desk.reading_view.chart
    assert pane is not None
    scene.until(lambda: pane.chart.steps)


def walk(scene: Scene) -> None:
    """Be guided through a procedure, one step on."""
    read(scene)
    scene.desk.walk()
    scene.desk.walking.take(1)


def find_words(scene: Scene) -> None:
    """Find words in an entry."""
    read(scene)
    scene.desk.find_in_page()
    scene.desk.reading_view.find_bar.field.setText("退款")


def draft(scene: Scene) -> None:
    """Write a reply that must not be sent like this."""
    scene.search("退款什么时候到账")
    scene.desk.draft(_DRAFT)
    scene.until(lambda: scene.desk.draft_view.findings.cards)


def reason(scene: Scene) -> None:
    """Ask to copy a reply that wants a reason."""
    scene.search("退款什么时候到账")
    scene.desk.draft(_PLAIN_DRAFT)
    scene.until(lambda: scene.desk.draft_view.findings.cards)
    scene.desk.drafting.copy(scene.desk.draft_view.text)
    scene.until(lambda: scene.desk.draft_view.findChildren(ReasonForm))


def notice(scene: Scene) -> None:
    """Have copied, in another program, what must not be sent."""
    scene.search("退款什么时候到账")
    scene.desk.watch.turn(True)
    assert scene.clipboard.told is not None
    scene.clipboard.told("亲，这款全网最低价，我们保证明天到")
    scene.until(scene.desk.notice.isVisible)


def mood(scene: Scene) -> None:
    """Paste what an angry customer wrote."""
    scene.search("退款什么时候到账")
    scene.desk.field.setText("都三天了退款还没到！！！你们是骗子吗，再不处理我就投诉到12315！！")
    scene.until(scene.desk.mood_strip.isVisible)


def takeover(scene: Scene) -> None:
    """See who takes over from here."""
    mood(scene)
    scene.desk.mood_strip.toggle_rule()


def note(scene: Scene) -> None:
    """Read a note of one's own."""
    question(scene)
    scene.desk.write_note()
    scene.until(scene.desk.mine_view.note.isVisible)


def flag(scene: Scene) -> None:
    """Tell the owners what is the matter."""
    question(scene)
    scene.desk.flag()


def remark(scene: Scene) -> None:
    """Add a few words to it."""
    question(scene)
    flags = scene.desk.mine_view.bar.flag.menu().actions()
    flags[0].trigger()
    scene.until(scene.desk.mine_view.remark.isVisible)


def codes(scene: Scene) -> None:
    """Give a script a short code."""
    question(scene)
    scene.desk.mine.codes()
    view = scene.desk.mine_view
    scene.until(lambda: view.codes is not None)
    assert view.codes is not None
    view.codes.code.setText("/dz")
    view.codes.add.click()
    scene.until(lambda: view.codes is not None and view.codes.rows)


def news(scene: Scene) -> None:
    """See what a release changed."""
    scene.window.go_to(Section.NEWS)
    page = scene.window.news
    assert page is not None
    scene.until(lambda: page.current is not None and page.diff.changes > 0)


def as_of(scene: Scene) -> None:
    """Read what was in force before the last release."""
    travel = scene.services.travel
    scene.window.travel_to(travel.go(travel.moment("1")))
    scene.until(lambda: not scene.window.busy and scene.desk.browse_view.model.rowCount() > 0)
    scene.read("faq-ship-when")
    scene.until(scene.desk.since_line.isVisible)


def ask_time(scene: Scene) -> None:
    """Choose a release or a day."""
    scene.press(ActionId.AS_OF)
    dialog = scene.window.findChild(AsOfDialog)
    assert dialog is not None
    scene.until(lambda: dialog.releases.count() > 1)


def palette(scene: Scene) -> None:
    """Look for a command."""
    scene.press(ActionId.PALETTE)


def cheat_sheet(scene: Scene) -> None:
    """Look keys up."""
    scene.press(ActionId.SHORTCUTS)


def settings(scene: Scene) -> None:
    """Change settings."""
    scene.press(ActionId.SETTINGS)


def menu(scene: Scene) -> None:
    """Open the menu."""
    button = scene.desk.findChild(QToolButton, "menuButton")
    assert isinstance(button, QToolButton)
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))


AGENT_SCREENS = (
    Screen("begin", begin, before=settled),
    Screen("browse", browse),
    Screen("search", find),
    Screen("nothing", nothing),
    Screen("outside", outside),
    Screen("faq", question),
    Screen("sop", read),
    Screen("phrase", phrase),
    Screen("case", case),
    Screen("chart", chart),
    Screen("walk", walk),
    Screen("find", find_words),
    Screen("copy", copy),
    Screen("chats", chats),
    Screen("limit", limit),
    Screen("copied", copied),
    Screen("gate", gate),
    Screen("filters", filters),
    Screen("draft", draft),
    Screen("reason", reason),
    Screen("notice", notice),
    Screen("mood", takeover),
    Screen("note", note, before=settled),
    Screen("flag", flag),
    Screen("remark", remark),
    Screen("codes", codes, before=settled),
    Screen("news", news, before=announced),
    Screen("as-of", as_of, before=announced),
    Screen("as-of-ask", ask_time, before=announced),
    Screen("palette", palette),
    Screen("cheat-sheet", cheat_sheet),
    Screen("settings", settings),
    Screen("menu", menu),
    *(
        Screen(f"panel-{screen.name}", screen.act, before=screen.before, narrow=True)
        for screen in (
            Screen("begin", begin, before=settled),
            Screen("search", find),
            Screen("nothing", nothing),
            Screen("faq", question),
            Screen("sop", read),
            Screen("case", case),
            Screen("chart", chart),
            Screen("walk", walk),
            Screen("find", find_words),
            Screen("copy", copy),
            Screen("copied", copied),
            Screen("gate", gate),
            Screen("filters", filters),
            Screen("draft", draft),
            Screen("notice", notice),
            Screen("mood", takeover),
            Screen("note", note, before=settled),
            Screen("remark", remark),
            Screen("codes", codes, before=settled),
            Screen("news", news, before=announced),
            Screen("chats", chats),
            Screen("limit", limit),
            Screen("as-of", as_of, before=announced),
            Screen("as-of-ask", ask_time, before=announced),
            Screen("palette", palette),
            Screen("cheat-sheet", cheat_sheet),
            Screen("settings", settings),
        )
    ),
)
