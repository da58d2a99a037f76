"""A quarter in the starter handbook: what several people did before somebody looks at a screen."""

from __future__ import annotations

from datetime import timedelta

from deskbook.model.cycle import ChangeState, CycleKind, CycleState, Judgement
from deskbook.model.feedback import Fault
from deskbook.services.facade import Services

AUTHOR, REVIEWER, PUBLISHER = "撰稿人", "复核人", "发布人"
CYCLE = "2026Q4"
PROMO = """
## 大促期间

大促期间的发货时间以商品页面写明的为准。
"""

_IN_VAIN = {
    "能不能货到付款": 5,
    "可以寄到代收点吗": 4,
    "拍错尺码能不能直接改": 3,
    "可以分期付款吗": 3,
    "发票抬头写错了怎么办": 2,
    "能不能周末送货": 2,
    "下雨天会不会晚到": 1,
}
_COPIED = {
    "faq-ship-when": 46,
    "faq-refund-arrival": 38,
    "faq-gift-wrap": 21,
    "faq-comp-demand": 17,
    "faq-return-overdue": 12,
}
_FLAGGED = (
    ("faq-refund-arrival", Fault.WRONG, "银行卡到账时间比这里写的长"),
    ("faq-refund-arrival", Fault.UNCLEAR, "信用卡算哪一种"),
    ("faq-ship-when", Fault.OUTDATED, "大促期间没有写"),
)


def planned(services: Services) -> None:
    """Plan: somebody searched in vain, some reviews are due, four entries are on the plan."""
    today = services.clock().astimezone().date()
    services.people.introduce(name=AUTHOR)
    for text in ("能不能货到付款", "可以分期付款吗", "能不能货到付款"):
        services.desk.remember_search(text, 0, services.clock())
    services.cycles.open(CYCLE, effective=today + timedelta(days=39))
    services.cycles.move(CYCLE, CycleState.PLAN)
    for entry_id, owner, days, reason in (
        ("faq-ship-when", AUTHOR, 5, "大促前复核"),
        ("faq-refund-arrival", "售后主管", 8, "到账时间有变"),
        ("sop-refund", "售后主管", 12, "统一称呼"),
        ("faq-bank-cut", AUTHOR, 14, "立减已下线"),
    ):
        due = today + timedelta(days=days)
        services.planner.assign(entry_id, owner=owner, due=due, reason=reason)


def written(services: Services) -> None:
    """Edit: some of it is written and sent to review, some is late."""
    planned(services)
    today = services.clock().astimezone().date()
    services.cycles.move(CYCLE, CycleState.EDIT)
    services.planner.assign(
        "faq-gift-note", owner="售前主管", due=today - timedelta(days=1), reason="能不能帮我写一张贺卡"
    )
    _rewrite(services, "faq-ship-when", "写明大促期间的发货时间", append=PROMO)
    _rewrite(services, "sop-refund", "统一称呼", old="客户", new="顾客")
    services.drafts.retire("faq-bank-cut", message="付款立减已经下线")
    for entry_id in ("sop-refund", "faq-bank-cut"):
        _submit(services, entry_id)


def reviewed(services: Services) -> None:
    """Review: one change is approved, one has a remark and was sent back, one waits."""
    written(services)
    _submit(services, "faq-ship-when")
    services.cycles.move(CYCLE, CycleState.REVIEW)
    services.people.introduce(name=REVIEWER)
    _approve(services, "faq-bank-cut")
    head = services.drafts.change("sop-refund").head or 0
    source = services.drafts.text("sop-refund").source
    line = next(n for n, text in enumerate(source.splitlines(), 1) if "顾客" in text and n > 30)
    services.reviews.comment("sop-refund", "这里指买家本人，请写明。", revision=head, line=line)
    services.reviews.judge("sop-refund", Judgement.RETURN, revision=head, text="见批注")


def stopped(services: Services) -> None:
    """Publish: something still stops the release."""
    reviewed(services)
    services.people.introduce(name=PUBLISHER)
    services.cycles.move(CYCLE, CycleState.PUBLISH)


def released(services: Services) -> None:
    """Afterwards: a quarterly release, and one that went back to what was before."""
    reviewed(services)
    _approve(services, "faq-ship-when")
    _publish(services)
    services.publisher.rollback(1, reason="大促时间写错了，先退回")


def announced(services: Services) -> None:
    """Afterwards, for agents: a release in force, with texts that must be read."""
    planned(services)
    services.cycles.move(CYCLE, CycleState.EDIT)
    _rewrite(services, "faq-ship-when", "写明大促期间的发货时间", append=PROMO)
    for entry_id in ("faq-refund-arrival", "sop-refund"):
        _rewrite(services, entry_id, "每个人都要读", old="\nreviewed:", new="\nmust_read: true\nreviewed:")
    services.drafts.retire("faq-bank-cut", message="付款立减已经下线")
    changed = ("faq-ship-when", "faq-refund-arrival", "sop-refund", "faq-bank-cut")
    for entry_id in changed:
        _submit(services, entry_id)
    services.cycles.move(CYCLE, CycleState.REVIEW)
    services.people.introduce(name=REVIEWER)
    for entry_id in changed:
        _approve(services, entry_id)
    _publish(services)


def _publish(services: Services) -> None:
    for card in services.cycles.board(CYCLE).cards:
        if card.change.state in {ChangeState.PLANNED, ChangeState.RETURNED}:
            services.drafts.carry(card.change.entry_id)
    services.cycles.schedule(CYCLE, services.clock().astimezone().date())
    services.cycles.move(CYCLE, CycleState.PUBLISH)
    for problem in services.gate.check(CYCLE).problems:
        services.gate.accept(problem.code, problem.entry_id, reason="下季度统一复核")
    services.people.introduce(name=PUBLISHER)
    services.publisher.publish(CYCLE)


def used(services: Services) -> None:
    """Meanwhile agents searched in vain, copied what they found, and told what is the matter with it."""
    reviewed(services)
    for text, times in _IN_VAIN.items():
        for _time in range(times):
            services.desk.remember_search(text, 0, services.clock())
    for entry_id, times in _COPIED.items():
        for _time in range(times):
            services.copies.count(entry_id, "concise")
    for entry_id, fault, words in _FLAGGED:
        services.feedback.remark(fault, entry_id, words=words)


def overtaken(services: Services) -> None:
    """Afterwards: an emergency accepted another text of an entry while the quarter's draft of it waited."""
    written(services)
    entry_id, cycle = "faq-ship-when", f"{CYCLE}-E1"
    services.drafts.carry(entry_id)
    services.cycles.open(kind=CycleKind.EMERGENCY)
    accepted = services.drafts.text(entry_id, cycle)
    services.people.introduce(name="售前主管")
    source = accepted.source + PROMO.replace("以商品页面写明的为准", "不晚于付款后四十八小时")
    message = "平台新规，大促也要限时发货"
    services.drafts.save(entry_id, source, seen=accepted.seen, message=message, cycle=cycle)
    _submit(services, entry_id)
    services.cycles.move(cycle, CycleState.REVIEW)
    services.people.introduce(name=REVIEWER)
    _approve(services, entry_id)
    services.cycles.move(cycle, CycleState.PUBLISH)
    for problem in services.gate.check(cycle).problems:
        services.gate.accept(problem.code, problem.entry_id, reason="下季度统一复核", cycle=cycle)
    services.people.introduce(name=PUBLISHER)
    services.publisher.publish(cycle)
    services.people.introduce(name=AUTHOR)
    _rewrite(services, entry_id, "写明大促期间的发货时间", old="写明的为准", new="写明的时间为准")


def _rewrite(
    services: Services, entry_id: str, message: str, *, old: str = "", new: str = "", append: str = ""
) -> None:
    draft = services.drafts.text(entry_id)
    source = (draft.source.replace(old, new) if old else draft.source) + append
    services.drafts.save(entry_id, source, seen=draft.seen, message=message)


def _submit(services: Services, entry_id: str) -> None:
    services.drafts.submit(entry_id, seen=services.drafts.change(entry_id).head or 0)


def _approve(services: Services, entry_id: str) -> None:
    head = services.drafts.change(entry_id).head or 0
    services.reviews.judge(entry_id, Judgement.APPROVE, revision=head)
