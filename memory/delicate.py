"""What is delicate: words that plainly tell of health, money, faith and the like, in many languages. Pure.

Found by words alone, wrong now and then in both directions: what is missed is told like anything else, what is taken
for delicate is told in direct only.
"""

import re
from collections.abc import Iterator

from memory.cues import any_of
from memory.types import Sensitivity

_DELICATE: tuple[tuple[Sensitivity, re.Pattern[str]], ...] = (
    (Sensitivity.CREDENTIALS, re.compile(r"\[secret removed")),
    (Sensitivity.HEALTH, any_of(
        "allerg", "alérg", "аллерг", "アレルギー", "过敏", "過敏", "알레르기", "حساسية", "intoleran", "diagnos",
        "cancer", "krebs(?!bach)", "cáncer", "рак ", "癌", "diabet", "диабет", "糖尿", "(?:anti-?)?depres",
        "депресс", "うつ病", "抑郁", "anxiety", "burn-?out", "therap", "terapia", "thérap", "терапи", "psychiat",
        "medication", "medikament", r"pills?\b", "insulin", r"hiv\b", "epilep", "asthma", "asma", "adhd", "autis",
        "pregnan", "schwanger", "embaraz", "enceinte", "grávida", "беремен", "妊娠", "怀孕", "surgery", "operiert",
        "hospital", "krankenhaus", "миграин", "migraine", "disabilit", "behindert", "miscarriage", "fehlgeburt",
        "sober", "rehab", "alcoholic", r"opér(?:er|ée?s?|ation)\b", "operad[oa]", "operaci", "cirug", "cirurg",
        "coeliac", "celiac", "zöliak", "celíac", "chemo", "手術", "手术", "операци",
    )),
    (Sensitivity.SEXUALITY, any_of(
        r"gay\b", "lesbian", "lesb", "bisexual", "bisexuell", "transgender", r"trans (?:man|woman|frau|mann)",
        "queer", "schwul", "asexual", "homosex", "гей", "лесби", "sexual", "ゲイ", "同性恋",
    )),
    (Sensitivity.RELIGION, any_of(
        "muslim", "a christian", "jewish", "catholic", "buddhis", "hindu", "atheis", "church", "mosque", "synagog",
        "katholisch", "evangelisch", "jüdisch", "católic", "musulm", "catholique", "мусульман", "христиан", "教会",
        "基督", "佛教", "ramadan", "converted to ",
    )),
    (Sensitivity.POLITICS, any_of(
        "vote[ds]? ", "voting for", "republican", "democrat", "conservative party", "labour party",
        "wähl(?:e|t) (?:die|den|grün)", r"afd\b", r"cdu\b", r"spd\b", "votó", "socialist", "communist",
        "trade union", "gewerkschaft", "голосу",
    )),
    (Sensitivity.MONEY, any_of(
        "salary", "my debt", "in debt", "mortgage", r"i earn\b", "earns? ", "gehalt", "schulden", "verdien",
        "sueldo", "salario", "salaire", "salário", "зарплат", "кредит", "給料", "年収", "工资", "bankrupt", "loan ",
        "savings", r"iban\b", "net worth",
    )),
    (Sensitivity.LOCATION, any_of(
        r"\d{1,4} [a-z]+ (?:street|st\.|road|rd\.|avenue|ave\.?|lane|drive|boulevard)",
        r"(?<=\w)(?:straße|strasse|str\.|weg|gasse) \d", r"(?:calle|rua|rue|via|улица|ул\.) .{2,30}\d", "my address",
        "home address", "meine adresse",
    )),
    (Sensitivity.MINORS, any_of(
        r"(?:my|our|his|her) (?:\w+ )?(?:baby|toddler|kid|kids|child|children)\b",
        r"(?:son|daughter).{0,40}(?:years? old|born\b|school|kindergarten|kita)",
        r"\d{1,2}[- ]year[- ]old (?:son|daughter|boy|girl|kid)",
        "mein(?:e|er|em)? (?:baby|kind|kinder|sohn|tochter)", r"mi(?:s)? (?:hij[oa]s?|bebé)", "mon (?:fils|bébé)",
        "ma fille", "minha filha", "meu filho", "мой сын", "моя дочь", "息子", "子ども", "子供", "孩子", "儿子",
        "女儿",
    )),
)  # fmt: skip

_WHAT_PEOPLE_ARE = (Sensitivity.HEALTH, Sensitivity.SEXUALITY, Sensitivity.RELIGION, Sensitivity.POLITICS)
_WORD_END = re.compile(r"\w*")


def delicate(text: str) -> Sensitivity:
    """The first delicate matter that `text` (casefolded) plainly touches, else none."""
    return next((kind for kind, cue in _DELICATE if cue.search(text)), Sensitivity.NONE)


def delicate_in(text: str) -> Iterator[str]:
    """Every word of `text` (casefolded) that plainly tells of health, sexuality, religion or politics, as a whole."""
    for kind, cue in _DELICATE:
        if kind in _WHAT_PEOPLE_ARE:
            for found in cue.finditer(text):
                end = _WORD_END.match(text, found.end())
                yield text[found.start() : end.end() if end else found.end()].strip()
