"""The Windows setup program, made by NSIS."""

from __future__ import annotations

from pathlib import Path

from installers.job import Job
from installers.product import PACKAGE, ROOT, Product
from installers.run import run


def make_setup(job: Job) -> Path:
    """Write the setup program and return it."""
    product, work = job.product, job.work
    target = job.out / f"{PACKAGE}-{product.version}-setup.exe"
    run(
        *("makensis", "-V2", "-INPUTCHARSET", "UTF8", *definitions(product, job.bundle, work, target)),
        ROOT / "packaging" / "windows" / "deskbook.nsi",
    )
    return target


def definitions(product: Product, bundle: Path, work: Path, target: Path) -> list[str]:
    """Return the values that the script takes, as arguments of ``makensis``."""
    values = {
        "VERSION": product.version,
        "VERSION_FOUR": ".".join([*product.version.split("."), "0", "0", "0"][:4]),
        "NAME": product.names[""],
        "VENDOR": product.vendor,
        "BUNDLE": str(bundle),
        "ICON": str(work / "deskbook.ico"),
        "TARGET": str(target),
    }
    return [f"-D{name}={value}" for name, value in values.items()]
