"""Make the installers of this platform, offline.

python -m installers [--out DIR] [--branding DIR] [--key FILE] [FORMAT …]
python -m installers --again
python -m installers --trial
python -m installers --trial-windows
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from installers.bundle import make_bundle
from installers.deb import make_deb
from installers.job import Job
from installers.product import PACKAGE, ROOT, BrandingError, Product, branded, plain
from installers.rpm import make_rpm
from installers.run import ToolError, build_time
from installers.selfextract import make_run
from installers.sums import sign, write_sums
from installers.windows import compile_instrument, compile_placeholders, make_setup

MAKERS: dict[str, Callable[[Job], Path]] = (
    {"setup": make_setup} if sys.platform == "win32" else {"deb": make_deb, "rpm": make_rpm, "run": make_run}
)
WORK = ROOT / "build" / "packages"


def main(arguments: Sequence[str]) -> int:
    """Make the packages and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        product = branded(options.branding) if options.branding else plain()
        if options.again:
            make_again(product, options.out)
        elif options.trial:
            prepare_trial()
        elif options.trial_windows:
            prepare_windows_trial()
        else:
            make(product, options.out, options.formats or list(MAKERS), options.key)
    except (BrandingError, ToolError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def make(product: Product, out: Path, formats: Sequence[str], key: Path | None) -> None:
    """Make the packages of ``formats`` into the folder ``out``, whose former content goes."""
    with _work_folder() as folder:
        work, moment = Path(folder), build_time()
        bundle = _timed("program", lambda: make_bundle(product, work, moment))
        _pack(Job(product, bundle, work, _emptied(out), moment), formats, key)


def make_again(product: Product, out: Path) -> None:
    """Make everything in ``out`` a second time and compare.

    :raises ToolError: if the second time gave other bytes.
    """
    with _work_folder() as folder:
        work, moment = Path(folder), build_time()
        bundle = make_bundle(product, work, moment)
        again = _emptied(WORK / "again")
        _pack(Job(product, bundle, work, again, moment), list(MAKERS), None)
        if (again / "SHA256SUMS").read_bytes() != (out / "SHA256SUMS").read_bytes():
            raise ToolError(f"Built twice, the packages differ: compare {again} with {out}.")
        print("built twice: the same bytes")


def prepare_trial() -> None:
    """Make packages of an older version, which hold a file that an upgrade has to take away."""
    product = plain("0.0.1")
    with _work_folder() as folder:
        work, moment = Path(folder), build_time()
        bundle = make_bundle(product, work, moment)
        (bundle / "_internal" / "stale.txt").write_text("of an older version\n", encoding="utf-8")
        older = _emptied(WORK / "trial" / "older")
        _pack(Job(product, bundle, work, older, moment, level=0), list(MAKERS), None)


def prepare_windows_trial() -> None:
    """Make Windows setups around placeholders: of this version, and of an older one under a shop's name."""
    out = _emptied(WORK / "trial-windows" / "setups")
    for product in (replace(plain("0.0.1"), names={"": "小店 Handbook"}), plain()):
        with _work_folder() as folder:
            _timed("setup", partial(compile_placeholders, product, Path(folder), out))
    compile_instrument("unprivileged", out / "unprivileged.exe")


def _pack(job: Job, formats: Sequence[str], key: Path | None) -> None:
    made = []
    for name in formats:
        with tempfile.TemporaryDirectory(dir=job.work) as folder:
            one = replace(job, work=Path(folder))
            made.append(_timed(name, partial(MAKERS[name], one)))
    bill = job.out / f"{PACKAGE}-{job.product.version}.cdx.json"
    shutil.copyfile(job.bundle / "sbom.cdx.json", bill)
    sums = write_sums([*made, bill], job.out)
    if key is not None:
        sign(sums, key)


def _work_folder() -> tempfile.TemporaryDirectory[str]:
    WORK.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=WORK, prefix="work-")


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder.absolute()


def _timed(what: str, work: Callable[[], Path]) -> Path:
    begun = time.monotonic()
    result = work()
    files = [result] if result.is_file() else [path for path in result.rglob("*") if not path.is_symlink()]
    size = sum(path.stat().st_size for path in files if path.is_file())
    print(f"{what:8} {result.name:34} {size / 1e6:6.1f} MB {time.monotonic() - begun:6.0f} s", flush=True)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m installers", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the packages go")
    parser.add_argument("--branding", type=Path, help="a shop's own name, pack and policy")
    parser.add_argument("--key", type=Path, help="signs SHA256SUMS: an Ed25519 key of OpenSSH")
    parser.add_argument("--again", action="store_true", help="make them a second time and compare")
    parser.add_argument("--trial", action="store_true", help="make what the trial of the packages needs")
    parser.add_argument("--trial-windows", action="store_true", help="make what that of the setup needs")
    parser.add_argument(
        "formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(MAKERS)}; all by default"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
