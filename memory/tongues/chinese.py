"""Chinese, in both scripts: nothing bends and no space tells where a word ends, so what is near a name shows it.

It cost: feasts of the moon have no day of the year, and a season alone ("春天") is told of, not asked for.
"""

from memory.tongue import Behind, Tongue

_DAY = "(?:周|週|星期|礼拜|禮拜)"
_PIECE = "[个個]?"
_THIS = "(?:这|這)"
_WEEK = f"(?:{_PIECE}(?:星期|礼拜|禮拜)|周|週)(?![末一二三四五六日天])"
_EVENTS = (
    "搬家|搬[到去来來]\\w{1,4}?|结婚|結婚|离婚|離婚|毕业|畢業|换工作|換工作|跳槽|辞职|辭職|退休|怀孕|懷孕|生孩子|出生"
    "|手术|手術|婚礼|婚禮|考试|考試|面试|面試|分手|出国|出國|住院|生病|疫情|上大学|上大學|认识\\w{1,3}?|認識\\w{1,3}?"
)
_HAN = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_COUNTED = {
    f"{tens}{ones}": ten * 10 + one
    for ten, tens in enumerate(("", "十", "二十", "三十"))
    for one, ones in enumerate(_HAN)
    if 0 < ten * 10 + one <= 31
}
HAN = dict(sorted(_COUNTED.items(), key=lambda each: -len(each[0])))  # the longest first
CHINESE = Tongue(
    months=tuple(f"(?:{_HAN[month] or '十'}|{month})月份?" for month in range(1, 10))
    + tuple(f"(?:{han}|{month})月份?" for han, month in (("十", 10), ("十一", 11), ("十二", 12))),
    weekdays=tuple(f"{_DAY}{each}" for each in ("一", "二", "三", "四", "五", "六", "[日天]")),
    seasons=("春[天季]", "夏[天季]", "秋[天季]", "冬[天季]"),
    units=(
        "天|日", f"{_PIECE}(?:星期|礼拜|禮拜)|周|週", "[个個]月", "年", f"{_PIECE}周末",
    ),
    offsets={
        "大前天": -3, "(?<!天)前天(?!气|氣)": -2, "昨天|昨日|昨晚": -1, "今天|今日|今早|今晚": 0, "明天|明日|明晚": 1,
        "(?<!天)[后後]天(?!气|氣)": 2,
    },
    numbers={"几|幾": 3, "两|兩": 2, **HAN},
    feasts={
        "圣诞节?|聖誕節?": "christmas", "元旦|跨年": "new year", "万圣节|萬聖節": "halloween",
        "情人节|情人節": "valentine",
        "感恩节|感恩節": "thanksgiving", "复活节|復活節": "easter",
    },
    ago=("{n}{unit}多?(?:之|以)?前", "{length}(?:之|以)?前"),
    past=("(?:过去|過去|最近|近)的?{n}{unit}", "(?:过去|過去|最近|近)的?{length}"),
    last=(f"上一?{_PIECE}(?P<what>[春夏秋冬][天季])",),
    this=(f"{_THIS}{_PIECE}(?P<what>[春夏秋冬][天季])",),
    next=(f"下一?{_PIECE}(?P<what>[春夏秋冬][天季])",),
    within="在|于|於|从|從|自|自从|自從|到|整个|整個",
    since="自从|自從|自", until="到|直到",
    before="(?!)", after="(?!)",
    between="从|從|在|(?:)", ands="到|至|-|~",
    event=r"(?!)",
    ever="(?!)",
    asking="(?:什么|什麼|谁|誰|哪里|哪裡|哪儿|怎么|怎麼|我们|我們|咱们|我|你|都|有|了|过|過|做|干|说|說|聊|谈|談|讲|講|发生"
    "|發生|告诉|告訴|吗|嗎|呢|的|事情?|些|在|是|还|還|记得|記得|知道|和|跟|安排)+",
    the="(?!)",
    of="(?!)",
    not_after="(?!)",
    script="^(?=[^ぁ-ヺ]*$).*[一-鿿]",
    left=r"(?<![\d每十])(?<!每[个個])",
    right=r"(?![\d天])",
    plain=f".+月份?|{_DAY}.|.+[节節]|圣诞|聖誕|元旦|跨年",
    behind=Behind(
        within="里|裡|的时候|的時候|期间|期間", since="以来|以來|起|开始|開始", until="为止|為止",
        before="(?:之|以)?前", after="(?:之|以)?[后後]",
    ),
    steps={
        f"上上{_PIECE}{_WEEK}": (1, -2), f"上一?{_WEEK}": (1, -1), f"(?:{_THIS}一?|本){_WEEK}": (1, 0),
        f"下一?{_WEEK}": (1, 1), "上上[个個]?月": (2, -2), "上[个個]?月": (2, -1), f"{_THIS}[个個]月|本月": (2, 0),
        "下[个個]?月": (2, 1), "(?<!大)前年": (3, -2), "大前年": (3, -3), "去年": (3, -1), "今年|本年": (3, 0),
        "明年": (3, 1), "[后後]年": (3, 2), f"上{_PIECE}周末": (4, -1), f"{_THIS}{_PIECE}周末|本周末": (4, 0),
        f"下{_PIECE}周末": (4, 1),
    },
    lengths={"半年": (6, 2), "一年半": (18, 2), "半[个個]月": (15, 0)},
    years={"去年的?": -1, "前年的?": -2, "今年的?": 0, "明年的?": 1},
    weeks={f"上上{_PIECE}": -2, f"上{_PIECE}": -1, f"{_THIS}{_PIECE}|本": 0, f"下{_PIECE}": 1},
    dates=(
        ("iso", r"{year}[/.](?P<number>\d\d?)[/.](?P<day>\d\d?)"), ("day", "(?:{year}年)?{month}{day}[日号號]"),
        ("day", "{of_year}{month}{day}[日号號]"), ("name", "{of_year}{names}"), ("name", "{year}年的?{names}"),
        ("weekday", "{of_week}{weekday}"), ("year", "{year}年"),
    ),
    told_before=rf"(?P<clause>{_EVENTS})了?(?:之|以)?前",
    told_after=rf"(?P<clause>{_EVENTS})了?(?:(?:之|以)?[后後]|以来|以來)",
)  # fmt: skip
