"""Themes: palettes and the style sheet are data under ``resources/themes``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from deskbook.services.settings import USUAL_TEXT, Theme

_PIXELS = 14
_BADGE_PIXELS = 12
_FONT_SIZE = re.compile(r"([^{}/]+)\{[^{}]*?font-size: (\d+)px")
"""A rule of the style sheet that says how large text is."""

_SANS = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC",
         "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei")  # fmt: skip
_SANS_TC = ("Microsoft JhengHei UI", "Microsoft JhengHei", "PingFang TC", "Noto Sans CJK TC",
            "Noto Sans TC", "Source Han Sans TC", "WenQuanYi Micro Hei")  # fmt: skip
_LATIN = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans")


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour the window uses, as ``#rrggbb``. ``on_x`` is the text on ``x``."""

    window: str
    surface: str
    raised: str
    sunken: str
    border: str
    control: str
    scroll: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    selection: str
    hover: str
    link: str
    focus: str
    mark: str
    on_mark: str
    blank: str
    on_blank: str
    note: str
    on_note: str
    note_edge: str
    danger: str
    on_danger: str
    warn: str
    on_warn: str
    ok: str
    on_ok: str
    sop: str
    on_sop: str
    faq: str
    on_faq: str
    phrase: str
    on_phrase: str
    case: str
    on_case: str
    toast: str
    on_toast: str
    customer: str
    agent: str
    added: str
    on_added: str
    added_row: str
    removed: str
    on_removed: str
    removed_row: str
    moved: str
    on_moved: str
    picture: str

    def pair(self, name: str) -> tuple[str, str]:
        """Return the background ``name`` and the text colour that belongs on it."""
        return getattr(self, name), getattr(self, f"on_{name}")


@dataclass(frozen=True, slots=True)
class Look:
    """One theme as read from its file."""

    name: str
    dark: bool
    colours: Colours


def load_look(themes: Path, name: str) -> Look:
    """Read ``<name>.toml``.

    :raises TypeError: if the file lacks a colour or has one too many.
    """
    data = tomllib.loads((themes / f"{name}.toml").read_text(encoding="utf-8"))
    return Look(data["name"], data["dark"], Colours(**data["colours"]))


def wanted_look(theme: Theme) -> str:
    """Return the theme file that a setting means on this machine just now."""
    if theme is not Theme.SYSTEM:
        return theme.value
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme is Qt.ColorScheme.Dark else "light"


def font_families(language: str) -> tuple[str, ...]:
    """Return the families to try: one that has the language's own shapes of the characters first."""
    if language == "zh_TW":
        return (*_SANS_TC, *_SANS)
    return (*_LATIN, *_SANS) if language == "en" else (*_SANS, *_SANS_TC)


def dress(look: Look, themes: Path, language: str) -> None:
    """Give the whole application a theme and the fonts of a language."""
    font = QFont()
    font.setFamilies(list(font_families(language)))
    font.setPixelSize(_PIXELS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    QApplication.setFont(font)
    QApplication.setPalette(_palette(look.colours))
    sheet = Template((themes / "window.qss").read_text(encoding="utf-8"))
    colours = {f.name: getattr(look.colours, f.name) for f in fields(Colours)}
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setStyleSheet(sheet.substitute(colours))


def scaled_text(percent: int) -> str:
    """Return rules that set the text of a part of the window larger or smaller than the theme does."""
    app = QApplication.instance()
    if percent == USUAL_TEXT or not isinstance(app, QApplication):
        return ""
    sizes = [("RowButton, QLineEdit, QPushButton", _PIXELS), ("Badge", _BADGE_PIXELS)]
    sizes += [(rule[1].strip(), int(rule[2])) for rule in _FONT_SIZE.finditer(app.styleSheet())]
    return "\n".join(f"{what} {{ font-size: {round(size * percent / 100)}px; }}" for what, size in sizes)


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    roles = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.ToolTipBase: colours.toast,
        role.ToolTipText: colours.on_toast,
        role.Link: colours.link,
        role.LinkVisited: colours.link,
        role.Accent: colours.accent,
        role.Light: colours.raised,
        role.Midlight: colours.border,
        role.Mid: colours.border,
        role.Dark: colours.control,
        role.Shadow: colours.border,
        role.BrightText: colours.on_danger,
    }
    palette = QPalette()
    for one, colour in roles.items():
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(colours.control))
    return palette
