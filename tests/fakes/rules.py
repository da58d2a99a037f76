"""A banned phrase that only warns, for handbooks of tests that need one."""

from __future__ import annotations

from pathlib import Path

RULE = """\
---
id: ban-its-the-rule
title: 这是规定
category: brush-off
severity: warn
pattern: 这是规定
owner: 质检主管
reviewed: 2026-11-22
laws:
  - noreason-13
---

## 原因

规定不是**理由**，要说明白。客户要的是办法。

## 替换说法

> 这样安排是为了{{到账时间}}内能到账。

> 我给您讲讲为什么这样安排。
"""


def write_rule(folder: Path, source: str = RULE) -> Path:
    """Write the phrase below ``folder`` as a file and return it."""
    file = folder / "ban-its-the-rule.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, encoding="utf-8")
    return file
