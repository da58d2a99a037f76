"""Sounds: how a title is found by pinyin, by initials, and through a homophone typed by mistake.

Syllables are written without tones, and the pairs that southern speakers and fast typists mix up (zh/z,
ch/c, sh/s, -ng/-n) are folded into one. A character has up to two readings, taken without context, so that
both sides agree.

Three sorts of terms share one field: a syllable or its beginning (``tu``), a pair of syllables of which the
second may be unfinished (``tui'kua``), and runs of two or three initials (``~tk``).
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from deskbook.search.terms import tokens

_SPELLINGS = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao
    ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui
    chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die
    ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan
    gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen
    heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju
    juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai
    lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lue lun luo lv
    ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne
    nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nue nun nuo nv o ou pa pai pan
    pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong
    qiu qu quan que qun ran rang rao re ren reng ri rong rou ru ruan rui run ruo sa sai san sang sao se
    sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun
    shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou
    tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu
    xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze
    zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang
    zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
SYLLABLES = frozenset(_SPELLINGS.split())
BEGINNINGS = frozenset(s[:size] for s in SYLLABLES for size in range(1, len(s)))
LONGEST_SYLLABLE = max(map(len, SYLLABLES))
_POLYPHONES = frozenset(
    "还重长行发得会便卡差着了地都好没什少处数调量空乐朝传当倒分几间降角解看强切圈色省参藏称弹度干更和划教觉尽"
    "禁据卷累落率模片铺曲散盛识似提挑通吐系相校兴要应载扎炸折只中种转给为屏薄脏喝奔扫背磨缝晃混假将奇"
)
"""Characters of which the second reading is in daily use; most others have archaic ones listed."""
_SILENT = (".",)


def fold_syllable(syllable: str) -> str:
    """Return a syllable as it is indexed: without the differences that people do not hear or type."""
    if syllable[1:2] == "h" and syllable[0] in "zcs":
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


@cache
def _dictionary() -> Mapping[int, str]:
    # Only single characters are looked up: without the phrase dictionary the import takes a quarter of the
    # time and memory. The package knows no other switch than the environment.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@cache
def readings(char: str) -> tuple[str, ...]:
    """Return the folded syllables a character is read as, the usual one first; empty if it is not Chinese."""
    listed = _dictionary().get(ord(char), "").split(",")
    syllables = dict.fromkeys(fold_syllable(_toneless(reading)) for reading in listed if reading)
    return tuple(syllables)[: 2 if char in _POLYPHONES else 1]


def _toneless(reading: str) -> str:
    # u with diaeresis is typed as v, and as u after it is followed by e.
    marked = unicodedata.normalize("NFD", reading).replace("u\u0308", "v").replace("ve", "ue")
    return "".join(char for char in marked if not unicodedata.combining(char))


def sounds(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield ``(term, start, end)`` for every sound in a run of characters; the span says what is heard."""
    spoken = [readings(char) for char in run]
    for i, here in enumerate(spoken):
        after = spoken[i + 1] if i + 1 < len(spoken) else ()
        for syllable in here:
            for size in range(min(2, len(syllable)), len(syllable) + 1):
                yield syllable[:size], i, i + 1
        for first, second in product(here, after):
            for size in range(1, len(second) + 1):
                yield f"{first}'{second[:size]}", i, i + 2
        for size in (2, 3):
            group = spoken[i : i + size]
            if len(group) == size and all(group):
                for letters in product(*(dict.fromkeys(r[0] for r in options) for options in group)):
                    yield "~" + "".join(letters), i, i + size


def document_sounds(folded: str) -> Iterator[str]:
    """Yield the sound terms that a folded title or alias is indexed under."""
    for token in tokens(folded):
        if not token.is_word:
            for term, _, _ in sounds(token.text):
                yield term


def spoken(folded: str) -> str:
    """Return how a text sounds: for each character a space and its usual syllable, or a dot."""
    return "".join(f" {(readings(char) or _SILENT)[0]}" for char in folded)
