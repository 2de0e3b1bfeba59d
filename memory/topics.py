"""Of what there is one at a time: where somebody lives, and their work. Pure.

"Moved to Bergen" and "lives in Oslo" have no word in common, and hardly a likeness where the embedder knows a language
less well. Where a line says that things changed, and the model which fact did, one topic is enough to believe it; who
says that they have moved to a place no longer lives where they did, even if the model says nothing of it.
"""

import re

from memory.cues import NEGATION, any_of
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
# Who moved house, and where to; "moved to the night shift" is no house.
_SETTLED = re.compile(
    r"(?:: )?(?:(?:has|have|just|already|we|i|ist|bin|sind|hat|jetzt|ha|he|hemos|s'est|est|ai|a|avons|si è|mi sono|nos"
    r"|me|se|já|ya),? )*(?:(?:moved|relocated) (?:back )?to|(?:ist |bin |sind )?"
    r"(?:[\w ]{0,30} )?nach [\w-]+ (?:um)?gezogen|mud[óo] a|mudé a|mudamos a|mud(?:ei|ou|amos) (?:para|pra)|déménagé à"
    r"|installée? à|trasferit[oaie] a"
    r"|переехал[аи]? в|verhuisd naar|przeprowadził[ay]? się do|(?:は|が)?.{1,12}(?:に|へ)引っ越(?:した|しました|して)"
    r"|(?:搬|移居)到|انتقلت? إلى|.{1,20}taşındı|.{1,12}(?:로|으로) 이사했)"
)
_NOWHERE = re.compile(
    r"\b(?:team|dep\w*|project|shift|plan|linux|windows|mac(?:os)?|ubuntu|android|ios|slack|discord|teams|notion|github"
    r"|gitlab|python|rust|java|excel|google|chrome|firefox|premium|emprego|empleo|job)\b"
)
_LIVES = re.compile(
    r"(?:(?:now|is|has|jetzt|nun|ist|ahora|maintenant|agora|adesso|ora|теперь|nu|teraz),? )*"
    r"(?:li(?:ves?|ving) (?:in|at) |based in |wohn[te] |leb[te] in |viv[eo] en |vi[ts] [àe]n? |j'habite "
    r"|habite |mor[ao] (?:em|n[oa]) |viv[eo] (?:em|in|a|n[oa]) |abit[ao] |жив(?:[её]т|у) в |woont? in "
    r"|mieszkam? w )"
    r"|(?:は|が)?(?:今は?)?[^、。]{1,12}に住[んみむ]|(?:现在|現在)?住在|.{1,12}에 ?(?:살|삽)"
)
_I_LIVE = re.compile(
    r"(?:(?:and|now|we|so|also|und|jetzt|nun|y|ahora|et|maintenant|e|agora|adesso|ora|и|теперь),? )*"
    r"(?:(?:i|we) live in |(?:i'm|we're) (?:now )?based in |ich wohne |wohne |ich lebe in |vivo en |vivimos en "
    r"|j'habite |moro (?:em|n[oa]) |moramos (?:em|n[oa]) |vivo (?:em|in|a|n[oa]) |abito |живу в "
    r"|.{0,12}に住んで(?:る|い))"
)
_CLAUSE = re.compile(r"[,;:.!…、。] ?| - | – ")
_PLACE = re.compile(
    r"[A-ZÀ-ÖØ-ÞА-Я]\w+\W*(?:now|jetzt|ahora|maintenant|agora|last|letzte|la|le|o|в|,|$|\W)|[^\x00-\u05ff]{2}"
)
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
    """Whether `news` tells that `name` moved house or lives somewhere now, and `old` where they lived; no one else."""
    told, known = _behind(news, name), _behind(old, name)
    if told is None or known is None or not _is_home(known) or NEGATION.search(folded(told)):
        return False
    there = _SETTLED.match(folded(told)) or _is_home(told)
    return bool(there) and _PLACE.search(told) is not None and _NOWHERE.search(folded(told)) is None


def _is_home(told: str) -> bool:
    """Whether the words tell of a home; in somebody's own ones any clause may, if it says "I" by its verb."""
    if not told.startswith(":"):
        return _LIVES.match(folded(told)) is not None
    return any(_I_LIVE.match(clause) for clause in _CLAUSE.split(folded(told[1:])))


def _behind(text: str, name: str) -> str | None:
    """What stands behind the name at the beginning of `text`; None where another does, or something of theirs."""
    if not text.casefold().startswith(name.casefold()):
        return None
    rest = text[len(name) :]
    return None if rest.casefold().startswith(_OF_THEM) else rest.lstrip(" ")
