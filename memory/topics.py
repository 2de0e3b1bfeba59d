"""Of what there is one at a time: where somebody lives, and their work. Pure.

"Moved to Bergen" and "lives in Oslo" have no word in common, and hardly a likeness where the embedder knows a language
less well. Where a line says that things changed, and the model which fact did, one topic is enough to believe it.
"""

from memory.cues import any_of
from memory.wording import folded

_HOME = any_of(
    r"li(?:ves?|ving|ved) (?:in|at)\b", "based in", r"wohn[te] ", r"leb[te] in", r"viv[eo] en\b", r"vi[ts] [àe]",
    "habite", r"mor[ao] (?:em|n[oa])\b", r"viv[eo] (?:em|in|n[oa])\b", r"abit[ao]\b", r"жив(?:[её]т|у) в",
    "woont? ", "mieszka ", "住", "रहत", "عيش", "سكن", "yaşıyor", "oturuyor", "살", "산다",
)  # fmt: skip
_MOVED = any_of(
    r"mov(?:ed|es|ing) (?:to|into|in|back)\b", "relocat", "umgezogen", "gezogen", "zieht nach", "se mud", "mud(?:ou|a)",
    "déménag", "s'installe", "s'est installé", "trasferi", "переех", "переез", "verhuis", "przeprowadz", "引っ越",
    "搬", "移居", "انتقل", "taşın", "이사",
)  # fmt: skip
_WORK = any_of(
    r"work(?:s|ed|ing)? (?:as|at|for|in)\b", r"(?:new )?job\b", "arbeitet ", "trabaja", "travaille", "trabalha",
    "lavora", "работает", "werkt ", "pracuje", "働", "勤め", "工作", "上班", "عمل", "çalış", "일하", "일해", "근무",
)  # fmt: skip
_OF_THEM = ("'s", "’s", "の", "的")  # what belongs to somebody is another topic than they themselves


def replaces_topic(news: str, old: str, name: str) -> bool:
    """Whether `news` tells of `name` themselves where they live or work now, and `old` where they did."""
    told, known = folded(news), folded(old)
    if not (_is_about(told, name) and _is_about(known, name)):
        return False
    home = _HOME.search(known) and (_HOME.search(told) or _MOVED.search(told))
    return bool(home or (_WORK.search(known) and _WORK.search(told)))


def two_homes(one: str, other: str, name: str) -> bool:
    """Whether both tell where `name` themselves live."""
    return all(_is_about(text, name) and _HOME.search(text) is not None for text in (folded(one), folded(other)))


def _is_about(told: str, name: str) -> bool:
    who = folded(name)
    return told.startswith(who) and not told.startswith(_OF_THEM, len(who))
