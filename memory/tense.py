"""Whether what is said is over or lies ahead, by its verbs, in the languages we could list. Pure.

A participle is no past by itself: what "is booked" or "was extended until March" lies ahead. It cost: a verb that no
list knows tells nothing, and the nearest day is meant then.
"""

import re

from memory.cues import any_of

# Of a Korean verb that is past, but for what is there and what will be.
_PAST_SYLLABLES = "".join(map(chr, range(0xAC00 + 20, 0xD7A4, 28))).replace("있", "").replace("겠", "")
_OVER = re.compile(
    r"(?<!\w)(?:was|were|had|got|did|went|quit|left(?!-)|met|began|broke|bought|sold|won|lost|gave|took|came|flew"
    r"|became|spent|taught|ran|made|fell|kept|felt|(?!(?:need|speed|hundred|indeed|exceed|ahmed|mohammed|excited"
    r"|thrilled|worried|scared|stressed|terrified)\b)\w{3,}ed"
    r"|(?:war|hatte|wurde|ging|bekam|verlor|kam|blieb|begann|zog)(?:en|e)?"
    r"|(?:wohn|leb|arbeite|studier|lern|spiel|mach|kauf|heirate)te[nt]?|(?:woon|leef|studeer)den?"
    r"|werkten?|\w{2,}ł(?:em|am|a|i|y)?"
    r"|(?:hat|haben|habe|hab) .{0,60}\b(?!gegen|geri|gesi|gewi|geschä|geschw|geha|gerä|gebiet|gedicht|angebot)"
    r"(?:\w{2,4})?ge\w+(?:t|en)|(?:hat|haben|habe|hab) .{0,60}\w+iert"
    r"|(?:ist|sind|bin) .{0,60}(?:gegangen|gefahren|geflogen|gezogen|gekommen|gereist|gestorben|geworden|gewesen"
    r"|geblieben|gelaufen|gefallen|gewandert|passiert)"
    r"|fue(?:ron)?|fui|era|estab(?:a|an)|estuv(?:e|o)|tuv(?:e|o)|\w{2,}(?:ó|aron|ieron)"
    r"|(?:(?:yo|me|nos|no|ya|lo|y) )(?!est[éá]|así|aquí|allí)\w{2,}(?:(?<![aei]r)é|(?<!r)í)|\w{2,}(?<!\bac)aba[ns]?"
    r"|(?:viv|ten|hac)ían?|(?:ont|ai|avons) \w+(?:é|i|u)e?s?|(?:a|ont|ai|avons) été"
    r"|a (?!caf|clich|fianc|canap)\w+(?:é|ée)s?|a (?:eu|fini|choisi|dormi|suivi|réussi|reçu|vu|lu|bu|perdu|rendu|vendu"
    r"|vécu|couru|tenu|connu|obtenu|fait|pris|mis|dit|écrit|appris)"
    r"|(?:est|sont|suis) (?:allé|venu|arrivé|parti|né|mort|resté|tombé|devenu|monté|descendu|entré|sorti|retourné"
    r"|rentré|passé|revenu)e?s?|(?:ét|av|habit|travaill|étudi|viv|jou|fum|fais)(?:ais|ait|aient)"
    r"|foi|foram|teve|tive|esteve|estive|(?!estou\b)\w{2,}(?:ou|iu|aram|eram)|\w{3,}(?<![aei]r)ei|\w{2,}av(?:a|am)"
    r"|(?:ha|ho|hanno|abbiamo) \w+(?:ato|ito|uto|sto|tto)|(?:è|sono|siamo) (?:andat|arrivat|partit|venut|tornat|stat"
    r"|nat|mort|rimast|trasferit|uscit|entrat|cadut|diventat|success|iniziat|cominciat|finit)[oaie]"
    r"|(?!(?:или|если|ли|стол|школа|футбол|волейбол|баскетбол|отдел|дела|числа|апрел)\b)\w+(?:л|ла|ли|ло|лся|лась|лись))"
    r"(?!\w)|^(?!est[éá]|aquí|allí|así)\w{3,}(?:(?<![aei]r)é|(?<!r)í)\b"
    r"|^(?=.*[ğış]).*\w{2,}(?<!\bşim)(?<!\bken)[dt][ıiuü](?:[mk]|l[ae]r)?[.! ]*$"
    rf"|した|だった|ました|った|(?:て|で)いた|んだ|了|[{_PAST_SYLLABLES}]|(?<!\w)(?:كان|كنت|عشت|عملت|سكنت|درست)"
    r"|(?:था|थे|थी|गया|गई|किया)(?!\w)"
)
# A state that somebody or something is in by now, whatever brought it there.
_BE = r"(?:(?<!\w)(?:am|is|are|be|been|being|gets?|getting|isn't|aren't|not)|['’](?:m|s|re)) "
_IN_IT = re.compile(rf"{_BE}(?:(?:\w+ly|not|so|very|still|now|also|all|already|just) )*\w{{3,}}ed(?!\w)")
# Done to a time that is named: what was booked, extended or put off lies where that time does.
_ARRANGED = re.compile(
    r"(?<!\w)(?:(?:(?:was|were|got|had|has|have|been|just|already) )*"
    r"(?:schedul|book|plann|extend|postpon|reschedul|renew|prolong|reserv|delay|push|arrang|register|enroll?|rent|leas"
    r"|invit|hir|approv|confirm|mov)ed|(?:bas|sign|station|post|employ|engag|locat|suspend|exempt)ed"
    r"|(?:wurden?|hat|haben|habe|hab|ist|sind|bin) (?:\S+ ){0,7}?(?:geplant|gebucht|angesetzt|angemeldet|gemietet"
    r"|vermietet|verlängert|verschoben|verlegt|reserviert|vereinbart|terminiert|gesperrt|geschlossen|unterschrieben)"
    r"|(?:(?:fue|fueron|foi|foram|ha|han|he|hemos|se|sido|a|ont|ai|été|è|sono|ho|hanno|abbiamo|stat[oaie]) )*"
    r"(?:ampli|prorrog|extend|program|reserv|aplaz|pospus|renov|adi|mar[cq]|agend|prolong|report|décal|réserv|planif"
    r"|inscri|prorog|estes|prenot|rimand|rinvi|spost|fissa|iscri|alquil|alug|lou|affitt|firm|assin|sign)\w*"
    r"|(?:был[аио]? )?(?:продл|перен[её]с|запланир|заброни|отлож|назнач|записа|снял|арендова|подписа)\w*"
    r"|(?:uzat|ertele|planla|kirala|ayırt)\w*)(?!\w)"
    r"|(?:延長|延期|予約)(?:され|し)?(?:まし)?た|(?:연장|연기|예약)(?:했|됐|되었|하였)|(?:延长|延長|延期|推迟|预定|预约|租).*了"
)
_AHEAD = any_of(
    r"will\b", r"won't\b", r"shall\b", r"gonna\b", r"plan(?:s|ning)? to\b", r"about to\b",
    r"\b(?:(?:am|is|are)|\w+['’](?:m|s|re)) (?:(?:\w+ly|not|also|still|just) )*"
    r"(?:moving|getting|going|starting|beginning|leaving|joining|flying|marrying|having|coming|travell?ing|visiting"
    r"|opening|retiring|quitting|buying|selling|switching|adopting|graduating|changing|returning|becoming|meeting)\b",
    r"\w+['’]ll\b", r"\b(?:starts?|begins?|moves?|leaves|joins?|flies|fly|marr(?:y|ies)|retires?|graduates?)\b",
    r"\b(?:werde|wirst|wird|werden|werdet)\b", "heirate", r"fang\w* .{0,40}\ban\b", r"fäng\w* .{0,40}\ban\b",
    r"beginn(?:e|t|en)\b", r"zieh(?:e|t|en)? .{0,40}(?:um|nach|aus|ein|weg)\b", r"wechs(?:le|elt|eln)\b",
    r"kündige?t?\b",
    r"\b(?:voy|vas|va|vamos|vais|van) a \w+r", r"\w+[aei]r(?:é|ás|á|emos|éis|án)\b",
    r"\b(?:tendr|har|podr|saldr|vendr|pondr)(?:é|ás|á|emos|án)\b", r"\b(?:empiez|comienz)[oa]n?\b",
    r"\b(?:me|se|nos) (?:mud|cas)[oa](?:mos|n)?\b",
    r"\b(?:vou|vai|vamos|vão) (?:se |me |nos )?\w+r\b", r"\b(?!verão)\w+[aei]r(?:ei|ão)\b", r"começ[oa]m?\b",
    r"\b(?:vais|vas|va|allons|allez|vont) (?:me |se |nous |m'|s')?\w+(?:er|ir|re)\b",
    r"\b(?!samurai)\w{2,}r(?:ai|ont)\b",
    r"\b(?:il|elle|on) \w+ra\b", r"commence(?:nt|ons)?\b", r"déménage(?:nt|ons)?\b",
    r"\b(?:me|se|nous) mari(?:e|ent|ons)\b",
    r"\b(?!però)\w{2,}(?:rò|rà|remo|ranno)\b", r"\b(?:inizi|cominci)(?:o|a|amo|ano)\b",
    "mi trasferisc", "si trasferisc",
    r"\b(?:mi|si|ci) spos(?:o|a|iamo|ano)\b", r"\b(?:sto|sta|stiamo|stanno) per\b",
    r"буд(?:у|ет|ем|ут|ешь)\b", "начн[уеё]", "начина[юе]", r"переед[уеё]", "переезжа[юе]", r"выхожу\b", r"выходит\b",
    "уезжа[юе]", r"уед[уеё]", "выйд[уеё]", "пойд[уеё]", "собира[юе]", "планиру", r"женюсь\b", r"женится\b",
    r"\w+aca[kğ]", r"\w+ece[kğ]", "taşınıyor", "evleniyor", "başlıyor",
    r"(?<!\w)(?!سيار|سنو|سنه|ساعه|ساعات|ساعت|سته|ستين|سينم|سابق|ساكن|سيد|سياس)س[ايتن]\w{3,}", "سوف ", "يتزوج", "ينتقل",
    "将", "將", "会", "會", "(?<![重需主只])要", "打算", "准备", "计划", "結婚する", "结婚", "搬到", "予定", "つもり",
    "ことになり", "ことにし", "でしょう", r"(?<!てい)(?<!でい)(?<!い)(?<!あり)ます", "引っ越す", "거예요", "거야",
    "것이다",
    "예정", "겠", "게요", "계획", "이사 ?(?:가|갈|간)", "결혼(?:해|할|한다|합니다)", "ूँगा", "ूंगा", "ूँगी", "ूंगी",
    "ेगा", "ेगी", "ेंगे", "शादी कर रह", "जा रह[ाीे] ह",
)  # fmt: skip
_LASTED = re.compile(r"(?<!\w)(?:was|were|been|lived|worked|studied|stayed|taught|suffered)(?!\w)")


def is_over(text: str, *, arranged: bool = False) -> bool:
    """Whether its verbs say that it is past; `arranged`: its time may be what something was booked or extended to."""
    told = _IN_IT.sub(" ", text)
    return _OVER.search(_ARRANGED.sub(" ", told) if arranged else told) is not None


def has_lasted(text: str) -> bool:
    """Whether it was so for some time: then even what is told "from" a day began in the past."""
    return _LASTED.search(text) is not None


def lies_ahead(text: str) -> bool:
    """Whether it is told as a plan: a future, or something short in the present, such as a move or a wedding."""
    return _AHEAD.search(text) is not None and not is_over(text)
