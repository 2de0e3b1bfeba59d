"""Twelve contrasting writers of our own making: neutral sentences in four languages, each dressed in a style. Pure.

What they say is the same for all of one language, so that only how it is said tells them apart.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from memory.tone.addressee import Addressee
from memory.tone.blending import blended
from memory.tone.gathering import heard
from memory.tone.measured import Tone
from memory.tone.observing import observe

AT = datetime(2026, 5, 4, tzinfo=UTC)
MESSAGES = 40
TELLS: Mapping[str, Sequence[str]] = {
    "en": (
        "I was at the market this morning",
        "The bus was late again",
        "We bought a lamp for the kitchen",
        "It is raining since Monday",
        "My neighbour has a new dog",
        "The library closes at six",
        "I am reading a book about whales",
        "We want to paint the fence",
        "The train leaves at nine",
        "Dinner is almost ready",
        "I have to water the plants",
        "The shop was out of bread",
        "She called me from the station",
        "We do not know the way yet",
    ),
    "de": (
        "Ich war heute Morgen auf dem Markt",
        "Der Bus kam wieder zu spät",
        "Wir haben eine Lampe für die Küche gekauft",
        "Es regnet seit Montag",
        "Mein Nachbar hat einen neuen Hund",
        "Die Bibliothek schließt um sechs",
        "Ich lese ein Buch über Wale",
        "Wir wollen den Zaun streichen",
        "Der Zug fährt um neun",
        "Das Essen ist fast fertig",
    ),
    "es": (
        "Esta mañana estuve en el mercado",
        "El autobús llegó tarde otra vez",
        "Compramos una lámpara para la cocina",
        "Llueve desde el lunes",
        "Mi vecino tiene un perro nuevo",
        "La biblioteca cierra a las seis",
        "Estoy leyendo un libro sobre ballenas",
        "Queremos pintar la valla",
        "El tren sale a las nueve",
    ),
    "fr": (
        "Ce matin j'étais au marché",
        "Le bus était encore en retard",
        "Nous avons acheté une lampe pour la cuisine",
        "Il pleut depuis lundi",
        "Mon voisin a un nouveau chien",
        "La bibliothèque ferme à six heures",
        "Je lis un livre sur les baleines",
        "Nous voulons peindre la clôture",
        "Le train part à neuf heures",
    ),
}
ASKS: Mapping[str, Mapping[str, str]] = {
    "en": {"": "Can you tell me more?", "t": "can you tell me more", "v": "Could you please tell me more?"},
    "de": {"": "Gibt es mehr?", "t": "kannst du mir mehr sagen?", "v": "Könnten Sie mir bitte mehr sagen?"},
    "es": {"": "¿Hay más?", "t": "¿me puedes decir más?", "v": "¿Podría usted decirme más?"},
    "fr": {"": "Il y en a plus ?", "t": "tu peux m'en dire plus ?", "v": "Pourriez-vous m'en dire plus ?"},
}
GREETS = {
    "en": ("hey", "Good day"),
    "de": ("hi", "Guten Tag"),
    "es": ("hola", "Buenos días"),
    "fr": ("salut", "Bonjour"),
}
CLOSES = {"en": "Kind regards", "de": "Mit freundlichen Grüßen", "es": "Un cordial saludo", "fr": "Cordialement"}
LAUGHS = {"en": "lol", "de": "haha", "es": "jaja", "fr": "mdr"}


@dataclass(frozen=True, slots=True)
class Writer:
    """A style: sentences a message and how often each thing is done, 0 to 1."""

    name: str
    language: str
    sentences: int = 2
    capitals: float = 1.0
    stops: float = 1.0
    emoji: float = 0.0
    exclaims: float = 0.0
    laughs: float = 0.0
    trails: float = 0.0
    greets: float = 0.0
    closes: float = 0.0
    address: str = ""  # t, v
    contracts: bool = False
    joined: bool = False  # long sentences


WRITERS = (
    Writer("terse", "en", 1, capitals=0.0, stops=0.0, contracts=True, address="t"),
    Writer("bubbly", "en", 2, emoji=0.9, exclaims=0.9, contracts=True),
    Writer("letter", "en", 4, greets=0.9, closes=0.9, address="v", joined=True),
    Writer("laughing", "en", 1, capitals=0.05, stops=0.05, laughs=0.8, contracts=True),
    Writer("pensive", "en", 3, trails=0.8, stops=0.2, contracts=True),
    Writer("plain", "en", 3, capitals=1.0),
    Writer("kurz", "de", 1, capitals=0.0, stops=0.0, address="t"),
    Writer("förmlich", "de", 4, greets=0.9, closes=0.8, address="v", joined=True),
    Writer("bunt", "de", 2, emoji=1.0, exclaims=0.6, address="t"),
    Writer("usted", "es", 3, address="v", joined=True, greets=0.5),
    Writer("risas", "es", 1, capitals=0.0, stops=0.0, laughs=0.7, emoji=0.3, address="t"),
    Writer("vous", "fr", 3, address="v", greets=0.8, closes=0.6),
)
_EMOJI = "🎉😀🌻🚲😍"
_SHORT = {"It is": "It's", "I am": "I'm", "do not": "don't", "We want": "We wanna", "was": "was"}


def messages(writer: Writer, count: int = MESSAGES) -> list[str]:
    """What they write; the same each time."""
    rng = random.Random(writer.name)
    return [_message(writer, rng) for _ in range(count)]


def addressee(writer: Writer, count: int = MESSAGES) -> Addressee:
    """Who they are after so many messages, as memory would tell."""
    tone = tone_of(messages(writer, count))
    whole, shares = blended(tone, None, None)
    return Addressee(tone=whole, shares=shares, messages=tone.weight())


def tone_of(texts: Sequence[str]) -> Tone:
    """The tone of some texts."""
    tone: Tone | None = None
    for text in texts:
        if (observation := observe(text)) is not None:
            tone = heard(tone, observation, AT)
    return tone or Tone({})


def _message(writer: Writer, rng: random.Random) -> str:
    chosen = rng.sample(TELLS[writer.language], max(1, writer.sentences + rng.choice((-1, 0, 0, 1))))
    if writer.contracts:
        chosen = [_contracted(each) for each in chosen]
    if writer.joined and len(chosen) > 1:
        chosen = [", ".join((chosen[0], *(each[0].lower() + each[1:] for each in chosen[1:])))]
    if rng.random() < 0.4:
        chosen.append(ASKS[writer.language][writer.address])
    said = " ".join(_sentence(each, writer, rng) for each in chosen)
    if rng.random() < writer.greets:
        said = f"{GREETS[writer.language][writer.closes > 0 or writer.address == 'v']}, {said}"
    if rng.random() < writer.closes:
        said = f"{said} {CLOSES[writer.language]}"
    return said


def _sentence(text: str, writer: Writer, rng: random.Random) -> str:
    if rng.random() >= writer.capitals:
        text = text[0].lower() + text[1:]
    if rng.random() < writer.laughs:
        text = f"{LAUGHS[writer.language]} {text}"
    if text[-1] not in "?":
        if rng.random() < writer.trails:
            text += "..."
        elif rng.random() < writer.exclaims:
            text += "!"
        elif rng.random() < writer.stops:
            text += "."
    return f"{text} {rng.choice(_EMOJI)}" if rng.random() < writer.emoji else text


def _contracted(text: str) -> str:
    for full, short in _SHORT.items():
        text = text.replace(full, short)
    return text
