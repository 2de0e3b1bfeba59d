"""Of what there is one at a time: where somebody lives, and their work. Pure.

"Moved to Bergen" and "lives in Oslo" have no word in common, and hardly a likeness where the embedder knows a language
less well. Where a line says that things changed, and the model which fact did, one topic is enough to believe it; who
says that they have moved to a place no longer lives where they did, even if the model says nothing of it.
"""

import re

from memory.cues import any_of
from memory.wording import folded

_HOME = any_of(
    r"li(?:ves?|ving|ved) (?:in|at)\b", "based in", r"wohn[te] ", r"leb[te] in", r"viv[eo] en\b", r"vi[ts] [àe]",
    "habite", r"mor[ao] (?:em|n[oa])\b", r"viv[eo] (?:em|in|n[oa])\b", r"abit[ao]\b", r"жив(?:[её]т|у) в",
    "woont? ", "mieszka ", "住", "रहत", "عيش", "سكن", "yaşıyor", "oturuyor", "살",
)  # fmt: skip
_MOVED = any_of(
    r"mov(?:ed|es|ing) (?:to|into|in|back)\b", "relocat", "umgezogen", "gezogen", "zieht nach", "se mud", "mud(?:ou|a)",
    "déménag", "s'installe", "s'est installé", "trasferi", "переех", "переез", "verhuis", "przeprowadz", "引っ越",
    "搬", "移居", "انتقل", "taşın", "이사",
)  # fmt: skip
_SETTLED = any_of(
    r"moved (?:back )?(?:to|in)\b", "relocated to", "umgezogen", "gezogen", r"se mud[óo]\b", r"me mudé\b",
    r"nos mudamos\b", r"mud(?:ei|ou|amos)\b", r"déménagé\b", r"s'est installé", r"trasferit[oaie]\b", "переехал",
    "verhuisd", "przeprowadził", "引っ越した", "引っ越しました", "引っ越して", "搬到", "انتقلت", "taşındı", "이사했",
)  # fmt: skip
_PLACE = re.compile(r"(?:\w+ )+?(?:to|nach|a|à|para|pra|in|en|em|no|na|в|naar|do)[: ]+[A-ZÀ-ÖØ-ÞА-Я]|[^\x00-\u05ff]")
_WORK = any_of(
    r"work(?:s|ed|ing)? (?:as|at|for|in)\b", r"(?:new )?job\b", "arbeitet ", "trabaja", "travaille", "trabalha",
    "lavora", "работает", "werkt ", "pracuje", "働", "勤め", "工作", "上班", "عمل", "çalış", "일하", "일해", "근무",
)  # fmt: skip
_OF_THEM = ("'s", "’s", "の", "的")  # what belongs to somebody is another topic than they themselves


def replaces_topic(news: str, old: str, name: str) -> bool:
    """Whether `news` tells of `name` themselves where they live or work now, and `old` where they did."""
    told, known, who = folded(news), folded(old), folded(name)
    if not all(text.startswith(who) and not text.startswith(_OF_THEM, len(who)) for text in (told, known)):
        return False
    home = _HOME.search(known) and (_HOME.search(told) or _MOVED.search(told))
    return bool(home or (_WORK.search(known) and _WORK.search(told)))


def moved_home(news: str, old: str, name: str) -> bool:
    """Whether `news` tells that `name` moved to a place or lives there now, and `old` where they lived."""
    told, known, who = folded(news), folded(old), folded(name)
    if not all(text.startswith(who) and not text.startswith(_OF_THEM, len(who)) for text in (told, known)):
        return False
    there = _HOME.search(told) or (_SETTLED.search(told) and _PLACE.search(news))
    return bool(_HOME.search(known) and there)
