"""The words of a language that tell of time, from `words/<language>.toml`.

Each section is a kind of token, each key a value, each entry a spelling: `week(|s)` is two spellings. A spelling may be
of several words; in scripts without spaces each character is a word. It cost: forms are listed, no stem is computed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.when.folding import folded

LANGUAGES = ("en", "de", "es", "pt", "fr", "it", "tr", "ru", "ar", "ja", "zh")
_WORD = re.compile(
    r"\d+|[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\d_\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]+|[^\s]"
)
_CHOICE = re.compile(r"\(([^()]*)\)")

Keys = Mapping[str, float]  # the kinds that a word may be of, and its value as each


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words` by the first word of each spelling, longest spelling first; `flags` say what the language is used to."""

    language: str
    words: Mapping[str, tuple[tuple[tuple[str, ...], Keys], ...]]
    flags: frozenset[str]
    heads: tuple[str, ...] = ()  # what is glued to a time before a task
    tails: tuple[str, ...] = ()  # what is glued to a task before the asking
    verbs: tuple[str, ...] = ()  # how a verb ends that says what is to be done

    def longest(self, words: list[str], at: int) -> tuple[int, Keys]:
        """How many words from `at` on are one entry, and what it is; 0 for none."""
        for spelling, keys in self.words.get(words[at], ()):
            if tuple(words[at : at + len(spelling)]) == spelling:
                return len(spelling), keys
        return 0, {}

    def is_verb(self, word: str) -> bool:
        """Whether the word is the verb of a task, in a language where its ending tells."""
        return word.endswith(self.verbs) if self.verbs else False

    def alone(self, word: str) -> Keys:
        """What a single word is; nothing for one that is not known."""
        return next((keys for spelling, keys in self.words.get(word, ()) if len(spelling) == 1), {})


def split(text: str) -> list[tuple[str, int, int]]:
    """The words of folded text with start and end: numbers, runs of letters, single signs and characters."""
    return [(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


@cache
def lexicon(language: str) -> Lexicon:
    """The words of one of `LANGUAGES`, read once."""
    entries: dict[tuple[str, ...], dict[str, float]] = {}
    flags, glued = set[str](), dict[str, tuple[str, ...]]()
    for name in ("all", language):
        data = tomllib.loads((resources.files("bot.when") / "words" / f"{name}.toml").read_text("utf-8"))
        flags.update(data.pop("flags", ()))
        glued |= {each: tuple(map(folded, data.pop(each))) for each in ("heads", "tails", "verbs") if each in data}
        for kind, value, spelling in _entries(data):
            entries.setdefault(tuple(word for word, _, _ in split(folded(spelling))), {})[kind] = value
    for keys in entries.values():
        if {"latin", "on"} <= keys.keys():  # German "am" is no morning
            keys.pop("halfday", None)
    by_first: dict[str, list[tuple[tuple[str, ...], Keys]]] = {}
    for words, keys in sorted(entries.items(), key=lambda entry: -len(entry[0])):
        by_first.setdefault(words[0], []).append((words, keys))
    return Lexicon(language, {word: tuple(found) for word, found in by_first.items()}, frozenset(flags), **glued)


def _entries(data: dict[str, dict[str, list[str]] | list[str]]) -> Iterator[tuple[str, float, str]]:
    for kind, section in data.items():
        values = section if isinstance(section, dict) else {"1": section}
        for value, spellings in values.items():
            for spelling in spellings:
                yield from ((kind, float(value), each) for each in spelled(spelling))


def spelled(spelling: str) -> Iterator[str]:
    """Every spelling that an entry with choices in brackets stands for."""
    choice = _CHOICE.search(spelling)
    if choice is None:
        yield spelling
        return
    for each in choice.group(1).split("|"):
        yield from spelled(spelling[: choice.start()] + each + spelling[choice.end() :])
