"""Texts that are all different, of 1 to 300 words in seven languages, for what is timed, so that no cache helps. Pure.

Sentences of our own with words in them drawn anew, with marks, emoji, lists, links and code as answers have them.
"""

import random
from collections.abc import Mapping, Sequence

from memory.tone.lexicon import lexicon_of
from tests.bench.tone_model import ANSWERS
from tests.bench.tone_people import ASKS, TELLS

LONGEST = 300  # words
_MORE: Mapping[str, Sequence[str]] = {
    "pt": ("Esta manhã estive no mercado", "O ônibus chegou atrasado de novo", "A biblioteca fecha às seis"),
    "it": ("Stamattina ero al mercato", "L'autobus era di nuovo in ritardo", "La biblioteca chiude alle sei"),
    "ja": ("今朝は市場に行きました", "バスがまた遅れました", "図書館は六時に閉まります", "新しい本を読んでいます"),
}
LANGUAGES = (*TELLS, *_MORE)
_ENDS = (".", ".", ".", "!", "?", "...", "! 🎉", ". 🙂")


def replies(count: int, *, seed: int = 11) -> list[str]:
    """Answers, as many short as long ones."""
    rng = random.Random(seed)
    sizes = [1 + at * (LONGEST - 1) // max(1, count - 1) for at in range(count)]
    return [_text(rng, LANGUAGES[at % len(LANGUAGES)], size, formatted=True) for at, size in enumerate(sizes)]


def messages(count: int, *, seed: int = 12) -> list[str]:
    """What people say: most of it short, some as long as an answer."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        size = min(LONGEST, 1 + int(rng.expovariate(1 / 20)))
        found[_text(rng, LANGUAGES[len(found) % len(LANGUAGES)], size, formatted=False)] = None
    return list(found)


def _text(rng: random.Random, language: str, words: int, *, formatted: bool) -> str:
    parts: list[str] = []
    size = 0
    while size < words:
        sentence = _sentence(rng, language)
        room = words - size
        own = sentence.split(" ")
        size += min(room, _size(sentence))
        parts.append(sentence if _size(sentence) <= room else " ".join(own[:room]) + ".")
        if formatted and rng.random() < 0.1:
            parts.append(
                rng.choice(("\n\n", "\n- ", "\n1. ", f"`x = {rng.randrange(999)}` ", "https://example.org/a "))
            )
    return " ".join(parts).strip()


def _sentence(rng: random.Random, language: str) -> str:
    joint = "" if language == "ja" else " "
    first = rng.choice(_MORE.get(language) or TELLS[language])
    told = ANSWERS.get(language)
    if told is not None and rng.random() < 0.4:
        first = rng.choice((*told[0], *told[1].values(), *ASKS[language].values())).rstrip("?!. ")
    lexicon = lexicon_of(language)
    known = sorted(lexicon.phrases) if lexicon is not None else []
    drawn = [rng.choice(known) for _ in range(rng.randrange(1, 4))] if known else []
    comma = "、" if language == "ja" else ","
    return f"{first}{comma}{joint}{joint.join([*drawn, str(rng.randrange(9999))])}{rng.choice(_ENDS)}"


def _size(sentence: str) -> int:
    """Words; of unspaced scripts two signs are one."""
    return len(sentence.split(" ")) if sentence.isascii() or " " in sentence else max(1, len(sentence) // 2)
