"""The themes as data: complete, and readable in every pair of colours that is used."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from deskbook.places import data_folder
from deskbook.services.settings import Theme
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON
from deskbook.ui.theme import Colours, font_families, load_look, wanted_look

THEMES = data_folder("resources") / "themes"
READABLE = 4.5
VISIBLE = 3.0
GROUNDS = ("window", "surface", "raised", "sunken", "hover", "selection", "customer", "agent",
           "added_row", "removed_row")  # fmt: skip
PAIRED = (
    "accent", "accent_soft", "mark", "blank", "note", "danger", "warn", "ok",
    "sop", "faq", "phrase", "case", "toast", "added", "removed", "moved",
)  # fmt: skip


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Colours:
    return load_look(THEMES, request.param).colours


def test_contrast_is_computed_as_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_text_is_readable_on_every_ground(colours: Colours) -> None:
    faint = [
        (text, ground, round(contrast(getattr(colours, text), getattr(colours, ground)), 2))
        for ground in GROUNDS
        for text in ("text", "muted", "link")
        if contrast(getattr(colours, text), getattr(colours, ground)) < READABLE
    ]
    assert faint == []


def test_the_words_of_a_source_are_readable(colours: Colours) -> None:
    for ink in ("on_sop", "on_faq", "on_case"):
        assert contrast(getattr(colours, ink), colours.surface) >= READABLE, ink


def test_every_tint_has_readable_text(colours: Colours) -> None:
    faint = [
        (name, round(contrast(*colours.pair(name)), 2))
        for name in PAIRED
        if contrast(*colours.pair(name)) < READABLE
    ]
    assert faint == []


def test_faults_are_readable_in_the_form_for_blanks(colours: Colours) -> None:
    assert contrast(colours.on_danger, colours.blank) >= READABLE


def test_controls_and_focus_stand_out(colours: Colours) -> None:
    for ground in ("window", "surface", "raised", "sunken"):
        for edge in ("control", "focus"):
            assert contrast(getattr(colours, edge), getattr(colours, ground)) >= VISIBLE, (edge, ground)


def test_a_theme_file_with_a_colour_missing_or_too_many_is_refused(tmp_path: Path) -> None:
    text = (THEMES / "light.toml").read_text(encoding="utf-8")
    (tmp_path / "less.toml").write_text(text.replace("muted =", "mute ="), encoding="utf-8")
    with pytest.raises(TypeError, match="mute"):
        load_look(tmp_path, "less")


def test_every_colour_is_one(colours: Colours) -> None:
    assert all(QColor(getattr(colours, field.name)).isValid() for field in fields(Colours))


def test_a_chosen_theme_is_taken_and_the_systems_is_one_of_both(qtbot: QtBot) -> None:
    assert wanted_look(Theme.DARK) == "dark"
    assert wanted_look(Theme.LIGHT) == "light"
    assert wanted_look(Theme.SYSTEM) in {"light", "dark"}


def test_traditional_chinese_prefers_its_own_shapes() -> None:
    assert font_families("zh_TW").index("Noto Sans CJK TC") < font_families("zh_TW").index("Noto Sans CJK SC")
    assert font_families("zh_CN").index("Noto Sans CJK SC") < font_families("zh_CN").index("Noto Sans CJK TC")


@pytest.mark.parametrize("name", sorted(KIND_ICON.values()))
def test_icons_draw_something(qtbot: QtBot, name: str) -> None:
    drawn: QPixmap = icon(name, "#000000").pixmap(24, 24)
    image = drawn.toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
    assert inked > 20
