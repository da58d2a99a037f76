"""Whether a file may be a picture of the handbook: its name, its type, its size, and what an SVG does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskbook.errors import Message
from deskbook.lint.svg import svg_fault
from deskbook.model.picture import FOLDER, MAX_PICTURE, NAME_PATTERN, Picture
from deskbook.model.problem import Problem

_FORMS: dict[str, Callable[[bytes], bool]] = {
    "png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "webp": lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP",
    "svg": lambda data: b"<svg" in data[:4096] or b":svg" in data[:4096],
}
"""How a file of each type begins (PNG and JPEG specifications, RFC 9649); an SVG is looked at further."""

_REMEDY = Message("Save it as a PNG, JPEG, WebP or SVG of at most {most} MB.", most=MAX_PICTURE // 1_000_000)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why bytes cannot be a picture."""

    code: str
    reason: Message
    remedy: Message = _REMEDY


def form_of(data: bytes) -> str:
    """Return the suffix for bytes by what they are, without a dot; empty if they are no picture."""
    return next((form for form, fits in _FORMS.items() if fits(data)), "")


def data_fault(data: bytes) -> Fault | None:
    """Return why bytes cannot be a picture; None if they can."""
    if len(data) > MAX_PICTURE:
        return size_fault(len(data))
    form = form_of(data)
    if not form:
        return Fault("picture-type", Message("This is no picture of a type that can be shown."))
    unsafe = svg_fault(data) if form == "svg" else None
    if unsafe is not None:
        return Fault(
            "picture-unsafe",
            unsafe,
            Message("Save it as “plain SVG” without scripts, links and fonts from elsewhere, or as a PNG."),
        )
    return None


def size_fault(size: int) -> Fault:
    """Return the fault of a file that is too large.

    :param size: in bytes.
    """
    return Fault(
        "picture-size",
        Message(
            "The picture has {size} MB; {most} MB are allowed.",
            size=f"{size / 1_000_000:.1f}",
            most=MAX_PICTURE // 1_000_000,
        ),
        Message("Make it smaller, or save a photograph as a JPEG."),
    )


def file_problem(picture: Picture) -> Problem | None:
    """Return what is wrong with a file of the folder of pictures; None if it is sound."""
    fault = name_fault(picture.name) or data_fault(picture.data) or _suffix_fault(picture)
    return None if fault is None else as_problem(picture.name, fault)


def name_fault(name: str) -> Fault | None:
    """Return what is wrong with the name of a file; None if a text can show it."""
    if NAME_PATTERN.fullmatch(name):
        return None
    return Fault(
        "picture-name",
        Message("“{name}” cannot name a picture.", name=name),
        Message("Use lower-case letters, digits and hyphens, and .png, .jpg, .webp or .svg at the end."),
    )


def as_problem(name: str, fault: Fault) -> Problem:
    """Return the fault of a file of the folder of pictures."""
    return Problem(fault.code, fault.reason, fault.remedy, f"{FOLDER}/{name}")


def _suffix_fault(picture: Picture) -> Fault | None:
    suffix = picture.name.rpartition(".")[2].replace("jpeg", "jpg")
    form = form_of(picture.data)
    if suffix == form:
        return None
    return Fault(
        "picture-type",
        Message("The file is named .{suffix}, but it is a .{form}.", suffix=suffix, form=form),
        Message("Name it by what it is, and name it so in the entries that show it."),
    )
