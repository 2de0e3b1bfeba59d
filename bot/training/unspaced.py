"""Where a name begins and ends in scripts that put no space around words, or join small words to them. Pure.

A name of three signs or more is looked for anywhere, one of two where it is none of the words that a language is full
of. Shorter ones count where somebody is addressed by them or where they stand alone: the rest would take words apart.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

HAN, _KATAKANA, _HIRAGANA = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々", "\u30a1-\u30faー", "\u3041-\u309f"
_THAI = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # with Lao, Burmese and Khmer
HANGUL, ARABIC, HEBREW = "\uac00-\ud7a3", "\u0620-\u064a\u066e-\u06d3", "\u05d0-\u05ea"
SPACELESS = f"{HAN}{_KATAKANA}{_HIRAGANA}{_THAI}"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b6-\u17d3"
_VOWELS = "\u0e40-\u0e44\u0ec0-\u0ec4"  # are written before what they are spoken behind
_LONG, _LONG_THAI = 3, 4
_HONOUR = (
    "さん|ちゃん|くん|さま|せんせい|先生|先輩|様|君|氏|社長|部長|課長|教授|女士|小姐|同学|老师|老師|太太|医生|阿姨|叔叔"
)
_TITLE = ("คุณ", "พี่", "น้อง", "นาย", "นาง", "ครู", "หมอ", "ป้า", "ลุง")
_FAMILIES = (  # surnames of one sign that are hardly words
    "王李张張刘劉陈陳杨楊赵趙黄周吴吳徐孙孫胡朱郭何林罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾肖董潘袁蔡蒋蔣余杜叶程魏苏蘇"
    "吕呂丁任沈姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸戴贾賈韦韋邱侯邹鄒熊孟秦薛尹段黎陶贺賀顾顧郝龚龔邵"
)
_SURNAMES = "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진엄채원천방공"
_PARTICLES = (
    "은|는|이|가|을|를|의|에게|한테|께|와|과|랑|도|만|야|아|씨|님|군|양|처럼|보다|부터|까지|라고|네|로|하고|선생|누나|언니"
    "|오빠|형|입니다|예요|이에요"
)
_ALONE = "(?<![^\\W_]){}(?![^\\W_])"
_JOINED = {ARABIC: "وفبلك", HEBREW: "ובלהשמכ"}


def spaceless(name: str) -> bool:
    """Whether words of the name's script may have others right beside them."""
    return re.search(f"[{SPACELESS}{HANGUL}{ARABIC}{HEBREW}]", name) is not None


def parts_of(name: str) -> Iterator[str]:
    """Given name and surname of a whole one that is written in one piece; the shorter are looked for with care."""
    if re.fullmatch(f"[{_FAMILIES}][{HAN}]{{1,2}}", name):
        yield name[0]
    if re.fullmatch(f"[{HAN}]{{3,4}}", name):
        yield from (name[:2], name[len(name) - 2 :])
    elif re.fullmatch(f"[{_SURNAMES}][{HANGUL}]{{2}}", name):
        yield name[1:]


def around(name: str) -> str:
    """A regular expression in which the name is `{}`, with what must stand beside it."""
    if re.search(f"[{HANGUL}]", name):
        alone, called = "(?<![^\\W_]){}", f"(?<=(?<![^\\W_])[{_SURNAMES}]){{}}(?={_PARTICLES}|$|[\\W_])"
        return f"{alone}|{called}"
    for script, joined in _JOINED.items():
        if re.search(f"[{script}]", name):
            return f"(?:(?<![^\\W_])|(?<=(?<![^\\W_])[{joined}])){{}}(?![^\\W_])"
    if re.search(f"[{_THAI}]", name):
        return _around_thai(name)
    if re.fullmatch(f"[{_KATAKANA}・]+", name):
        return f"(?<![{_KATAKANA}]){{}}(?![{_KATAKANA}])"
    anywhere = len(name) >= _LONG or (len(name) > 1 and re.search(f"[{HAN}]", name) and name not in _also_words())
    if anywhere:
        return "{}"
    called = f"{{}}(?={_HONOUR})|(?<=[老小阿]){{}}(?![{'子爷爺' if name in _FAMILIES else HAN}])"
    return f"{called}|{_ALONE}"


def _around_thai(name: str) -> str:
    inside = f"(?<![{_VOWELS}]){{}}(?![{_MARKS}])"
    if len(name) >= _LONG_THAI:
        return inside
    titled = "|".join(f"(?<={each})" for each in _TITLE)
    return f"(?:{titled}){{}}(?![{_MARKS}])|(?<![{_THAI}]){{}}(?![{_THAI}])"


@cache
def _also_words() -> frozenset[str]:
    lines = (resources.files("bot.training") / "also_words.txt").read_text("utf-8").splitlines()
    return frozenset(each for each in lines if each and each[0] != "#")
