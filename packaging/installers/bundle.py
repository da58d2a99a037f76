"""Making the program's folder with PyInstaller, the same bytes every time."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from installers import licences, sbom
from installers.contents import REQUIRED
from installers.icons import windows_icon
from installers.product import PACKAGE, ROOT, Product
from installers.run import ToolError, run

CARRIED = {
    "branding.toml": "deskbook/data/resources/branding.toml",
    # What a home begins with in place of the starter handbook, and what holds where IT says nothing.
    "first.dbk": "deskbook/data/first.dbk",
    "policy.json": "deskbook/data/policy.json",
}
"""A branding folder's files and their places in the bundle's ``_internal`` folder."""


def make_bundle(product: Product, work: Path, moment: int) -> Path:
    """Build the program and return its folder.

    :param work: an empty folder to work in.
    :param moment: what every file bears as its time, in seconds since 1970.
    :raises ToolError: if a tool fails, or something is missing that the program would quietly do without.
    """
    # The program's own code is stored as it is: xz makes less of it than of what was compressed before, and
    # nothing has to unpack it at every start.
    fixed = {
        "SOURCE_DATE_EPOCH": str(moment),
        "PYTHONHASHSEED": "0",
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }
    _install_program(work, fixed)
    if sys.platform == "win32":
        (work / "deskbook.ico").write_bytes(windows_icon(product.icon))
    run(
        *(sys.executable, "-m", "PyInstaller", "--clean", "--noconfirm", "--log-level", "WARN"),
        *("--distpath", work, "--workpath", work / "pyinstaller", ROOT / "packaging" / "deskbook.spec"),
        env=fixed,
    )
    bundle = work / "deskbook"
    _strip(bundle)
    internal = bundle / "_internal"
    lacking = [name for name in REQUIRED if not (internal / name).is_file()]
    if lacking:
        raise ToolError(f"The program lacks {', '.join(lacking)}.")
    if product.branding is not None:
        carry(product.branding, internal)
    # A module that PyInstaller did not see shows only when the program runs.
    run(bundle / PACKAGE, "selftest")
    parts = sbom.parts(work / "pyinstaller" / "deskbook" / "libraries.json")
    (bundle / "sbom.cdx.json").write_text(sbom.document(product, parts, moment), encoding="utf-8")
    (bundle / "licences.txt").write_text(licences.document(parts), encoding="utf-8")
    normalise(bundle, moment)
    return bundle


def carry(branding: Path, internal: Path) -> None:
    """Copy a branding folder's own files to where the program in ``internal`` looks for them."""
    for name, place in CARRIED.items():
        if (branding / name).is_file():
            shutil.copyfile(branding / name, internal / place)


def normalise(folder: Path, moment: int) -> None:
    """Give every file below ``folder`` the same time and one of two modes."""
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        if os.utime in os.supports_follow_symlinks:
            os.utime(path, (moment, moment), follow_symlinks=False)
        elif not path.is_symlink():
            os.utime(path, (moment, moment))


def _install_program(work: Path, fixed: dict[str, str]) -> None:
    """Install the present sources as a wheel: a bundle must hold what is installed, not what lies about."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", work / "wheel", env=fixed)
    (wheel,) = (work / "wheel").glob("*.whl")
    run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--force-reinstall", wheel),
    )


def _strip(bundle: Path) -> None:
    """Remove what only a debugger reads."""
    if sys.platform != "linux":
        return
    internal = bundle / "_internal"
    python = internal.glob("python3*/lib-dynload/*.so")
    run("strip", "--strip-unneeded", *internal.glob("libpython*"), *python)
    # Only these wheels come with debug symbols; others hold libraries that do not survive being stripped.
    run("strip", "--strip-debug", *internal.glob("sqlalchemy/**/*.so"), *internal.glob("yaml/*.so"))
