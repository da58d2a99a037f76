"""Alter a pack many times and count what is accepted: ``python -m benchmarks.packs [COUNT] [SEED]``.

Exits 1 if an altered pack was accepted, or if anything but a refusal came of it.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from benchmarks.packs.mutations import MUTATIONS, Sample
from deskbook import bootstrap
from deskbook.errors import PackRejectedError
from deskbook.model.pack import Keyring
from deskbook.pack.adapter import UnlockedKey
from deskbook.pack.keys import Signer
from deskbook.pack.reader import read_pack

COUNT = 12_000
SEED = 20261122
MS = 1000.0
SIGNER = Signer(bytes([7]) * 32)
ANCHORS = Keyring(frozenset({SIGNER.public}))


def main(count: int, seed: int) -> int:
    """Print the tables; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        one, other = _packs(Path(name))
    assert read_pack(io.BytesIO(one.data), len(one.data), ANCHORS).facts.sequence == 1
    print(f"A pack of {len(one.data):,} bytes with {len(one.members):,} members; seed {seed}\n")
    rng = random.Random(seed)
    refused: dict[str, Counter[str]] = {kind: Counter() for kind in MUTATIONS}
    accepted = crashed = 0
    began = time.process_time()
    while sum(tries.total() for tries in refused.values()) < count:
        kind, mutate = rng.choice(list(MUTATIONS.items()))
        altered = mutate(rng, one, other)
        if altered in (one.data, other.data):
            continue
        try:
            read_pack(io.BytesIO(altered), len(altered), ANCHORS)
        except PackRejectedError as error:
            refused[kind][type(error).__name__.removesuffix("Error")] += 1
        except Exception:  # noqa: BLE001 - anything else is what this looks for
            crashed += 1
            refused[kind]["CRASHED"] += 1
            traceback.print_exc()
        else:
            accepted += 1
            refused[kind]["ACCEPTED"] += 1
    seconds = time.process_time() - began
    _print(refused)
    print(f"\n{count:,} altered packs: {accepted} accepted, {crashed} crashed, {seconds:.0f} s (processor)")
    return 1 if accepted or crashed else 0


def _packs(folder: Path) -> tuple[Sample, Sample]:
    """Build two packs of the starter handbook, and print what building and installing take."""
    services = bootstrap.open_services(folder / "owner")
    services.exchange.import_starter(services.starter)
    signer = UnlockedKey(SIGNER)
    began = time.process_time()
    first = services.packer.build(signer, target=folder / "one.dbk")
    built = time.process_time() - began
    second = services.packer.build(
        signer, target=folder / "other.dbk", until=first.facts.until.replace(day=1)
    )
    services.close()
    services = bootstrap.open_services(folder / "desk")
    services.pack_desk.trust(SIGNER.public)
    desk = services.pack_desk
    began = time.process_time()
    desk.verify(first.path)
    verified = time.process_time() - began
    began = time.process_time()
    desk.install(first.path)
    installed = time.process_time() - began
    services.close()
    for what, seconds in (("build", built), ("verify", verified), ("install", installed)):
        print(f"{what}: {seconds * MS:.0f} ms of the processor")
    return Sample.of(first.path.read_bytes()), Sample.of(second.path.read_bytes())


def _print(refused: dict[str, Counter[str]]) -> None:
    print("| altered how | tried | refused as |")
    print("| --- | ---: | --- |")
    for kind, tries in refused.items():
        reasons = ", ".join(f"{name} {number}" for name, number in tries.most_common())
        print(f"| {kind} | {tries.total():,} | {reasons} |")


if __name__ == "__main__":
    arguments = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(arguments + [COUNT, SEED][len(arguments) :])))
