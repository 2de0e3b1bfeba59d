"""The sentences around a reminder that is delivered, in the languages in which times are understood.

A language has tables with what differs where people are addressed formally, or casually, or like it short. Numbers
stand after a colon, so that no language needs its plurals. A language that is not here is spoken to in English.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import cast

from bot.reminders.wording import PLAIN, Wording

ENGLISH = "en"
DAY, HOUR, MINUTE = 86_400, 3_600, 60
MARK = "⏰"  # before a reminder, where emoji are liked


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: whole sentences, labels of buttons, times to pick, and how lengths are written."""

    language: str
    sentences: Mapping[str, str]
    labels: Mapping[str, str]
    times: Mapping[str, str]
    lengths: Mapping[str, str]

    def sentence(self, name: str, **filled: str) -> str:
        """A sentence; what is filled in is never read for places to fill."""
        return self.sentences[name].format(**filled)

    def length(self, span: timedelta) -> str:
        """`2 h 5 min`: its two largest units, never less than a minute."""
        seconds, parts = max(MINUTE, int(span.total_seconds())), []
        for name, size in (("day", DAY), ("hour", HOUR), ("minute", MINUTE)):
            count, seconds = divmod(seconds, size)
            if count:
                parts.append(self.lengths[name].format(count=count))
        return " ".join(parts[:2])


def words_of(*tags: str | None, wording: Wording = PLAIN) -> Words:
    """The words of the first of the BCP 47 tags whose language is here, else English, put as it suits somebody."""
    for tag in tags:
        language = (tag or "").partition("-")[0].casefold()
        if language in languages():
            return _worded(language, wording)
    return _worded(ENGLISH, wording)


@cache
def languages() -> frozenset[str]:
    """The languages that are here."""
    folder = resources.files("bot") / "words" / "delivery"
    return frozenset(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))


@cache
def _worded(language: str, wording: Wording) -> Words:
    found = _read(language)
    sentences, labels = dict(_texts(found)), dict(_table(found, "labels"))
    for name, holds in (("formal", wording.formal), ("casual", wording.casual), ("short", wording.short)):
        if holds and name in found:
            changed = cast("Mapping[str, object]", found[name])
            sentences.update(_texts(changed))
            labels.update(_table(changed, "labels"))
    if wording.emoji:
        sentences["reminder"] = f"{MARK} {sentences['reminder']}"
    return Words(language, sentences, labels, _table(found, "times"), _table(found, "lengths"))


def _texts(table: Mapping[str, object]) -> Mapping[str, str]:
    return {name: value for name, value in table.items() if isinstance(value, str)}


def _table(table: Mapping[str, object], name: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", table.get(name, {}))


@cache
def _read(language: str) -> Mapping[str, object]:
    file = resources.files("bot") / "words" / "delivery" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))
