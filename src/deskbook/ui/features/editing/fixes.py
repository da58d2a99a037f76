"""Banned phrases in the text: how they are marked, and what to say instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from deskbook.services.editing import Underlined
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.texts import severity_name, topic_name
from deskbook.ui.widgets.text_marks import Mark, MarkKind

_LONGEST = 48


def mark(underlined: Underlined) -> Mark:
    """Return the mark of a banned phrase, with why it is one."""
    hit = underlined.hit
    what = _("{severity}: {category}").format(
        severity=severity_name(hit.severity), category=topic_name(hit.category.value)
    )
    how = _("{key} offers what to say instead").format(key=key_text(ActionId.QUICK_FIX))
    kind = MarkKind.BLOCK if hit.blocks else MarkKind.WARN
    return Mark(underlined.start, underlined.end, kind, "\n".join((what, hit.reason, how)))


def add_fixes(menu: QMenu, underlined: Underlined, choose: Callable[[Underlined, str], None]) -> None:
    """Put what to say instead at the top of a menu."""
    title = QAction(_("“{text}”: say instead").format(text=underlined.hit.text), menu)
    title.setEnabled(False)
    made = [title]
    for words in underlined.hit.replacements:
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        action = QAction(short.replace("&", "&&"), menu)
        action.triggered.connect(lambda _on=False, w=words: choose(underlined, w))
        made.append(action)
    if menu.actions():
        first = menu.insertSeparator(menu.actions()[0])
        menu.insertActions(first, made)
    else:
        menu.addActions(made)
