from __future__ import annotations

from dataclasses import replace
from datetime import date

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import AnyEntry, Faq, Sop
from deskbook.model.register import Law, Shop, Value
from deskbook.revision.impact import Impact, Texts, changed_laws, impacts
from tests.fakes import handbook as fake

markup = MarkdownMarkup()


def parsed(source: str) -> AnyEntry:
    entry = markup.parse(source)
    assert not isinstance(entry, tuple)
    return entry


ENTRIES = {e.id: e for e in map(parsed, (fake.ARRIVAL, fake.INVOICE, fake.REFUND, fake.BAN, fake.CASE))}
_shop = markup.parse_shop(fake.SHOP)
assert isinstance(_shop, Shop)
SHOP: Shop = _shop
LAWS = {law.id: law for law in markup.parse_laws(fake.LAWS) if isinstance(law, Law)}
BEFORE = Texts(ENTRIES, SHOP, LAWS)


def after(*changed: AnyEntry, shop: Shop = SHOP, laws: dict[str, Law] | None = None) -> Texts:
    return Texts({**ENTRIES, **{e.id: e for e in changed}}, shop, LAWS if laws is None else laws)


def test_nothing_changed_nothing_leant_on() -> None:
    assert impacts(BEFORE, BEFORE) == ()


def test_who_links_to_a_changed_entry_and_to_its_changed_step() -> None:
    procedure = ENTRIES["sop-refund"]
    assert isinstance(procedure, Sop)
    steps = tuple(replace(s, limit=60) if s.anchor == "refund" else s for s in procedure.steps)
    assert impacts(BEFORE, after(replace(procedure, steps=steps))) == (
        Impact("sop-refund", ("faq-refund-arrival",)),
        Impact("sop-refund#refund", ("faq-refund-arrival",)),
    )
    steps = tuple(replace(s, limit=60) if s.anchor == "check" else s for s in procedure.steps)
    assert impacts(BEFORE, after(replace(procedure, steps=steps))) == (
        Impact("sop-refund", ("faq-refund-arrival",)),
    )


def test_who_teaches_a_changed_entry() -> None:
    arrival = ENTRIES["faq-refund-arrival"]
    assert isinstance(arrival, Faq)
    (found,) = impacts(BEFORE, after(replace(arrival, answer="另有规定。")))
    assert found == Impact("faq-refund-arrival", ("case-late-parcel-kept",))


def test_who_quotes_a_changed_value_or_law() -> None:
    shop = replace(SHOP, values={**SHOP.values, "升级时限": Value("20 分钟")})
    law = replace(LAWS["noreason-13"], subject="七日内退款，逾期付息")
    assert impacts(BEFORE, after(shop=shop, laws={law.id: law})) == (
        Impact("noreason-13", ("faq-refund-arrival",)),
        Impact("{{升级时限}}", ("ban-not-my-job",)),
    )


def test_a_law_changes_by_what_it_says() -> None:
    law = LAWS["noreason-13"]
    assert changed_laws(LAWS, {law.id: replace(law, checked=date(2027, 1, 1))}) == frozenset()
    assert changed_laws(LAWS, {}) == {law.id}
    assert changed_laws({}, LAWS) == {law.id}
