"""The expressions that the rules of :mod:`deskbook.guard.context` look for around a wording.

Most read what stands before or after it in its clause, and are written folded, as a dense text is (一 is 1,
no punctuation). :data:`OR`, :data:`AMONG`, :data:`REPORTED`, :data:`WE_DO_IT` and
:data:`SWINDLE_FOLLOWS` read the text itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property

from deskbook.guard.folding import wording


class Expression:
    """A regular expression over word lists, compiled when it is first needed: most commands check no text.

    ``%(name)s`` in its source stands for any word of the list of that name.
    """

    def __init__(self, source: str, **lists: str) -> None:
        self._source = source
        self._lists = lists

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source % {name: _either(words) for name, words in self._lists.items()})

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match between two offsets."""
        return self._compiled.search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at ``start``."""
        return self._compiled.match(text, start)

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return the matches between two offsets."""
        return self._compiled.finditer(text, start, end)


def _either(words: str) -> str:
    longest_first = sorted(words.split(), key=len, reverse=True)
    return "|".join(re.escape(wording(word).text) for word in longest_first)


_BETWEEN = (
    "您 你 我 我们 咱们 店里 本店 客服 给 给您 给你 向您 跟您 和您 对您 让您 叫您 要您 要求您 问您 让你"
    " 叫你 要求 客户 买家 把 将 去 来 再 先 轻易 随意 私自 擅自 直接 主动 说 讲 承诺 答应 做 搞 参与 提供"
    " 支持 接受 进行 有 存在 任何 这种 这类 什么 所谓 完全 绝对 一定 肯定 百分百 百分之百 100% 打 通过 以"
    " 用 从 为 私下 聊天里 个人 自己的 您的 你的 我的 哪款 哪家 哪个 谁 谁家 一款 能 敢 会 是 说成 讲成 写成"
    " 当成 引导 诱导 相信 听信 轻信 任何形式的 以任何形式 一句 一声"
)
"""What may stand between a negation and what it negates."""
_NEGATIONS = (
    "不能 不敢 不会 不可能 不可以 不是 不算 不做 不作 不予 不提供 不应 不该 不再 并不 并非 并没有 无法 没法"
    " 没办法 没有办法 没有 没人 没有人 做不了 给不了 下不了 难以 很难 未必 不见得 谈不上 称不上 算不上"
    " 请勿 切勿 不等于 不代表 不支持 禁止"
)
_REFUSALS = (
    "不能 不会 不可以 不要 不用 不必 不需要 不做 不搞 不准 不许 不允许 不支持 不接受 不提供 不参与 不建议"
    " 不赞成 不得 无需 无须 从不 从来不 绝不 决不 一律不 请勿 切勿 切忌 勿 禁止 严禁 拒绝 谢绝 杜绝 避免 防止"
    " 谨防 警惕 小心 抵制 无法 没法"
)
_NOT = "(?<![特分级性个区类识告差])别"
"""别, but not that of 特别 or 分别."""
_ALONE = "(?<![要可何好能会得])"
"""What a bare 不 must not follow: that of 要不, 何不 or 不得不 negates nothing."""
CLAIM_NEGATED = Expression(
    f"(?P<no>%(no)s|{_NOT})(?:%(between)s){{0,3}}$|{_ALONE}(?P<bare>不可|[不没无])$",
    no=_NEGATIONS,
    between=_BETWEEN,
)
REQUEST_REFUSED = Expression(
    f"(?P<no>%(no)s|{_NOT})(?:%(between)s){{0,4}}$|{_ALONE}(?P<bare>不)$",
    no=_REFUSALS,
    between=_BETWEEN,
)
OFFER_DENIED = Expression("(?<!有)没有?(?:%(between)s){0,3}$", between=_BETWEEN)
UNDOING = Expression("(?:%(words)s)$", words="不是 并非 难道 谁说 岂 怎么 不得 不能 不会 不可")
"""Before a negation these undo it, or ask it back: 谁说不能保证, 不是不能保证."""
NOT_ACCUSING = Expression("(?:不是|并不是|并非|没有?说|不会说)(?:%(between)s){0,3}$", between=_BETWEEN)
ASKS_BACK = Expression("[是这那]$")
"""Before 不是 these make a question of it: 是不是, 这不是…吗."""
ALTHOUGH = Expression("(?:虽然|虽说|尽管|就算).{0,8}$")
WE_DO_IT = Expression(
    r"[，,、 ]{0,2}(?:但|不过|可)?是?(?:我|我们|我們|咱们)(?:先|来|來|帮|幫|去|会|會|给|給|替|这就|马上)"
)
TAKEN_ON = Expression(
    r"[^，,。！？!?\n]{0,2}[，,、 ]{1,2}(?:但|不过|可)?(?:我|我们|我們)"
    r"(?:现在|這就|这就|马上|立刻|先|就|可以|会|來|来|去|再|帮您|帮你|给您|替您)*"
    r"(?:请|請|转|轉|查|问|問|申请|申請|核实|核實|联系|聯繫|报|報|反馈|找|确认|確認|跟进)"
)
"""What somebody says who takes it on all the same."""
NOT_BECAUSE = Expression("(?:不会|不能|不该|不|没人|没有人)(?:会|能|该)?因为.{0,8}$")
NOT_SAYING = Expression(
    "(?:(?:不会|不能|不该|不要|别)[再只就光]?(?:[跟对和向给]?您)?[说讲回甩]|(?:没有?|从没|不是在)(?:说过?|讲过?|觉得|认为)"
    "|(?:没有?|不是)嫌)(?:您|是|%(one)s|句|声)*$",
    one="一句 一声",
)
SAYING = Expression(
    ".{0,6}(?:(?:这种|这类)(?:话|说法|宣传|广告|标语|字眼)|的(?:说法|话术|套路|宣传|广告|标语|字眼))"
)
REPORTED_PLAINLY = Expression(
    "(?<![跟对和向给同])[您他她](?:刚才|刚刚|刚|之前|上次|前面|当时)?(?:说|讲|提到|反映|反馈|问)(?:过|的|到|是|有人)?"
    "(?:我们|咱们|店里|客服|同事|师傅|快递员?|主播|商家|他们|对方)*(?:说|讲|回|让|叫|是|写){0,2}您?$"
)
NAMED = Expression(
    "(?:名字|名称|书名|歌名|昵称|款名)(?:就|是|也)?(?:叫做?|是)?$|(?:名叫|叫做|取名|起名|名为)$"
)
IF = Expression(
    "(?:如果|要是|若是|假如|万一|哪怕|即使|就算|不管|无论|不论)"
    "(?:您|对方|孩子|宝宝|家人|家里|老人|客户|快递|系统|页面|还|也|真的?|实在|都|是|自己|后面|到时|暂时)*$"
)
IF_FOLLOWS = Expression(".{0,12}?的话|.{0,8}?也(?:能|可以|没关系|没事|不要紧|不影响|照样)")
OR = Expression(r"[^。！？!?\n]{0,12}?[还還]是")
IS_IT = Expression("是您?$")
SPARED = Expression(
    "(?:不用|无需|无须|不必|不需要|不会让|不让|不再让|免得|省得)(?:再|您|你|自己|一个人|1个人|干|一直|去|那样)*$|[陪替帮]$"
)
AMONG = Expression(
    "[几幾两兩二三四五六2-9](?:个|個|款|种|種|档|檔|件|瓶|套)(?:规格|規格|颜色|顏色|尺码|尺碼|型号|型號|款式|套餐)?"
    "(?:里面?|裡面?|[当當]?中)的?，?$"
)
ONE_OF = Expression("的[那这1]?(?:个|款|种|瓶|盒|档|套|件)?(?:规格|颜色|尺码|型号|款式|套餐)")
MARKET = Expression("网|市面|同行|行业|国|同类|同城|别家|各家|各店|全城|平台")
SEEN = Expression(
    "(?:看到|看见|见到|写着|印着|标着|贴着|显示)(?:的|过|了|有|您的|那个|这个|1个|那张|1张|5星)*$"
)
SOMEBODY = Expression(
    "(?:有人|谁|对方|别人|陌生人|其他人|任何人)[^您我]{0,6}(?:说|叫|让|要|要求|请|催|问|引导)(?:您|你|大家|先){0,2}$"
)
BEYOND_US = Expression("不了(?!解)")
FORBIDDEN = Expression(
    ".{0,6}?(?:违规|违反|不允许|(?<!可)不可以|(?<!支)不支持|是禁止|(?:是|属于)(?:诈骗|骗)"
    "|没有?(?:任何)?保障|不受.{0,4}保[护障]|不享受|不提供|不受理|有风险|不安全)"
)
SWINDLE = Expression("(?<!不是)骗子|诈骗|骗局|冒充|假客服|防骗|谨防|警惕|上当")
SWINDLE_FOLLOWS = Expression(
    r"[^。！？!?\n]{0,40}?(?:(?<!不)(?:是|属于)(?:骗子|诈骗|骗局|冒充)|挂断|挂掉"
    r"|(?:别|不要)(?:理会|理他|信|相信|轻信)(?=[哦啊呢吧的\W]|$)"
    r"|(?:谁|任何人)[^，。！？!?\n]{0,4}[都也](?:别|不要|不能|勿))"
)
OPENING = Expression(r"[“\"「『‘']")
EXPLAINED = Expression(
    r"[”\"」』’'](?:这个|这项|这种|这条|的)?(?:就|指的?)?是?"
    r"(?:(?:平台|官方|商品页|页面|活动|一项|一种|一个)[^，。！？!?\n]{0,6})?(?:承诺|规则|服务|标识|标志|说法|意思|条款)"
)
"""What follows the closing mark of a term that is then explained."""
_ASIDE = r"[^，。！？!?\n“”\"「」『』]"
REPORTED = Expression(
    rf"(?:[您你他她]{_ASIDE}{{0,8}}(?:[说讲问]|(?:写|提|发|留言|反映|喊|骂|打|评价)(?=[着过到了的]))"
    rf"|(?:客户|买家|顾客|对方|有人|别人|平台|骗子|陌生人|同事|客服|主播|师傅|快递员|观众|网友){_ASIDE}{{0,8}}"
    r"(?:[说讲问写提发回喊骂打叫]|回复)"
    rf"|(?:聊天|留言|评[价论]|追评|页面|详情页|截图|短信|消息|通知|记录|广告|标题|标签|海报|包装|卡片|说明书|弹幕|视频"
    rf"|直播间|买家秀|帖子){_ASIDE}{{0,4}}[里上中]{_ASIDE}{{0,4}}(?:[有写说是标提印的]|显示|出现))"
    r"(?:过|着|到|了|的|是|您|你|我|那句|这句|这个)*[：:，,]?\s*"
    r"[“\"「『‘']([^”\"」』’'\n]{1,60})[”\"」』’']"
)
"""Who says, writes or shows it; the quotation itself is the group."""
ORDINAL = Expression("(?:次|单|张|批|步|天|时间|手|页|笔|周|轮|期|场|条|位|眼|印象|反应|季度|届|站)")
AMOUNT_BEFORE = Expression(
    "(?:%(words)s)$",
    words="到 至 达 达到 设为 用量 棉量 浓度 纯度 完成度 比例 占比 占 电 含 率 为 超过 棉 羊毛 真丝 丝 绒 麻",
)
LEVEL_BEFORE = Expression(
    "(?:充满|电量|含量|湿度|亮度|音量|进度)(?:调|设|开|显示|[到成至为])*$|[调设开拉充放缩][大小]?[到成至为]$"
)
AMOUNT_AFTER = Expression("%(words)s", words="时 以上 以下 左右 的电 电量 之后 以后")
MATERIAL = Expression(
    "%(words)s",
    words="棉 纯棉 精梳棉 羊毛 羊绒 绵羊毛 羊驼毛 真丝 蚕丝 桑蚕丝 亚麻 苎麻 聚酯 涤纶 锦纶 莱赛尔 粘纤 天丝"
    " 牛皮 羊皮 头层牛皮 鹅绒 鸭绒 白鹅绒 白鸭绒 乳胶 浓缩 果汁",
)
