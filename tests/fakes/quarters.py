"""A handbook over two quarters: an answer, a value of the shop profile and what there is at all changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.model.pack import public_line
from deskbook.services.facade import Services
from tests.fakes.handbook import BAN, SHOP
from tests.integration.cycle.support import Team, faq
from tests.integration.packs.support import KEY, Owner, owner

OLD_DAY = date(2026, 12, 5)
"""A day on which the old quarter's release was in force."""
OLD, NEW = 2, 3
"""The numbers of the releases; 1 is what there was before the first quarter."""

REFUND = "faq-refund"
GONE = "faq-summer"
FRESH = "faq-winter"
STEADY = "faq-steady"
"""Reads the same in both quarters, and leads to the procedure."""
PROCEDURE = "sop-intercept"
BANNED = "ban-price-match"
OLD_SCRIPT = "退款三天内办好，1-7 个工作日到账。"
NEW_SCRIPT = "退款当天就办好，1-3 个工作日到账。"
OLD_SECOND = "别担心，买贵退差。"
"""The second script of the same entry, in the old quarter: it holds what was banned since."""
GONE_SCRIPT = "夏日满减满 200 减 20。"

_SCRIPT = "好的，我帮您看一下。"
_SECOND = "别担心，我来帮您看一下。"
_NEW_SHOP = SHOP.replace("1-7 个工作日", "1-3 个工作日")


def _refund(when: str) -> str:
    return faq(REFUND, "看一下时限。", "退款多久办好").replace(
        _SCRIPT, f"退款{when}办好，{{{{到账时间}}}}到账。"
    )


_PROCEDURE = """\
---
id: sop-intercept
title: 拦截包裹流程
stage: aftersale
topic: 物流
owner: 售后主管
reviewed: 2026-11-22
---

## 目的

让包裹一小时内停下来。

## 步骤

### 打电话给网点 {#call role=售后接待 limit=30m}

报单号，请网点扣下。

> 我正在联系网点拦截。

- 网点还没派送 → [等退回](#back)
- 已经派送 → [结束](#end)

### 等退回 {#back role=售后接待 limit=1d end}

看物流有没有退回的记录。
"""
_NEW_PROCEDURE = (
    _PROCEDURE.replace("让包裹一小时内停下来", "让包裹十分钟内停下来")
    .replace("### 打电话给网点", "### 在后台点拦截")
    .replace("我正在联系网点拦截。", "我已经在后台点了拦截。")
    .replace("网点还没派送", "后台显示拦截成功")
    .replace("### 等退回", "### 当天退款")
)

ENTRIES = {
    REFUND: _refund("三天内").replace(_SECOND, OLD_SECOND),
    GONE: faq(GONE, "夏日满减还在。", "夏日满减活动").replace(_SCRIPT, GONE_SCRIPT),
    STEADY: faq(STEADY, f"先看订单。要追回的见[流程]({PROCEDURE})。", "换货的运费怎么算"),
    PROCEDURE: _PROCEDURE,
}


def publish_both(people: Team) -> None:
    """Publish the old quarter and, 40 days later, the new one; after that it is its first day."""
    people.open_for_editing("2026Q4")
    people.write(STEADY, ENTRIES[STEADY].replace("先看订单。", "先看订单里的地址。"))
    people.publish("2026Q4")
    people.later(days=40)
    people.open_for_editing("2027Q1")
    people.write(REFUND, _refund("当天就"))
    people.write(FRESH, faq(FRESH, f"和[退款]({REFUND})无关，冬日礼盒新上。", "冬日礼盒"))
    people.write(PROCEDURE, _NEW_PROCEDURE)
    people.write(BANNED, BAN.replace("ban-not-my-job", BANNED).replace("不归我管", "买贵退差"))
    people.write("shop", _NEW_SHOP)
    people.drafts.retire(GONE, message="活动结束")
    people.publish("2027Q1")


@contextmanager
def desk_of(
    folder: Path,
    patch: pytest.MonkeyPatch,
    *,
    packed: bool = True,
    prepare: Callable[[Path], object] = str,
) -> Iterator[tuple[Services, Owner]]:
    """Open the services of a desk on the first day of the new quarter, and the owner who published it.

    :param packed: whether the desk is fed by a pack; else it is the owner's own workspace.
    :param prepare: called with the folder of its index before it is opened.
    """
    policy = folder / "policy.json"
    policy.write_text(json.dumps({"trusted_keys": [public_line(KEY.public)]}))
    patch.setenv("DESKBOOK_POLICY", str(policy))
    patch.setenv("DESKBOOK_LANG", "en")
    with owner(folder, ENTRIES) as boss:
        publish_both(boss.team)
        patch.setattr(bootstrap, "_now", lambda: boss.team.now + timedelta(hours=1))
        home = folder / ("desk" if packed else "owner")
        prepare(home / "index")
        services = bootstrap.open_services(home)
        try:
            if packed:
                services.pack_desk.install(boss.pack())
            yield services, boss
        finally:
            services.close()
