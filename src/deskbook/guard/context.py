"""Context: the declared rules by which a banned wording is no fault where it stands.

Each rule is a row of :data:`RULES`, named and explained; nothing else excuses a hit but the phrase's own
allowed wordings. Words are written here as people write them, and compared folded, inside one clause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from deskbook.guard import expressions as ex
from deskbook.guard.folding import Dense
from deskbook.guard.numerals import bare_hundred
from deskbook.guard.tearing import torn
from deskbook.model.entry import Category

CLAIMS = frozenset({Category.OVERPROMISE, Category.ABSOLUTE})
REQUESTS = frozenset({Category.OFF_PLATFORM, Category.PRIVACY, Category.INDUCE_REVIEW})
ACCUSATIONS = frozenset({Category.BLAME, Category.ARGUE})
EVASIONS = frozenset({Category.BRUSH_OFF, Category.BLAME})
ORDERS = frozenset({Category.BRUSH_OFF, Category.COLD})
SHRUGS = frozenset({Category.BRUSH_OFF})
LURES = frozenset({Category.OFF_PLATFORM, Category.INDUCE_REVIEW})
EVERYTHING = frozenset(Category)

_NEAR = 16
"""Dense characters before and after a hit that a rule looks at."""
_QUOTE_REACH = 80
"""Characters before and after a hit within which a quotation has to open and close."""


@dataclass(frozen=True)
class Place:
    """Where a wording was found.

    :param start: its first place in the dense text; ``end`` is the place after its last.
    :param first: its first offset in the text; ``last`` is the offset after it.
    """

    text: str
    dense: Dense
    start: int
    end: int
    first: int
    last: int
    literal: str

    @cached_property
    def found(self) -> str:
        """What was found, dense."""
        return self.dense.text[self.start : self.end]

    @cached_property
    def before(self) -> str:
        """What stands before it in its clause, dense."""
        return self.dense.before(self.start, _NEAR)

    @cached_property
    def after(self) -> str:
        """What stands after it in its clause, dense."""
        return self.dense.after(self.end, _NEAR)


@dataclass(frozen=True, slots=True)
class Rule:
    """One excuse: what it is called, why it holds, and for which categories."""

    name: str
    why: str
    categories: frozenset[Category]
    holds: Callable[[Place], bool]


def _claim_negated(place: Place) -> bool:
    return bool(ex.BEYOND_US.match(place.after)) or _negated(ex.CLAIM_NEGATED, place.before, asking=True)


def _request_refused(place: Place) -> bool:
    return bool(ex.FORBIDDEN.match(place.after)) or _negated(ex.REQUEST_REFUSED, place.before, asking=False)


def _offer_denied(place: Place) -> bool:
    return bool(ex.OFFER_DENIED.search(place.before))


def _question(place: Place) -> bool:
    """Tell whether it is the second half of an A-not-A question: 知不知道."""
    return place.found[0] in "不没" and len(place.found) > 1 and place.before.endswith(place.found[1])


def _asked_about(place: Place) -> bool:
    """Tell whether it is the second half of a question whose first half is its own first word: 能不|能治."""
    return place.before.endswith((f"{place.found[0]}不", f"{place.found[0]}没"))


def _term(place: Place) -> bool:
    opened = ex.OPENING.match(place.text, place.first - 1) if place.first else None
    return opened is not None and ex.EXPLAINED.match(place.text, place.last) is not None


def _titled(place: Place) -> bool:
    before = place.text[max(0, place.first - _QUOTE_REACH) : place.first]
    return (
        before.rfind("《") > before.rfind("》") and "》" in place.text[place.last : place.last + _QUOTE_REACH]
    )


def _named(place: Place) -> bool:
    return bool(ex.NAMED.search(place.before))


def _reported_plainly(place: Place) -> bool:
    return bool(ex.REPORTED_PLAINLY.search(place.before))


def _supposed(place: Place) -> bool:
    return bool(ex.IF.search(place.before) or ex.IF_FOLLOWS.match(place.after))


def _undecided(place: Place) -> bool:
    if place.found.startswith("是") and place.before.endswith("是不"):
        return True
    asked = "是" in place.found or ex.IS_IT.search(place.before)
    return bool(asked and ex.OR.match(place.text, place.last))


def _spared(place: Place) -> bool:
    return bool(ex.SPARED.search(place.before))


def _own_range(place: Place) -> bool:
    if "最" not in place.found or "最佳" in place.found or ex.MARKET.search(place.before + place.found):
        return False
    return bool(
        ex.AMONG.search(place.text[max(0, place.first - _NEAR) : place.first]) or ex.ONE_OF.match(place.after)
    )


def _seen(place: Place) -> bool:
    return bool(ex.SEEN.search(place.before))


def _negated_speech(place: Place) -> bool:
    before = place.before
    return bool(ex.NOT_BECAUSE.search(before) or ex.NOT_SAYING.search(before))


def _no_accusation(place: Place) -> bool:
    if place.found.startswith("是") and place.before.endswith("不"):
        return True
    found = ex.NOT_ACCUSING.search(place.before)
    if found is None or ex.ASKS_BACK.search(place.before[: found.start()]):
        return False
    return not (place.found + place.after[:1]).endswith(("吗", "么"))


def _conceded(place: Place) -> bool:
    return bool(ex.ALTHOUGH.search(place.before) and ex.WE_DO_IT.match(place.text, place.last))


def _taken_on(place: Place) -> bool:
    return bool(ex.TAKEN_ON.match(place.text, place.last))


def _ordinal(place: Place) -> bool:
    return place.found.endswith("第1") and bool(ex.ORDINAL.match(place.after))


def _negated(negation: ex.Expression, before: str, *, asking: bool) -> bool:
    """Tell whether a negation leads up to what follows ``before``.

    :param asking: what an A-not-A question (能不能, 是不是) counts as.
    """
    found = negation.search(before)
    if found is None:
        return False
    ahead = before[: found.start()]
    word = found["no"] or found["bare"]
    if len(word) > 1 and word[0] in "不没" and ahead.endswith(word[1]):
        return asking
    return not ex.UNDOING.search(ahead)


def _warned_of(place: Place) -> bool:
    around = f"{place.before}\n{place.after}"
    return bool(ex.SWINDLE.search(around) or ex.SWINDLE_FOLLOWS.match(place.text, place.last))


def _said_by_others(place: Place) -> bool:
    return bool(ex.SOMEBODY.search(place.before))


def _talked_of(place: Place) -> bool:
    return bool(ex.SAYING.match(place.after))


def _quoted(place: Place) -> bool:
    start, end = max(0, place.first - _QUOTE_REACH), place.last + _QUOTE_REACH
    if ex.OPENING.search(place.text, start, place.last) is None:  # most texts quote nobody
        return False
    inside = [match.end() for match in ex.OPENING.finditer(place.text, place.first, place.last)]
    first = max(inside, default=place.first)  # 您“等通知吧: what is outside the quotation is no fault alone
    return any(
        match.start(1) <= first and place.last <= match.end(1)
        for match in ex.REPORTED.finditer(place.text, start, end)
    )


def _amount(place: Place) -> bool:
    if not bare_hundred(place.literal):
        return False
    if ex.MATERIAL.match(place.after) or ex.LEVEL_BEFORE.search(place.before):
        return True
    in_digits = "%" in place.found
    return in_digits and bool(ex.AMOUNT_AFTER.match(place.after) or ex.AMOUNT_BEFORE.search(place.before))


def _torn(place: Place) -> bool:
    return bool(place.literal) and torn(place.text, place.first, place.last, place.literal)


RULES = (
    Rule("quoted", "It repeats in quotation marks what somebody else said.", EVERYTHING, _quoted),
    Rule("title", "It stands in the title of a work: 《白痴》.", EVERYTHING, _titled),
    Rule("name", "It is what something is called.", EVERYTHING, _named),
    Rule(
        "reported", "It repeats what the customer said: 您说随便投诉都没人理.", EVERYTHING, _reported_plainly
    ),
    Rule("question", "It is one half of a question such as 知不知道.", EVERYTHING, _question),
    Rule("negated-speech", "It is said not to be said, or not to be a reason.", EVERYTHING, _negated_speech),
    Rule("negated-claim", "The promise or claim is declined or asked about.", CLAIMS, _claim_negated),
    Rule("asked-about", "It is asked about: 能不能治鼻炎.", CLAIMS, _asked_about),
    Rule("term", "It is explained as a term of the platform: “假一赔十”是平台的承诺.", CLAIMS, _term),
    Rule("no-accusation", "The customer is told that it is not so.", ACCUSATIONS | EVASIONS, _no_accusation),
    Rule("supposed", "It is supposed, not said: 要是不知道尺码.", EVASIONS, _supposed),
    Rule("undecided", "It is asked which of two it is: 是快递弄坏的还是…", EVASIONS, _undecided),
    Rule("conceded", "It is conceded, and then done all the same.", EVASIONS, _conceded),
    Rule("taken-on", "It is said, and then taken on: 我不懂，我请同事…", SHRUGS, _taken_on),
    Rule("spared", "The customer is spared it: 不用您自己联系快递.", ORDERS, _spared),
    Rule("refused-request", "It is refused, or the customer advised against it.", REQUESTS, _request_refused),
    Rule("denied-offer", "There is no such offer.", frozenset({Category.INDUCE_REVIEW}), _offer_denied),
    Rule("said-by-others", "It is what other people may say or ask for.", REQUESTS, _said_by_others),
    Rule("talked-of", "It is talked of as a saying: 零甲醛这种宣传.", REQUESTS | CLAIMS, _talked_of),
    Rule("seen", "It is what the customer saw somewhere.", LURES, _seen),
    Rule("fraud-warning", "The customer is warned of people who ask for it.", REQUESTS, _warned_of),
    Rule("own-range", "The shop compares its own goods: 几款里价格最低.", CLAIMS, _own_range),
    Rule("ordinal", "第一 counts: the first time, the first order.", CLAIMS, _ordinal),
    Rule("amount", "100% is an amount: a share of cotton, a charge, a setting.", CLAIMS, _amount),
    Rule("torn", "The words around run into it: 投保|证明 is no 保证.", EVERYTHING, _torn),
)


def excuse(place: Place, category: Category) -> Rule | None:
    """Return the first rule by which a wording of this category is no fault at this place, if any."""
    return next((rule for rule in RULES if category in rule.categories and rule.holds(place)), None)
