"""What changed in a field is told in the words of the interface, not in those of the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook.model.entry import Audience, Category, Level, Match, Severity, Stage, Status, Verdict
from deskbook.revision.diff import VersionDiff, diff_versions
from deskbook.revision.naming import FIELD_NAMES, VALUE_NAMES
from deskbook.revision.reading import notes
from deskbook.services.language import sentence, use_language
from deskbook.services.wording import field_name, value_spans, value_text
from tests.unit.revision.support import marked

CATALOGUES = Path(__file__).parents[3] / "resources" / "i18n"
OLD = """\
---
id: sop-a
title: 退款
stage: presale
level: junior
owner: 售后主管
reviewed: 2026-09-30
must_read: true
tags: [true, junior]
---

## 步骤

### 核对 {#check role=客服 limit=30m}

看订单。
"""
NEW = (
    OLD.replace("presale", "aftersale")
    .replace("level: junior", "level: senior")
    .replace("09-30", "12-31")
    .replace("must_read: true\n", "must_read: false\naudience: public\n")
    .replace("[true, junior]", "[true, senior]")
    .replace("30m", "1d")
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    yield
    use_language("en", CATALOGUES)


def told(diff: VersionDiff) -> dict[str, str]:
    return {
        field_name(value.name): marked(value_spans(value, value.items[0]))
        for part in diff.fields
        for value in part.values
    }


def test_codes_are_exchanged_as_whole_words() -> None:
    assert told(diff_versions(OLD, NEW)) == {
        "Stage": "[Pre-sale→After-sale]",
        "Level": "[Junior→Senior]",
        "Last review": "[2026-09-30→2026-12-31]",
        "Must be read": "[yes→no]",
        "Audience": "[+May be shown to customers+]",
        "Tags": "[true, [junior→senior]]",
    }


@pytest.mark.parametrize(
    ("language", "stage", "read"), [("zh_CN", "[售前→售后]", "[是→否]"), ("zh_TW", "[售前→售後]", "[是→否]")]
)
def test_they_are_said_in_the_language_of_the_interface(language: str, stage: str, read: str) -> None:
    use_language(language, CATALOGUES)
    assert list(told(diff_versions(OLD, NEW)).values())[::3] == [stage, read]


def test_a_time_limit_is_said_with_its_unit() -> None:
    (step,) = (part for part in diff_versions(OLD, NEW).body if part.name == "check")
    assert [sentence(note) for note in notes(step)] == ["Time limit: 30 min → 1 d"]
    use_language("zh_CN", CATALOGUES)
    assert [sentence(note) for note in notes(step)] == ["时限：30 分钟 → 1 天"]


def test_what_is_no_code_stays_as_it_is_written() -> None:
    assert value_text("level", "boss") == "boss"
    assert value_text("limit", "soon") == "soon"
    assert value_text("title", "true") == "true"
    assert field_name("colour") == "colour"


def test_every_value_that_can_be_chosen_has_a_name() -> None:
    choices = (Stage, Level, Audience, Status, Category, Severity, Match, Verdict)
    for choice in choices:
        assert set(VALUE_NAMES[choice.__name__.lower()]) == set(choice)
    assert VALUE_NAMES.keys() <= FIELD_NAMES.keys()
