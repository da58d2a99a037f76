"""Hypothesis strategies for entries, over everything that the format lets people write."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from deskbook.model.entry import (
    END,
    AnyEntry,
    Audience,
    Case,
    Category,
    Decision,
    Escalation,
    Faq,
    Level,
    Match,
    Phrase,
    Script,
    Section,
    Severity,
    Sop,
    Stage,
    Status,
    Step,
    Turn,
    Verdict,
)

# Chinese, Latin, digits, emoji, full width and what YAML or Markdown could trip over.
_WORD_CHARACTERS = (
    "退款换货快递发什么时候到账繁體雞Ａ１aBz09éñ😀👨‍👩‍👧，。！？、：；“”（）'\"#-*_~|&@%=+<>\\[]!.,:;?/$^`"
)
_START = "退款换货快递发什么时候到账繁體雞Ａaz09😀"

words = st.builds("".join, st.tuples(st.sampled_from(_START), st.text(_WORD_CHARACTERS, max_size=12)))
lines = st.lists(words, min_size=1, max_size=4).map(" ".join)

# Prose that means what it says: no mark that would begin another block or lead out of the handbook.
_PLAIN = "退款换货快递发什么时候到账繁體雞Ａ１aBz09😀，。！？、；“”（）"
sentences = st.text(_PLAIN, min_size=1, max_size=30).filter(str.strip).map(str.strip)
marked = st.builds(
    lambda a, b, kind: {
        "bold": f"{a}**{b}**",
        "link": f"{a}[{b}](sop-return)",
        "blank": f"{a}{{{{金额}}}}{b}",
    }[kind],
    sentences,
    sentences,
    st.sampled_from(["bold", "link", "blank"]),
)
paragraphs = st.lists(sentences | marked, min_size=1, max_size=3).map("\n".join)
bullets = st.lists(sentences, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {i}" for i in items))
table = st.just("| 情况 | 时限 |\n| --- | --- |\n| 未发货 | 一天 |")
# A text ends in a paragraph: two neighbouring lists would be one list to Markdown.
prose = st.builds(
    lambda first, rest: "\n\n".join([*first, rest]),
    st.lists(paragraphs | bullets | table, max_size=2),
    paragraphs,
)

slugs = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).filter(lambda s: s != END)
ids = st.builds("{}-{}".format, st.sampled_from(["sop", "faq", "ban", "case"]), slugs)
refs = st.builds(lambda i, anchor: f"{i}#{anchor}" if anchor else i, ids, st.none() | slugs)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def _unique(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


@st.composite
def _common(draw: st.DrawFn, prefix: str) -> dict[str, object]:
    first, second = sorted((draw(days), draw(days)))
    return {
        "id": f"{prefix}-{draw(slugs)}",
        "title": draw(lines),
        "aliases": draw(_unique(lines)),
        "stage": draw(st.sampled_from(Stage)),
        "topic": draw(words),
        "tags": draw(_unique(words)),
        "channels": draw(_unique(words)),
        "level": draw(st.sampled_from(Level)),
        "audience": draw(st.sampled_from(Audience)),
        "status": draw(st.sampled_from(Status)),
        "owner": draw(words),
        "review_days": draw(st.integers(1, 3650)),
        "reviewed": draw(days),
        "effective": draw(st.none() | st.just(first)),
        "expires": draw(st.none() | st.just(second)),
        "related": draw(_unique(refs)),
        "laws": draw(_unique(slugs)),
        "must_read": draw(st.booleans()),
        "intro": draw(st.just("") | prose),
        "sections": tuple(
            Section(title, draw(prose))
            for title in draw(st.lists(sentences.map(lambda s: f"附 {s}"), max_size=2, unique=True))
        ),
    }


_headings = st.text("退款换货快递发什么时候到账繁體雞az09😀，（）", min_size=1, max_size=10)
_turns = st.builds(Turn, st.sampled_from(["买家", "客服", "售后主管"]), sentences, st.booleans())


@st.composite
def faqs(draw: st.DrawFn) -> Faq:
    """Draw an FAQ."""
    anchors = draw(st.lists(slugs, min_size=1, max_size=3, unique=True))
    scripts = tuple(
        Script(anchor, draw(_headings), draw(prose), draw(st.just("") | paragraphs)) for anchor in anchors
    )
    return Faq(
        **draw(_common("faq")),  # type: ignore[arg-type]
        answer=draw(prose),
        scripts=scripts,
        notes=draw(st.just("") | prose),
    )


@st.composite
def sops(draw: st.DrawFn) -> Sop:
    """Draw an SOP whose decisions lead to steps that exist."""
    anchors = draw(st.lists(slugs, min_size=1, max_size=4, unique=True))
    decisions = st.lists(
        st.builds(Decision, sentences, _headings, st.sampled_from([*anchors, END])), max_size=2
    ).map(tuple)
    steps = tuple(
        Step(
            anchor,
            draw(_headings),
            draw(st.sampled_from(["", "售后接待", "仓库"])),
            draw(st.sampled_from([0, 1, 30, 60, 90, 1440, 2880, 10080])),
            draw(st.just("") | prose),
            draw(st.lists(prose, max_size=1).map(tuple)),
            draw(decisions),
            draw(st.booleans()),
        )
        for anchor in anchors
    )
    return Sop(
        **draw(_common("sop")),  # type: ignore[arg-type]
        purpose=draw(st.just("") | prose),
        steps=steps,
        escalations=draw(
            st.lists(
                st.builds(Escalation, st.sampled_from(["售后主管", "公关主管"]), sentences), max_size=2
            ).map(tuple)
        ),
        records=draw(st.just("") | prose),
        mistakes=draw(st.just("") | prose),
    )


@st.composite
def phrases(draw: st.DrawFn) -> Phrase:
    """Draw a banned phrase with a literal pattern."""
    return Phrase(
        **draw(_common("ban")),  # type: ignore[arg-type]
        category=draw(st.sampled_from(Category)),
        severity=draw(st.sampled_from(Severity)),
        pattern=draw(lines),
        match=Match.LITERAL,
        variants=draw(_unique(lines)),
        pinyin=draw(st.booleans()),
        allowed=draw(_unique(lines)),
        reason=draw(prose),
        replacements=(draw(prose),),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case."""
    return Case(
        **draw(_common("case")),  # type: ignore[arg-type]
        verdict=draw(st.sampled_from(Verdict)),
        teaches=tuple(draw(st.lists(refs, min_size=1, max_size=2, unique=True))),
        background=draw(prose),
        dialogue=tuple(draw(st.lists(_turns, min_size=1, max_size=4))),
        turning_point=draw(prose),
        outcome=draw(prose),
        lesson=draw(prose),
    )


entries: st.SearchStrategy[AnyEntry] = st.one_of(faqs(), sops(), phrases(), cases())
