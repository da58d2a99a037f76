"""A banned wording is found however it is written, and exactly where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from deskbook.guard.engine import Guard
from deskbook.guard.folding import wording
from deskbook.model.entry import Category, Phrase
from tests.unit.guard.support import found, phrase, regex

WECHAT = phrase("加微信", category=Category.OFF_PLATFORM, variants=("加VX", "微信转我"), pinyin=True)
WORDINGS = ("加微信", "质量最好", "不归我管", "包治百病", "顶级域名", "vip专线")
_traditional = OpenCC("s2t").convert
_put_between = st.text("  \u3000\u200b\u200d️·*-_./~|#@&^+=()[]【】“”'\"^️👍😀👨‍👩‍👧❤️🏻", max_size=4)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("您加微信聊", "加微信"),
        ("您加個微信，不，加微信", "加微信"),
        ("您加 微  信聊", "加 微  信"),
        ("您加\u200b微\u2060信聊", "加\u200b微\u2060信"),
        ("您加😊微👨‍👩‍👧信聊", "加😊微👨‍👩‍👧信"),
        ("您加*微*信聊", "加*微*信"),
        ("您【加微】信聊", "加微】信"),
        ("您加，微，信聊", "加，微，信"),
        ("您加。微。信聊", "加。微。信"),
        ("您加\n微\n信", "加\n微\n信"),
        ("您加加加微微信聊", "加加加微微信"),
        ("您加ＶＸ聊", "加ＶＸ"),
        ("您加vX聊", "加vX"),
        ("您加ⓥⓧ聊", "加ⓥⓧ"),
        ("微信轉我", "微信轉我"),
        ("您加薇信聊", "加薇信"),
        ("您佳微芯聊", "佳微芯"),
        ("您 jia weixin 聊", "jia weixin"),
        ("您Jiā Wēi Xìn聊", "Jiā Wēi Xìn"),
        ("您加weixin聊", "加weixin"),
        ("您加🆅🅧聊", "加🆅🅧"),
        ("您加wei信聊", "加wei信"),
        ("\ud83d加微信\udc4d", "加微信"),
    ],
)
def test_disguises(text: str, marked: str) -> None:
    assert found(text, WECHAT) == [marked]


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (
            "100%正品",
            ["100%正品", "１００％正品", "百分百正品", "百分之百正品", "百分之一百正品", "一百%正品"],
        ),
        ("百分百正品", ["100%正品", "百分之一百正品", "百分之100正品"]),
        ("15字好评", ["15字好评", "十五字好评", "１５字好评", "拾伍字好评"]),
        ("十五字好评", ["15字好评"]),
        ("零甲醛", ["0甲醛", "〇甲醛", "零甲醛"]),
        ("全网第一", ["全网第1", "全网第①", "全网第壹"]),
        ("去12315投诉吧", ["去一二三一五投诉吧", "去幺二三幺五投诉吧"]),
        ("95%有效", ["百分之九十五有效", "百分之95有效"]),
        ("满三百送礼", ["满300送礼"]),
        ("满1008送礼", ["满一千零八送礼"]),
    ],
)
def test_digits_and_numerals(pattern: str, texts: list[str]) -> None:
    for text in texts:
        assert found(f"我们{text}的", phrase(pattern)) == [text]


def test_repetition_that_belongs_to_the_wording_is_needed() -> None:
    assert found("呵", phrase("呵呵")) == []
    assert found("呵。呵", phrase("呵呵")) == []
    assert found("呵 呵呵", phrase("呵呵")) == ["呵 呵呵"]
    assert found("不慢等", phrase("慢慢等")) == []
    assert found("慢慢慢等", phrase("慢慢等")) == ["慢慢慢等"]


def test_two_characters_apart_are_one_word_only_when_they_stand_alone() -> None:
    assert found("有多远，滚，蛋！", phrase("滚蛋")) == ["滚，蛋"]
    assert found("石头滚，蛋别碰", phrase("滚蛋")) == []


def test_sounds_are_only_heard_where_the_phrase_opts_in() -> None:
    assert found("您加薇信聊", phrase("加微信")) == []
    assert found("jia weixin", phrase("加微信")) == []


def test_sounds_need_three_syllables_and_something_written_alike() -> None:
    spoken = phrase("薇信", variants=("加微信",), category=Category.OFF_PLATFORM, pinyin=True)
    assert found("支持微信支付", spoken) == []
    assert found("这个价位心里有数", spoken) == []


def test_two_syllables_in_pinyin_are_enough_as_a_word_of_their_own() -> None:
    rude = phrase("滚蛋", category=Category.INSULT, pinyin=True)
    assert found("你 gun dan 吧", rude) == ["gun dan"]
    assert found("你GunDan", rude) == ["GunDan"]
    assert found("ok gundan", rude) == ["gundan"]
    assert found("gundanx", rude) == found("xgundan", rude) == []
    assert found("给您滚单", rude) == found("gun单", rude) == []


@pytest.mark.parametrize(
    ("pattern", "text", "marked"),
    [
        (r"加.{0,2}微信", "您加一下微信", ["加一下微信"]),
        (r"加.{0,2}微信", "您加壹下微\u200b信", ["加壹下微\u200b信"]),
        (r"vip[专線]{1,2}", "打ＶＩＰ專线吧", ["ＶＩＰ專线"]),
        (r"^[哦嗯]{1,3}[。~]{0,6}$", " 哦哦。\n", ["哦哦。"]),
        (r"^[哦嗯]{1,3}[。~]{0,6}$", "哦哦哦哦哦哦。。", ["哦哦哦哦哦哦。。"]),
        (r"^[哦嗯]{1,3}[。~]{0,6}$", "嗯  。", ["嗯  。"]),
        (r"^[哦嗯]{1,3}[。~]{0,6}$", "哦，好的", []),
        (r"^[哦嗯]{1,3}[。~]{0,6}$", "😀😀", []),
        (r"^在吗", "  在吗在吗", ["在吗"]),
        (r"在吗$", "在吗？在吗 ", ["在吗"]),
        (r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", "打13800138000", ["13800138000"]),
        (r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", "打138 0013-8000吧", ["138 0013-8000"]),
        (r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", "打一三八〇〇一三八〇〇〇", ["一三八〇〇一三八〇〇〇"]),
        (r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", "单号138001380001", []),
        (r"\D{1,2}群", "进群", ["进群"]),
    ],
)
def test_patterns_read_a_plain_text(pattern: str, text: str, marked: list[str]) -> None:
    assert found(text, regex(pattern)) == marked


@st.composite
def _disguised(draw: st.DrawFn, written: str) -> str:
    out = []
    for char in written:
        options = [char, char.upper(), _traditional(char)]
        if "!" <= char <= "~":
            options.append(chr(ord(char) + 0xFEE0))
        times = 1 if char.isascii() else draw(st.integers(1, 3))
        out.append(draw(st.sampled_from(options)) * times)
    between = [draw(_put_between) for _ in out[1:]]
    return "".join([out[0], *(gap + char for gap, char in zip(between, out[1:], strict=True))])


@given(st.sampled_from(WORDINGS).flatmap(lambda w: st.tuples(st.just(w), _disguised(w))))
def test_every_mixture_of_disguises_is_found_where_it_stands(case: tuple[str, str]) -> None:
    written, disguised = case
    text = f"您好，😀那{disguised}！的话"
    (hit,) = Guard([phrase(written)]).check(text)
    assert (hit.start, hit.text) == (5, disguised)
    assert text[hit.start : hit.end] == hit.text


_words = st.sampled_from(["加微信", "保证", "呵呵", "100%", "百分百", "加vx"])
_pieces = st.one_of(_words, st.text(max_size=5), st.sampled_from("。，！\n 😀‍\u200b不没您说的“”"))
_mixed = st.lists(_pieces, max_size=12).map("".join)


@given(_mixed)
def test_hits_are_in_order_apart_and_say_what_they_mark(text: str) -> None:
    phrases = (
        phrase("加微信", "ban-a", variants=("加vx",)),
        phrase("保证", "ban-b"),
        phrase("呵呵", "ban-c"),
        phrase("微信保证", "ban-d"),
        phrase("100%", "ban-e"),
    )
    banned = {wording(w).text for p in phrases for w in (p.pattern, *p.variants)} | {"百分百", "百分之百"}
    last = 0
    for hit in Guard(phrases).check(text):
        assert last <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text
        assert wording(hit.text).text in banned
        last = hit.end


@given(st.text(st.characters(exclude_characters="加微信保证呵")))
def test_a_text_without_the_characters_is_left_alone(text: str) -> None:
    simplified = {part for char in text for part in wording(char).text}
    if simplified.isdisjoint("加微信保证呵"):
        assert found(text, phrase("加微信"), phrase("保证", "ban-b"), phrase("呵呵", "ban-c")) == []


def test_a_hit_explains_itself() -> None:
    banned: Phrase = phrase("加微信", laws=("ecommerce-17",), replacements=("在这里说。", "点关注。"))
    (hit,) = Guard([banned]).check("您加微信聊")
    assert (hit.start, hit.end, hit.phrase_id, hit.category) == (1, 4, banned.id, banned.category)
    assert (hit.severity, hit.reason, hit.replacements, hit.laws) == (
        banned.severity,
        banned.reason,
        banned.replacements,
        banned.laws,
    )
    assert hit.blocks
