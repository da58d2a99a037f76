"""The package for Debian, Ubuntu and what descends from them."""

from __future__ import annotations

import hashlib
import platform
import textwrap
from pathlib import Path

from installers.bundle import normalise
from installers.job import Job
from installers.product import DESCRIPTION, PACKAGE, SUMMARY, Product
from installers.run import run
from installers.tree import PLACE, system_tree

DEPENDS = (
    "libc6 (>= 2.36)",
    "libegl1",
    "libgl1",
    "libxcb1",
    "libdbus-1-3",
    "fontconfig-config",
    "xkb-data",
    "hicolor-icon-theme",
)
"""The libraries that a bundle leaves to the system, and the data that some of its own read."""
RECOMMENDS = ("fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei",)

OVERRIDES = (
    # CHANGELOG.md is not in Debian's form; `deskbook --help` and the manual in docs tell how to use it.
    "no-changelog",
    "no-manual-page",
)
"""Rules of lintian that the package does not keep."""

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def make_deb(job: Job) -> Path:
    """Write the package and return it."""
    product, work = job.product, job.work
    architecture = _ARCHITECTURES[platform.machine()]
    tree = work / "deb"
    system_tree(job, tree)
    overrides = tree / "usr" / "share" / "lintian" / "overrides" / PACKAGE
    overrides.parent.mkdir(parents=True)
    overrides.write_text("".join(f"{PACKAGE}: {tag}\n" for tag in OVERRIDES), encoding="utf-8")
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    sums = "".join(f"{_md5(path)}  {path.relative_to(tree)}\n" for path in files)
    size = sum(path.stat().st_size for path in files)
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(control_file(product, architecture, size), encoding="utf-8")
    (control / "md5sums").write_text(sums, encoding="utf-8")
    normalise(tree, job.moment)
    target = job.out / f"{PACKAGE}_{product.version}_{architecture}.deb"
    # With one thread, because the number of threads shows in the compressed bytes.
    run(
        *(
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            f"-z{job.level}",
            "--threads-max=1",
            "--build",
            tree,
            target,
        ),
        env={"SOURCE_DATE_EPOCH": str(job.moment)},
    )
    return target


def control_file(product: Product, architecture: str, size: int) -> str:
    """Return the control file.

    :param size: of the installed files together, in bytes.
    """
    about = f"{product.names['']}. {DESCRIPTION['']}"
    return (
        f"Package: {PACKAGE}\n"
        f"Version: {product.version}\n"
        f"Architecture: {architecture}\n"
        f"Maintainer: {product.contact}\n"
        f"Installed-Size: {-(-size // 1024)}\n"
        f"Depends: {', '.join(DEPENDS)}\n"
        f"Recommends: {', '.join(RECOMMENDS)}\n"
        "Section: misc\n"
        "Priority: optional\n"
        f"Description: {SUMMARY[''].lower()}\n"
        f"{_paragraph(about)}\n"
        f" .\n The program is in /{PLACE}; people's data stay in their homes.\n"
    )


def _paragraph(text: str) -> str:
    return textwrap.fill(text, 79, initial_indent=" ", subsequent_indent=" ")


def _md5(path: Path) -> str:
    # What `dpkg --verify` compares with; SHA256SUMS is what vouches for the package.
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
