"""One build's way from the program's folder to packages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from installers.product import Product


@dataclass(frozen=True, slots=True)
class Job:
    """What every package format is given.

    ``bundle`` is the program's folder, ``work`` one to work in, ``out`` where the package goes; ``moment`` is
    what every file bears as its time, in seconds since 1970; ``level`` of compression, from 0 to 9.
    """

    product: Product
    bundle: Path
    work: Path
    out: Path
    moment: int
    level: int = 6
