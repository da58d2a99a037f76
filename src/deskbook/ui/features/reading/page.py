"""An entry as a page: everything the reading pane needs, made off the window's thread."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from deskbook.guard.forms import example
from deskbook.model.entry import (
    END,
    PLACEHOLDER_PATTERN,
    AnyEntry,
    Case,
    Faq,
    Kind,
    Match,
    Phrase,
    Severity,
    Sop,
    Status,
    Step,
    Verdict,
)
from deskbook.model.picture import Picture, Shown
from deskbook.model.register import Law, Shop
from deskbook.model.texts import AGENT
from deskbook.services.copying import Copyable
from deskbook.services.language import tr as _
from deskbook.ui.drawing import Drawing
from deskbook.ui.features.reading.blocks import (
    Badge,
    Block,
    Body,
    Bubble,
    Callout,
    Dialogue,
    Figure,
    Heading,
    LawLines,
    Link,
    Links,
    Page,
    Prose,
    Speech,
    StepCard,
    Way,
    Wordings,
)
from deskbook.ui.texts import (
    audience_name,
    law_name,
    law_notice,
    level_name,
    limit_text,
    severity_name,
    stage_name,
    status_name,
    topic_name,
    verdict_name,
)

_BLANK = re.compile(r'<span class="blank">&nbsp;(.*?)&nbsp;</span>')


@dataclass(frozen=True, slots=True)
class Source:
    """What a page is made from.

    ``titles`` has the entries referred to that exist, ``previews`` what they begin with; ``html`` renders
    Markdown, ``flow`` with its pictures, ``plain`` its words alone; ``pictures`` has those that are there,
    ``drawings`` those of them that are sound.
    """

    entry: AnyEntry
    shop: Shop
    laws: Mapping[str, Law]
    titles: Mapping[str, str]
    copyables: tuple[Copyable, ...]
    html: Callable[[str], str]
    flow: Callable[[str], tuple[str | Shown, ...]]
    plain: Callable[[str], str]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    previews: Mapping[str, str] = field(default_factory=dict)


def make_page(source: Source) -> Page:
    """Return the page of an entry, in the current language."""
    entry = source.entry
    return Page(
        entry=entry,
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        badges=tuple(_badges(entry)),
        aliases=entry.aliases,
        tags=entry.tags,
        meta=_meta(entry),
        blocks=tuple(_blocks(source)),
        copyables=source.copyables,
        shop=source.shop,
        pictures=source.pictures,
        previews=source.previews,
    )


def show_blanks(text: str, shop: Shop) -> str:
    """Return HTML in which placeholders stand filled in by the shop, or visibly marked."""

    def shown(match: re.Match[str]) -> str:
        name = html.unescape(match[1])
        if name in shop.values:
            return html.escape(shop.values[name].value)
        return f'<span class="blank">&nbsp;{html.escape(name)}&nbsp;</span>'

    return PLACEHOLDER_PATTERN.sub(shown, text)


def show_given(text: str, given: Mapping[str, str]) -> str:
    """Return HTML of :func:`show_blanks` in which values stand in the place of marked placeholders."""

    def shown(match: re.Match[str]) -> str:
        value = given.get(html.unescape(match[1]), "").strip()
        return f'<span class="given">{html.escape(value)}</span>' if value else match[0]

    return _BLANK.sub(shown, text)


def _badges(entry: AnyEntry) -> Iterator[Badge]:
    if isinstance(entry, Phrase):
        blocks = entry.severity is Severity.BLOCK
        tone, icon = ("danger", "prohibit") if blocks else ("warn", "warning")
        yield Badge(severity_name(entry.severity), tone, icon)
        yield Badge(topic_name(entry.category.value))
    else:
        if isinstance(entry, Case):
            good = entry.verdict is Verdict.GOOD
            tone, icon = ("ok", "thumbs-up") if good else ("danger", "thumbs-down")
            yield Badge(verdict_name(entry.verdict), tone, icon)
        yield Badge(stage_name(entry.stage))
        yield Badge(entry.topic)
    yield Badge(_("{level} and above").format(level=level_name(entry.level)), icon="user-circle")
    yield Badge(audience_name(entry.audience), icon="lock-simple")
    for channel in entry.channels:
        yield Badge(channel, icon="storefront")
    if entry.status is not Status.VALIDATED:
        yield Badge(status_name(entry.status), "warn", "warning")


def _meta(entry: AnyEntry) -> str:
    parts = [
        entry.id,
        _("Owner: {owner}").format(owner=entry.owner),
        _("Reviewed {date}").format(date=entry.reviewed.isoformat()),
        _("Next review by {date}").format(date=entry.review_due.isoformat()),
    ]
    if entry.effective is not None:
        parts.append(_("In force from {date}").format(date=entry.effective.isoformat()))
    if entry.expires is not None:
        parts.append(_("In force until {date}").format(date=entry.expires.isoformat()))
    return "   ·   ".join(parts)


def _blocks(source: Source) -> Iterator[Block]:
    entry = source.entry
    if entry.intro:
        yield from _body(source, entry.intro)
    match entry:
        case Faq():
            yield from _faq(source, entry)
        case Sop():
            yield from _sop(source, entry)
        case Phrase():
            yield from _phrase(source, entry)
        case Case():
            yield from _case(source, entry)
    for section in entry.sections:
        yield Heading(section.title)
        yield from _body(source, section.text)
    if entry.related:
        yield Heading(_("Related"))
        yield _links(source, entry.related)
    known = [source.laws[law] for law in entry.laws if law in source.laws]
    if known:
        yield Heading(_("Law behind it"))
        yield LawLines(tuple((law_name(law), law.subject) for law in known), law_notice(known))


def _faq(source: Source, entry: Faq) -> Iterator[Block]:
    yield from _body(source, entry.answer)
    yield Heading(_("Scripts"))
    yield from _speeches(source, named=True)
    if entry.notes:
        yield _callout(source, "note", "lock-simple", _("Internal: not for customers"), entry.notes)


def _sop(source: Source, entry: Sop) -> Iterator[Block]:
    if entry.purpose:
        yield from _body(source, entry.purpose)
    yield Heading(_("Steps"))
    numbers = {step.anchor: number for number, step in enumerate(entry.steps, 1)}
    titles = {step.anchor: step.title for step in entry.steps}
    speeches = iter(_speeches(source, named=False))
    for step in entry.steps:
        own = tuple(islice(speeches, len(step.scripts)))
        yield _step(source, step, own, numbers, titles, last=step is entry.steps[-1])
    if entry.escalations:
        yield Heading(_("Escalation"))
        lines = "".join(
            f"<li><b>{html.escape(e.role)}</b>&nbsp;&nbsp;{_inline(source, e.condition)}</li>"
            for e in entry.escalations
        )
        yield Prose(f"<ul>{lines}</ul>")
    for title, text in ((_("Records to keep"), entry.records), (_("Frequent mistakes"), entry.mistakes)):
        if text:
            yield Heading(title)
            yield from _body(source, text)


def _step(
    source: Source,
    step: Step,
    speeches: tuple[Speech, ...],
    numbers: Mapping[str, int],
    titles: Mapping[str, str],
    *,
    last: bool,
) -> StepCard:
    def label(target: str) -> str:
        if target == END:
            return _("End of the procedure")
        return _("Step {number}: {title}").format(
            number=numbers.get(target, "?"), title=titles.get(target, target)
        )

    return StepCard(
        anchor=step.anchor,
        number=numbers[step.anchor],
        title=step.title,
        role=step.role,
        limit=limit_text(step.limit) if step.limit else "",
        body=_body(source, step.text),
        speeches=speeches,
        ways=tuple(
            Way(show_plain(source.plain(d.condition), source.shop), label(d.target), d.target)
            for d in step.decisions
        ),
        ends=step.ends or last,
    )


def _phrase(source: Source, entry: Phrase) -> Iterator[Block]:
    tone = "danger" if entry.severity is Severity.BLOCK else "warn"
    if entry.match is Match.LITERAL:
        yield Wordings(tone, tuple(dict.fromkeys(map(example, (entry.pattern, *entry.variants)))))
    elif entry.variants:
        yield Wordings(tone, tuple(dict.fromkeys(map(example, entry.variants))))
    yield Heading(_("Why not"))
    yield from _body(source, entry.reason)
    yield Heading(_("Say instead"))
    yield from _speeches(source, named=True)
    if entry.allowed:
        yield Heading(_("Allowed wordings"))
        yield Wordings("ok", tuple(dict.fromkeys(map(example, entry.allowed))))


def _case(source: Source, entry: Case) -> Iterator[Block]:
    yield Heading(_("Background"))
    yield from _body(source, entry.background)
    yield Heading(_("Dialogue"))
    yield Dialogue(
        tuple(
            Bubble(t.speaker, show_plain(t.text, source.shop), t.turning, t.speaker.startswith(AGENT))
            for t in entry.dialogue
        )
    )
    yield Heading(_("Turning point"))
    yield from _body(source, entry.turning_point)
    yield Heading(_("Outcome"))
    yield from _body(source, entry.outcome)
    yield _callout(source, "accent_soft", "lightbulb", _("Lesson"), entry.lesson)
    yield Heading(_("Teaches"))
    yield _links(source, entry.teaches)


def show_plain(text: str, shop: Shop) -> str:
    """Return plain text with the shop's values filled in; other placeholders stay as they are."""

    def shown(match: re.Match[str]) -> str:
        return shop.values[match[1]].value if match[1] in shop.values else match[0]

    return PLACEHOLDER_PATTERN.sub(shown, text)


def _speeches(source: Source, *, named: bool) -> Iterator[Speech]:
    for number, copyable in enumerate(source.copyables, 1):
        text = f"<p>{html.escape(copyable.text).replace(chr(10), '<br>')}</p>"
        name = (copyable.name or _("Wording {number}").format(number=number)) if named else ""
        figures = tuple(_figure(source, picture) for picture in copyable.pictures)
        yield Speech(number, copyable.key, name, copyable.note, show_blanks(text, source.shop), figures)


def _callout(source: Source, tone: str, icon: str, title: str, markdown: str) -> Callout:
    return Callout(tone, icon, title, _body(source, markdown))


def _body(source: Source, markdown: str) -> Body:
    return tuple(
        Prose(show_blanks(part, source.shop)) if isinstance(part, str) else _figure(source, part)
        for part in source.flow(markdown)
    )


def _figure(source: Source, picture: Shown) -> Figure:
    there = picture.name in source.pictures
    return Figure(picture.name, picture.text, there, source.drawings.get(picture.name))


def _inline(source: Source, markdown: str) -> str:
    return show_blanks(source.html(markdown), source.shop).strip().removeprefix("<p>").removesuffix("</p>")


def _links(source: Source, refs: tuple[str, ...]) -> Links:
    return Links(tuple(_link(source, ref) for ref in refs))


def _link(source: Source, ref: str) -> Link:
    title = source.titles.get(ref.partition("#")[0])
    if title is None:
        return Link(ref, _("{id} (not in this handbook)").format(id=ref), None)
    return Link(ref, title, Kind.of_id(ref))
