"""What the packages say of the product: the version from ``pyproject.toml``, the rest here or by branding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "deskbook"
"""The package's, the program's and the desktop file's name in every build: branding does not alter it."""

SUMMARY = {
    "": "Offline handbook of a customer-service team",
    "zh_CN": "客服团队的离线知识库与 SOP 手册",
    "zh_TW": "客服團隊的離線知識庫與 SOP 手冊",
}
DESCRIPTION = {
    "": "An agent types what the customer just said and has the right script in a second, with the blanks "
    "filled in and banned phrases marked. It works without a network and tells nothing to anyone.",
    "zh_CN": "把顾客的原话打进去，一秒找到对应话术，空白自动填好，违禁词当场标出。"
    "不需要联网，也不向任何人发送任何数据。",
    "zh_TW": "把顧客的原話打進去，一秒找到對應話術，空白自動填好，違禁詞當場標出。"
    "不需要連線，也不向任何人傳送任何資料。",
}

_VERSION = re.compile(r"\d+(\.\d+){1,3}")
_NAMES = {"name": "", "name_zh_CN": "zh_CN", "name_zh_TW": "zh_TW"}


class BrandingError(ValueError):
    """A branding folder cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Product:
    """One build: ``names`` maps a language (empty for any other) to the shown name.

    ``branding`` is the folder that a shop's own files come from; None for a plain build.
    """

    version: str
    names: Mapping[str, str]
    vendor: str
    contact: str
    branding: Path | None = None

    @property
    def icon(self) -> Path:
        """The picture that all icons are drawn from."""
        own = self.branding / "icon.svg" if self.branding else None
        return own if own and own.is_file() else ROOT / "resources" / "icons" / "deskbook.svg"


def project_version(root: Path = ROOT) -> str:
    """Return the version, which stands in ``pyproject.toml`` and nowhere else.

    :raises ValueError: if it has a form that not every package format orders alike.
    """
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise ValueError(f"The version must be numbers and dots only: {version}")
    return version


def plain(version: str = "") -> Product:
    """Return the product under its own name.

    :param version: instead of the project's, for trying out upgrades.
    """
    # Nobody reads mail about a build that nobody put a name to; the address says so (RFC 2606).
    return Product(
        version=version or project_version(),
        names={"": "Deskbook", "zh_CN": "案头", "zh_TW": "案頭"},
        vendor="Deskbook",
        contact="Deskbook packages <packages@deskbook.invalid>",
    )


def branded(folder: Path) -> Product:
    """Return the product under a shop's name, read from ``branding.toml`` in ``folder``.

    :raises BrandingError: if the file is missing, is no TOML, or has an unknown or empty value.
    """
    base = plain()
    file = folder / "branding.toml"
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrandingError(f"{file}: {error}") from error
    known = {*_NAMES, "vendor", "contact"}
    for key, value in values.items():
        if key not in known:
            raise BrandingError(f"{file}: “{key}” is not one of {', '.join(sorted(known))}")
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise BrandingError(f"{file}: “{key}” must be one line of text")
    if "name" not in values:
        raise BrandingError(f"{file}: “name” is missing")
    return Product(
        version=base.version,
        names={_NAMES[key]: value for key, value in values.items() if key in _NAMES},
        vendor=values.get("vendor", base.vendor),
        contact=values.get("contact", base.contact),
        branding=folder,
    )
