"""What only looks like a banned wording is left alone, and what only looks innocent is not."""

from __future__ import annotations

import pytest

from deskbook.guard.context import RULES
from deskbook.model.entry import Category, Phrase, Severity
from tests.unit.guard.support import found, phrase

PROMISE = phrase("保证", "ban-promise", category=Category.OVERPROMISE)
CLAIM = phrase("全网第一", "ban-claim", category=Category.ABSOLUTE, variants=("零甲醛", "最好"))
WECHAT = phrase("加微信", "ban-wechat", category=Category.OFF_PLATFORM, variants=("加VX",))
REVIEW = phrase("好评返现", "ban-review", category=Category.INDUCE_REVIEW)
BLAME = phrase("您记错了", "ban-blame", category=Category.BLAME)
UNKNOWN = phrase("不知道", "ban-unknown", category=Category.BRUSH_OFF)
BROKEN = phrase("是快递弄坏", "ban-broken", category=Category.BLAME, variants=("您自己填",))
CURES = phrase("能治鼻炎", "ban-cures", category=Category.OVERPROMISE, variants=("会治鼻炎",))
ASK = phrase("自己联系快递", "ban-ask", category=Category.BRUSH_OFF)
CHEAPEST = phrase("价格最低", "ban-cheapest", category=Category.ABSOLUTE)
STARS = phrase("五星好评", "ban-stars", category=Category.INDUCE_REVIEW)
RUDE = phrase("白痴", "ban-rude", category=Category.INSULT)
HUNDRED = phrase("百分百", "ban-hundred", category=Category.OVERPROMISE)


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        # across the end of a clause
        ("我们有质保，证书齐全", PROMISE),
        ("我们有质保。证书齐全", PROMISE),
        ("我们有质保\n证书齐全", PROMISE),
        ("购物车先加，微信支付也行", WECHAT),
        # longer numbers, codes and words
        ("10甲醛单位", phrase("0甲醛")),
        ("1.0甲醛", phrase("0甲醛")),
        ("共115字好评", phrase("15字好评")),
        ("打123151号", phrase("12315")),
        ("bestow", phrase("best")),
        ("abest", phrase("best")),
        ("购物车里加VX200就行", WECHAT),
        ("加VX-3滤网", WECHAT),
        # said otherwise
        ("不能保证今天到", PROMISE),
        ("我不敢给您保证", PROMISE),
        ("能不能保证要看天气", PROMISE),
        ("我保证不了", PROMISE),
        ("没有哪家敢说零甲醛", CLAIM),
        ("您看到的全网第一次直播", CLAIM),
        ("全网第一时间上新", CLAIM),
        ("请不要加微信", WECHAT),
        ("我们不加微信", WECHAT),
        ("不支持加微信", WECHAT),
        ("加微信是不允许的", WECHAT),
        ("有人让您加微信的话", WECHAT),
        ("让您加微信的，都是骗子", WECHAT),
        ("警惕加微信的电话", WECHAT),
        ("加微信这种话别信", WECHAT),
        ("没有好评返现", REVIEW),
        ("不是您记错了", BLAME),
        ("并不是快递弄坏的", BROKEN),
        ("查到了，不是快递弄坏的", BROKEN),
        ("虽然我也不知道，但我马上去问", UNKNOWN),
        ("谁都不可保证天气", PROMISE),
        ("我陪您联系快递", phrase("<您>联系快递", category=Category.BRUSH_OFF)),
        ("您说我们客服讲是您记错了", BLAME),
        ("上一位同事回您“等通知吧”太敷衍", phrase("<您>等通知吧")),
        ("不会说一句不知道", UNKNOWN),
        ("您知不知道尺码", UNKNOWN),
        ("不会因为不知道就不管", UNKNOWN),
        ("您说的“加微信”在这里办不了", WECHAT),
        ("客户说：「加微信」", WECHAT),
        ("您留言里写着“零甲醛”", CLAIM),
        ("同事回您“不知道”不对", UNKNOWN),
        ("卡片上印着“加微信”", WECHAT),
        ("您说不知道的那位", UNKNOWN),
        ("您说我们客服讲白痴", RUDE),
        ("《白痴》有货", RUDE),
        ("我没有说您白痴", RUDE),
        ("不是嫌您白痴", RUDE),
        ("小熊的名字叫白痴", RUDE),
        ("要是不知道尺码", UNKNOWN),
        ("不知道尺码的话", UNKNOWN),
        ("不知道也没关系", UNKNOWN),
        ("是不是快递弄坏", BROKEN),
        ("是快递弄坏的，还是到手就松", BROKEN),
        ("地址是您自己填的还是家人填的", BROKEN),
        ("不用您自己联系快递", ASK),
        ("免得您自己联系快递", ASK),
        ("零甲醛这种宣传别信", CLAIM),
        ("您看到的加微信卡片", WECHAT),
        ("您是在哪看到五星好评的", STARS),
        ("不得以任何形式诱导五星好评", STARS),
        ("加微信没有保障", WECHAT),
        ("加微信，谁说都别理", WECHAT),
        ("三个规格里价格最低的是小瓶", CHEAPEST),
        ("几款当中，价格最低的是它", CHEAPEST),
        ("价格最低的那个规格", CHEAPEST),
        ("投保证明在订单里", PROMISE),
        ("电量到100%就拔", HUNDRED),
        ("面料100%棉", HUNDRED),
        ("面料是百分百苎麻", HUNDRED),
        ("亮度调到百分百", HUNDRED),
        ("有顾客问能不能治鼻炎", CURES),
        ("会不会治鼻炎因人而异", CURES),
        ("“全网第一”是平台的说法", CLAIM),
        ("“零甲醛”是页面的标识", CLAIM),
        ("这个我不知道，我去问仓库", UNKNOWN),
        ("我也不知道呢，我们马上帮您查", UNKNOWN),
    ],
)
def test_innocent(text: str, banned: Phrase) -> None:
    assert found(text, banned) == []


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("谁说不能保证", PROMISE),
        ("不是不能保证", PROMISE),
        ("不得不保证", PROMISE),
        ("不用担心，我保证", PROMISE),
        ("特别保证", PROMISE),
        ("保证不了解的也能学会", PROMISE),
        ("能不能加微信", WECHAT),
        ("要不加微信", WECHAT),
        ("加微信可不可以", WECHAT),
        ("我不是骗子，您加微信", WECHAT),
        ("加微信聊，不要相信别的客服", WECHAT),
        ("加VX13800138000", WECHAT),
        ("您可以回“加微信”", WECHAT),
        ("是不是您记错了", BLAME),
        ("我是真不知道", UNKNOWN),
        ("“不知道”", UNKNOWN),
        ("我100%给您退", HUNDRED),
        ("百分百正品", HUNDRED),
        ("全网第一", CLAIM),
        ("跟您说不知道", UNKNOWN),
        ("是快递弄坏的", BROKEN),
        ("您自己联系快递", ASK),
        ("不用问我，自己联系快递", ASK),
        ("同行当中价格最低的就是我们", CHEAPEST),
        ("全网价格最低的那个规格", CHEAPEST),
        ("加微信的话便宜", WECHAT),
        ("收到五星好评", STARS),
        ("《说明》白痴《附录》", RUDE),
        ("您不是白痴吧", RUDE),
        ("能治鼻炎，不信您试试", CURES),
        ("“全网第一”是我们的实力", CLAIM),
        ("我不知道，您自己去问", UNKNOWN),
        ("不知道，我很忙", UNKNOWN),
    ],
)
def test_guilty_all_the_same(text: str, banned: Phrase) -> None:
    assert len(found(text, banned)) == 1


def test_what_a_rule_excuses_in_one_category_it_does_not_in_another() -> None:
    assert found("不能加微信", phrase("加微信", category=Category.INSULT)) == ["加微信"]


def test_every_rule_has_a_name_and_a_reason_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len({rule.why for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("text", "allowed", "expected"),
    [
        ("增加微信支付", ("增加微信支付",), []),
        ("增 加微信😊支付", ("增加微信支付",), []),
        ("增加微信支付，加微信", ("增加微信支付",), ["加微信"]),
        ("增加微信支付", ("支付",), ["加微信"]),
        ("增加微信", ("增加微",), ["加微信"]),  # reaches into it, does not cover it
        (
            "要增。加微信支付",
            ("增加微信支付",),
            ["加微信"],
        ),  # the wording allowed would lie across a sentence's end
        ("要加微信，我来", ("要加微信，我来",), []),
        ("要加微信我来", ("要加微信，我来",), []),
        ("百分之一百加微信", ("100%加微信",), []),
    ],
)
def test_allowed_wordings_that_cover_it(text: str, allowed: tuple[str, ...], expected: list[str]) -> None:
    assert found(text, phrase("加微信", allowed=allowed)) == expected


def test_an_allowed_wording_that_is_torn_excuses_nothing() -> None:
    promise = phrase("保证", allowed=("保证书",))
    assert found("附保证书一份", promise) == []
    assert found("我保证书架不晃", promise) == ["保证"]


def test_allowed_wordings_excuse_homophones_too() -> None:
    spoken = phrase("加微信", allowed=("加为心",), pinyin=True)
    assert found("加为心", spoken) == []
    assert found("加为新", spoken) == ["加为新"]


def test_overlaps_blocks_first_then_longer_then_earlier() -> None:
    warns = phrase("质量最好的", "ban-a", severity=Severity.WARN)
    blocks = phrase("最好", "ban-b")
    assert found("质量最好的", warns, blocks) == ["最好"]
    assert found("质量最好的", warns, phrase("最好", "ban-b", severity=Severity.WARN)) == ["质量最好的"]
    assert found("甲乙丙", phrase("甲乙", "ban-a"), phrase("乙丙", "ban-b")) == ["甲乙"]
    assert found("甲乙丙甲乙", phrase("甲乙丙", "ban-a", variants=("甲乙",))) == ["甲乙丙", "甲乙"]
