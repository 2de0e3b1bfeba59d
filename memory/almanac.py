"""The words for days, months, seasons and stretches of time, in six languages; the others are in `memory.tongues`."""

from collections.abc import Mapping

from memory.tongue import Tongue
from memory.tongues.arabic import ARABIC
from memory.tongues.chinese import CHINESE
from memory.tongues.hindi import HINDI
from memory.tongues.japanese import JAPANESE
from memory.tongues.korean import KOREAN
from memory.tongues.russian import RUSSIAN
from memory.tongues.turkish import TURKISH

ENGLISH = Tongue(
    months=(
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ),
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    seasons=(
        "spring(?:time)?(?! (?:roll|onion|clean|water|break))", "summer(?:time)?",
        r"autumn|fall(?! of (?!\d|last|this))", "winter(?:time)?",
    ),
    units=("days?", "weeks?", "months?", "years?", "weekends?"),
    offsets={
        "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "this morning": 0,
        "this afternoon": 0, "this evening": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2,
    },
    numbers={
        "a couple of": 2, "a couple": 2, "a few": 3, "an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4,
        "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20,
    },
    feasts={
        "christmas(?: eve| day)?|xmas": "christmas", "new year(?:'?s)?(?: eve| day)?": "new year",
        "easter(?: sunday| monday)?": "easter", "halloween": "halloween", "valentine'?s(?: day)?": "valentine",
        "thanksgiving": "thanksgiving",
    },
    ago=("{n} {unit} (?:ago|back|earlier)",),
    past=("(?:last|past|previous) {n} {unit}",),
    last=("(?:last|past|previous) {what}",),
    this=("this(?: past)? {what}",),
    next=("(?:next|coming|upcoming) {what}",),
    within="in|during|around|about|since|from|before|after|until|till|by|between|early|late|mid|of|through|on|over|at",
    since="since|ever since|starting|as of|from", until="until|till|up to|by",
    before="before|prior to|preceding", after="after|following",
    between="between|from", ands="and|to|until|till|through",
    event=r"(?:i|we|he|she|they|you|it|my|our|his|her|their|your|the|that)\b",
    ever="since|ever since",
    asking="what|which|who|where|when|why|how|was|were|did|do|does|have|had|has|is|are|been|i|me|my|we|us|our|you|to"
    "|about|of|the|a|it|all|any|anything|else|tell|told|talk(?:ed|ing)?|say|said|speak|spoke|discuss(?:ed)?"
    "|mention(?:ed)?|chat(?:ted)?|happen(?:ed)?|going|on|up|done|doing|remember|know|can|could|please|with|and"
    "|so|things?|stuff|news?|life|go|went",
    the="the|last|this|beginning of|start of|end of|middle of|early|late|mid|first half of|second half of",
    of="of",
    not_after="my|our|his|her|their|your|its|whose",
    verbs=("may", "march"),
    month_first=True,
)  # fmt: skip
GERMAN = Tongue(
    months=(
        "jan(?:uar|ner|ner|uars)|jänner", "feb(?:ruar|ruars)|feber", "märz(?:es)?", "april", "mai", "juni|juno",
        "juli", "august", "september", "oktober", "november", "dezember",
    ),
    weekdays=("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"),
    seasons=("frühling|frühjahrs?", "sommers?", "herbste?s?", "winters?"),
    units=("tage?n?", "wochen?", "monate?n?", "jahre?n?", "wochenenden?"),
    offsets={
        "vorgestern": -2, "gestern": -1, "heute": 0, "morgen (?:abend|früh|nachmittag|mittag)": 1, "übermorgen": 2,
    },
    numbers={
        "ein paar": 3, "einige[nr]?": 3, "einem|einer|einen|eine|ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5,
        "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwanzig": 20,
    },
    feasts={
        "weihnachten|heiligabend": "christmas", "silvester|neujahr": "new year", "ostern": "easter",
        "halloween": "halloween",
    },
    ago=("vor(?: etwa| ungefähr| rund| circa| ca\\.?)? {n} {unit}",),
    past=("(?:letzte[nr]?|vergangene[nr]?) {n} {unit}",),
    last=("(?:letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?) {what}",),
    this=("diese[nrsm]? {what}",),
    next=("(?:nächste[nrsm]?|kommende[nrsm]?) {what}",),
    within="in|im|am|an|seit|ab|vor|nach|bis|zum?|zwischen|von|über|um|während|anfang|mitte|ende|jahr|zu",
    since="seit|ab", until="bis(?: zum?)?",
    before="vor|bevor", after="nach|nachdem",
    between="zwischen|von|vom", ands="und|bis(?: zum)?",
    event=r"(?:ich|wir|er|sie|du|ihr|es|dem|der|den|meine[rmn]|meiner|unsere[rmn]|unserem)\b",
    ever="seit|seitdem",
    asking="was|wer|wo|wie|wann|worüber|wovon|welche[rsnm]?|habe?n?|hatten?|hast|war(?:en)?|ist|bin|sind|ich|mir|mich"
    "|wir|uns|du|dir|es|so|alles|noch|denn|gemacht|getan|gesagt|erzählt|gesprochen|geredet|passiert|geschehen"
    "|los|machten?|tat(?:en)?|sagten?|erzählten?|weißt|über|von|mit|und|neues|das|die|der",
    the="dem|der|den|die|das|diesem|letzten|anfang|mitte|ende",
    of="",
    not_after="mein\\w*|unser\\w*|sein\\w*|ihr\\w*|dein\\w*",
    year_after="ich|wir|er|sie|es|du|ihr|man|jahr",
)  # fmt: skip
SPANISH = Tongue(
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "sep?tiembre", "octubre",
        "noviembre", "diciembre",
    ),
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    seasons=("primavera", "verano", "otoño", "invierno"),
    units=("días?", "semanas?", "mes(?:es)?", "años?", "fin(?:es)? de semana"),
    offsets={"anteayer|antes de ayer": -2, "ayer": -1, "anoche": -1, "hoy": 0, "pasado mañana": 2},
    numbers={
        "un par de": 2, "unos pocos|unas pocas|algunos|algunas": 3, "una?": 1, "dos": 2, "tres": 3, "cuatro": 4,
        "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "veinte": 20,
    },
    feasts={
        "navidad(?:es)?|nochebuena": "christmas", "año nuevo|nochevieja": "new year", "semana santa|pascua": "easter",
        "halloween": "halloween",
    },
    ago=("hace(?: unos| unas| como| casi)? {n} {unit}", "{n} {unit} atrás",),
    past=("últim[oa]s {n} {unit}",),
    last=("{what} pasad[oa]", "(?:pasad[oa]|últim[oa]) {what}",),
    this=("est[ea] {what}",),
    next=("próxim[oa] {what}", "{what} que viene", "{what} próxim[oa]",),
    within="en|de|del|desde|durante|antes de|después de|hasta|entre|a|el|hacia|para|por|principios de|finales de|año",
    since="desde|a partir de", until="hasta|para",
    before="antes del?|antes de que", after="después del?|tras|después de que",
    between="entre|desde|de", ands="y|hasta|a",
    event=r"(?:me|nos|yo|el|la|los|las|mi|mis|nuestr\w+|que|(?<=del )\w+)\b",
    acts=r"(?!ayer\b|anteayer\b)\w{2,}(?:[aei]r|[áéí]r)(?:me|nos|se|te|l[aeo]s?)?\b",
    ever="desde|desde que",
    asking="qué|que|quién|dónde|cómo|cuándo|de|hice|hicimos|hacía|he|hemos|hecho|dije|dijimos|dicho|conté|contado"
    "|hablamos|hablé|hablado|pasó|pasado|yo|me|nos|te|te|sabes|sobre|con|y|todo|algo|más|ocurrió|fue",
    the="el|la|los|las|principios de|finales de|mediados de|mes de|año",
    of="de|del",
    not_after="mis?|tus?|sus?|nuestr\\w+",
)  # fmt: skip
PORTUGUESE = Tongue(
    months=(
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
        "novembro", "dezembro",
    ),
    weekdays=(
        "segunda(?:-feira)?", "terça(?:-feira)?", "quarta(?:-feira)?", "quinta(?:-feira)?", "sexta(?:-feira)?",
        "sábado", "domingo",
    ),
    seasons=("primavera", "verão", "outono", "inverno"),
    units=("dias?", "semanas?", "m[êe]s(?:es)?", "anos?", "fins? de semana|final de semana"),
    offsets={"anteontem|antes de ontem": -2, "ontem": -1, "hoje": 0, "amanhã": 1, "depois de amanhã": 2},
    numbers={
        "um par de": 2, "alguns|algumas|uns|umas": 3, "uma?": 1, "dois|duas": 2, "três": 3, "quatro": 4, "cinco": 5,
        "seis": 6, "sete": 7, "oito": 8, "nove": 9, "dez": 10, "onze": 11, "doze": 12, "vinte": 20,
    },
    feasts={
        "natal(?! (?:care|chart))": "christmas", "ano[ -]novo|réveillon": "new year", "páscoa": "easter",
        "halloween": "halloween",
    },
    ago=("(?:há|faz)(?: uns| umas| cerca de| quase)? {n} {unit}", "{n} {unit} atrás",),
    past=("últim[oa]s {n} {unit}",),
    last=("{what} passad[oa]", "(?:passad[oa]|últim[oa]) {what}",),
    this=("(?:n?est[ea]|n?ess[ea]) {what}",),
    next=("próxim[oa] {what}", "{what} que vem", "{what} próxim[oa]",),
    within="em|no|na|de|do|da|desde|durante|antes de|depois de|antes do|depois do|até|entre|a|ao|início de|fim de|ano",
    since="desde|a partir de", until="até",
    before="antes d[eoa]s?", after="depois d[eoa]s?|após",
    between="entre|de", ands="e|até|a",
    event=r"(?:me|eu|nós|o|a|os|as|meu|minha|nosso|nossa|que"
    r"|(?<=d[oa] )\w+|(?<=d[oa]s )\w+)\b",
    acts=r"\w{2,}(?:[aei]r|-se)(?:mos)?\b",
    ever="desde|desde que",
    asking="o|que|quê|quem|onde|como|quando|de|fiz|fizemos|fazia|feito|disse|dissemos|contei|contamos|falamos|falei"
    "|aconteceu|eu|me|nós|te|sabe|sobre|com|e|tudo|algo|mais|foi|é|a",
    the="o|a|os|as|início de|fim de|mês de|ano",
    of="de|do",
    not_after="meus?|minhas?|seus?|suas?|nossos?|nossas?",
)  # fmt: skip
FRENCH = Tongue(
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    seasons=("printemps", "été", "automne", "hiver"),
    units=("jours?", "semaines?", "mois", "ans?|années?", "week-?ends?"),
    offsets={"avant-hier": -2, "hier(?: soir)?": -1, "aujourd'hui": 0, "ce matin|ce soir": 0, "demain": 1,
             "après-demain": 2},
    numbers={
        "quelques": 3, "une?": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
        "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "vingt": 20,
    },
    feasts={
        "noël": "christmas", "nouvel an|jour de l'an|saint-sylvestre": "new year", "pâques": "easter",
        "halloween": "halloween",
    },
    ago=("il y a(?: environ| presque)? {n} {unit}",),
    past=("{n} derni(?:ers|ères) {unit}",),
    last=("{what} (?:dernier|dernière|passée?)", "derni(?:er|ère) {what}",),
    this=("ce(?:t|tte)? {what}",),
    next=("{what} prochaine?", "prochaine? {what}",),
    within="en|au|à|de|du|depuis|dès|pendant|durant|avant|après|jusqu'(?:en|à|au)|entre|le|la|début|fin|mi|mois de"
    "|année",
    since="depuis|à partir d[eu]|dès", until="jusqu'(?:en|à|au)",
    before="avant", after="après",
    between="entre|de|du", ands="et|à|au|jusqu'(?:en|à|au)",
    event=r"(?:que|qu'|de|d'|le|la|les|l'|mon|ma|mes|notre|nos|j'|je|nous|mon)",
    ever="depuis",
    asking="qu'est|qu'ai|qu'avons|ce|que|qui|quoi|où|comment|quand|de|est|c'est|s'est|qu'on|ai|j'ai|avons|a|fait"
    "|faisais|dit|raconté|parlé|passé|je|moi|nous|on|t'ai|te|sur|avec|et|tout|il|y|t|d'autre",
    the="le|la|les|l'|début|fin|mi|mois de|année",
    of="de",
    not_after="mon|ma|mes|notre|nos|son|sa|ses|leur",
)  # fmt: skip
ITALIAN = Tongue(
    months=(
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
        "novembre", "dicembre",
    ),
    weekdays=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    seasons=("primavera", "estate(?! (?:law|plan|agent|sale|tax))", "autunno", "inverno"),
    units=("giorn[oi]", "settiman[ae]", "mes[ei]", "ann[oi]", "fine settimana|week-?end"),
    offsets={"l'altro ieri|l'altroieri|avantieri": -2, "ieri": -1, "oggi": 0, "stamattina|stasera": 0, "domani": 1,
             "dopodomani": 2},
    numbers={
        "un paio di": 2, "qualche|alcuni|alcune": 3, "una|uno|un": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5,
        "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "dodici": 12, "venti": 20,
    },
    feasts={
        "natale": "christmas", "capodanno": "new year", "pasqua": "easter", "halloween": "halloween",
    },
    ago=("{n} {unit} fa",),
    past=("ultim[ie] {n} {unit}",),
    last=("{what} (?:scors|passat)[oa]", "(?:l'|lo |la )?(?:scors|ultim|passat)[oa] {what}",),
    this=("quest(?:[oa] |'){what}",),
    next=("prossim[oa] {what}", "{what} prossim[oa]", "{what} che viene",),
    within="in|a|ad|nel|nell'|nella|da|dal|dall'|dalla|di|del|dell'|durante|prima di|prima del|prima dell'|dopo|fino a"
    "|tra|fra|inizio|fine|anno|a partire da",
    since="da|dal|dall'|dalla|a partire da(?:l|ll')?", until="fino a(?:l|ll')?",
    before="prima d(?:i|el|ella|ell'|ei)|prima che", after="dopo|dopo che",
    between="tra|fra|da|dal", ands="e|a|al|fino a",
    event=r"(?:mi|ci|io|il|la|lo|le|i|l'|mio|mia|nostr\w+|che"
    r"|(?<=del )\w+|(?<=dell[a'])\w+|(?<=della )\w+)",
    acts=r"\w{2,}[aei]r(?:e|mi|ci|si)?\b",
    ever="da quando",
    asking="cosa|che|chi|dove|come|quando|di|ho|abbiamo|fatto|facevo|detto|raccontato|parlato|successo|è|io|mi|noi|ti"
    "|sai|su|con|e|tutto|altro|c'è|stato|ci",
    the="il|la|lo|l'|inizio|fine|anno|mese di",
    of="di|del",
    not_after="mi[oa]|miei|mie|nostr\\w+|su[oa]",
)  # fmt: skip
TONGUES: Mapping[str, Tongue] = {
    "en": ENGLISH, "de": GERMAN, "es": SPANISH, "pt": PORTUGUESE, "fr": FRENCH, "it": ITALIAN,
    "tr": TURKISH, "ru": RUSSIAN, "ar": ARABIC, "zh": CHINESE, "ja": JAPANESE,
    "ko": KOREAN, "hi": HINDI,
}  # fmt: skip
