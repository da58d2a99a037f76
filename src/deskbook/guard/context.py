"""Context: the declared rules by which a banned wording is no fault where it stands.

Each rule is a row of :data:`RULES`, named and explained; nothing else excuses a hit but the phrase's own
allowed wordings. Words are written here as people write them, and compared folded, inside one clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from deskbook.guard.folding import Dense, wording
from deskbook.guard.numerals import bare_hundred
from deskbook.model.entry import Category

CLAIMS = frozenset({Category.OVERPROMISE, Category.ABSOLUTE})
REQUESTS = frozenset({Category.OFF_PLATFORM, Category.PRIVACY, Category.INDUCE_REVIEW})
ACCUSATIONS = frozenset({Category.BLAME, Category.ARGUE})
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


class _Expression:
    """A regular expression over word lists, compiled when it is first needed: most commands check no text.

    ``%(name)s`` in its source stands for any word of the list of that name.
    """

    def __init__(self, source: str, **lists: str) -> None:
        self._source = source
        self._lists = lists

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._source % {name: _either(words) for name, words in self._lists.items()})


def _either(words: str) -> str:
    longest_first = sorted(words.split(), key=len, reverse=True)
    return "|".join(re.escape(wording(word).text) for word in longest_first)


_BETWEEN = (
    "您 你 我 我们 咱们 店里 本店 客服 给 给您 给你 向您 跟您 和您 对您 让您 叫您 要您 要求您 问您 让你"
    " 叫你 要求 客户 买家 把 将 去 来 再 先 轻易 随意 私自 擅自 直接 主动 说 讲 承诺 答应 做 搞 参与 提供"
    " 支持 接受 进行 有 存在 任何 这种 这类 什么 所谓 完全 绝对 一定 肯定 百分百 百分之百 100% 打 通过 以"
    " 用 聊天里 个人 自己的 您的 你的 我的 哪款 哪家 哪个 谁 谁家 一款 能 敢 会 是 说成 讲成 写成 当成"
    " 引导 诱导 相信 听信 轻信 任何形式的 以任何形式 一句 一声"
)
"""What may stand between a negation and what it negates."""
_NEGATIONS = (
    "不能 不敢 不会 不可能 不可以 不是 不算 不做 不作 不予 不提供 不应 不该 不再 并不 并非 并没有 无法 没法"
    " 没办法 没有办法 没有 没人 做不了 给不了 下不了 难以 很难 未必 不见得 谈不上 称不上 算不上 请勿 切勿"
    " 不等于 不代表 不支持 禁止"
)
_REFUSALS = (
    "不能 不会 不可以 不要 不用 不必 不需要 不做 不搞 不准 不许 不允许 不支持 不接受 不提供 不参与 不建议"
    " 不赞成 无需 无须 从不 从来不 绝不 决不 一律不 请勿 切勿 切忌 勿 禁止 严禁 拒绝 谢绝 杜绝 避免 防止"
    " 谨防 警惕 小心 抵制 无法 没法"
)
_NOT = "(?<![特分级性个区类识告差])别"
"""别, but not that of 特别 or 分别."""
_ALONE = "(?<![要可何好能会得])"
"""What a bare 不 must not follow: that of 要不, 何不 or 不得不 negates nothing."""
_CLAIM_NEGATED = _Expression(
    f"(?P<no>%(no)s|{_NOT})(?:%(between)s){{0,3}}$|{_ALONE}(?P<bare>[不没无])$",
    no=_NEGATIONS,
    between=_BETWEEN,
)
_REQUEST_REFUSED = _Expression(
    f"(?P<no>%(no)s|{_NOT})(?:%(between)s){{0,4}}$|{_ALONE}(?P<bare>不)$",
    no=_REFUSALS,
    between=_BETWEEN,
)
_OFFER_DENIED = _Expression("(?<!有)没有?(?:%(between)s){0,3}$", between=_BETWEEN)
_UNDOING = _Expression("(?:%(words)s)$", words="不是 并非 难道 谁说 岂 怎么 不得 不能 不会 不可")
"""Before a negation these undo it, or ask it back: 谁说不能保证, 不是不能保证."""
_NOT_ACCUSING = _Expression("(?:不是|并不是|并非|没有?说|不会说)(?:%(between)s){0,3}$", between=_BETWEEN)
_NOT_BECAUSE = _Expression("(?:不会|不能|不该|不|没人|没有人)(?:会|能|该)?因为.{0,8}$")
_NOT_SAYING = _Expression(
    "(?:不会|不能|不该|不要|别)[再只就光]?(?:[跟对和向给]?您)?[说讲回甩](?:您|%(one)s|句|声)*$",
    one="一句 一声",
)
_SAYING = _Expression(".{0,6}(?:这种话|这类话|这种说法|这类说法|的说法|的话术|的套路)")
_SOMEBODY = _Expression(
    "(?:有人|谁|对方|别人|陌生人|其他人|任何人)[^您我]{0,6}(?:说|叫|让|要|要求|请|催|问|引导)(?:您|你|大家|先){0,2}$"
)
_BEYOND_US = _Expression("不了(?!解)")
_FORBIDDEN = _Expression(
    ".{0,6}?(?:违规|违反|不允许|(?<!可)不可以|(?<!支)不支持|是禁止|(?:是|属于)(?:诈骗|骗))"
)
_SWINDLE = _Expression("(?<!不是)骗子|诈骗|骗局|冒充|假客服|防骗|谨防|警惕|上当")
_SWINDLE_FOLLOWS = _Expression(
    r"[^。！？!?\n]{0,40}?(?:(?<!不)(?:是|属于)(?:骗子|诈骗|骗局|冒充)|挂断|挂掉"
    r"|(?:别|不要)(?:理会|理他|信|相信|轻信)(?=[哦啊呢吧的\W]|$))"
)
_ASIDE = r"[^，。！？!?\n“”\"「」『』]"
_REPORTED = _Expression(
    rf"(?:[您你他她]{_ASIDE}{{0,8}}(?:[说讲问]|(?:写|提|发|留言|反映|喊|骂|打|评价)(?=[着过到了的]))"
    rf"|(?:客户|买家|顾客|对方|有人|别人|平台|骗子|陌生人){_ASIDE}{{0,8}}(?:[说讲问写提发回喊骂打叫]|回复)"
    rf"|(?:聊天|留言|评价|追评|页面|截图|短信|消息|记录|广告|标题){_ASIDE}{{0,4}}[里上中]{_ASIDE}{{0,4}}"
    r"(?:[有写说是标提]|显示|出现))"
    r"(?:过|着|到|了|的|是|您|你|我|那句|这句|这个)*[：:，,]?\s*"
    r"[“\"「『‘']([^”\"」』’'\n]{1,60})[”\"」』’']"
)
"""Who says, writes or shows it; the quotation itself is the group."""
_ORDINAL = _Expression("(?:次|单|张|批|步|天|时间|手|页|笔|周|轮|期|场|条|位|眼|印象|反应)")
_AMOUNT_BEFORE = _Expression(
    "(?:%(words)s)$",
    words="到 至 达 达到 调成 设成 设为 充满 电量 含量 用量 棉量 浓度 湿度 亮度 音量 纯度 进度 完成度"
    " 比例 占比 占 电 含 率 为 放大 缩放 缩小 超过 棉 羊毛 真丝 丝 绒 麻",
)
_AMOUNT_AFTER = _Expression(
    "%(words)s",
    words="时 以上 以下 左右 的电 电量 之后 以后 棉 纯棉 羊毛 真丝 桑蚕丝 亚麻 聚酯 涤纶 锦纶 羊绒 莱赛尔"
    " 粘纤 天丝 牛皮 鹅绒 浓缩",
)


def _claim_negated(place: Place) -> bool:
    return bool(_BEYOND_US.compiled.match(place.after)) or _negated(_CLAIM_NEGATED, place.before, asking=True)


def _request_refused(place: Place) -> bool:
    return bool(_FORBIDDEN.compiled.match(place.after)) or _negated(
        _REQUEST_REFUSED, place.before, asking=False
    )


def _offer_denied(place: Place) -> bool:
    return bool(_OFFER_DENIED.compiled.search(place.before))


def _question(place: Place) -> bool:
    """Tell whether it is the second half of an A-not-A question: 知不知道."""
    wording = place.dense.text[place.start : place.end]
    return wording[0] in "不没" and len(wording) > 1 and place.before.endswith(wording[1])


def _negated_speech(place: Place) -> bool:
    before = place.before
    return bool(_NOT_BECAUSE.compiled.search(before) or _NOT_SAYING.compiled.search(before))


def _no_accusation(place: Place) -> bool:
    found = _NOT_ACCUSING.compiled.search(place.before)
    return found is not None and not place.before[: found.start()].endswith("是")


def _ordinal(place: Place) -> bool:
    wording = place.dense.text[place.start : place.end]
    return wording.endswith("第1") and bool(_ORDINAL.compiled.match(place.after))


def _negated(negation: _Expression, before: str, *, asking: bool) -> bool:
    """Tell whether a negation leads up to what follows ``before``.

    :param asking: what an A-not-A question (能不能, 是不是) counts as.
    """
    found = negation.compiled.search(before)
    if found is None:
        return False
    ahead = before[: found.start()]
    word = found["no"] or found["bare"]
    if len(word) > 1 and word[0] in "不没" and ahead.endswith(word[1]):
        return asking
    return not _UNDOING.compiled.search(ahead)


def _warned_of(place: Place) -> bool:
    around = f"{place.before}\n{place.after}"
    return bool(_SWINDLE.compiled.search(around) or _SWINDLE_FOLLOWS.compiled.match(place.text, place.last))


def _said_by_others(place: Place) -> bool:
    return bool(_SOMEBODY.compiled.search(place.before) or _SAYING.compiled.match(place.after))


def _quoted(place: Place) -> bool:
    start, end = max(0, place.first - _QUOTE_REACH), place.last + _QUOTE_REACH
    return any(
        match.start(1) <= place.first and place.last <= match.end(1)
        for match in _REPORTED.compiled.finditer(place.text, start, end)
    )


def _amount(place: Place) -> bool:
    if not bare_hundred(place.literal) or "%" not in place.dense.text[place.start : place.end]:
        return False
    return bool(_AMOUNT_AFTER.compiled.match(place.after) or _AMOUNT_BEFORE.compiled.search(place.before))


RULES = (
    Rule("quoted", "It repeats in quotation marks what somebody else said.", EVERYTHING, _quoted),
    Rule("question", "It is one half of a question such as 知不知道.", EVERYTHING, _question),
    Rule("negated-speech", "It is said not to be said, or not to be a reason.", EVERYTHING, _negated_speech),
    Rule("negated-claim", "The promise or claim is declined or asked about.", CLAIMS, _claim_negated),
    Rule("no-accusation", "The customer is told that it is not so.", ACCUSATIONS, _no_accusation),
    Rule("refused-request", "It is refused, or the customer advised against it.", REQUESTS, _request_refused),
    Rule("denied-offer", "There is no such offer.", frozenset({Category.INDUCE_REVIEW}), _offer_denied),
    Rule("said-by-others", "It is what other people may say or ask for.", REQUESTS, _said_by_others),
    Rule("fraud-warning", "The customer is warned of people who ask for it.", REQUESTS, _warned_of),
    Rule("ordinal", "第一 counts: the first time, the first order.", CLAIMS, _ordinal),
    Rule("amount", "100% is an amount: a share of cotton, a charge, a setting.", CLAIMS, _amount),
)


def excuse(place: Place, category: Category) -> Rule | None:
    """Return the first rule by which a wording of this category is no fault at this place, if any."""
    return next((rule for rule in RULES if category in rule.categories and rule.holds(place)), None)
