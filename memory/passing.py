"""What somebody says of just now, in their own words: off to bed, on the train, hungry. Pure.

It is as true as what they say of their life, and is over before the day is. It cost: who lives on a train.
"""

import re

from memory.wording import content, folded

_SO = r"(?:(?:so|really|very|still|just|a bit|super|too|kinda|quite|pretty|already|now|currently|all) )*"
_EN = (
    r"(?:off|heading|headed|going) (?:to|for) (?:bed|sleep|lunch|the (?:shops?|store|gym|loo|toilet|bathroom))"
    r"|(?:off|heading|headed) (?:home|out|back|to work|to school|to class|for dinner)|going to bed|brb|afk|ttyl|omw"
    r"|be right back|(?:gotta|got to|have to) (?:go|run)(?=\W*$)|on (?:my|our) way(?! (?:up|through|to become))"
    r"|good ?night"
    rf"|(?:i'm|i am|im|we're|we are|am|stuck|sitting) {_SO}(?:on|in|at) (?:the |a |my )?(?:train|bus|plane|tram|car"
    rf"|metro"
    r"|subway|tube|ferry|meeting|call|queue|line|traffic|shower|bath|shops?|store|supermarket|gym|airport|station"
    r"|dentist"
    r"|doctor'?s|bus stop|checkout|pub|work|lunch|dinner)"
    r"(?! (?:crew|business|trade|industry|team|club|driver|on \w+days))"
    rf"|(?:i'm|i am|im|feel|feeling|we're|we are|am) {_SO}(?:tired|exhausted|sleepy|hungry|thirsty|starving|bored"
    rf"|freezing"
    r"|cold|hot|late|running late|awake|ready|back|busy|home|here|drunk|hungover|soaked|stuffed|full|knackered)"
    r"(?: (?:right|now|rn|atm|at the moment|today|tonight|again|already|up|out|lol|haha|guys|though|in a \w+))*(?=\W*$)"
    r"|(?:i'm|i am|im|we're) (?:just )?(?!liv|work|study|learn|train|dat|teach)\w+ing\b.{0,60}(?:right now|rn|just now)"
)
_NUN = r"(?:(?:jetzt|mal|gleich|dann|nun|kurz|gerade|grad|noch|eben|schon|so|total|voll|mega|sehr|echt|auch|wieder) )*"
_DE = (
    rf"(?:geh\w*|muss|leg\w*|fahr\w*|wir gehen) (?:ich |wir )?(?:mich )?{_NUN}(?:ins bett|schlafen|pennen|duschen"
    rf"|einkaufen|los|heim|nach hause)|gute nacht|meld\w* (?:ich )?mich|(?:bin|sind|sitze?n?"
    rf"|stehe?n?|stecke) (?:ich |wir )?{_NUN}(?:(?:im"
    rf"|in der"
    r"|in einem|in nem|in einer|auf dem|am|beim|in ner) (?:zug|bus|ice|s-bahn|u-bahn|bahn|tram|auto|stau|flieger"
    r"|flugzeug"
    r"|meeting|besprechung|call|termin|supermarkt|laden|bad|klo|arzt|zahnarzt|bahnhof|flughafen|heimweg|weg|essen"
    r"|kochen"
    r"|einkaufen|sport)(?!\w)|unterwegs|gleich (?:da|zurück|wieder)|kurz weg"
    r"|(?:müde|hungrig|durstig|kaputt|erschöpft|gelangweilt|wach|platt|satt|fertig|spät dran|zu spät)(?: heute| jetzt)?"
    rf"(?=\W*$))|hab\w* (?:ich )?{_NUN}(?:hunger|durst|kohldampf)"
)
_MUY = r"(?:(?:tan|tanta|tanto|muy|mucha|mucho|super|un poco|ya|aún|todavía|ahora|justo|re|demasiado|mismo) )*"
_ES = (
    rf"voy {_MUY}a (?:dormir|acostarme|la cama|ducharme|(?:cenar|comer|desayunar|merendar)(?=\W*$| ya| ahora))"
    rf"|me (?:acuesto|duermo)(?! (?:a|tarde|pronto))|(?:est(?:oy|amos)|sigo|ando|voy) {_MUY}en (?:el |la |un "
    rf"|una )?(?:tren"
    r"|bus|autobús|metro|coche|avión|taxi|reunión|llamada|cola|súper|supermercado|gimnasio|tienda|aeropuerto|estación"
    rf"|atasco|médico|dentista)|(?:estoy|ando|me siento) {_MUY}(?:cansad|agotad|hambrient|aburrid|despiert|list|ocupad"
    rf"|borrach)[oa](?: hoy| ya| ahora)?(?=\W*$)|muert[oa] de (?:hambre|sueño|frío|sed)|tengo {_MUY}(?:hambre|sed|sueño"
    r"|frío|calor|prisa)|de camino|ya vuelvo|ahora vuelvo|buenas noches|voy (?:para|a) casa"
)
_TRES = r"(?:(?:trop|tellement|super|très|grave|vraiment|un peu|encore|déjà|là|toujours|actuellement) )*"
_FR = (
    r"je (?:vais|file|pars) (?:me coucher|au lit|dormir|manger|me doucher|faire les courses)|je me couche(?=\W*$| là)"
    rf"|(?:je suis|chuis|j'suis|on est) {_TRES}(?:(?:dans|en|au|à|chez) (?:le |la |l'|un |une |mon )?(?:train|bus"
    rf"|métro|tram"
    r"|avion|voiture|réunion|appel|supermarché|gare|aéroport|coiffeur|dentiste|médecin|route|chemin)(?!\w)|(?:crevé"
    r"|fatigué"
    r"|épuisé|affamé|claqué|pressé|occupé|prêt|rentré|en retard)e?(?: ce soir| là)?(?=\W*$))"
    rf"|j'ai {_TRES}(?:faim|soif|sommeil|froid|chaud)|je reviens(?=\W*$| vite| dans)|bonne nuit"
)
_MUITO = r"(?:(?:muito|muita|tão|super|mó|já|ainda|agora|um pouco|com|morrendo de|mort[oa] de) )*"
_PT = (
    r"vou (?:dormir|deitar|me deitar|pra cama|para a cama|tomar banho|nessa|(?:comer|jantar|almoçar)(?=\W*$| agora"
    r"| já))"
    rf"|(?:estou|tô|to|tou|estamos) {_MUITO}(?:(?:no|na|num|numa|em) (?:trem|comboio|ônibus|autocarro|metrô|metro|carro"
    r"|avião|uber|reunião|call|ligação|fila|mercado|supermercado|academia|aeroporto|trânsito|médico|dentista)(?!\w)"
    r"|(?:fome|sede|sono|frio|calor)|(?:cansad|exaust|entediad|acordad|pront|ocupad|atrasad)[oa](?: hoje)?(?=\W*$)"
    r"|a caminho|chegando|indo (?:pra|para) )|já volto|boa noite"
)
_MOLTO = r"(?:(?:così|molto|molta|troppo|troppa|tanta|tanto|davvero|già|ancora|adesso|ora|un po'|una) )*"
_IT = (
    r"vado a (?:dormire|letto|nanna|mangiare|cena|casa|fare la (?:spesa|doccia))"
    rf"|sono {_MOLTO}(?:(?:in|sul|sull'|al|alla|nel|dal|su un|a una) ?(?:treno|bus|autobus|tram|metro|macchina|aereo"
    r"|riunione|chiamata|supermercato|palestra|stazione|aeroporto|coda|dottore|dentista)(?!\w)|per strada"
    rf"|(?:stanc|stanchissim|esaust|affamat|annoiat|distrutt|pront)[oa](?: oggi)?(?=\W*$))|ho {_MOLTO}(?:fame|sete"
    rf"|sonno"
    r"|freddo|caldo|fretta)|sto (?:arrivando|tornando|uscendo|andando|morendo di)|torno subito|buona ?notte"
)
_UZHE = r"(?:(?:уже|щас|сейчас|ещё|еще|так|очень|ужасно|как раз) )*"
_RU = (
    rf"(?:иду|пойду|пош[её]л|пошла|ложусь|собираюсь) {_UZHE}(?:спать|в душ|есть|домой|обедать|ужинать|в магазин)"
    rf"|(?:^|я ){_UZHE}(?:в|на) (?:поезде|автобусе|метро|машине|электричке|самол[её]те|собрании|совещании|созвоне"
    rf"|магазине"
    rf"|пробке|очереди|вокзале|пути)(?!\w)|(?:^|я ){_UZHE}(?:устал[аи]?|голод(?:ен|на)|замерз(?:ла)?"
    rf"|занят[аы]?)(?=\W*$)"
    rf"|хочу {_UZHE}(?:есть|спать|пить)(?=\W*$)|спокойной ночи|скоро буду|сейчас вернусь"
)
_SPACELESS = (
    r"(?:もう|そろそろ|今から)寝|おやすみ|(?:電車|バス|飛行機|車)(?:の中|に乗って|なう|で移動)|お?(?:腹|なか)が?(?:空|すい|減|へ)"
    r"|眠い|ねむい|疲れた|会議中|移動中|外出中|買い物中|帰り道|去睡|睡觉了|要睡了|晚安|在(?:火车|地铁|公交|飞机|路|超市)上?"
    r"|好饿|饿了|好累|累死|好困|困死|在开会|자러 |졸려|배고|피곤(?:해|하다)"
    r"|(?:지하철|버스|기차)(?: 안|에 있|야)|회의 중|가는 중"
    r"|سأنام|ذاهبة? للنوم|في (?:القطار|الباص|الحافلة|اجتماع|الطريق)|جائعة?|جوعان|متعبة?|تعبان|عطشان"
    r"|भूख लग|नींद आ|सोने जा|(?:ट्रेन|बस|मीटिंग|रास्ते) में हूँ|थक गय"
)
_OF_NOW = re.compile(rf"(?<!\w)(?:{_EN}|{_DE}|{_ES}|{_FR}|{_PT}|{_IT}|{_RU})|{_SPACELESS}")
_LASTING = re.compile(
    r"(?<!\w)(?:always|often|usually|since|every|each|never|\w+days|chronic\w*|for (?:\w+ )?years|immer|oft|meistens"
    r"|seit"
    r"|jede\w*|täglich|nie|siempre|desde|cada|todos|a menudo|toujours|depuis|chaque|souvent|tous|sempre|da anni|ogni"
    r"|spesso"
    r"|todo|всегда|часто|кажд\w+|because"
    r"|weil|porque|parce que|perché|angestellt|employed|times a \w+|mal (?:die|pro) \w+)"
    r"(?!\w)|通勤|働|勤め|工作|上班|毎|いつも|每|总是|매일|항상|دائما|كل |हर |हमेशा"
)
_MOST = 2  # words behind it, such as where the train goes
_OF_DAYS = frozenset(
    (
        "until",
        "till",
        "right",
        "now",
        "today",
        "tonight",
        "heute",
        "jetzt",
        "gerade",
        "hoy",
        "ahora",
        "hoje",
        "agora",
        "ce",
        "soir",
        "stasera",
        "oggi",
        "сегодня",
        "сейчас",
    )
)
_CLAUSE = re.compile(r"[,;:.!?…、。]|\s(?:and|but|und|aber|y|pero|et|mais|e|mas|и|а|но)\s", re.I)


def clauses(text: str) -> list[str]:
    """The parts of a text that tell something of their own; cut at marks, and at words that join."""
    return [each for part in _CLAUSE.split(text) if (each := part.strip())]


def lasting(text: str) -> str:
    """`text` without its clauses that tell of just now; empty where no other says anything."""
    every = clauses(text)
    rest = [each for each in every if not _is_of_now(folded(each))]
    return text if len(rest) == len(every) else ", ".join(rest)


def _is_of_now(clause: str) -> bool:
    """Whether the clause tells of just now, and hardly more: "in the car club of Bergen" is no car."""
    found = _OF_NOW.search(clause)
    if found is None or _LASTING.search(clause):
        return False
    return len(content(clause[found.end() :]) - _OF_DAYS) <= _MOST
