"""Words that give a line away, in the languages we could list: jest, supposition, change, ending.

They only ever make learning more careful (a claim is dropped, hedged or marked, an update is believed), never less,
so a language that is missing here loses care, updates that only its words of change would bear out, and dates told
without a digit; never what was said. Latin and Cyrillic cues match from the start of a word.
"""

import re


def any_of(*cues: str) -> re.Pattern[str]:
    """One pattern for all cues, each from the start of a word where its script has words."""
    # Whether a word begins here is asked once, not once a cue: six times as fast.
    spaced = [cue for cue in cues if cue[0].isalpha() and cue[0] < "\u0590"]
    others = [cue for cue in cues if cue not in spaced]
    return re.compile("|".join([rf"(?<!\w)(?:{'|'.join(spaced)})", *others]))


ARTICLES = frozenset(
    (
        "a", "an", "the", "der", "die", "das", "den", "dem", "ein", "eine", "einen", "einem", "el", "la", "los", "las",
        "un", "una", "unos", "unas", "le", "les", "une", "des", "du", "o", "os", "as", "um", "uma", "il", "lo", "gli",
        "i", "uno", "de", "het", "een",
    )
)  # fmt: skip
JEST = any_of(
    r"/s\b", r"jk\b", r"j/k\b", "just kidding", r"kidding\b", "just joking", "joking", "only joking", "as if!",
    "nur spaß", "kleiner scherz", r"scherz\b", "war ein witz", "es broma", "era broma", "bromeando", "je rigole",
    "je plaisante", "je déconne", "brincadeira", "brincando", "to zoando", "scherzo", "sto scherzando", "шучу",
    "шутка", r"żart", "grapje", "冗談", "じょうだん", "なんちゃって", "开玩笑", "開玩笑", "농담", "أمزح", "مزحة",
    r"şaka", "[🤣🤪🙃😜😝😹]",
)  # fmt: skip
SUPPOSITION = any_of(
    r"if i\b", r"if we\b", r"what if\b", "imagine ", "suppose ", "hypothetically", "i wish", "i would ", "i'd ",
    "would be ", "in another life", "falls ich", "wenn ich .{0,60}(?:wäre|hätte|könnte|würde)", "angenommen",
    "stell dir vor", r"(?:ich|wir) (?:würde|wäre|hätte|könnte)n?\b", r"(?:würde|wäre|hätte|könnte)n? (?:ich|wir)\b",
    r"si yo\b", r"si fuera", r"si tuviera",
    r"si (?:(?:me|te|se|nos|le|lo|la) )?(?!(?:para|cara|clara)\b)\w+(?:ara|iera|ase|iese)\b",
    r"(?!adquir|diría)\w*iría(?:mos|n|s)?\b", r"(?:querr|tendr|podr|estar|har|saldr|vendr)ía\b",
    r"(?:yo|me|nos) (?!quer|prefer|suger|refer|requer|maría)\w+[ae]ría(?:mos)?\b", "me gustaría", "ojalá", "imagina",
    "si j'étais", "si j'avais", "si je ", "imagine que", r"\w+erai(?:s|t|ent)\b",
    r"(?:au|i|pour|voud|dev|sau|ver|viend|viv)rai(?:s|t|ent)\b", r"(?:morar|viver|ter|poder|estar)ia\b",
    r"(?:eu|a gente) (?!quer|prefer|suger|refer)\w+[aei]ria\b", r"(?:sa|viv|abite|av|pot|compre|lavore)rei\b",
    r"\w+л[аи]? бы\b", "أتمنى", "ليتني",
    r"se (?!esse\b)\w+(?:asse|esse|isse)\b",
    r"se eu\b", "gostaria", "quem me dera", "se fossi", "se avessi", "vorrei", "если бы", r"я бы\b", "хотел бы",
    "gdyby", "もし", "だったら", "だといいな", "如果", "假如", "要是", "만약", "لو ", "eğer",
)  # fmt: skip
HEDGE = any_of(
    r"maybe\b", r"perhaps\b", r"i think\b", r"probably\b", r"might\b", "not sure", r"vielleicht\b", "ich glaube",
    "wohl ", r"quizás?\b", r"tal vez\b", "creo que", "peut-être", "je crois", r"talvez\b", "acho que", "forse",
    "credo che", "может быть", r"наверное", r"кажется", "たぶん", "多分", "かも", "也许", "可能", "아마", "ربما",
    "belki",
)  # fmt: skip
# Life moved on: what was true before need not be true now.
CHANGE = any_of(
    r"now\b", r"no longer\b", r"not any ?more\b", r"any ?more\b", r"anymore\b", "moved", "changed", "switched",
    "instead", r"actually\b", "quit ", "quit$", "left ", "stopped", "gave up", "used to", "new ", "became", "sold ",
    "broke up", "divorced", "from now on", r"from next\b", "as of ", "starting ", "got the job", "since ",
    "these days", "correction", "i meant", "ended up", "started", "got a new", "got promoted", "nicht mehr",
    r"kein\w* .{0,40}mehr\b", "jetzt", "mittlerweile", "inzwischen", "umgezogen", "gewechselt", "gekündigt",
    "aufgehört", "statt", "doch nicht", "früher", "neue?[nrs]? ", "seit ", "eigentlich", "geworden", "verkauft",
    r"ab (?:nächst|kommend|sofort|morgen|dem )", "job bekommen", r"ya no\b", "ahora", "me mudé", "he cambiado",
    "cambié", "dejé", r"a partir d", r"desde el\b", "conseguí (?:el|un) (?:trabajo|empleo|curro)", "en vez de",
    "en realidad", "antes ", "nuev[oa]", "maintenant", r"ne .{0,40}plus\b", r"n'.{0,40}plus\b", r"j'ai plus\b",
    "déménagé", "changé", "arrêté", "quitté", "désormais", r"à partir d", "eu le (?:poste|job)", "en fait", r"agora\b",
    r"já não\b", r"não .{0,60}mais\b", "mudei", "me mudei", "troquei", "parei", "larguei", "vendi ",
    "consegui (?:o|um) emprego", "na verdade", "nov[oa] ", r"ora\b", "adesso", r"non .{0,60}più\b", "trasferit",
    "cambiato", "smesso", "lasciato", "теперь", "больше не", "уже не", "переехал", "сменил", "бросил", "перестал",
    "вместо", "на самом деле", "раньше", "новы[йе]", "nu ", "niet meer", "verhuisd", "gestopt", r"już nie\b", "teraz",
    "przeprowadził", "artık", "taşındım", "引っ越", "今は", "もう", "やめ", "辞め", "変え", "変わ", "になった",
    "ことにな", "来月から", "来週から", "来年から", "実は", "搬", "现在", "現在", "不再", "换", "換", "辞职", "改",
    "戒", "其实", "终", "結束", "结束", "離職", "离职", "終わ", "退職", r"end(?:s|ed|ing)\b", r"leav(?:e|es|ing)\b",
    "finish", "endet", "zu ende", r"höre? .{0,30}auf\b", "kündige", r"ziehe? .{0,30}(?:um|weg|aus)\b",
    r"termin(?!e?s?\b|kal)",
    "acab", "dejo ", "me mudo", "quitte", "déménage", r"finit\b", "deixo ", "finisc", "lascio ", "заканчива", "ухожу",
    "увольня", "переезжа", "이사", "이제", "그만", "바꿨", "الآن", "لم أعد", "لم اعد", "انتقلت", "تركت", "غيرت",
    "توقفت", "من (?:الشهر|الأسبوع|العام) القادم", "ابتداء من", "اعتبارا من", "अब ", "এখন ",
)  # fmt: skip
# Somebody or something is no more, or was put out: what a model says that this ends is over.
ENDED = any_of(
    r"died\b", r"dead\b", "passed away", "put down", r"fired\b", "laid .{0,12}off", "let .{0,12}go", "resign",
    "dropped out", "expelled", "cancel", "starb", "gestorben", r"tot\b", "eingeschläfert", "entlassen", "gefeuert",
    "rausgeworfen", "rausgeflogen", "abgebrochen", "muri", "muert", "falleci", "despid", "echaron", "renunci",
    "abandon",
    r"morte?s?\b", "décédé", "viré", "licenci", "démission", "laissé tomber", "morre", "falec", "demiti", "trancou",
    r"mort[oaie]\b", "licenziat", "dimess", "умер", "погиб", "уволи", "отчисл", "死", "亡くな", "クビ", "解雇", "中退",
    "去世", "开除", "退学", "죽었", "돌아가", "해고", "잘렸", "مات", "توفي", "طردت", "فصلت", "öldü", "kovuldum",
    "istifa",
)  # fmt: skip
# A day or a number is put in place of another.
RESET = any_of(
    r"moved (?:it )?to\b", "postpone", "reschedul", "pushed (?:back )?to", "instead", r"actually\b", "correction",
    "i meant", r"wrong\b", r"not the\b", r"now\b", "verschoben", "verlegt", r"statt\b", r"doch\b", "eigentlich",
    r"jetzt\b", "korrektur", "meinte", "perdón", "en realidad", "quise decir", "cambi", "aplaz", "en fait",
    "je voulais dire", "reporté", "décalé", "na verdade", "errei", "quis dizer", "mudou", "adiad", "in realtà",
    "spostat", "volevo dire", "на самом деле", "перенес", "実は", "間違", "変更", "改到", "其实",
)  # fmt: skip
# It goes on as before, which is nothing new.
STILL = any_of(
    r"still\b", "as (?:always|usual|ever)", r"immer noch\b", "nach wie vor", "wie immer", r"todavía\b", r"aún\b",
    r"sigo\b", r"sigue\b", "como siempre", r"toujours\b", "comme d'hab", r"ainda\b", r"continu[ao]\b", "como sempre",
    r"ancora\b", "come sempre", "всё ещё", "все еще", "по-прежнему", "как всегда", r"nog steeds\b", r"nadal\b",
    "まだ", "相変わらず", "还是", "還是", "依然", "여전히", "아직", "ما زال", "لا يزال", r"hâlâ\b",
)  # fmt: skip
# How it was at some earlier time, which need not touch how it is.
PAST = any_of(
    "used to", "back when", "as a (?:kid|child|teen)", "years ago", "früher", "damals", "als kind", r"de niñ[oa]\b",
    r"antes\b.{0,20}\b(?:era|iba|vivía|tenía|trabajaba)", "cuando era", r"avant,? (?:j'|il|elle|on|c')", "autrefois",
    "quand j'étais", "antigamente", "quando era", r"morava\b", "una volta", "da piccol", "раньше", "в детстве",
    "vroeger", "kiedyś", "eskiden", "昔", "子供の頃", "以前", "小时候", "옛날", "어릴 때", "زمان", "كنت ",
)  # fmt: skip
# It comes on top of what is there.
ON_TOP = any_of(
    r"also\b", r"as well\b", r"another\b", r"a second\b", r"besides\b", r"auch\b", r"noch ein", "zusätzlich",
    r"außerdem\b", r"también\b", "además", r"otr[oa]\b", r"aussi\b", "en plus", r"une? autre\b", r"também\b",
    r"outr[oa]\b", r"anche\b", "inoltre", r"также\b", r"тоже\b", r"ook\b", r"też\b", r"ayrıca\b", "にも", "も飼",
    "もう一", "也", "另外", "还有", "또 ", "أيضا", "أيضًا",
)  # fmt: skip
# What follows stands on its own: a supposition in it says nothing of what stands before.
APART = re.compile(
    r"[,;]?\s(?:so|and|but|because|also|und|aber|denn|y|pero|porque|así que|et|mais|car|donc|e|mas|então|ma|perché"
    r"|и|а|но|поэтому)\s"
)
# Says that something is not so; what says so and what does not are not the same statement.
NEGATION = any_of(
    r"not?\b", r"\w+n't\b", r"cannot\b", r"never\b", r"none\b", r"without\b", r"nicht\b", r"kein", r"nie\b",
    r"niemals\b", r"ohne\b", r"nunca\b", r"sin\b", r"ne\b", r"n'", r"pas\b", r"jamais\b", r"sans\b", r"não\b", r"sem\b",
    r"non\b", r"mai\b", r"senza\b", r"не\b", r"нет\b", r"никогда\b", r"без\b", r"niet\b", r"geen\b", r"nooit\b",
    r"nigdy\b", r"değil", "ない", "なかっ", "ません", "なく", "不", "没", "沒", "안 ", "않", "없",
    r"لا ", r"ليس", r"لم ", r"لن ",
)  # fmt: skip
# A time is named: without one of these, or a number, a date was made up.
TIME = any_of(
    r"next\b", r"last\b", r"since\b", r"until\b", r"till\b", r"ago\b", r"today\b", r"tonight", "tomorrow",
    "yesterday", r"now\b", r"week", r"month", r"year", r"weekend", "spring", "summer", "autumn", r"fall\b", "winter",
    "christmas", "easter", r"jan", r"feb", r"mar", r"apr", r"ma[iy]", r"mei\b", r"jun", r"jul", r"aug", r"sep",
    r"okt", r"oct", r"nov", r"de[zc]", r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", "nächst", "letzt", r"seit\b",
    r"bis\b", r"vor\b", "heute", "morgen", "gestern", "woche", "monat", r"jahr", "früh", "sommer", "herbst", r"ab\b",
    "mittwoch", r"\w+tag\b", "próxim", "pasad", "desde", "hasta", r"hace\b", r"hoy\b", "mañana", r"ayer\b", "seman",
    r"mes", r"año", "ene", "abr", r"ago", r"dic", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado",
    "domingo", "verano", "invierno", "prochain", "dernier", "depuis", r"jusqu", r"il y a", "aujourd", "demain",
    r"hier\b", "semaine", r"mois\b", r"an(?:s|née)?\b", "avr", r"juin", "juil", r"août", r"févr", r"déc", "lundi",
    "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", r"été\b", "hiver", "dès", "que vem", "passad",
    r"até\b", r"há\b", r"hoje", "amanhã", "ontem", r"mês", r"ano\b", "fev", "set", "out", "segunda", "terça",
    "quarta", "quinta", "sexta", "verão", "scors", r"fino\b", r"oggi", "domani", r"ieri", "settiman", "gen", "mag",
    "giu", "lug", "ott", "lunedì", "следующ", "прошл", r"с\b", r"до\b", "назад", "сегодня", "завтра", "вчера",
    "недел", "месяц", r"год", "янв", "фев", "мар", "апр", "ма[йя]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "来", "先", "今", "昨", "明", "前", "年", "月", "週", "日", "春", "夏", "秋", "冬", "まで", "から", "周", "去",
    "上个", "下个", "直到", "지난", "다음", "까지", "부터", "내년", "작년", "년", "월", "주", "منذ", "حتى", "القادم",
    "الماضي", "اليوم", "غد", "أمس", "شهر", "سنة", "عام", "أسبوع",
)  # fmt: skip
# Years are named: without one of these, or a number, nothing began or ends years away.
YEARS = any_of(
    "year", "decade", "centur", "childhood", "jahr", "kindheit", "año", "década", "infancia", r"ans?\b", "année",
    "décenn", "enfance", r"anos?\b", "infância", r"ann[oi]\b", "infanzia", "год", "лет", "детств", "jaar", "jaren",
    r"rok", "lat ", "yıl", "年", "昔", "子どもの頃", "小时候", "년", "어릴", "سنة", "سنوات", "عام", "أعوام",
)  # fmt: skip
# An end is named; small models give an end to things that have none.
UNTIL = any_of(
    r"until\b", r"till?\b", r"through\b", r"end(?:s|ed|ing)?\b", r"for (?:a|an|one|two|three|four|six|the|\d+)\b",
    r"(?:this|next|all) week", r"bis\b", r"endet?\b", r"(?:nächste|diese) woche", r"hasta\b", "termin", "acab",
    "semana que v", "esta semana", r"jusqu", r"fin\b", "semaine prochaine", "cette semaine", r"até\b", r"fino\b",
    r"до\b", r"по\b", "конц", r"tot\b", r"kadar", "まで", "終わ", "来週", "今週", "到", "直到", "结束", "結束", "下周",
    "这周", "为止", "까지", "حتى", "لغاية", r"\d[^\d]+\d",
)  # fmt: skip
# Having, liking, knowing: a second one does not replace the first.
ADDS_UP = any_of(
    r"ha(?:s|ve|d|t|ben|be)\b", "likes?", "loves?", "enjoys?", "speaks?", "plays?", "knows?", "owns?", "visit",
    "went", "watch", "read", "wants?", "mag", "liebt?", "spricht", "spiel", "kennt", "besitzt", "tien[eo]", "gusta",
    "habla", "juega", "quier", "aime", "adore", "parle", "joue", "possède", "connaît", "tem ", "gosta", "fala",
    "joga", "ama ", "piace", "parla", "gioca", "люб", "нрав", "говорит", "играет", "знает", "есть", "好き",
    "持って", "飼", "喜欢", "喜歡", "有", "会说", "좋아", "있", "يحب", "أحب", "لدي", "عند",
)  # fmt: skip
# Asking for something to be done now, which says nothing lasting about who asks. How to be answered is not among it.
REQUEST = re.compile(
    r"(?:(?:hey|hi|ok|hallo|hola|oi|привет)[ ,]+)?(?:\w+[,:] )?"
    r"(?:please |bitte |por favor,? |s'il te plaît,? |пожалуйста,? )?(?:"
    + "|".join((
        "remind me", "translate", "tell (?:me|us)", "show me", "explain", "summari[sz]e", "search", "look up", "find ",
        "write ", "give me", "help me", "list ", "calculate", "define ", "set (?:a|an|the) ", "play ", "can you",
        "could you", "let's ",
        "erinner(?:e)? mich", "übersetz", "erklär", "zeig", "such ", "schreib ", "hilf mir", "kannst du",
        "recuérdame", "traduce", "explica", "muéstrame", "busca", "escribe", "dime", "rappelle[- ]moi", "traduis",
        "explique", "montre", "cherche", "écris", "dis[- ]moi", "lembra", "me lembra", "me lembre", "traduz", "procura",
        "escreve", "ricordami", "traduci", "spiega", "напомни", "переведи", "объясни", "покажи", "найди", "скажи",
        "提醒我", "翻译", "帮我", "告诉我", "リマインド", "翻訳して", "教えて", "알려", "ذكرني", "ترجم",
    )) + ")"
    # Where the verb comes last, so does what is asked for.
    r"|.{0,200}(?:リマインド|翻訳|説明|計算|検索)して(?:ほしい|欲しい)?(?:ね|よ|ください|下さい|くれ\w*|もらえ\w*)?[。！!？?]*$"
    r"|.{0,200}(?:教えて|調べて|探して|思い出させて)(?:ね|よ|ください|下さい|くれ\w*|もらえ\w*)?[。！!？?]*$"
    r"|.{0,200}(?:알려|번역해|설명해|찾아|보여) ?(?:줘|주세요|줄래)\w*[.!?]*$"
)  # fmt: skip
# A wish about how to be answered or addressed, not a taste in other things, nor anybody's name.
_ANSWERING = any_of(
    r"answers\b", r"answer(?:ed)? (?:me|us|in)\b", r"replies\b", r"reply (?:to me|in)\b", r"responses\b",
    r"respond (?:to me|in)\b", r"emojis?\b", r"bullet points?\b", r"call me\b", r"(?:speak|talk|write) to me\b",
    r"(?:metric|imperial) units", "antwort", r"duz(?:en|t)\b", r"(?:ge|zu )duz", r"(?:ge)?siez(?:en|t)\b",
    r"nenne? mich\b", r"schreib mir\b", "respuestas", r"respónd[ae]", r"respond(?:e|er|a)(?:me)?\b", "contéstame",
    r"tut(?:éame|ear)", "llámame", "répon", "tutoie", "tutoyer", "vouvoie", "vouvoyer", r"appelle[- ]moi", "respostas?",
    r"me chame\b", "rispost", "rispond", "chiamami", "dammi del", "ответ", "отвеча", "эмодзи", "смайл", "называй меня",
    "antwoord", "odpowi", "cevap", "yanıt", "絵文字", "答え", "返事", "返信", "回答", "敬語", "タメ口", "と呼んで",
    "回复", "回覆", "称呼我", "叫我", "대답", "답변", "답장", "존댓말", "반말", "이모지", "أجب", "إجاب", "جواب",
)  # fmt: skip
# Attempts to talk to the machinery behind the bot.
INJECTION = any_of(
    r"(?:ignore|disregard|forget|override) .{0,30}(?:instruction|prompt|rule|above|previous)", "system prompt",
    "system message", "you are now ", "jailbreak", "developer mode", r"<\|", r"\[/?inst\]",
    r"###\s*(?:system|instruction)", "ignorier.{0,20}anweisung", "ignora .{0,30}instruc",
    "ignore[zr]? .{0,30}(?:instruc|consigne)", "忽略.{0,10}指令", "игнорир.{0,30}инструкц", "指示を無視",
    r"^(?:system|assistant|developer)\s*:", r"(?:you|users?|everybody|everyone|assistant|bot) .{0,20}obey\b",
    "(?:du|nutzer|user|alle|jeder) .{0,30}gehorch", "(?:debes|deben?|tienes?|tienen) .{0,20}obede",
    "(?:dois|doit|doivent|devez) .{0,20}obéi", "(?:deve[ms]?|têm|tem) .{0,20}obede", "(?:должн|обязан).{0,30}подчин",
    r"(?:all|every|any|other) (?:the )?users? (?:must|should|shall|have to|has to|are to)\b",
    "alle (?:be)?nutzer (?:müssen|sollen)", "todos los usuarios deben", "tous les utilisateurs doivent",
    "todos os usuários devem", "все пользователи должны", "所有用户(?:都)?必须",
)  # fmt: skip


def about_answers(text: str) -> bool:
    """Whether `text` (casefolded) plainly speaks of how somebody wants to be answered or addressed."""
    return _ANSWERING.search(text) is not None
