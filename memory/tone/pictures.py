"""Emoji and emoticons of a text. Pure, and the same in any language.

Emoji are told by their code points; names between colons are emoji of the platform. Emoticons are those with eyes and a
mouth, hearts, and Japanese ones within brackets; "8)" and "x)" end lists more often than they grin.
"""

import re
from collections import Counter

_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f\u20e3"
    "|(?:[\U0001f300-\U0001faff\u231a\u231b\u23e9-\u23f3\u2600-\u27bf\u2b50\u2b55\u2934\u2935])"
    "[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d[\U0001f300-\U0001faff\u2600-\u27bf][\ufe0f\U0001f3fb-\U0001f3ff]*)*"
    "|(?<![\\w:]):[a-zA-Z][a-zA-Z0-9_+-]{1,31}:(?!\\w)"
)
_TEXTUAL = frozenset("✓✔✕✖✗✘☐☑☒♯♭♩♪♫♬★☆☎☂☀✦✧➔➜➝➞➡❯❮")  # typed as text more often than meant as emoji
_EMOTICON = re.compile(
    r"(?<!\w)(?:[:;=][-o'^]?[)(\]\[DPpOo3*/\\|]+|8-\)|<3+|</3|\^_*\^|[Tt]_+[Tt]|-_+-|[oO]_+[oO]|>_+<|[uU]_[uU]"
    r"|[xX]D+|[dD]:|\\o/|\(:|:[cC$S])(?![\w/])|¯\\_\(ツ\)_/¯|[(（][^()（）\n]{0,3}[´`・ωД∀≧≦＾；゜°▽][^()（）\n]{0,8}[)）]"
)


def emoji(text: str) -> Counter[str]:
    """The emoji of a text, each with how often."""
    if text.isascii() and ":" not in text:
        return Counter()
    return Counter(each for each in _EMOJI.findall(text) if each not in _TEXTUAL)


def emoticons(text: str) -> Counter[str]:
    """The emoticons of a text, each with how often."""
    return Counter(_EMOTICON.findall(text))


def without(text: str) -> str:
    """A text without either."""
    return _EMOTICON.sub("", text if text.isascii() and ":" not in text else _EMOJI.sub("", text))
