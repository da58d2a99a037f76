"""The package for Fedora, openSUSE, openEuler and what descends from them, made by rpmbuild."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from pathlib import Path

from installers.job import Job
from installers.product import DESCRIPTION, PACKAGE, SUMMARY, Product
from installers.run import run
from installers.tree import PLACE, system_tree

DEPENDS = (
    "libc.so.6(GLIBC_2.36)(64bit)",
    "libEGL.so.1()(64bit)",
    "libGL.so.1()(64bit)",
    "libxcb.so.1()(64bit)",
    "libdbus-1.so.3()(64bit)",
    "fontconfig",
    "xkeyboard-config",
    # Owns the folders of the icons, which would stay behind otherwise.
    "hicolor-icon-theme",
)
RECOMMENDS = ("google-noto-sans-cjk-fonts",)


def make_rpm(job: Job) -> Path:
    """Write the package and return it."""
    product, work = job.product, job.work
    tree = work / "rpm"
    system_tree(job, tree)
    inside = sorted(
        path.relative_to(tree) for path in tree.rglob("*") if not path.is_dir() or path.is_symlink()
    )
    spec = work / "deskbook.spec"
    spec.write_text(spec_file(product, tree, owned(inside), job.level), encoding="utf-8")
    target = job.out / f"{PACKAGE}-{product.version}-1.{platform.machine()}.rpm"
    run(
        *("rpmbuild", "-bb", "--quiet", "--noclean", "--target", platform.machine()),
        *("--define", f"_topdir {work / 'rpmbuild'}", "--define", f"_rpmdir {job.out}", spec),
        env={"SOURCE_DATE_EPOCH": str(job.moment)},
    )
    return target


def owned(files: Iterable[Path]) -> list[str]:
    """Return what the package owns: its own folders as a whole, and single files in the system's."""
    whole = [PLACE, f"usr/share/doc/{PACKAGE}"]
    others = (file for file in files if not any(map(file.is_relative_to, whole)))
    return [f"/{path}" for path in (*whole, *others)]


def spec_file(product: Product, tree: Path, files: Iterable[str], level: int) -> str:
    """Return what rpmbuild makes the package ``tree`` into.

    :param files: what the package owns, as absolute paths of the installed system.
    :param level: of compression, from 0 to 9.
    """
    # All is built already: rpmbuild shall neither alter nor guess anything, and note no machine or hour.
    macros = {
        "_buildhost": PACKAGE,
        "use_source_date_epoch_as_buildtime": "1",
        "clamp_mtime_to_source_date_epoch": "1",
        "_binary_payload": f"w{level}.xzdio",
        "_rpmfilename": "%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm",
        "_build_id_links": "none",
        "__os_install_post": "%{nil}",
        "debug_package": "%{nil}",
    }
    fields = {
        "Name": PACKAGE,
        "Version": product.version,
        "Release": "1",
        "Summary": SUMMARY[""],
        "License": "MIT",
        "Vendor": _plain(product.vendor),
        "Packager": _plain(product.contact),
        "AutoReqProv": "no",
    }
    lines = [
        *(f"%define {name} {value}" for name, value in macros.items()),
        *(f"{name}: {value}" for name, value in fields.items()),
        *(f"Requires: {name}" for name in DEPENDS),
        *(f"Recommends: {name}" for name in RECOMMENDS),
        *("", "%description", _plain(DESCRIPTION[""])),
        *("", "%install", f'cp -al "{tree}/." "%{{buildroot}}"'),
        *("", "%files", *(f'"{name}"' for name in files)),
    ]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return a text that rpmbuild takes as it is."""
    return text.replace("%", "%%")
