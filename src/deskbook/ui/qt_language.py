"""Qt's own sentences, such as those of its context menus, in the language of the interface."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


class QtLanguage:
    """Installs Qt's translation of one language at a time."""

    def __init__(self) -> None:
        self._translator = QTranslator()

    def speak(self, language: str) -> None:
        """Let Qt speak ``language``; English is what it speaks by itself."""
        QCoreApplication.removeTranslator(self._translator)
        QLocale.setDefault(QLocale(language))
        self._translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{language}", folder):
            QCoreApplication.installTranslator(self._translator)
