"""Laying files out the way a Linux system, or a person's home, keeps them."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from installers import icons, metadata
from installers.bundle import normalise
from installers.job import Job
from installers.metadata import MIME_TYPE
from installers.product import PACKAGE, ROOT, Product
from installers.run import run

PLACE = f"usr/lib/{PACKAGE}"
"""Where packages put the program, below the root of the file system."""


def system_tree(job: Job, target: Path) -> None:
    """Lay out below ``target`` what a package installs for everybody on the machine."""
    copy_linked(job.bundle, target / PLACE)
    binary = target / "usr" / "bin" / PACKAGE
    binary.parent.mkdir(parents=True)
    binary.symlink_to(f"../lib/{PACKAGE}/{PACKAGE}")
    share = target / "usr" / "share"
    shared_files(job.product, share, job.moment, program=PACKAGE)
    run("desktop-file-validate", share / "applications" / f"{PACKAGE}.desktop")
    run("appstreamcli", "validate", "--no-net", share / "metainfo" / f"{metadata.COMPONENT}.metainfo.xml")
    doc = share / "doc" / PACKAGE
    doc.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", doc / "copyright")
    normalise(target, job.moment)


def shared_files(product: Product, share: Path, moment: int, *, program: str) -> None:
    """Write what a desktop reads of the program into its ``share`` folder.

    :param program: what the desktop entry starts.
    """
    day = datetime.fromtimestamp(moment, UTC).date()
    _write(share / "applications" / f"{PACKAGE}.desktop", metadata.desktop_entry(product, program))
    _write(share / "mime" / "packages" / f"{PACKAGE}.xml", metadata.mime_type())
    _write(share / "metainfo" / f"{metadata.COMPONENT}.metainfo.xml", metadata.metainfo(product, day))
    pack = ROOT / "resources" / "icons" / "deskbook-pack.svg"
    for folder, name, picture in (
        ("apps", PACKAGE, product.icon),
        ("mimetypes", MIME_TYPE.replace("/", "-"), pack),
    ):
        hicolor = share / "icons" / "hicolor"
        _write(hicolor / "scalable" / folder / f"{name}.svg", picture.read_bytes())
        for size in icons.SIZES:
            _write(hicolor / f"{size}x{size}" / folder / f"{name}.png", icons.png(picture, size))


def copy_linked(source: Path, target: Path) -> None:
    """Copy a folder by giving its files second names: a bundle goes into three packages."""
    shutil.copytree(source, target, symlinks=True, copy_function=os.link)


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
