"""The package for Fedora, openSUSE, openEuler and what descends from them, made by nfpm."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from pathlib import Path

from installers.job import Job
from installers.product import DESCRIPTION, PACKAGE, SUMMARY, Product
from installers.run import run
from installers.tree import system_tree

DEPENDS = (
    "libc.so.6(GLIBC_2.36)(64bit)",
    "libEGL.so.1()(64bit)",
    "libGL.so.1()(64bit)",
    "libxcb.so.1()(64bit)",
    "libdbus-1.so.3()(64bit)",
    "fontconfig",
    "xkeyboard-config",
)
RECOMMENDS = ("google-noto-sans-cjk-fonts",)

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}  # nfpm takes Go's names


def make_rpm(job: Job) -> Path:
    """Write the package and return it."""
    product, work = job.product, job.work
    tree = work / "rpm"
    system_tree(job, tree)
    recipe = work / "nfpm.json"  # JSON is YAML
    recipe.write_text(json.dumps(recipe_for(product, tree, job.moment)), encoding="utf-8")
    target = job.out / f"{PACKAGE}-{product.version}-1.{platform.machine()}.rpm"
    run(
        *("nfpm", "package", "--packager", "rpm", "--config", recipe, "--target", target),
        env={"SOURCE_DATE_EPOCH": str(job.moment)},
    )
    return target


def recipe_for(product: Product, tree: Path, moment: int) -> dict[str, object]:
    """Return nfpm's configuration for everything below ``tree``."""
    return {
        "name": PACKAGE,
        "arch": _ARCHITECTURES[platform.machine()],
        "platform": "linux",
        "version": product.version,
        "version_schema": "none",
        "release": "1",
        "maintainer": product.contact,
        "vendor": product.vendor,
        "license": "MIT",
        "description": f"{SUMMARY['']}\n{DESCRIPTION['']}",
        "mtime": datetime.fromtimestamp(moment, UTC).isoformat(),
        "depends": list(DEPENDS),
        "recommends": list(RECOMMENDS),
        "contents": [{"src": f"{tree}/", "dst": "/", "type": "tree"}],
        "rpm": {"compression": "zstd", "buildhost": PACKAGE, "summary": SUMMARY[""]},
    }
