"""Words for the values of the model, shared by all features."""

from __future__ import annotations

from collections.abc import Sequence

from deskbook.errors import DeskbookError
from deskbook.model.entry import Audience, Kind, Level, Severity, Stage, Status, Verdict
from deskbook.model.query import Why
from deskbook.model.register import Law
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.services.wording import value_text


def N_(text: str) -> str:  # noqa: N802 - the customary name that marks a sentence for translators
    """Mark a sentence for translation where it is defined, to be translated where it is shown."""
    return text


_OWN_WORDS = frozenset({N_("Starter handbook"), N_("Handbook before the first cycle")})
"""What the program calls the releases of a workspace that is being set up, and what they are about."""


def own_words(text: str) -> str:
    """Return a release's name or a revision's message, translated where the program itself gave it."""
    return _(text) if text in _OWN_WORDS else text


_KIND = {
    Kind.SOP: N_("SOP"),
    Kind.FAQ: N_("FAQ"),
    Kind.PHRASE: N_("Banned phrase"),
    Kind.CASE: N_("Case"),
}
_COLLECTION = {
    Kind.SOP: N_("SOP handbook"),
    Kind.FAQ: N_("Frequent questions"),
    Kind.PHRASE: N_("Banned phrases"),
    Kind.CASE: N_("Case collection"),
}
KIND_ICON = {
    Kind.SOP: "list-numbers",
    Kind.FAQ: "chat-circle-dots",
    Kind.PHRASE: "prohibit",
    Kind.CASE: "book-open",
}
_WHY = {
    Why.TITLE: N_("Title"),
    Why.ALIAS: N_("Other wording"),
    Why.BODY: N_("Text"),
    Why.PINYIN: N_("Pinyin"),
    Why.MEANING: N_("Meaning"),
}
LANGUAGE_NAMES = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}
"""Each in its own language, so that nobody is locked out by a wrong choice."""


def kind_name(kind: Kind) -> str:
    """Return what one entry of the kind is called."""
    return _(_KIND[kind])


def collection_name(kind: Kind) -> str:
    """Return what the whole collection is called."""
    return _(_COLLECTION[kind])


def stage_name(stage: Stage) -> str:
    """Return the name of a stage."""
    return value_text("stage", stage)


def level_name(level: Level) -> str:
    """Return the name of an agent level."""
    return value_text("level", level)


def audience_name(audience: Audience) -> str:
    """Return the name of an audience."""
    return value_text("audience", audience)


def status_name(status: Status) -> str:
    """Return the name of a KCS status."""
    return value_text("status", status)


def severity_name(severity: Severity) -> str:
    """Return what the severity of a banned phrase means."""
    return value_text("severity", severity)


def verdict_name(verdict: Verdict) -> str:
    """Return whether a case is to be followed."""
    return value_text("verdict", verdict)


def why_name(why: Why) -> str:
    """Return the reason of a hit in a word or two."""
    return _(_WHY[why])


def topic_name(topic: str) -> str:
    """Return the name of a topic; banned phrases have their category for one."""
    return value_text("category", topic)


def law_name(law: Law) -> str:
    """Return a law with the article meant, if one may be cited."""
    if not law.article:
        return law.law
    return _("{law}, article {article}").format(law=law.law, article=law.article)


def law_notice(laws: Sequence[Law]) -> str:
    """Return how far at least one law may be relied on: the handbook is no legal advice."""
    day = min(law.checked for law in laws)
    return _("Compared with the law on {date}. Have counsel confirm it before relying on it.").format(
        date=day.isoformat()
    )


def limit_text(minutes: int) -> str:
    """Return a time limit in the largest unit that divides it."""
    if minutes % 1440 == 0:
        return _("{count} d").format(count=minutes // 1440)
    if minutes % 60 == 0:
        return _("{count} h").format(count=minutes // 60)
    return _("{count} min").format(count=minutes)


def error_text(error: DeskbookError) -> str:
    """Return what is wrong, where, and what to do, in the current language."""
    what = sentence(error.what)
    parts = [f"{error.where}: {what}" if error.where else what]
    if error.remedy is not None:
        parts.append(sentence(error.remedy))
    return "\n".join(parts)
