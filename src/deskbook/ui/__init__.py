"""The window: the only package that knows Qt."""

from deskbook.ui.immortal import make_immortal

make_immortal()
