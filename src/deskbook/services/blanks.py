"""What agents fill in before copying: whether it can be so, and whether they may promise it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from decimal import Decimal

from deskbook.errors import Message
from deskbook.model.entry import Level
from deskbook.model.register import Asked, Check, Shop, amount

_SHAPES = {
    Check.NUMBER: (re.compile(r"\d{1,9}"), Message("a whole number, such as 2")),
    Check.AMOUNT: (re.compile(r"\d{1,7}(\.\d{1,2})?"), Message("an amount in yuan, such as 19.90")),
    Check.ORDER: (
        re.compile(r"(?=(?:\D*\d){4})[0-9A-Za-z-]{4,40}"),
        Message("a number of 4 to 40 digits or letters, with four digits at least"),
    ),
    Check.DIGITS4: (re.compile(r"\d{4}"), Message("the last four digits")),
    Check.PHONE: (
        re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4}"),
        Message("a mobile number of 11 digits, or a landline with its area code"),
    ),
}
_DAY = Message("a day that exists, such as 12 月 3 日")
_DAYS = (
    re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"^(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})$"),  # within words it may be a span of time
)
_LEAP_YEAR = 2024
_LETTER = re.compile(r"[^\W\d_]")
_AGENTS = {
    Level.JUNIOR: Message("junior agents"),
    Level.INTERMEDIATE: Message("intermediate agents"),
    Level.SENIOR: Message("senior agents"),
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """How much each level may promise, in yuan, from the lowest level up; ``above`` decides about more."""

    limits: tuple[tuple[Level, Decimal], ...]
    above: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A placeholder that the agent is asked for."""

    name: str
    hint: str
    check: Check
    ladder: Ladder | None = None

    @classmethod
    def of(cls, name: str, shop: Shop) -> Blank:
        """Return what the shop profile says of a placeholder; one it does not know takes any text."""
        asked = shop.asked.get(name, Asked())
        if asked.limits is None:
            return cls(name, asked.hint, asked.check)
        limits = ((level, amount(shop.values[value].value)) for level, value in asked.limits.values.items())
        known = tuple((level, limit) for level, limit in limits if limit is not None)
        return cls(name, asked.hint, asked.check, Ladder(known, asked.limits.above))


def fault(blank: Blank, value: str, level: Level) -> Message | None:
    """Return why an agent of a level cannot say a value, or None; an empty value is no fault."""
    value = value.strip()
    if not value:
        return None
    wanted = _wanted(blank.check, value)
    if wanted is not None:
        return Message("“{name}” should be {wanted}.", name=blank.name, wanted=wanted)
    return _beyond(blank.name, blank.ladder, Decimal(value), level) if blank.ladder is not None else None


def _wanted(check: Check, value: str) -> Message | None:
    if check is Check.TEXT:
        return None
    if check is Check.DATE:
        return None if _may_be_day(value) else _DAY
    shape, wanted = _SHAPES[check]
    return None if shape.fullmatch(value) else wanted


def _may_be_day(value: str) -> bool:
    """Tell whether a text names only days that exist; words such as 明天 and 下周三 may be any day."""
    found = next((days for shape in _DAYS if (days := list(shape.finditer(value)))), [])
    return all(_exists(day) for day in found) if found else _LETTER.search(value) is not None


def _exists(found: re.Match[str]) -> bool:
    parts = found.groupdict()
    year, month, day = int(parts.get("year") or _LEAP_YEAR), int(parts["month"]), int(parts["day"])
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _beyond(name: str, ladder: Ladder, value: Decimal, level: Level) -> Message | None:
    own = dict(ladder.limits).get(level)
    if own is None or value <= own:
        return None
    said = {"name": name, "value": value, "limit": own, "agents": _AGENTS[level]}
    granting = next(((who, most) for who, most in ladder.limits if value <= most), None)
    if granting is None:
        return Message(
            "“{name}” of {value} yuan is above the {limit} yuan that {agents} may promise; {role} decides.",
            role=ladder.above,
            **said,
        )
    who, most = granting
    return Message(
        "“{name}” of {value} yuan is above the {limit} yuan that {agents} may promise; "
        "{others} may grant up to {most} yuan.",
        others=_AGENTS[who],
        most=most,
        **said,
    )
