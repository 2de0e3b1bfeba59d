"""Words by which a text in a language addresses its reader as a friend: none may stand in a formal one."""

import re
from collections.abc import Mapping

FAMILIAR: Mapping[str, re.Pattern[str]] = {
    "de": re.compile(
        r"\b(?:du|dich|dir|dein\w*|sag|schreib|antworte|nenn|nimm|drück|wähle?|lösche?|frag|versuch|bitte\s+sag|"
        r"hast|willst|kannst|bist|möchtest|meinst)\b",
        re.I,
    ),
    "es": re.compile(
        r"\b(?:tú|ti|te|tus?|tuy[oa]s?|contigo|dijiste|tienes|quieres|puedes|estás|digas|querías|di|dilo|escribe|"
        r"pulsa|elige|responde|aceptas(?:te)?|prueba|inténtalo|cancela|recu[eé]rdamel?o?|recordarte\w*|déjalo|estés)\b",
        re.I,
    ),
    "fr": re.compile(
        r"(?<!je )(?<!je ne )(?<!j['’])\b(?:tu|te|toi|ton|ta|tes|tien(?:ne)?s?|dis|dis-le|redis\w*|écris|appuie|"
        r"choisis|réponds|essaie|veux|peux|annules?|rappelle-le-moi|laisse)\b|\bt[’']",
        re.I,
    ),
    "it": re.compile(
        r"\b(?:tu|te|ti|tuoi?|tu[ae]|hai|dici|vuoi|puoi|sei|rispondi|accetti|ricordamel?o?|ricordartelo|dirti|dimmi|"
        r"scrivi(?:lo)?|premi|intend(?:i|evi)|chiedilo|impostalo|eliminane|ricordarti|avvisarti|ricordalo)\b",
        re.I,
    ),
    "pt": re.compile(
        r"\b(?:você|voce|tu|te|ti|teus?|tuas?|contigo|queres|podes|tens|dizes|disseste|responde|escreve|deixa|"
        r"me lembre|seus?|lembrar-te)\b",
        re.I,
    ),
    "ru": re.compile(
        r"\b(?:ты|тебя|тебе|тобой|тво[йяеёиюихм]+|ответь|скажи|напомни|сказал\(а\)|назвал\(а\)|скажешь|согласился|"
        r"принимаешь|имеешь|напиши|назови|нажми|удали|задай|спроси)\b",
        re.I,
    ),
    "tr": re.compile(
        r"\b(?:sen|seni|sana|senin|sende|dedin|söyle|yanıtla|hatırlat|bölgesindesin|almıyorsun|etmiştin|saatlerine|"
        r"söylediğin|diyene|demezsen|söyle(?:di|me|medi)n|istedi(?:n|ysen)|kastediyorsun|olursan|seninki|dilimin|"
        r"sözlerinle|hatırlatma(?:n|ların|larını)|saatlerin|yaz|bas|sor|ayarla|senden|ilgilenebilmen|onayını|"
        r"alabilirsin)\b",
        re.I,
    ),
    "zh": re.compile("你"),
    "ja": re.compile("あなた|言いました|(?:だ|だよ|だね|るね|う)[。？]$|言ってください|と言う|やめておく"),
}
