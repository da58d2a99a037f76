"""Generated service entries and queries: realistic in size, vocabulary and skew, the same on every run."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from deskbook.model.entry import Audience, Kind, Level, Stage, Status
from deskbook.model.query import SearchDoc

_THINGS = """
    退款 退货 换货 快递 物流 订单 发票 优惠券 运费险 运费 包裹 尺码 库存 赠品 差价 补偿 质保 维修
    积分 会员 红包 定金 尾款 预售 地址 收件人 电话 颜色 型号 配件 包装 说明书 保质期 材质 成分 安装
    电池 充电器 屏幕 账号 密码 实名 海关 税费 直播间 福袋 满减 秒杀 拼团 礼品卡 余额 银行卡 花呗
    评价 晒图 追评 投诉 举报 客服 主管 仓库 快递员 驿站 自提柜 签收 拒收 揽收 中转 派送 改址 催单
    备注 合并 拆单 缺货 补货 停产 色差 瑕疵 破损 漏发 错发 少件 异味 起球 掉色 缩水
""".split()
_DEEDS = """
    申请 查询 修改 取消 确认 催促 提交 撤销 登记 核对 补发 寄回 拦截 冻结 解除 开具 补开 抵扣 叠加
    延长 升级 转接 记录 上传 下载 绑定 解绑 领取 使用 激活 验收 退回 更换 重发 安抚 解释 说明 跟进
    回访 反馈 审核 驳回 通过 暂停 恢复
""".split()
_ASKS = """
    怎么办 什么时候到 多久能好 谁来承担 在哪里看 为什么失败 可以吗 要钱吗 有没有限制 需要什么凭证
    还能不能改 怎么算 找谁处理 能不能快点 会不会影响 不见了 显示异常 一直没反应 和页面不一样
    超过期限了
""".split()
_HOWS = """
    先在后台 打开订单详情 进入售后单 联系快递网点 核对支付凭证 查看聊天记录 请客户上传照片
    按商品页承诺 依据活动规则 在备注里写明 转给值班主管 等仓库回复 让系统重新推送 参考上一次处理
    以支付机构为准
""".split()
_MOODS = """
    急死了 到底 麻烦 你好 在吗 亲 我想问下 为啥 咋 凭什么 求助 帮我看看 老板 那个 昨天买的
""".split()
_CODES = ("XM-A", "KT-20", "SKU-9081", "A6-Pro", "TB618", "EMS", "VIP3", "JD-5")
_ENGLISH = ("refund", "where is my parcel", "change address", "invoice", "cancel order")
_PINYIN = ("tuikuan", "kuaidi", "youhuiquan", "yunfeixian", "fapiao", "tuih", "dingd", "wuliu")
_INITIALS = ("tk", "th", "yhq", "yfx", "kd", "fp", "dd", "hh")


class _Zipf:
    """Chooses words with a frequency that falls with their rank, as words do."""

    def __init__(self, rnd: random.Random) -> None:
        self._rnd = rnd
        self._weights: dict[int, list[float]] = {}

    def __call__(self, words: Sequence[str]) -> str:
        weights = self._weights.setdefault(
            len(words), list(accumulate(1 / (rank + 3) for rank in range(len(words))))
        )
        return self._rnd.choices(words, cum_weights=weights)[0]


def entries(count: int, seed: int = 1) -> Iterator[SearchDoc]:
    """Yield ``count`` entries: a title, two to four aliases, a body of some 200 characters."""
    rnd = random.Random(seed)
    pick = _Zipf(rnd)
    kinds = (Kind.FAQ, Kind.FAQ, Kind.FAQ, Kind.SOP, Kind.PHRASE, Kind.CASE)
    for number in range(count):
        thing, other, deed = pick(_THINGS), pick(_THINGS), pick(_DEEDS)
        body = "".join(_sentence(rnd, pick, thing) for _ in range(rnd.randint(6, 14)))
        kind = rnd.choice(kinds)
        yield SearchDoc(
            id=f"{'ban' if kind is Kind.PHRASE else kind}-{number}",
            revision=str(number),
            kind=kind,
            title=f"{thing}{deed}{other}{pick(_ASKS)}",
            aliases=tuple(_asked(rnd, pick, thing) for _ in range(rnd.randint(2, 4))),
            body=body,
            stage=rnd.choice(tuple(Stage)),
            topic=thing,
            level=rnd.choice(tuple(Level)),
            audience=rnd.choice(tuple(Audience)),
            status=Status.VALIDATED,
            tags=(other,),
        )


def _sentence(rnd: random.Random, pick: _Zipf, thing: str) -> str:
    number = f"{rnd.randint(1, 48)}小时" if rnd.random() < 0.3 else ""
    code = f" {rnd.choice(_CODES)} " if rnd.random() < 0.05 else ""
    about = thing if rnd.random() < 0.3 else pick(_THINGS)
    return f"{pick(_HOWS)}{pick(_DEEDS)}{about}{code}，{number}{pick(_DEEDS)}{pick(_THINGS)}；"


def _asked(rnd: random.Random, pick: _Zipf, thing: str) -> str:
    return (
        f"{pick(_MOODS)}{thing}{pick(_DEEDS)}{pick(_THINGS)}{rnd.choice(('', '了', '吗', '呢'))}{pick(_ASKS)}"
    )


def queries(count: int, seed: int = 2) -> list[str]:
    """Return ``count`` queries as agents type them: words, sentences, prefixes, codes, pinyin, typos."""
    rnd = random.Random(seed)
    pick = _Zipf(rnd)

    def word() -> str:
        return pick(_THINGS)

    makers = (
        word,
        lambda: rnd.choice(word()),
        lambda: f"{word()} {word()}",
        lambda: f"{word()}{pick(_DEEDS)}",
        lambda: f"{word()}{pick(_ASKS)}",
        lambda: _asked(rnd, pick, word()),
        lambda: _asked(rnd, pick, word()) + "，" + _sentence(rnd, pick, word())[:20],
        lambda: _asked(rnd, pick, word())[: rnd.randint(3, 7)],
        lambda: rnd.choice(_CODES).lower(),
        lambda: rnd.choice(_PINYIN),
        lambda: rnd.choice(_INITIALS),
        lambda: rnd.choice(_ENGLISH),
        lambda: word().replace("费", "废").replace("账", "帐").replace("件", "建") + pick(_ASKS),
    )
    return [makers[i % len(makers)]() for i in range(count)]
