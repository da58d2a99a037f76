"""Ways to alter a pack, each drawn from a seeded generator."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass

from deskbook.pack.container import read_envelope
from deskbook.pack.manifest import read_manifest

HEADER = 112
"""Bytes of the header; see :mod:`deskbook.pack.container`."""


@dataclass(frozen=True)
class Sample:
    """A pack's bytes and where its parts are."""

    data: bytes
    body: int
    """Where the members begin."""
    members: tuple[tuple[int, int], ...]
    """Start and end of each member."""

    @classmethod
    def of(cls, data: bytes) -> Sample:
        """Cut a pack apart."""
        envelope = read_envelope(io.BytesIO(data))
        ends, at = [], envelope.length
        for member in read_manifest(envelope.manifest).members:
            ends.append((at, at + member.size))
            at += member.size
        return cls(data, envelope.length, tuple(ends))


Mutation = Callable[[random.Random, Sample, Sample], bytes]
"""Alters the first of two packs, or makes one out of both."""


def flip(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Flip one to three bits, anywhere."""
    return _flipped(rng, one.data, 0, len(one.data))


def flip_head(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Flip one to three bits of the header or the manifest."""
    return _flipped(rng, one.data, 0, one.body)


def truncate(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Cut the end off."""
    return one.data[: rng.randrange(len(one.data))]


def append(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Add something at the end."""
    return one.data + rng.randbytes(rng.randint(1, 1000))


def splice(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Take a stretch out, put one in, overwrite one or repeat one."""
    data, start = one.data, rng.randrange(len(one.data))
    length = rng.randint(1, 2000)
    match rng.randrange(4):
        case 0:
            return data[:start] + data[start + length :]
        case 1:
            return data[:start] + rng.randbytes(length) + data[start:]
        case 2:
            return data[:start] + rng.randbytes(length) + data[start + length :]
        case _:
            return data[:start] + data[start : start + length] + data[start:]


def length_fields(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Write other numbers into the header's fields: format, number of statements, length of the manifest."""
    start, size = rng.choice([(8, 2), (10, 2), (12, 4)])
    edge = rng.choice([0, 1, (1 << 8 * size) - 1, rng.randrange(1 << 8 * size)])
    return one.data[:start] + edge.to_bytes(size) + one.data[start + size :]


def declared_sizes(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Write another size or hash of a member into the manifest."""
    manifest = one.data[HEADER : one.body]
    field = rng.choice([b'"size":', b'"sha256":"', b'"sequence":', b'"release":'])
    places = [at for at in range(len(manifest)) if manifest.startswith(field, at)] or [0]
    at = HEADER + rng.choice(places) + len(field)
    return one.data[:at] + rng.choice(b"0123456789abcdef").to_bytes(1) + one.data[at + 1 :]


def swap(rng: random.Random, one: Sample, _other: Sample) -> bytes:
    """Let two members change places, or put one in place of another."""
    (a, b), (c, d) = sorted(rng.sample(one.members, 2))
    data = one.data
    if rng.random() < 0.5:
        return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]
    return data[:a] + data[c:d] + data[b:]


def mix(rng: random.Random, one: Sample, other: Sample) -> bytes:
    """Put parts of another true pack in: its members, its manifest, its signature or one member."""
    match rng.randrange(4):
        case 0:
            return one.data[: one.body] + other.data[other.body :]
        case 1:
            return one.data[:HEADER] + other.data[HEADER : other.body] + one.data[one.body :]
        case 2:
            return one.data[:48] + other.data[48:HEADER] + one.data[HEADER:]
        case _:
            (a, b), (c, d) = rng.choice(one.members), rng.choice(other.members)
            return one.data[:a] + other.data[c:d] + one.data[b:]


MUTATIONS: dict[str, Mutation] = {
    "bits flipped anywhere": flip,
    "bits flipped in header and manifest": flip_head,
    "cut off": truncate,
    "something added": append,
    "stretches taken out, put in, overwritten, repeated": splice,
    "length fields": length_fields,
    "declared sizes, hashes and numbers": declared_sizes,
    "members swapped": swap,
    "two true packs mixed": mix,
}


def _flipped(rng: random.Random, data: bytes, start: int, end: int) -> bytes:
    altered = bytearray(data)
    for _time in range(rng.randint(1, 3)):
        altered[rng.randrange(start, end)] ^= 1 << rng.randrange(8)
    return bytes(altered)
