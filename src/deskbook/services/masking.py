"""Taking out of a text what tells who a customer is, before the text is kept.

What is masked is decided by shape, not by checking whether such a number exists: one that is masked without
need costs a word, one that is not tells of a person.
"""

from __future__ import annotations

import re
import unicodedata

FEWEST_DIGITS = 7
"""From so many digits in a row on, whatever stands between them, a number is masked: the shortest telephone
number has seven. A date such as 2026-11-22 is not."""

EMAIL, PHONE, IDENTITY, CARD, ORDER = "[e-mail]", "[phone]", "[id]", "[card]", "[order]"
"""What stands in place of an address, a telephone number, an identity card, a bank card, any other number."""

_DIGIT = r"[\d〇零一二三四五六七八九幺]"
_GAP = r"[ \u00a0\u3000_‐-―－-]{1,2}"
_RUN = re.compile(
    r"(?P<email>[A-Za-z\d._+%-]{1,64}[@＠][A-Za-z\d-]+(?:[.．][A-Za-z\d-]+)*)"
    r"|(?P<order>(?<=单号|编号)[是为：:#＃ ]{0,3}(?=[A-Za-z-]{0,39}\d)[A-Za-z\d-]{4,40})"
    rf"|(?P<date>(?<!\d)(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\4(?:[12]\d|3[01]|0?[1-9])(?!(?:{_GAP}|[/.])?\d))"
    r"|(?P<dotted>(?<!\d)1[3-9]\d\.\d{4}\.\d{4}(?!\d))"
    rf"|(?P<run>[+＋]?[A-Za-z]{{0,12}}{_DIGIT}(?:(?:{_GAP}|[()（）A-Za-z]{{1,12}})?{_DIGIT})*[XxＸｘ]?)"
)
_NUMERALS = str.maketrans("〇零一二三四五六七八九幺", "001234567891")


def masked(text: str) -> str:
    """Return ``text`` with e-mail addresses and telephone, identity, card and order numbers masked.

    Masking twice is masking once.
    """
    return _RUN.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    whole = found[0]
    if found["email"]:
        return EMAIL
    if found["date"]:
        return whole
    if found["dotted"]:
        return PHONE
    if found["order"]:
        return ORDER
    plain = unicodedata.normalize("NFKC", whole).translate(_NUMERALS)
    digits = "".join(character for character in plain if character.isdigit())
    if len(digits) < FEWEST_DIGITS:
        return whole
    return _kind(plain, digits)


def _kind(plain: str, digits: str) -> str:
    if re.search("[A-WYZa-wyz]", plain):
        return ORDER
    identity = digits + ("X" if plain[-1] in "Xx" else "")
    if re.fullmatch(r"[1-9]\d{5}(18|19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]", identity):
        return IDENTITY
    national = re.sub(r"^(00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{8,10}$)", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|[2-9]\d{6,7}", national):
        return PHONE
    if 13 <= len(digits) <= 19 and _luhn(digits):
        return CARD
    return ORDER


def _luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of a payment card (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
