"""The two registers that entries lean on: the shop profile and the law register."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from deskbook.model.entry import Level

_AMOUNT = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,2})?)\s*元?")


class Register(StrEnum):
    """A file beside the collections; the value is its id in the store and its file name's stem."""

    SHOP = "shop"
    LAWS = "laws"


class Check(StrEnum):
    """What may be typed into a placeholder that the agent fills in."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    ORDER = "order"
    DIGITS4 = "digits4"
    DATE = "date"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Value:
    """A policy value that fills a placeholder by itself."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an agent may promise without asking.

    :param values: the shop's value that says so, by level: every level has one.
    :param above: the role that decides about more than the highest level may promise.
    """

    values: Mapping[Level, str]
    above: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A placeholder that the agent fills in before copying; ``limits`` only go with an amount."""

    hint: str = ""
    check: Check = Check.TEXT
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop profile, ``kb/shop.yaml``."""

    name: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)


def amount(text: str) -> Decimal | None:
    """Return the yuan that a text such as “20 元” or “19.90” says and nothing else; None if it does not."""
    found = _AMOUNT.fullmatch(text.strip())
    return Decimal(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Law:
    """One article of law; ``article`` is empty where no number may be cited.

    ``checked`` is the day it was last compared with the law's text, ``expires`` the last day in force.
    """

    id: str
    law: str
    article: str
    subject: str
    checked: date
    expires: date | None = None
