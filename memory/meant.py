"""Whether a statement was meant, and meant to last: no question, request, jest, supposition, greeting or mood. Pure.

What a model notes of small talk is mostly that somebody talks ("says hello", "asks for the time", "is tired"). The
lists only make learning more careful. It cost: a lasting state in the words of a passing one ("I'm busy").
"""

import re

from memory.cues import APART, HEDGE, INJECTION, JEST, REQUEST, SUPPOSITION, any_of
from memory.grounding import is_question
from memory.item import Item
from memory.passing import lasting
from memory.types import Certainty, Kind
from memory.wording import alike, content, folded, words

_BEFORE = r"(?:(?:so|and|but|hey|ok|well|und|aber|na|y|pero|oye|et|mais|e|aí|а|и),? )?"
# A question without its mark.
_ASKS = re.compile(
    _BEFORE
    + r"(?:what(?:'s| is| are| do| does| did| was| time)|where(?:'s| is| are| do| does| did)"
    r"|who(?:'s| is| are| has| knows)|when(?:'s| is| are| do| does| did| will)"
    r"|how (?:do|does|did|is|are|can|much|many|long|far|old|come)|how's"
    r"|why (?:is|are|do|does|did)"
    r"|(?:does |do |has |can |is )?any(?:one|body) (?:know|seen|got|have|has|up|else|here|want)"
    r"|do (?:you|we|they)|does (?:he|she|it|that)|are (?:you|they)|is (?:there|that|this)"
    r"|(?:can|could) (?:you|we|someone)|have you|did (?:you|they)|will you"
    r"|was (?:ist|macht|soll|kostet)|wo (?:ist|sind|wohnst|bist|gibt|kann)|wer (?:ist|hat|kommt|will|kann|weiß|kennt)"
    r"|wann (?:ist|kommt|geht|bist|habt)|wie (?:spät|viel|geht|lange|weit|heißt)|warum(?! auch immer)|wieso|weshalb"
    r"|(?:weiß|kennt|hat|kann) (?:jemand|wer)|gibt es|habt ihr|(?:bist|hast|kannst|willst|wohnst|kennst) du"
    r"|qué (?:hora|es|hay|haces)|dónde|cuándo|quién(?:es)?|cómo (?:se|es|está|hago)|por qué|cuánt[oa]s?"
    r"|alguien (?:sabe|tiene|conoce)|quelle heure|est-ce qu|qu'est-ce"
    r"|où (?:est|sont)|qui (?:sait|connaît|veut)"
    r"|comment (?:on|tu|vous|faire)|pourquoi|combien|quelqu'un (?:sait|a|connaît)|tu connais"
    r"|que horas|onde (?:fica|é|está)|quem (?:é|vai|sabe|quer)|alguém (?:sabe|tem|conhece)"
    r"|(?:você|cê) (?:sabe|conhece)|che ore|dov'è|quando (?:è|vai)|chi (?:è|sa)|qualcuno (?:sa|ha)"
    r"|кто-нибудь|где (?:ты|вы|можно)|когда (?:ты|вы|будет)|почему|зачем)(?!\w)"
    r"|.{0,200}(?:だっけ|ですか|ますか|吗|呢|나요|까요)$"
)  # fmt: skip
# What a fact tells of somebody who only talks.
_TALKS = re.compile(
    r"(?:is |was |ist |está |est |hat |ha |a )?(?P<how>say(?:s|ing)|said|ask(?:s|ed|ing)|wonder\w*|mention\w*|agree[sd]"
    r"|repl(?:ies|ied)|answer(?:s|ed)|greet\w*|thank\w*|jok(?:es|ed|ing)|laugh\w*|apologi\w*|complain\w*"
    r"|knows? (?:the|a)|wants? to know"
    r"|talking|surprised|amused|sagt\w*|fragt\w*|meint\w*|antwortet\w*|grüßt|gegrüßt|bedankt|scherzt|lacht|entschuldigt"
    r"|dice|dijo|pregunta|responde|saluda|agradece|bromea|comenta|dit|demande|répond|salue|remercie|plaisante|s'excuse"
    r"|diz|disse|pergunta|cumprimenta|brinca|concorda|chiede|risponde|saluta|ringrazia|scherza|говорит|спрашивает"
    r"|отвечает|благодарит|шутит)(?!\w)"
)
_SORRY = re.compile(
    r"(?:sorry|apologies|entschuldig\w*|tut mir leid|perdón|disculpa\w*|lo siento|désolée?|pardon|desculp\w*|foi mal"
    r"|scusa\w*|mi dispiace|извини\w*|прости\w*|ごめん\w*|すみません|抱歉|对不起)"
    r"[,!.]?(?:$| (?:that|for|about|i'm late|dass|für|wegen|por|pela?|que|pour|d[eu']|per|за|что|lol|haha|rs|kkk)"
    r"|.{0,3}$)"
)
# How somebody is just now, unless it has been so for long.
_MOOD = re.compile(
    r"(?:is|feels?|ist|está|tá|est|è) (?:so |really |very |still |just |a bit |total |so |muy |très |muito )?"
    r"(?:freezing|tired|exhausted|sleepy|hungry|thirsty|starving|bored|late|awake|ready|dead|soaked|not amused"
    r"|müde|hungrig|gelangweilt|erschöpft|wach|kaputt|cansad[oa]|aburrid[oa]|hambriento|fatiguée?|crevée?|sumid[oa]"
    r"|entediad[oa]|stanc[oa]|annoiat[oa])(?!\w)"
    r"(?: up| out)?(?: (?:in|here|there|today|now|again|tonight|haha|lol|heute|gerade|hier|hoy|hoje|mas|but)\b.*)?\W*$"
)
_LASTING = any_of(
    r"always\b", r"often\b", r"since\b", r"chronic", r"every\b", r"of\b", r"immer\b", r"oft\b", r"seit\b", "siempre",
    r"desde\b", "toujours", "depuis", "sempre", r"da\b",
)  # fmt: skip
_LEAST = 2  # words that tell something besides
_CLAUSE = re.compile(r"[,;:.!…、。]")
# Somebody tells of themselves besides.
_TELLS = re.compile(
    r"[,;:.!…] ?(?:and |but |und |aber |y |pero |et |mais |e )?(?:i|i'm|i've|my|we|ich|mein\w*|wir|yo|soy|tengo|mi|je"
    r"|j'\w+|mon|ma|eu|sou|tenho|meu|minha|я|у меня|мне)(?!\w)"
)
_INTERJECTION = re.compile(r"^(?:(?:ey|hey|oh|ach|ah|uh|ay|na|oi|hi|ok|so|and|und|y|e|et)[,!.]* )+")
_BIDS = re.compile(r"[a-z]{2,}")
_FORBIDS = re.compile(_BEFORE + r"(?:please )?(?:don't|dont|do not) [a-z]+")
_OF_ME = re.compile(r"(?<!\w)(?:i|i'm|i've|me|my|we|us|our|every|always|usually)(?!\w)")
_YOU = re.compile(
    r"(?<!\w)(?:you|your|u|ya|du|dich|dir|dein\w*|ihr|euch|eu[er]\w*|sie|tú|tu|te|ti|usted\w*|vos|vous|votre|toi|ton"
    r"|você\w*|seu|sua|teu|tua|lei|voi|ты|тебя|тебе|тво\w+|вы|вас|вам|jij|je|jou\w*)(?!\w)"
)
# The answer tells who asks what to do.
_ADVICE = re.compile(
    r"(?<!\w)(?:i|we|me|us|should|would|recommend|suggest|advise|advice|tips?|how to|know how|do you know|can you tell"
    r"|how do you(?! (?:(?:get|go|come|travel) to (?:work|school|uni)|commute|spend|relax|take your|like your|feel))"
    r"|ich|wir|mir|uns|soll\w*|würde\w*|yo"
    r"|nosotr[ao]s|debo|je (?:dois|peux|fais|prends)|on|nous|eu|a gente|devo|io|noi|я|мы|мне|нам|ik|wij)(?!\w)"
)
_OWN_VERBS = frozenset(
    (
        "love", "like", "hate", "live", "work", "want", "need", "prefer", "have", "play", "speak", "own", "know",
        "drive", "study", "get", "miss", "keep", "enjoy", "use", "teach", "write", "run", "cook", "feel", "think",
        "believe", "hope", "plan", "belong", "come", "wear", "rent", "collect", "grow", "read", "eat", "drink",
    )
)  # fmt: skip


def unmeant(item: Item, said: str, after: str, speaker: str, question: str) -> str | None:
    """Why nothing lasting was said; None where something was.

    `after` is what the same person said right after, `question` what they were asked right before.
    """
    told = folded(said)
    if is_question(said) or _is_asked(told, folded(item.quote)):
        return "question"
    if REQUEST.match(told):
        return "request"
    if item.certainty is Certainty.JOKED or JEST.search(told) or JEST.search(after):
        return "joke"
    wish = item.kind in (Kind.PREFERENCE, Kind.INSTRUCTION)
    if item.certainty is Certainty.HYPOTHETICAL or (SUPPOSITION.search(_joined(told, item.quote)) and not wish):
        return "hypothetical"
    if INJECTION.search(told) or INJECTION.search(folded(item.fact)):
        return "talks to the machinery"
    if item.kind is Kind.INSTRUCTION:
        return None
    bids = _bids(folded(item.fact), folded(item.quote), told, folded(speaker))
    if bids and not _asks_of_you(folded(question)):
        return "said to somebody else"
    return _passing(folded(item.fact), folded(item.quote), told, folded(speaker), wish=wish)


def _is_asked(said: str, quote: str) -> bool:
    """Whether the quote asks, without a mark, and tells nothing besides: "do you know a dish, I'm allergic to nuts"."""
    if _TELLS.search(quote):
        return False
    before = said[: max(said.find(quote), 0)]
    return _ASKS.match(quote if _CLAUSE.search(before) else before + quote) is not None


def certainty(item: Item, said: str) -> Certainty:
    """How sure the speaker is; never surer than the plain words."""
    return Certainty.HEDGED if HEDGE.search(folded(said)) else item.certainty


def _joined(said: str, quote: str) -> str:
    """`said` without a supposition that only follows: "I am allergic" of "I am allergic, so if I eat nuts ..."."""
    for apart in APART.finditer(said, max(0, said.find(folded(quote)))):
        if SUPPOSITION.match(said, apart.end()):
            return said[: apart.start()]
    return said


def _passing(fact: str, quote: str, said: str, speaker: str, *, wish: bool) -> str | None:
    """Why what is told of the speaker will not matter tomorrow."""
    told = fact.removeprefix(speaker).lstrip(": ")
    if wish:
        return None
    if (_SORRY.match(_INTERJECTION.sub("", quote)) or _SORRY.match(told)) and not _TELLS.search(quote):
        return "small talk"
    if told == fact:  # not about the speaker, or in their own words
        rest = lasting(fact)
        return "mood" if fact.rstrip(".") in said and rest != fact and len(content(rest)) < _LEAST else None
    talks = _TALKS.match(told)
    whole = talks and told[talks.end() :].startswith(":")  # what was said stands there as it was
    if talks and not whole and not any(alike(word, other) for word in words(talks["how"]) for other in words(said)):
        return "small talk"
    return "mood" if _MOOD.match(told) and not _LASTING.search(told) else None


def _asks_of_you(question: str) -> bool:
    """Whether somebody is asked of themselves: "take the bus" tells then how they travel. Advice is another matter."""
    return _YOU.search(question) is not None and _ADVICE.search(question) is None


def _bids(fact: str, quote: str, said: str, speaker: str) -> bool:
    """Whether "sends a postcard" was made of "send a postcard", which tells somebody else to, or not to."""
    told = fact.removeprefix(speaker).lstrip(": ")
    if told == fact or _OF_ME.search(said):
        return False
    if _FORBIDS.match(quote):
        return re.match(r"(?:doesn't|does not|never|won't)(?!\w)", told) is not None
    verb = _BIDS.match(quote)
    if verb is None or not said.startswith(quote[:12]) or verb[0] in _OWN_VERBS:
        return False
    return re.match(rf"{verb[0]}e?s(?!\w)", told) is not None
