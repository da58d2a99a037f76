"""What a Linux desktop reads of the program: desktop entry, MIME type and AppStream description."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

from installers.product import DESCRIPTION, PACKAGE, SUMMARY, Product

COMPONENT = "invalid.deskbook.deskbook"
"""AppStream's name of the program. It has to begin with a domain; the project has none, and claims nobody's:
names under ``invalid`` are reserved for that (RFC 2606)."""
MIME_TYPE = "application/vnd.deskbook.pack"
_KEYWORDS = {
    "": "handbook;SOP;FAQ;script;customer service;",
    "zh_CN": "知识库;SOP;话术;客服;手册;",
    "zh_TW": "知識庫;SOP;話術;客服;手冊;",
}
_LAUNCHES = {"": "Open the owner’s desk", "zh_CN": "打开维护台", "zh_TW": "開啟維護台"}
_PACK = {"": "Deskbook pack", "zh_CN": "案头手册包", "zh_TW": "案頭手冊包"}


def desktop_entry(product: Product, program: str) -> str:
    """Return the desktop entry.

    :param program: the absolute path of the program.
    """
    command = exec_argument(program)
    return "\n".join(
        [
            "[Desktop Entry]",
            "Type=Application",
            *_localised("Name", product.names),
            *_localised("Comment", SUMMARY),
            *_localised("Keywords", _KEYWORDS),
            f"Exec={command} gui %f",
            f"MimeType={MIME_TYPE};",
            f"Icon={PACKAGE}",
            "Terminal=false",
            "Categories=Office;",
            "StartupNotify=true",
            f"StartupWMClass={PACKAGE}",
            "Actions=owner;",
            "",
            "[Desktop Action owner]",
            *_localised("Name", _LAUNCHES),
            f"Exec={command} gui --desk owner",
            "",
        ]
    )


def exec_argument(path: str) -> str:
    """Quote one argument of an ``Exec`` line as the Desktop Entry Specification wants it."""
    if not path.isprintable():
        raise ValueError(f"A path with control characters cannot stand in a desktop entry: {path!r}")
    quoted = "".join(f"\\\\{c}" if c in '"`$\\' else c for c in path).replace("%", "%%")
    return f'"{quoted}"' if quoted != path or " " in path else path


def mime_type() -> str:
    """Return the description of pack files for ``shared-mime-info``."""
    comments = "".join(
        f"    <comment{_language(language)}>{text}</comment>\n" for language, text in _PACK.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">\n'
        f'  <mime-type type="{MIME_TYPE}">\n{comments}'
        '    <glob pattern="*.dbk"/>\n'
        "  </mime-type>\n</mime-info>\n"
    )


def metainfo(product: Product, day: date) -> str:
    """Return the AppStream description.

    :param day: when this version was released.
    """

    def tags(name: str, texts: Mapping[str, str]) -> str:
        return "".join(f"  <{name}{_language(lang)}>{escape(t)}</{name}>\n" for lang, t in texts.items())

    paragraphs = "".join(f"    <p{_language(lang)}>{escape(t)}</p>\n" for lang, t in DESCRIPTION.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<component type="desktop-application">\n'
        f"  <id>{COMPONENT}</id>\n"
        "  <metadata_license>CC0-1.0</metadata_license>\n"
        "  <project_license>MIT</project_license>\n"
        f"{tags('name', product.names)}{tags('summary', SUMMARY)}"
        f'  <developer id="invalid.deskbook"><name>{escape(product.vendor)}</name></developer>\n'
        f"  <description>\n{paragraphs}  </description>\n"
        f'  <launchable type="desktop-id">{PACKAGE}.desktop</launchable>\n'
        f"  <provides><binary>{PACKAGE}</binary></provides>\n"
        '  <content_rating type="oars-1.1"/>\n'
        f'  <releases><release version="{product.version}" date="{day.isoformat()}"/></releases>\n'
        "</component>\n"
    )


def _localised(key: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{key}[{language}]={text}" if language else f"{key}={text}" for language, text in texts.items()]


def _language(language: str) -> str:
    return f' xml:lang="{language.replace("_", "-")}"' if language else ""
