"""The self-extracting installer that needs no root, made by makeself."""

from __future__ import annotations

import platform
import shutil
from datetime import UTC, datetime
from pathlib import Path

from installers.bundle import normalise
from installers.job import Job
from installers.product import PACKAGE, ROOT
from installers.run import run
from installers.tree import copy_linked, shared_files

PROGRAM = "@PROGRAM@"
"""Stands in the desktop entry for the program's path, which only the installing person knows."""


def make_run(job: Job) -> Path:
    """Write the installer and return it."""
    product, work = job.product, job.work
    payload = work / "run" / PACKAGE
    payload.mkdir(parents=True)
    copy_linked(job.bundle, payload / "program")
    shared_files(product, payload / "share", job.moment, program=PROGRAM)
    for name in ("install.sh", "uninstall.sh"):
        shutil.copyfile(ROOT / "packaging" / "linux" / name, payload / name)
        (payload / name).chmod(0o755)
    normalise(payload, job.moment)
    name = f"{PACKAGE}-{product.version}-{platform.machine()}.run"
    # The command line stands in the result, so it must hold no path of the building machine.
    run(
        *(
            "makeself",
            "--quiet",
            "--sha256",
            "--nomd5",
            "--nocrc",
            "--xz",
            "--complevel",
            str(job.level),
            "--nox11",
        ),
        *("--packaging-date", datetime.fromtimestamp(job.moment, UTC).isoformat()),
        *("--tar-extra", f"--sort=name --mtime=@{job.moment} --owner=0 --group=0 --numeric-owner"),
        *(PACKAGE, name, f"{product.names['']} {product.version}", "./install.sh"),
        cwd=payload.parent,
    )
    return Path(shutil.move(payload.parent / name, job.out / name))
