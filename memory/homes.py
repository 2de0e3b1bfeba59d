"""A new home in place of an old one, seen without a model that says so: only where it is plain. Pure.

"Moved to Kubernetes" reads like "moved to Bergen", and "lives in Norway" may tell of Oslo once more. A home that ends
by mistake is lost, while a missed move leaves two facts of which the newer is shown first. So both facts must name a
single place, the places must differ, and the line must say that it changed: "now" with "lives in", and for "moved to"
anything of dwelling besides. It cost: moves told in other words, or to a place in small letters.
"""

import re

from memory.cues import NEGATION, any_of
from memory.regions import are_one_town, may_lie_within
from memory.wording import folded, words


def _any_group(*groups: str) -> re.Pattern[str]:
    """One pattern for all, those in brackets from the start of a word."""
    return re.compile("|".join(rf"(?<!\w){group}" if group.startswith("(?:") else group for group in groups))


_OF_THEM = ("'s", "’s", "の", "的")  # what belongs to somebody is another topic than they themselves
_NOW = (
    r"(?:(?:has|have|just|already|now|currently|is|we|i|and|so|also|ist|bin|sind|hat|und|jetzt|nun|ahora|ya|y|ha|he|hemos"
    r"|se|me|nos|maintenant|désormais|et|a|ai|j'ai|on a|s'est|est|agora|já|e|adesso|ora|si è|mi sono|и|теперь|сейчас|nu"
    r"|teraz|अब),? )*"
)
_TOWN = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ]\w+"
_JOINED = rf"(?:[ -]|, | (?:am|an der|upon|on|de|do|da|del|la|le|sur|sous|ob der|am) )(?={_TOWN})"
_TOWNS = rf"(?P<place>(?:St\. )?{_TOWN}(?:{_JOINED}{_TOWN}){{0,3}})(?!\w|[ -]?\d|['’]s )"
_NON_KANA = r"[^\W\dぁ-ん]"
# "lives in", told of somebody, and by themselves; a place in capitals follows.
_LIVES = (
    rf"(?:li(?:ves?|ving) |has lived |based |wohn[te] |leb[te] |viv[eo] |vi[ts] |habite |mor[ao] |abit[ao] "
    rf"|жив(?:[её]т|у) |woont? |mieszkam? ){_NOW}(?:in|en|à|em|n[oa]|a|во?|we?) "
)
_I_LIVE = (
    r"(?:(?:i|we) live |(?:i'm|we're) (?:now )?(?:based|living) |ich wohne |wohne ich |wohne |wir wohnen |ich lebe "
    r"|lebe |vivo |vivimos |j'habite |on habite |moro |moramos |abito |abitiamo |живу |жив[её]м |ik woon "
    rf"|woon |mieszkam ){_NOW}(?:in|en|à|em|n[oa]|a|во?|we?) "
)
_UNCASED = (
    rf"(?:は|が)?、?(?:今は?|現在は?)?(?P<ja>(?!今|現在){_NON_KANA}{{2,8}})に住(?:んで|んだ|む|み)"
    r"|(?:我)?(?:现在|現在|如今)?住在(?P<zh>[\u4e00-\u9fff]{2,6}?)(?=了|$|\W)"
    r"|(?:[는은가이]|나는|저는)? ?(?:이제 |지금 |현재 )?(?P<ko>[가-힣]{2,8})에(?:서)? ?(?:살|산|삽|거주)"
    r"|(?:الآن )?[أيتن]?(?:عيش|سكن) (?:الآن )?في (?P<ar>\w{3,})"
    r"|(?:मैं )?(?:अब )?(?P<hi>\S{2,}) में रहत"
)
# "moved to", which alone may be to a team or a program ...
_MOVED = (
    rf"(?:(?:moved|relocated) (?:back )?(?:here )?(?:from {_TOWN} )?to (?:(?:a|an|our|my|her|his|the) (?:\w+ )?(?:flat|"
    rf"apartment|house|place) in )?|(?:mud[óo]|mudé|mudamos) a |mud(?:ei|ou|amos) (?:para|pra) (?:o |a )?|installée? à "
    rf"|trasferit[oaie] a )"
)
# ... and what is only said of who moves house.
_MOVED_HOUSE = (
    rf"(?:déménagé (?:à|de {_TOWN} à) |переехал[аи]? (?:из {_TOWN} )?во? |verhuisd naar |przeprowadził[ay]? się do )"
)
_GERMAN = rf"(?:[\w ]{{0,30}} )?nach {_TOWNS.replace('<place>', '<de>')} (?:um)?gezogen"
_HOUSE_UNCASED = (
    rf"(?:は|が)?.{{0,8}}?(?P<ja>(?!今|現在){_NON_KANA}{{2,8}})(?:に|へ)引っ越(?:した|しました|して)"
    r"|.{0,4}搬家到(?P<zh>[\u4e00-\u9fff]{2,6}?)(?=了|$|\W)|.{0,6}?(?P<ko>[가-힣]{2,8}?)(?:으로|로) 이사"
)
_TELLS = re.compile(rf"(?i:{_NOW}{_LIVES}){_TOWNS}|{_UNCASED}")
_TELLS_ME = re.compile(rf"(?i:{_NOW}{_I_LIVE}){_TOWNS}|.{{0,12}}?(?:{_UNCASED})")
_WENT = re.compile(rf"(?i:{_NOW}{_MOVED}){_TOWNS}")
_WENT_HOME = re.compile(rf"(?i:{_NOW}{_MOVED_HOUSE}){_TOWNS}|(?i:ist |bin |sind )?{_GERMAN}|{_HOUSE_UNCASED}")
_CLAUSE = re.compile(r"[;:.!…、。] ?| - | – |, ?(?![A-ZÀ-ÖØ-ÞА-ЯЁ])")
# What may stand behind the place of an old home: more of it would end too, though nobody said so.
_TAIL = re.compile(
    r"(?:,? ?(?:now|(?:since|for|seit|desde|depuis|hace|há|da|с|already|schon) [^,.;]{1,24}|jetzt|ahora|maintenant"
    r"|agora|adesso|теперь))*[^\w]*"
    r"|(?:いる|います|んで|る|ている|ています|了|아요|다|니다|고 있다|어요|है|ी है|ा है|ी हूँ|ा हूँ)*[^\w]*"
)
_CHANGED = any_of(
    r"now\b", "these days", r"moved\b", "no longer", r"not .{0,40}any ?more", r"left\b", "jetzt", "mittlerweile",
    "inzwischen", "umgezogen", "gezogen", "nicht mehr", "ahora", "mudé", "mudamos", "ya no", "maintenant", "désormais",
    "déménag", r"plus\b", "agora", "mudei", "mudamos", "já não", "adesso", r"ora\b", "trasferit", "теперь", "переех",
    "больше не", r"nu\b", "verhuis", "teraz", "przeprowadz", "今は", "引っ越", "现在", "現在", "搬", "이제", "이사",
    "الآن", "انتقل", "अब ",
)  # fmt: skip
_DWELLS = _any_group(
    r"(?:flat|apartment|house|new home|our home|city|country|village|landlord|rent|lease|boxes|unpack\w*|movers"
    r"|moving (?:van|truck|boxes|day)|liv(?:e|ed|ing) (?:in|here|there))\b",
    r"(?:wohn\w*|haus|wg|stadt|umzug\w*|umgezogen|kisten|kartons|vermieter\w*|miete)\b",
    r"(?:piso|apartamento|departamento|ciudad|país|pueblo|mudanza|cajas|alquil\w*|viv(?:o|imos|ía))\b",
    r"(?:(?<!en )(?<!em )(?<!desde )(?<!de )casa)\b",
    r"(?:appart\w*|maison|ville|pays|déménag\w*|cartons|loyer|logement|habit\w+)\b",
    r"(?:apê|cidade|mudança|caixas|alugu\w*|mor[ao]|appartamento|città|paese|trasloc\w*|scatoloni|affitto|abit\w+)\b",
    r"(?:квартир|город|стран|переех|переезд|коробк|жив[уеё])", r"(?:huis|stad|verhui|woon|mieszka|miasto|przeprowadz)",
    "引っ越", "部屋", "マンション", "アパート", "住", "搬家", "房", "公寓", "이사", "집", "아파트", "살",
)  # fmt: skip
# It stays the same town, or it is for some of the time.
_SAME = _any_group(
    r"(?:still|same (?:city|town|place|street|house|building|area|spot)|in town|across town|another part|other side"
    r"|other end|next door|neighbou?rhood|district|quarter|weekends?|during the week|part of the|half the|temporar\w+"
    r"|for now|for \w+ (?:week|month|semester|summer|winter|while)\w*)\b",
    r"(?:(?:gleich\w*|selb\w*|derselb\w*|dieselb\w*) (?:stadt|ort|haus|straße)|immer noch|stadtteil|viertel|bezirk"
    r"|vorübergehend|wochenende\w*|unter der woche|zweitwohn\w*)\b",
    r"(?:mism[oa] (?:ciudad|pueblo|calle|casa)|sigo|barrio|por ahora|de momento|fines? de semana|entre semana"
    r"|même (?:ville|rue|immeuble)|toujours|quartier|arrondissement|pour l'instant|provisoire\w*"
    r"|mesma (?:cidade|rua|casa)|ainda|bairro|por enquanto|stessa (?:città|via|casa)|ancora|quartiere|per ora)\b",
    r"(?:том же|той же|район|пока|временно|zelfde|wijk|dzielnic)", "同じ(?:街|町|市|場所)", "しばらく", "とりあえず",
    "まだ", "同一", "还是", "暂时", "临时", "같은 (?:도시|동네)", "아직", "여전히",
)  # fmt: skip
# Of work, where things move that nobody lives in.
_AT_WORK = _any_group(
    r"(?:at work|office|team|company|firm|department|server|cluster|project|repo|codebase|database)s?\b",
    r"(?:büro|firma|server|auf arbeit|bei der arbeit|abteilung|projekt)\b",
    r"(?:oficina|empresa|en el trabajo|servidor|equipo|bureau|boulot|au travail|serveur|équipe|entreprise|escritório"
    r"|no trabalho|equipe|ufficio|al lavoro|azienda)\b",
    r"(?:офис|на работе|сервер|команд)", "会社", "オフィス", "サーバー", "公司", "办公", "服务器", "회사",
    "사무실", "서버",
)  # fmt: skip
_NOWHERE = re.compile(
    r"(?:team|dep\w*|project|shift|plan|linux|windows|mac(?:os)?|ubuntu|android|ios|slack|discord|teams|notion|github"
    r"|gitlab|python|rust|java|excel|google|chrome|firefox|premium|signal|whatsapp|zoom|figma|airbnbs?|hotels?|building"
    r"|room|block|villa|angst|scheidung|trennung|frieden|armut|miete|untermiete|partnerschaft|quarantäne"
    r"|casa|pareja|couple|coppia|colocation|paz|paix|pace)(?!\w)"
    r"|.*(?:アパート|マンション|ハウス|ホテル|実家|部屋|団地|公寓|宿舍|房|家|楼|酒店|아파트|원룸|기숙사|빌라|주택|호텔|집)$"
    r"|(?:شقة|بيت|منزل|غرفة|فندق|घर|फ्लैट|मकान|किराए)"
)
_LEFT = (
    r"(?<!\w)(?:from|left|leaving|no longer|goodbye|bye|not|aus|nicht mehr|tschüss|dejé|ya no|quitté|plus|saí"
    r"|deixei|não|lasciato|non|из|уехал\w*|больше не|(?:mud|déménag|trasfer)\w+ (?:de|da))(?!\w)[^,.;!?]{0,24}$"
)


def moved_home(news: str, old: str, line: str, name: str) -> bool:
    """Whether `news`, of `line`, tells that `name` lives somewhere else now than `old` says, plainly; no one else."""
    told, known, said = _behind(news, name), _behind(old, name), folded(line)
    if told is None or known is None or _SAME.search(said) or _CHANGED.search(said) is None:
        return False
    if NEGATION.search(folded(told)):
        return False
    before = _home(known, _TELLS, _TELLS_ME, alone=True)
    if before is None:
        return False
    left = _is_left(before, said)
    now = _home(told, _TELLS, _TELLS_ME) or _home(told, _WENT_HOME, _WENT_HOME)
    if now is None and (left or _DWELLS.search(said)):
        now = _home(told, _WENT, _WENT)
    there = now is not None and _are_two(now, before) and left is not False
    return there and (_home(told, _TELLS, _TELLS_ME) is not None or _AT_WORK.search(said) is None)


def _home(told: str, of_them: re.Pattern[str], of_me: re.Pattern[str], *, alone: bool = False) -> str | None:
    """The place where somebody lives or went by these words, folded; None where no single one is named.

    `alone`: only where nothing else is told. In somebody's own words any clause may tell it.
    """
    own = told.startswith(":")
    clauses = [told] if not own else [told[1:].strip()] if alone else _CLAUSE.split(told[1:].strip())
    for clause in clauses:
        found = (of_me if own else of_them).match(clause)
        if found is not None and (not alone or _TAIL.fullmatch(clause, found.end())):
            place = folded(next(text for text in found.groupdict().values() if text))
            return None if _NOWHERE.match(place) else place
    return None


def _are_two(one: str, other: str) -> bool:
    """Whether two names are of two places, none of which may lie in the other."""
    new, old = words(one), words(other)
    if _is_latin(one) != _is_latin(other) or may_lie_within(one, other):
        return False
    fewer, more = sorted((new, old), key=len)
    within = all(any(_is_one(word, each) for each in more) for word in fewer)
    return not within and one not in other and other not in one


def _is_latin(name: str) -> bool:
    return name[0] < "\u0250"


def _is_one(word: str, other: str) -> bool:
    """Whether two words are one name, in another case or tongue: "Омске", "Lisboa"."""
    if word == other or are_one_town(word, other):
        return True
    least = max(3, min(len(word), len(other)) - 1)
    return word[:least] == other[:least] and abs(len(word) - len(other)) <= 1


def _is_left(place: str, said: str) -> bool | None:
    """Whether the line says that the old place is left; False where it names it otherwise, None where not at all."""
    at = said.find(place.split(",")[0])
    return None if at < 0 else re.search(_LEFT, said[:at]) is not None


def _behind(text: str, name: str) -> str | None:
    """What stands behind the name at the beginning of `text`; None where another does, or something of theirs."""
    if not text.casefold().startswith(name.casefold()):
        return None
    rest = text[len(name) :]
    return None if rest.casefold().startswith(_OF_THEM) else rest.lstrip(" ")
