"""A small handbook for the window's tests: every kind, every sort of block."""

from __future__ import annotations

from pathlib import Path

SHOP = """\
name: 示例小店
values:
  到账时间: {value: 1-7 个工作日, note: 按原支付方式退回}
  升级时限: {value: 30 分钟, note: 主管接手}
asked:
  金额: {hint: 单位为元, check: amount}
  日期: {hint: 例如 12 月 3 日, check: text}
"""

LAWS = """\
- id: noreason-13
  law: 网络购买商品七日无理由退货暂行办法
  article: "13"
  subject: 七日内退款
  checked: 2026-11-22
"""

ARRIVAL = """\
---
id: faq-refund-arrival
title: 退款什么时候到账
aliases:
  - 钱什么时候能退给我
stage: aftersale
topic: 退款
tags:
  - 到账时间
owner: 售后主管
reviewed: 2026-11-22
related:
  - sop-refund#refund
  - faq-gone
laws:
  - noreason-13
---

## 解答

一般{{到账时间}}到账，先看[退款流程](sop-refund)。

## 话术

### 简洁 {#concise}

> 退款已按原支付方式退回，通常{{到账时间}}到账。

### 安抚 {#warm}

客户已经催过一次时用。

> 退款 {{金额}} 元在{{日期}}提交，请放心。

## 内部备注

- 不要承诺具体到账的钟点。
"""

INVOICE = """\
---
id: faq-invoice
title: 怎么开发票
stage: presale
topic: 发票
level: senior
owner: 售前主管
reviewed: 2026-11-22
---

## 解答

在订单详情页申请。

## 话术

### 简洁 {#concise}

> 在订单详情页点“申请开票”就可以。

### 安抚 {#warm}

> 别担心，发票可以补开。
"""

REFUND = """\
---
id: sop-refund
title: 退款处理流程
stage: aftersale
topic: 退款
owner: 售后主管
reviewed: 2026-11-22
---

## 目的

让每一笔退款都有回音。

## 步骤

### 核对订单 {#check role=售后接待 limit=5m}

查看付款和发货状态。

> 我先帮您核对一下订单。

- 还没有发货 → [直接退款](#refund)
- 客户撤回申请 → [结束](#end)

### 拦截包裹 {#intercept role=售后接待 limit=2h}

联系快递拦截。

### 直接退款 {#refund role=退款处理 limit=24h end}

按原支付方式退款。

> 退款 {{金额}} 元已经提交。

## 升级

- 售后主管：客户要求投诉
"""

BAN = """\
---
id: ban-not-my-job
title: 这不归我管
category: brush-off
severity: block
pattern: 不归我管
variants:
  - 不是我负责
allowed:
  - 虽然不归我管，我来帮您
owner: 质检主管
reviewed: 2026-11-22
---

## 原因

客户找的是店铺，不是某个岗位。

## 替换说法

> 这件事我来跟进，{{升级时限}}内给您回复。

> 我先帮您记录清楚。
"""

CASE = """\
---
id: case-late-parcel-kept
title: 快递晚到两天，客户还是好评
stage: insale
topic: 物流
verdict: good
owner: 培训专员
reviewed: 2026-11-22
teaches:
  - faq-refund-arrival
---

## 背景

客户买礼物，快递停了两天。

## 对话

- 买家：到底还能不能到？
- 客服（转折）：我现在就联系站点。

## 转折点

给出一个自己能做到的时间。

## 结果

当天送达。

## 启示

小承诺更让人安心。
"""

FILES = {
    "shop.yaml": SHOP,
    "laws.yaml": LAWS,
    "faq/aftersale/faq-refund-arrival.md": ARRIVAL,
    "faq/presale/faq-invoice.md": INVOICE,
    "sop/aftersale/sop-refund.md": REFUND,
    "phrase/brush-off/ban-not-my-job.md": BAN,
    "case/insale/case-late-parcel-kept.md": CASE,
}


def write(folder: Path) -> Path:
    """Write the handbook below ``folder`` and return it."""
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
