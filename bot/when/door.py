"""Reads a text in the languages of the asker, or in those that its letters and words allow. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.when.lexicon import LANGUAGES, lexicon
from bot.when.reading import Reading, Unsure, nothing
from bot.when.understand import known, language_of, reading_of, scene_of

_SCRIPTS = {
    "ru": ("\u0400", "\u04ff"),
    "ar": ("\u0600", "\u06ff"),
    "zh": ("\u4e00", "\u9fff"),
    "ja": ("\u3040", "\u30ff"),
}
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_OTHER_LANGUAGES = 3  # that are tried when none was given


def read(text: str, now: datetime, zone: ZoneInfo, *, languages: Sequence[str] = ()) -> Reading:
    """What `text` says about a time, for somebody in `zone` at `now` (aware); `languages` are tags such as `en-GB`.

    Never raises for any text. English is tried too; the language that explains most of the text wins, the first of
    equals. Nothing is understood by a clock that is centuries off.
    """
    if not _FIRST_YEAR <= now.year <= _LAST_YEAR:
        return nothing(text)
    found = [reading_of(text, scene_of(now, zone, each, languages)) for each in candidates(text, languages)]
    told = [each for each in found if each.question is not Unsure.NO_TIME]
    return max(told, key=_covered, default=nothing(text))


def _covered(reading: Reading) -> tuple[float, int]:
    """How much of the text it explains: who types in another language than their own is understood in that one.

    Of equals the one that knows more of the asking, which leaves less of a task.
    """
    return reading.told + reading.confidence, -len(reading.task)


def candidates(text: str, languages: Sequence[str]) -> list[str]:
    """The languages to read in, in order."""
    given = [language for language in dict.fromkeys(map(language_of, languages)) if language in LANGUAGES]
    if given or languages:
        return given if "en" in given else [*given, "en"]
    scripts = [language for language, (low, high) in _SCRIPTS.items() if any(low <= char <= high for char in text)]
    if scripts:
        return [*(("ja",) if "ja" in scripts else scripts), "en"]
    latin = [language for language in LANGUAGES if language not in _SCRIPTS and language != "en"]
    knowing = sorted(latin, key=lambda language: -known(text, lexicon(language)))
    return ["en", *(each for each in knowing[:_OTHER_LANGUAGES] if known(text, lexicon(each)))]
