"""Whether a text asks to be reminded at all: "don't let me forget the rent on Friday" does, "it took 3 hours" does not.

Words that ask decide. Without them a time at the edge of the text and a task that begins like an order is a likely
request where one is expected (a command, a direct message); a sentence with a subject only tells. Pure.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.when.door import candidates
from bot.when.doubt import reach
from bot.when.folding import folded
from bot.when.lexicon import lexicon, split
from bot.when.reading import LIKELY, NONE, SURE, UNLIKELY
from bot.when.task import task_of
from bot.when.understand import Parsed, parsed, places, scene_of

_ANY_TIME = datetime(2026, 1, 7, 12, tzinfo=UTC)  # whether it is a request does not depend on when it is said
ORDER = 0.6


def request(text: str, languages: Sequence[str] = ()) -> float:
    """How surely the text is a request, 0 to 1; from 0.5 on it may be taken for one."""
    zone = ZoneInfo("UTC")
    scenes = [scene_of(_ANY_TIME, zone, each, languages) for each in candidates(text, languages)]
    return max((_asks(parsed(text, scene), text, scene.words.language) for scene in scenes), default=NONE)


def bare(text: str, languages: Sequence[str] = ()) -> str:
    """The text without the words that ask: "call Bob" of "remind me to call Bob"."""
    zone = ZoneInfo("UTC")
    scenes = [scene_of(_ANY_TIME, zone, each, languages) for each in candidates(text, languages)]
    found = [(parsed(text, scene), scene.words) for scene in scenes]
    left = (task_of(text, each.folded, each.tokens, (), words=words) for each, words in found)
    return min(left, key=len, default=text.strip())


def is_hour(text: str, languages: Sequence[str] = ()) -> bool:
    """Whether the text says nothing of a time but a time of day."""
    zone = ZoneInfo("UTC")
    found = [parsed(text, scene_of(_ANY_TIME, zone, each, languages)).best for each in candidates(text, languages)]
    told = [each for each in found if each is not None]
    return bool(told) and all(each.only_clock for each in told)


def is_day(text: str, languages: Sequence[str] = ()) -> bool:
    """Whether the text says a day, or days of a rhythm, and nothing of when in the day."""
    zone = ZoneInfo("UTC")
    found = [parsed(text, scene_of(_ANY_TIME, zone, each, languages)).best for each in candidates(text, languages)]
    told = [each for each in found if each is not None]
    return bool(told) and all(each.is_whole_day for each in told)


def whole_time(text: str, part: str, languages: Sequence[str] = ()) -> str:
    """The time told in the text that holds `part`, with the small words beside it; `part` where none says more.

    So nothing of a time is lost where a piece of it is quoted: "at 9" of "every other weekday at 9".
    """
    at = text.casefold().find(part.casefold())
    scenes = [scene_of(_ANY_TIME, ZoneInfo("UTC"), each, languages) for each in candidates(text, languages)]
    found = (each for scene in scenes for each in _told(text, parsed(text, scene)))
    held = (said for spans, said in found if at >= 0 and any(low <= at < high for low, high in spans))
    return max(held, key=len, default=part) if at >= 0 else part


def _told(text: str, found: Parsed) -> Iterator[tuple[list[tuple[int, int]], str]]:
    """Each time that is told: where it stands in the text, and its words."""
    for meant in found.times:
        first, last = reach(found.tokens, meant)
        ends = [(min(meant.spans[0][0], found.tokens[first].start), max(meant.spans[0][1], found.tokens[last].end))]
        spans = [places(found.folded, each) for each in (*ends, *meant.spans[1:])]
        yield spans, " ".join(text[low:high] for low, high in spans)


def _asks(found: Parsed, text: str, language: str) -> float:
    if any("ask" in token.keys for token in found.tokens):
        return SURE
    meant = found.best
    if meant is None:
        return NONE
    start, end = meant.spans[0][0], meant.spans[-1][1]
    whole = found.folded.text
    before, after = whole[:start].strip(" ,.:;!-"), whole[end:].strip(" ,.:;!-")
    if not before and not after:
        return LIKELY
    if before and after and len(meant.spans) == 1:
        return UNLIKELY / 2 if _tells(before, language) else UNLIKELY
    return UNLIKELY / 4 if _tells(before or after, language) or text.rstrip().endswith("?") else ORDER


def _tells(rest: str, language: str) -> bool:
    """Whether it begins as a sentence that only tells something."""
    words = [word for word, _, _ in split(folded(rest))]
    return bool(words) and "tell" in {**lexicon(language).alone(words[0]), **lexicon(language).longest(words, 0)[1]}
