"""The Windows setup program, made by NSIS."""

from __future__ import annotations

from pathlib import Path

from installers.icons import windows_icon
from installers.job import Job
from installers.product import PACKAGE, ROOT, Product
from installers.run import run


def make_setup(job: Job) -> Path:
    """Write the setup program and return it."""
    product, work = job.product, job.work
    target = job.out / f"{PACKAGE}-{product.version}-setup.exe"
    (work / "deskbook.ico").write_bytes(windows_icon(product.icon))
    run(
        *("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *definitions(product, job.bundle, work, target)),
        ROOT / "packaging" / "windows" / "deskbook.nsi",
    )
    return target


def compile_placeholders(product: Product, work: Path, out: Path) -> Path:
    """Make a setup program around placeholders and return it: what can be tried of it without the program.

    One file bears the version as its name, so that an upgrade has one to take away.

    :param work: an empty folder to work in.
    :param out: the folder that the setup program goes to.
    """
    bundle = work / PACKAGE
    (bundle / "_internal").mkdir(parents=True)
    for name in ("licences.txt", "sbom.cdx.json", f"_internal/{product.version}.txt"):
        (bundle / name).write_text(f"of version {product.version}\n", encoding="utf-8")
    for name in ("deskbook.exe", "deskbook-gui.exe"):
        compile_instrument("placeholder", bundle / name)
    return make_setup(Job(product, bundle, work, out, moment=0))


def compile_instrument(name: str, target: Path) -> None:
    """Make the small Windows program ``target`` from one of the scripts that the trial brings."""
    run(
        *("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DTARGET={target}"),
        ROOT / "packaging" / "trial" / f"{name}.nsi",
    )


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
