"""Whether people are told apart by how they write: their later messages held against profiles of their earlier ones.

The writers are those of an annotated IRC channel who wrote enough. Nicknames are taken out of what they wrote, and
"nick:" before it, since whom somebody talks to is no style. The peer is the cosine of n-grams of characters, weighed by
how rare they are, which sees what is talked about as well.
"""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log, sqrt
from pathlib import Path

from memory.tone.distance import distance
from memory.tone.gathering import heard
from memory.tone.measured import Observation, Tone
from memory.tone.observing import observe
from tests.bench.tone_scores import DataMissing

AT = datetime(2026, 1, 1, tzinfo=UTC)
_SAID = re.compile(r"\[\d\d:\d\d\] <([^>\s]+)> (.+)")
Grams = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Said:
    """One message as both sides see it."""

    text: str
    observation: Observation


@dataclass(frozen=True, slots=True)
class Draw:
    """One trial: profiles of several writers, and a block of later messages of one of them."""

    names: tuple[str, ...]
    profiles: tuple[tuple[Said, ...], ...]
    block: tuple[Said, ...]
    right: int


def writers(data: Path) -> dict[str, list[Said]]:
    """What each writer said, in order, where anything of it is their own; raises DataMissing."""
    files = sorted((data / "chat-logs" / "ubuntu-irc").rglob("*.raw.txt"))
    if not files:
        raise DataMissing(f"{data}/chat-logs/ubuntu-irc holds no *.raw.txt: --data takes a folder with them")
    lines = [found.groups() for file in files for found in _lines(file)]
    named = {name.casefold() for name, _ in lines}
    said: dict[str, list[Said]] = defaultdict(list)
    for name, text in ((name, _without(text, named)) for name, text in lines):
        if (observation := observe(text)) is not None:
            said[name.casefold()].append(Said(text, observation))
    return dict(said)


def talkers(data: Path) -> dict[str, list[Said]]:
    """Both sides of each conversation of MSC's second session, who write six messages or so; raises DataMissing."""
    path = data / "msc" / "dialogue_session2_test.txt"
    if not path.is_file():
        raise DataMissing(f"{path} is not there: --data takes a folder with it")
    said: dict[str, list[Said]] = defaultdict(list)
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        for turn in json.loads(line)["dialog"]:
            if (observation := observe(turn["text"])) is not None:
                said[f"{number} {turn['id']}"].append(Said(turn["text"], observation))
    return dict(said)


def draws(said: Mapping[str, Sequence[Said]], among: int, size: int, *, times: int) -> list[Draw]:
    """Trials among `among` writers with a block of `size` messages each; fewer writers where there are not enough."""
    able = sorted(name for name, each in said.items() if len(each) >= 2 * size)
    rng = random.Random(7)
    found: list[Draw] = []
    for _ in range(times):
        names = rng.sample(able, min(among, len(able)))
        right = rng.randrange(len(names))
        profiles = tuple(tuple(said[name][: len(said[name]) // 2]) for name in names)
        later = said[names[right]][len(said[names[right]]) // 2 :]
        start = rng.randrange(len(later) - size + 1)
        found.append(Draw(tuple(names), profiles, tuple(later[start : start + size]), right))
    return found


def right(trials: Iterable[Draw], nearest: Callable[[Draw], int]) -> float:
    """The share of trials in which the writer was found."""
    outcomes = [nearest(each) == each.right for each in trials]
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


def by_style() -> Callable[[Draw], int]:
    """Whose tone is nearest; a writer's profile is made once and must be the same in every draw."""
    known: dict[str, Tone] = {}

    def nearest(draw: Draw) -> int:
        block = tone_of(draw.block)
        for name, profile in zip(draw.names, draw.profiles, strict=True):
            if name not in known:
                known[name] = tone_of(profile)
        return min(range(len(draw.names)), key=lambda each: distance(block, known[draw.names[each]]))

    return nearest


def by_grams(weights: Mapping[str, float]) -> Callable[[Draw], int]:
    """Whose n-grams are likest, likewise."""
    known: dict[str, Grams] = {}

    def nearest(draw: Draw) -> int:
        block = _grams(draw.block, weights)
        for name, profile in zip(draw.names, draw.profiles, strict=True):
            if name not in known:
                known[name] = _grams(profile, weights)
        return max(range(len(draw.names)), key=lambda each: _cosine(block, known[draw.names[each]]))

    return nearest


def rarity(said: Mapping[str, Sequence[Said]]) -> Mapping[str, float]:
    """How rare each n-gram is, by how many writers use it."""
    used = Counter(gram for each in said.values() for gram in _counted(each))
    return {gram: log(len(said) / count) for gram, count in used.items()}


def tone_of(said: Sequence[Said]) -> Tone:
    """The tone of some messages."""
    tone: Tone | None = None
    for each in said:
        tone = heard(tone, each.observation, AT)
    return tone or Tone({})


def _lines(file: Path) -> Iterable[re.Match[str]]:
    lines = file.read_text("utf-8", "replace").splitlines()
    return (found for line in lines if (found := _SAID.match(line)) is not None)


def _without(text: str, named: set[str]) -> str:
    words = text.split()
    if words and words[0][-1:] in ":,;" and words[0][:-1].casefold() in named:
        words = words[1:]
    return " ".join(each for each in words if each.strip(":,;.!?()'\"").casefold() not in named or len(each) < 3)


def _counted(said: Sequence[Said]) -> Counter[str]:
    texts = (f" {each.text} " for each in said)
    return Counter(text[i : i + size] for text in texts for size in (2, 3, 4) for i in range(len(text) - size + 1))


def _grams(said: Sequence[Said], weights: Mapping[str, float]) -> Grams:
    return {gram: (1 + log(count)) * weights.get(gram, 0.0) for gram, count in _counted(said).items()}


def _cosine(one: Grams, other: Grams) -> float:
    product = sum(value * other.get(gram, 0.0) for gram, value in one.items())
    sizes = sqrt(sum(each * each for each in one.values()) * sum(each * each for each in other.values()))
    return product / sizes if sizes else 0.0
