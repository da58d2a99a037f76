"""A handbook in memory, and short ways to make entries and to ask for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from deskbook.model.entry import Audience, Kind, Level, Stage, Status
from deskbook.model.query import Marked, Query, SearchDoc

DAY = date(2026, 11, 22)


def doc(entry_id: str, title: str, *aliases: str, body: str = "", **fields: Any) -> SearchDoc:
    """Return a search document with the fields that matter to a test."""
    made = SearchDoc(
        id=entry_id,
        revision="",
        kind=Kind.of_id(entry_id),
        title=title,
        aliases=aliases,
        body=body,
        stage=Stage.AFTERSALE,
        topic="退款",
        level=Level.JUNIOR,
        audience=Audience.INTERNAL,
        status=Status.VALIDATED,
    )
    made = replace(made, **fields)
    return replace(made, revision=sha256(repr(made).encode("utf-8", "replace")).hexdigest())


def ask(text: str, **filters: Any) -> Query:
    """Return a query on the day of the tests."""
    return Query(text, filters.pop("day", DAY), **filters)


def shown(marked: Marked) -> list[str]:
    """Return the marked pieces of a text."""
    return [marked.text[start:end] for start, end in marked.marks]


class Handbook:
    """Entries by id, as the services hand them to the index; remembers what was loaded."""

    def __init__(self, *docs: SearchDoc) -> None:
        self.docs = {each.id: each for each in docs}
        self.loaded: list[str] = []

    def put(self, *docs: SearchDoc) -> None:
        """Add or replace entries."""
        self.docs.update({each.id: each for each in docs})

    def heads(self) -> dict[str, str]:
        """Return entry id -> content hash."""
        return {each.id: each.revision for each in self.docs.values()}

    def load(self, ids: Collection[str]) -> Iterator[SearchDoc]:
        """Yield the entries asked for that exist."""
        self.loaded.extend(ids)
        return (self.docs[i] for i in ids if i in self.docs)


def small_handbook() -> Handbook:
    """Return a handbook of a dozen entries of all kinds."""
    return Handbook(
        doc(
            "faq-refund-arrival",
            "退款什么时候到账",
            "钱什么时候能退给我",
            "说退了怎么还没收到钱",
            body="店铺操作退款后，钱按原支付方式退回，银行入账还需要一到三天。\n可以在支付账单里查看进度。",
        ),
        doc(
            "faq-insurance",
            "运费险怎么没赔",
            "险没到账",
            body="运费险由保险公司赔，店铺不经手。",
            topic="差价与邮费",
        ),
        doc(
            "faq-ship",
            "什么时候发货",
            "咋还没发",
            body="现货在付款后两天内发出。",
            stage=Stage.INSALE,
            topic="发货",
        ),
        doc(
            "faq-code",
            "XM-A 和 XM-B 有什么区别",
            body="XM-A 带蓝牙，XM-B 不带。",
            stage=Stage.PRESALE,
            topic="商品咨询",
        ),
        doc(
            "faq-vip",
            "会员积分怎么用",
            body="积分可以抵现。",
            audience=Audience.PUBLIC,
            tags=("积分",),
            topic="会员",
        ),
        doc(
            "faq-signed",
            "快递显示签收但没有收到货",
            "我没拿到包裹但显示已收",
            body="先核对签收地点。",
            topic="签收异常",
        ),
        doc("sop-refund", "退款处理流程", "仅退款怎么处理", body="核对订单后按原路退款。"),
        doc("sop-return", "退货处理流程", body="退货地址在售后单里。", level=Level.SENIOR, topic="退货"),
        doc(
            "ban-instantly", "马上到账", "立刻到账", body="不要承诺到账时间。", stage=Stage.GENERAL, topic=""
        ),
        doc(
            "case-late",
            "快递晚到两天，客户还是好评",
            body="客服主动联系了站点。",
            stage=Stage.INSALE,
            topic="物流",
        ),
        doc("faq-old", "旧的退款规则", body="已经不用的退款规则。", status=Status.ARCHIVED),
        doc("faq-expired", "双十退款规则", expires=date(2026, 10, 31)),
        doc("faq-future", "双十二退款规则", effective=date(2026, 12, 1)),
    )
