"""The bill of materials: what the packages hold that others made, as a CycloneDX document.

``cyclonedx-py`` lists the Python packages; what they and the bundle carry in machine code is added here.
"""

from __future__ import annotations

import ctypes
import json
import platform
import re
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from installers.product import PACKAGE, Product
from installers.run import ToolError, output


@dataclass(frozen=True, order=True, slots=True)
class Part:
    """Something that came from others. ``origin`` is ``pypi``, ``deb``, or ``generic`` for the rest."""

    origin: str
    name: str
    version: str

    @property
    def purl(self) -> str:
        """The package URL."""
        namespace = "debian/" if self.origin == "deb" else ""
        return f"pkg:{self.origin}/{namespace}{self.name}@{self.version.replace(':', '%3A')}"


def parts(libraries: Path) -> list[Part]:
    """Return everything in the bundle that others made.

    :param libraries: the list of shared libraries that ``deskbook.spec`` wrote.
    """
    sources = [Path(source) for _name, source, _kind in json.loads(libraries.read_text(encoding="utf-8"))]
    found = {Part("pypi", name, distribution(name).version) for name in runtime_packages()}
    found.add(Part("generic", "cpython", platform.python_version()))
    found.add(Part("generic", "qt", distribution("PySide6-Essentials").version))
    for source in sources:
        found.update(_carried(source))
    return sorted(found)


def runtime_packages() -> list[str]:
    """Return the names of the Python packages that the program needs, and those that they need."""
    waiting, reached = [PACKAGE], set[str]()
    while waiting:
        for line in distribution(waiting.pop()).requires or []:
            requirement = Requirement(line)
            extras = [{"extra": extra} for extra in ("", "binary")]  # psycopg[binary] is the only one
            name = _canonical(requirement.name)
            if name not in reached and any(
                requirement.marker is None or requirement.marker.evaluate(extra) for extra in extras
            ):
                reached.add(name)
                waiting.append(name)
    return sorted(reached)


def document(product: Product, found: list[Part], moment: int) -> str:
    """Return the CycloneDX document.

    :param moment: the time it bears, in seconds since 1970.
    """
    listed = {
        (_canonical(one["name"]), one["version"]): one
        for one in json.loads(output("cyclonedx-py", "environment", "--output-reproducible", sys.executable))[
            "components"
        ]
    }
    components = [
        {**listed.get((part.name, part.version), _component(part)), "bom-ref": part.purl} for part in found
    ]
    value: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).isoformat(),
            "component": {
                "type": "application",
                "bom-ref": PACKAGE,
                "name": PACKAGE,
                "version": product.version,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": components,
        "dependencies": [{"ref": PACKAGE, "dependsOn": [part.purl for part in found]}],
    }
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    value["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}"
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _component(part: Part) -> Mapping[str, object]:
    return {"type": "library", "name": part.name, "version": part.version, "purl": part.purl}


def _carried(library: Path) -> list[Part]:
    """Return what a shared library is made of, where it tells of itself or Debian knows."""
    name = library.name
    if "site-packages" not in library.parts:
        return [part] if (part := _debian(library.resolve())) else []
    if name.startswith("libicuuc"):
        numbers = (ctypes.c_uint8 * 4)()
        major = name.rpartition(".")[2]
        getattr(ctypes.CDLL(str(library)), f"u_getVersion_{major}")(numbers)
        return [Part("generic", "icu", ".".join(map(str, numbers[:2])))]
    if name.startswith("libcrypto"):
        ask = ctypes.CDLL(str(library)).OpenSSL_version
        ask.restype = ctypes.c_char_p
        return [Part("generic", "openssl", ask(0).decode().split()[1])]
    if name.startswith("libpq"):
        number = ctypes.CDLL(str(library)).PQlibVersion()
        return [Part("generic", "libpq", f"{number // 10000}.{number % 10000}")]
    return []


def _canonical(name: str) -> str:
    """Return a Python package's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _debian(library: Path) -> Part | None:
    """Return the Debian package that a library of the building machine came with, if one did."""
    # Before /lib became a link, packages put files there and their records still say so.
    pattern = f"*/{library.parent.name}/{library.name}"
    try:
        owner = output("dpkg-query", "--search", pattern).partition(": ")[0].split(",")[0]
        name, version = output("dpkg-query", "--show", "--showformat", "${Package} ${Version}", owner).split()
    except ToolError:
        return None
    return Part("deb", name, version)
