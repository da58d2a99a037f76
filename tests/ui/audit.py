"""What is wrong with a screen for people who see little, see no colours, or have no mouse.

Each function walks the visible widgets of a window, or of something open before it, and returns a line
for every complaint. The ratios are those of WCAG 2.2, success criteria 1.4.3 and 1.4.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QWidget,
)

from deskbook.ui.widgets.badge import Badge

READABLE, VISIBLE = 4.5, 3.0
_SHARP = 2
"""Text is drawn larger to be measured: strokes thinner than a pixel have no colour of their own."""
_BORDER = 4
_SOLID = 4
"""So many pixels make a colour of the text; fewer are its edges."""
_SCRIPTS = 12
"""Tab chooses the next script before it leaves the search field, so often at most."""
_MOST_STOPS = 300

Pixels = NDArray[np.uint8]


def described(widget: QWidget) -> str:
    """Return what tells a widget from others in a complaint."""
    words = name_of(widget) or getattr(widget, "text", "")
    said = words() if callable(words) else words
    return f"{type(widget).__name__}#{widget.objectName()} “{str(said)[:40]}”"


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def unnamed(surface: QWidget) -> list[str]:
    """Return what a screen reader could not tell: widgets and rows without a name or a role."""
    complaints = []
    for widget in _visible(surface):
        if not (widget.focusPolicy() or isinstance(widget, QAbstractButton)) or _within_other(widget):
            continue
        if not name_of(widget):
            complaints.append(
                f"no name: {described(widget)} in {described(widget.parentWidget() or surface)}"
            )
        role = QAccessible.queryAccessibleInterface(widget).role()
        if role is QAccessible.Role.NoRole:
            complaints.append(f"no role: {described(widget)}")
        if isinstance(widget, QAbstractItemView):
            complaints += [f"row without a name in {described(widget)}" for _ in _nameless_rows(widget)]
    return complaints


def unreachable(surface: QWidget) -> list[str]:
    """Go round by Tab, and return what is left out, out of order, a trap, or does not show the keyboard."""
    if isinstance(surface, QMenu):
        return []  # the arrows move in it, as everywhere
    stops, complaints = _go_round(surface)
    reached = set(stops)
    for widget in _visible(surface):
        if _stop(widget) and widget not in reached:
            complaints.append(f"Tab never comes to {described(widget)}")
    back = [pair for pair in pairwise([*stops, stops[0]]) if _backwards(*pair, surface)] if stops else []
    if len(back) > 1:  # one is the way round from the last to the first
        complaints += [f"Tab goes back from {described(a)} to {described(b)}" for a, b in back]
    return complaints


def faint(surface: QWidget) -> list[str]:
    """Return the text and the icons that do not stand out from what they are drawn on."""
    seen = _pixels(surface)
    complaints = []
    for widget in _visible(surface):
        if not widget.isEnabled() or not _speaks(widget):
            continue
        area = _seen_part(widget, surface)
        if area.height() < widget.height() / 2:
            continue  # it begins below the edge that one scrolls to
        if isinstance(widget, QAbstractButton | QLineEdit):
            area = area.adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER)
        ratio = _stands_out(seen, area)
        wanted = READABLE if _has_text(widget) else VISIBLE
        if ratio is not None and ratio < wanted:
            complaints.append(f"{ratio:.2f} : 1 is too faint: {described(widget)}")
    return complaints


def cut_off(surface: QWidget, room: QSize) -> list[str]:
    """Return what does not fit: the surface into ``room``, or a text into its widget."""
    complaints = []
    size = surface.minimumSizeHint() if isinstance(surface, QMainWindow) else surface.size()
    if size.width() > room.width() or size.height() > room.height():
        complaints.append(f"{size.width()} x {size.height()} does not fit: {described(surface)}")
    for widget in _visible(surface):
        if not _speaks(widget) or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + 1:
                complaints.append(f"too low for its text: {described(widget)}")
        elif isinstance(widget, QLabel | Badge | QAbstractButton):
            short = widget.sizeHint().width() - widget.width()
            if short > 1 and _has_text(widget) and not widget.hasHeightForWidth():
                complaints.append(f"{short} pixels too narrow: {described(widget)}")
        shown = widget.visibleRegion().boundingRect()
        if shown.width() < widget.width() - 1 or (
            shown.height() < widget.height() - 1 and not _scrolled(widget)
        ):
            complaints.append(f"covered or cut at an edge: {described(widget)}")
    return complaints


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast ratio of two colours in red, green and blue as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _visible(surface: QWidget) -> Iterator[QWidget]:
    for widget in surface.findChildren(QWidget):
        if widget.isVisible() and widget.window() is surface and not widget.objectName().startswith("qt_"):
            yield widget


def _within_other(widget: QWidget) -> bool:
    """Return whether a widget is a part of another one of Qt's, which speaks for it."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and widget is parent.viewport():
        return True
    return isinstance(parent, QLineEdit | QAbstractItemView) or type(parent).__name__ in {
        "QDateEdit",
        "DayEdit",
    }


def _nameless_rows(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    for row in range(model.rowCount(view.rootIndex()) if model is not None else 0):
        index = model.index(row, 0, view.rootIndex())
        said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
        if not str(said or "").strip():
            yield index


def _go_round(surface: QWidget) -> tuple[list[QWidget], list[str]]:
    """Press Tab until it comes back to where it began."""
    stops: list[QWidget] = []
    complaints: list[str] = []
    focus, stayed = QApplication.focusWidget(), 0
    while focus is not None and focus not in stops[:-1] and len(stops) < _MOST_STOPS:
        if stops and focus is stops[-1]:
            stayed += 1
            if stayed > _SCRIPTS:
                others = any(_stop(widget) for widget in _visible(surface) if widget is not focus)
                return stops, [*complaints, f"Tab never leaves {described(focus)}"] if others else complaints
        else:
            stayed = 0
            stops.append(focus)
            if focus.visibleRegion().isEmpty():
                complaints.append(f"the keyboard goes out of sight: {described(focus)}")
        before = focus.grab().toImage()
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        QApplication.processEvents()
        after = QApplication.focusWidget()
        if after is not focus and focus.grab().toImage() == before:
            complaints.append(f"the keyboard cannot be seen: {described(focus)}")
        focus = after
    if focus is None:
        complaints.append("Tab leads nowhere")
    return (stops[:-1] if len(stops) > 1 and stops[-1] in stops[:-1] else stops), complaints


def _stop(widget: QWidget) -> bool:
    """Return whether Tab has to come to a widget. The arrow keys reach those that exclude each other."""
    tabbed = widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return tabbed and widget.focusProxy() is None and not (group is not None and group.exclusive())


def _backwards(one: QWidget, other: QWidget, surface: QWidget) -> bool:
    """Return whether ``other`` stands wholly above ``one`` and not in a column further on, or left of it."""
    if one.isAncestorOf(other) or other.isAncestorOf(one):
        return False
    above = {id(widget): widget for widget in _line(one, surface)}
    branch = other
    for widget in _line(other, surface):
        parent = widget.parentWidget()
        if id(parent) in above:
            branch = widget
            common = parent
            break
    else:
        return False
    mine = next(widget for widget in _line(one, surface) if widget.parentWidget() is common)
    a, b = (QRect(w.mapTo(surface, QPoint()), w.size()) for w in (mine, branch))
    if b.bottom() <= a.top():
        return b.left() <= a.right()  # else it is the next column
    beside = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > min(a.height(), b.height()) / 2
    return beside and b.right() <= a.left()


def _line(widget: QWidget, surface: QWidget) -> Iterator[QWidget]:
    parent: QWidget | None = widget
    while parent is not None and parent is not surface:
        yield parent
        parent = parent.parentWidget()


def _speaks(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        return bool(widget.text()) or not widget.pixmap().isNull()
    if isinstance(widget, QLineEdit):
        return bool(widget.text() or widget.placeholderText())
    return isinstance(widget, Badge | QAbstractButton)


def _has_text(widget: QWidget) -> bool:
    if isinstance(widget, QLabel | QAbstractButton):
        return bool(widget.text())
    return True


def _scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _seen_part(widget: QWidget, surface: QWidget) -> QRect:
    shown = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(surface, shown.topLeft()), shown.size())


def _pixels(surface: QWidget) -> Pixels:
    """Draw a surface in more pixels than the screen has."""
    image = QImage(surface.size() * _SHARP, QImage.Format.Format_RGBX8888)
    image.setDevicePixelRatio(_SHARP)
    surface.render(image, QPoint(), QRegion(surface.rect()))
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].copy()


def _stands_out(seen: Pixels, area: QRect) -> float | None:
    """Return the best contrast of a solid colour with the ground; None if the area is empty."""
    x, y, width, height = (part * _SHARP for part in (area.x(), area.y(), area.width(), area.height()))
    part = seen[max(y, 0) : y + height, max(x, 0) : x + width].reshape(-1, 3)
    if len(part) == 0:
        return None
    colours, counts = np.unique(part, axis=0, return_counts=True)
    ground = tuple(map(int, colours[counts.argmax()]))
    return max(contrast(ground, tuple(map(int, ink))) for ink in colours[counts >= min(_SOLID, counts.max())])
