"""The interface language: gettext catalogues from ``resources/i18n``, English as the source."""

from __future__ import annotations

import gettext
import locale
import os
from pathlib import Path

from deskbook.errors import Message

LANGUAGES = ("zh_CN", "zh_TW", "en")

_DOMAIN = "deskbook"
_active: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def preferred_language() -> str:
    """Return the supported language nearest to the machine's settings (``DESKBOOK_LANG`` wins)."""
    wanted = (
        os.environ.get("DESKBOOK_LANG")
        or os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or locale.getlocale()[0]
        or ""
    ).replace("-", "_")
    if wanted in LANGUAGES:
        return wanted
    if wanted.startswith("zh"):
        return "zh_TW" if any(part in wanted for part in ("TW", "HK", "MO", "Hant")) else "zh_CN"
    return "en"


def use_language(language: str, catalogues: Path) -> None:
    """Speak ``language`` from now on; ``catalogues`` holds ``<language>/LC_MESSAGES/deskbook.mo``.

    English, and any language without a catalogue, is spoken by the source sentences themselves.
    """
    global _active, _language
    _active = gettext.translation(_DOMAIN, catalogues, [language], fallback=True)
    _language = language


def current_language() -> str:
    """Return the language chosen last."""
    return _language


def tr(text: str) -> str:
    """Translate one sentence of the interface."""
    return _active.gettext(text)


def sentence(message: Message) -> str:
    """Return a message in the current language, its values filled in; nested messages are translated too."""
    params = {
        name: sentence(value) if isinstance(value, Message) else value
        for name, value in message.params.items()
    }
    return tr(message.template).format(**params)
