"""Forms: choices, classes and gaps in a wording stand for many, and are seen through every disguise."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.guard.engine import Guard
from deskbook.guard.forms import GAP, MOST_HEADS, MOST_WORDS, example, read_form
from deskbook.model.entry import Category
from tests.unit.guard.support import found, phrase

ASK = phrase("<您>(自己|直接|)(问|打给)(一下|)快递", allowed=("(不用|无需)<您>(自己|)问快递",))
CODE = phrase("验证码…(<发我>|念给我)", category=Category.PRIVACY)


@pytest.mark.parametrize("text", ["您自己问一下快递", "你问快递", "您直接打给快递吧"])
def test_a_choice_stands_for_each_of_its_words_and_for_nothing(text: str) -> None:
    assert found(text, ASK) == [text.removesuffix("吧")]


@pytest.mark.parametrize(
    "text", ["您自己 问 快 递", "妳自己問快遞", "您🙂自己🙂问🙂快递", "您自自己己问问快递"]
)
def test_a_form_is_found_in_disguise(text: str) -> None:
    assert len(found(text, phrase("(您|妳)自己问…快递"))) == 1


def test_digits_in_a_form_are_read_in_every_spelling() -> None:
    form = phrase("(差评|投诉)(扣|罚)(我|客服)(十五|20%)")
    assert found("差评扣我15，投诉罚客服百分之二十", form) == ["差评扣我15", "投诉罚客服百分之二十"]


@pytest.mark.parametrize("head", ["您", "可以", "我们可以"])
def test_a_beginning_of_any_length_is_met_with_what_follows_it(head: str) -> None:
    form = phrase(f"{head}(问|{'|'.join(f'打{at}' for at in '甲乙丙丁')})(快递|)(吧|去问快递)")
    assert found(f"{head}问吧", form) == [f"{head}问吧"]
    assert found(f"{head}打乙快递吧", form) == [f"{head}打乙快递吧"]
    assert found(f"{head}问去问快递", form) == [f"{head}问去问快递"]
    assert found(f"{head}打戊吧，{head}问", form) == []


def test_a_gap_holds_a_few_characters_of_the_same_clause() -> None:
    assert found("验证码收到了麻烦您发我", CODE) == ["验证码收到了麻烦您发我"]
    assert found("验证码" + "啊哈" * (GAP // 2) + "发我", CODE) != []
    assert found("验证码" + "啊哈" * (GAP // 2) + "啊发我", CODE) == []
    assert found("验证码收到了，照片发我", CODE) == []


def test_a_gap_holds_no_negation() -> None:
    assert found("验证码千万不要发我", CODE) == []
    assert found("验证码不是发我的，是您自己用", CODE) == []


def test_an_allowed_form_excuses_what_it_covers() -> None:
    assert found("不用您自己问快递，无需你问快递", ASK) == []
    assert found("不用急，您自己问快递", ASK) == ["您自己问快递"]
    gapped = phrase("给<好评>", allowed=("(谢谢|感谢)…给好评",))
    assert found("感谢您愿意给好评", gapped) == []
    assert found("给好评吧", gapped) == ["给好评"]


def test_the_words_around_a_form_tear_it_apart() -> None:
    assert found("投保证明发我", phrase("(保证|担保)(明|)(天|)")) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("(加|微", "neither closed"),
        ("加)微", "neither closed"),
        ("<没有这一类>聊", "no class"),
        ("加…微…信…号", "more than 2 gaps"),
        ("加(、|微)信", "neither a letter"),
        ("(加<微信>|聊)吧", "mixes"),
        (f"({'|'.join(map(str, range(MOST_WORDS + 1)))})元", "more than"),
    ],
)
def test_a_faulty_form_is_named_and_the_rest_of_the_phrase_works(source: str, said: str) -> None:
    guard = Guard([phrase("没问题的", variants=(source, "包您好"))])
    (problem,) = guard.problems
    assert (problem.code, problem.entry_id, problem.field) == ("refused-pattern", "ban-it", "variants")
    assert said in str(problem.reason)
    assert [hit.text for hit in guard.check("包您好")] == ["包您好"]


def test_a_form_of_nothing_and_one_of_too_little() -> None:
    assert [p.code for p in Guard([phrase("(微|)(信|)")]).problems] == ["empty-pattern"]
    assert [p.code for p in Guard([phrase("(微|加)")]).problems] == ["short-pattern"]


def test_forms_of_two_phrases_may_share_a_wording() -> None:
    assert Guard([phrase("加(微信|QQ)"), phrase("(加|找)微信", "ban-other")]).problems == ()


def test_an_example_reads_like_a_sentence() -> None:
    assert example("<您>(自己|)问…(快递|物流)") == "您问…快递"
    assert example("(没有关上") == "(没有关上"
    assert example("加微信") == "加微信"


WORDS = st.lists(st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=3), min_size=1, max_size=12, unique=True)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_a_form_finds_every_wording_that_it_stands_for(choices: list[list[str]]) -> None:
    source = "".join(f"({'|'.join(words)})" for words in choices)
    form = read_form(source)
    assert len(form.heads) <= max(MOST_HEADS, len(choices[0]))
    guard = Guard([phrase(source, variants=("子丑寅卯",))])
    for words in list(product(*choices))[:20]:
        wording = "".join(words)
        if re.search(r"(.)\1", wording):  # how often a character stands is another matter
            continue
        hits = guard.check(f"寅{wording}寅")
        assert hits, wording
        assert (hits[0].start, hits[-1].end) == (1, 1 + len(wording))
