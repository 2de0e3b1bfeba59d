"""A scripted strong model over HTTP on loopback: a neutral answer, written as the last <tone> block asks.

It follows each sentence of the instruction as a good model would, nine times in ten, and nothing that it is not told.
"""

import random
import re
from collections.abc import Mapping, Sequence

from tests.bench.tone_people import CLOSES, GREETS, LAUGHS
from tests.bot.stand_in import Request, Script, Send, StandIn, model_list, says

FOLLOWED = 0.9
# What each is asked, and what is answered in sentences, the last one to somebody: neutral, as a friend, as a stranger.
QUESTIONS: Mapping[str, Sequence[str]] = {
    "en": (
        "How do I make tea?",
        "What is a good way to learn a language?",
        "Why is the sky blue?",
        "How do I clean a pan?",
    ),
    "de": (
        "Wie koche ich Tee?",
        "Wie lernt man eine Sprache?",
        "Warum ist der Himmel blau?",
        "Wie putzt man eine Pfanne?",
    ),
    "es": (
        "¿Cómo hago té?",
        "¿Cómo se aprende un idioma?",
        "¿Por qué es azul el cielo?",
        "¿Cómo se limpia una sartén?",
    ),
    "fr": (
        "Comment faire du thé ?",
        "Comment apprendre une langue ?",
        "Pourquoi le ciel est-il bleu ?",
        "Comment laver une poêle ?",
    ),
}
ANSWERS: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "en": (
        (
            "It is best to start with something small",
            "Take some water and a little time",
            "It does not need much more than that",
            "Most people do it twice a week, and that is enough",
            "After some days it is easy",
        ),
        {
            "": "There is more to say about it",
            "t": "There is more to say about it",
            "v": "There is more to say about it",
        },
    ),
    "de": (
        (
            "Am besten fängt man klein an",
            "Man braucht etwas Wasser und ein wenig Zeit",
            "Viel mehr ist nicht nötig",
            "Die meisten machen es zweimal in der Woche, und das reicht",
            "Nach einigen Tagen ist es leicht",
        ),
        {
            "": "Es gibt noch mehr dazu",
            "t": "Willst du mehr wissen, frag mich",
            "v": "Wenn Sie mehr wissen möchten, fragen Sie mich bitte",
        },
    ),
    "es": (
        (
            "Lo mejor es empezar con algo pequeño",
            "Hace falta agua y un poco de tiempo",
            "No se necesita mucho más",
            "Casi todos lo hacen dos veces por semana, y basta",
            "Tras unos días es fácil",
        ),
        {"": "Hay más que decir", "t": "Si quieres más, dime", "v": "Si usted quiere saber más, dígame"},
    ),
    "fr": (
        (
            "Le mieux est de commencer petit",
            "Il faut de l'eau et un peu de temps",
            "Il ne faut pas beaucoup plus",
            "La plupart le font deux fois par semaine, et cela suffit",
            "Après quelques jours c'est facile",
        ),
        {
            "": "Il y a plus à dire",
            "t": "Si tu veux en savoir plus, dis-le-moi",
            "v": "Si vous voulez en savoir plus, dites-le-moi",
        },
    ),
}
_SHORT = (("It is", "It's"), ("does not", "doesn't"), ("that is", "that's"), ("There is", "There's"), ("it is", "it's"))


def written(told: str, question: str, seed: str) -> str:
    """The answer to a question as the instruction asks; deterministic for a seed."""
    rng = random.Random(f"{seed}{question}")
    followed = " ".join(each for each in re.split(r"(?<=[.!])\s", told) if rng.random() < FOLLOWED)
    language = next((code for code, asked in QUESTIONS.items() if question in asked), "en")
    sentences, to_them = ANSWERS[language]
    address = "v" if "say Sie" in followed else "t" if "say du" in followed else ""
    parts = [to_them[address], *sentences]
    parts = parts[: max(1, _size(followed, parts))]
    if (
        "Sentences of about" in followed
        and (long := re.search(r"Sentences of about (\d+)", followed))
        and int(long[1]) > 11
    ):
        parts = [", ".join((one, other[0].lower() + other[1:])) for one, other in _pairs(parts)]
    said = " ".join(_sentence(each, followed, rng, last=at == len(parts) - 1) for at, each in enumerate(parts))
    if "Be playful" in followed and "casual" in followed and rng.random() < 0.7:
        said = f"{LAUGHS[language]} {said}"
    if "short greeting" in followed:
        said = f"{GREETS[language]['ormally' in followed and 'Write casually' not in followed]}, {said}"
    return f"{said} {CLOSES[language]}" if "short closing" in followed else said


def _size(told: str, parts: Sequence[str]) -> int:
    words = re.search(r"About (\d+) words", told)
    if words is None:
        return len(parts)
    sizes = [len(" ".join(parts[: at + 1]).split()) for at in range(len(parts))]
    return 1 + min(range(len(parts)), key=lambda at: abs(sizes[at] - int(words[1])))


def _pairs(parts: Sequence[str]) -> list[tuple[str, str]]:
    return [(parts[at], parts[at + 1]) for at in range(0, len(parts) - 1, 2)] or [(parts[0], "so it goes")]


def _sentence(text: str, told: str, rng: random.Random, *, last: bool) -> str:
    if "Use contractions" in told or "with contractions" in told:
        for full, short in _SHORT:
            text = text.replace(full, short)
    if "begin with a small letter" in told:
        text = text[0].lower() + text[1:]
    if "Three dots now and then" in told and rng.random() < 0.6:
        text += "..."
    elif "An exclamation mark now and then" in told and rng.random() < 0.6:
        text += "!"
    elif not (last and "Leave out the full stop" in told):
        text += "."
    often = 0.9 if "Emoji are welcome" in told else 0.4 if "An emoji now and then" in told else 0.0
    return f"{text} {rng.choice('🎉😀🌻')}" if rng.random() < often else text


def asked_of(messages: Sequence[Mapping[str, object]]) -> tuple[str, str]:
    """What the last <tone> block of a prompt says, and the question below it."""
    whole = "\n".join(str(each["content"]) for each in messages)
    block = whole.rpartition("<tone>")[2].partition("</tone>")[0] if "<tone>" in whole else ""
    told = " ".join(line for line in block.splitlines() if not line.startswith("How to write to"))
    return told, str(messages[-1]["content"]).rstrip().rsplit("\n", 1)[-1]


def serve(server: StandIn, seed: str) -> StandIn:
    """Lets the server answer as this model."""

    async def chat(request: Request, send: Send) -> None:
        told, question = asked_of(request.body["messages"])
        script: Script = says(*re.findall(r"\S+\s*", written(told, question, seed)))
        await script(request, send)

    return server.on("/v1/models", model_list("strong", max_model_len=32_000)).chat(chat)
