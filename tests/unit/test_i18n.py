"""The translations: complete, with the same placeholders, and compiled."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from deskbook.errors import Message
from deskbook.services.language import sentence, tr, use_language

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "resources" / "i18n"


def test_everything_is_translated_and_compiled() -> None:
    spec = importlib.util.spec_from_file_location("i18n", ROOT / "packaging" / "i18n.py")
    assert spec is not None
    assert spec.loader is not None
    i18n = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(i18n)
    assert i18n.faults() == []


@pytest.mark.parametrize(("language", "word"), [("zh_CN", "搜索"), ("zh_TW", "搜尋"), ("en", "Search")])
def test_a_language_is_spoken(language: str, word: str) -> None:
    try:
        use_language(language, CATALOGUES)
        assert tr("Search") == word
        assert "sop-x" in sentence(Message("There is no entry “{id}”.", id="sop-x"))
    finally:
        use_language("en", CATALOGUES)
