"""The two registers that entries lean on: the shop profile and the law register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Value:
    """A policy value that fills a placeholder by itself."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A placeholder that the agent fills in before copying."""

    hint: str = ""
    check: Check = Check.TEXT


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop profile, ``kb/shop.yaml``."""

    name: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)


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
