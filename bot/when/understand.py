"""The way from a text to a reading: tokens, rules, parts of a time, a schedule or a question. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.when.alternating import ALTERNATING
from bot.when.before_hours import BEFORE_HOURS
from bot.when.clocks import CLOCKS
from bot.when.compose import FAR, gathered
from bot.when.dates import DATES
from bot.when.doubt import is_beside, left_over
from bot.when.feasts import FEASTS
from bot.when.folding import Folded, fold
from bot.when.hour_ranges import HOUR_RANGES
from bot.when.how_often import HOW_OFTEN
from bot.when.lexicon import Lexicon, lexicon
from bot.when.limits import LIMITS
from bot.when.made import Limit, Rhythm
from bot.when.meant import Meant
from bot.when.months import MONTH_DATES
from bot.when.nth_days import NTH_ALONE, NTH_DAYS
from bot.when.nths import NTHS
from bot.when.numerals import numerals
from bot.when.offers import again, choices
from bot.when.parted import beside_times, paired
from bot.when.pattern import MOST_TOKENS, Scene
from bot.when.reading import LIKELY, SURE, UNLIKELY, Note, Reading, Unsure, nothing
from bot.when.relative import RELATIVE
from bot.when.repeat import repeated
from bot.when.rhythms import RHYTHMS
from bot.when.rules import Freq, Rule, Weekday
from bot.when.schedule import Once, Schedule
from bot.when.settle import Settled, settled
from bot.when.shares import SHARES
from bot.when.spans import MOMENTS, SPANS
from bot.when.spoken import SPOKEN
from bot.when.stretches import RANGES, STRETCHES
from bot.when.task import task_of
from bot.when.tokens import Token, tokenize
from bot.when.waking import woken
from bot.when.weekdays import WEEKDAYS
from bot.when.zonewords import ZONES

STAGES = (
    ALTERNATING,
    HOW_OFTEN,
    SHARES,
    SPANS,
    FEASTS,
    DATES,
    MONTH_DATES,
    CLOCKS,
    BEFORE_HOURS,
    SPOKEN,
    HOUR_RANGES,
    ZONES,
    NTHS,
    RHYTHMS,
    NTH_DAYS,
    RELATIVE,
    WEEKDAYS,
    MOMENTS,
    RELATIVE,
    WEEKDAYS,
    NTH_DAYS,
    NTH_ALONE,
    STRETCHES,
    RANGES,
    MOMENTS,
    NTHS,
    RHYTHMS,
    LIMITS,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text in one language: its tokens, and the times they tell in order."""

    folded: Folded
    tokens: tuple[Token, ...]
    times: tuple[Meant, ...]

    @property
    def best(self) -> Meant | None:
        """What stands beside the words that ask, else what was said most of; the first of equals."""
        return max(self.times, key=lambda meant: (meant.asked and meant.weight > 1, meant.weight), default=None)


def scene_of(now: datetime, zone: ZoneInfo, language: str, tags: Sequence[str]) -> Scene:
    """What the rules may know of the asker."""
    region = _region(language, tags)
    words = lexicon(language)
    month_first = None if region is None and "mdy" in words.flags else region in _MONTH_FIRST
    here = now.astimezone(zone).replace(tzinfo=None)
    foreign = bool(tags) and all(language_of(tag) != language for tag in tags)
    return Scene(here, zone, words, month_first, region in _SUNDAY_FIRST, foreign)


_MONTH_FIRST = {"US", "PH", "BZ"}
_SUNDAY_FIRST = {"US", "CA", "MX", "BR", "JP", "IL", "PH", "IN", "ZA", "SA", "AE", "KR", "TW"}


def language_of(tag: str) -> str:
    """That of a tag like `en-GB`."""
    return tag.replace("_", "-").split("-")[0].casefold()


def _region(language: str, tags: Sequence[str]) -> str | None:
    for tag in tags:
        if language_of(tag) == language:
            parts = tag.replace("_", "-").split("-")[1:]
            regions = [part.upper() for part in parts if len(part) == 2 and part.isalpha()]
            if regions:
                return regions[0]
    return None


def parsed(text: str, scene: Scene) -> Parsed:
    """The times of the text as that language reads them."""
    folded = fold(text)
    tokens = numerals(tokenize(folded, scene.words)[:MOST_TOKENS], ones_first="ones_first" in scene.words.flags)
    tokens = paired(tokens)
    for stage in STAGES:
        tokens = stage.run(tokens, scene)
    times = woken(tokens, gathered(tokens))
    return Parsed(folded, tuple(beside_times(tokens, times)), tuple(times))


def reading_of(text: str, scene: Scene) -> Reading:
    """What the text says in that language."""
    found = parsed(text, scene)
    meant = found.best
    return _read(text, found, meant, scene) if meant is not None else nothing(text)


def _read(text: str, found: Parsed, meant: Meant, scene: Scene) -> Reading:
    other = _or_else(found, meant)
    beside = [other] if other else [each for each in found.times if is_beside(found.tokens, each, meant)]
    named_at = sorted([*meant.spans, *(span for each in beside for span in each.spans)])
    if beside and len(meant.spans) == 1:  # what parts them is no part of the task either
        named_at = [(named_at[0][0], named_at[-1][1])]
    spans = [places(found.folded, span) for span in named_at]
    task = task_of(text, found.folded, found.tokens, spans, words=scene.words)
    # "At 3 or 4 tomorrow": the day is said of both.
    whole_of = replace(other, clock=meant.clock) if other and meant.only_clock and not other.only_clock else meant
    ways, question, notes = _ways(whole_of, scene)
    if not ways:
        return nothing(text)
    if other and (also := _ways(_alike(other, meant), scene)[0][:1]) != ways[:1]:
        hours = other.only_clock or meant.only_clock
        ways, question = (ways[0], *also), Unsure.WHICH_HOUR if hours else Unsure.WHICH_DAY
    if other is None:
        ways, question = _with_rivals(found, meant, ways=ways, question=question, scene=scene)
    first = ways[0]
    named = first if isinstance(first, Once) else None
    whole, told = (spans[0][0], spans[-1][1]), _explained(text, spans)
    now = scene.now.replace(tzinfo=scene.zone).astimezone(UTC)
    if question is Unsure.PAST:
        offered = tuple(again(first, now)) if isinstance(first, Once) else ()
        return Reading(None, UNLIKELY, choices(offered), question, notes, named, whole, task, told)
    if question is not None:
        named = None if meant.day is not None and meant.day.none else named
        return Reading(None, UNLIKELY, choices(ways), question, notes, named, whole, task, told)
    others = tuple(way for way in ways[1:] if not isinstance(way, Once) or way.at > now)
    confidence = LIKELY if notes or others else SURE
    return Reading(first, confidence, choices(others, first), None, notes, named, whole, task, told)


def _with_rivals(
    found: Parsed, meant: Meant, *, ways: tuple[Schedule, ...], question: Unsure | None, scene: Scene
) -> tuple[tuple[Schedule, ...], Unsure | None]:
    """With what else may be meant, and a question, where something beside the time was left over."""
    doubt, meants = left_over(found.tokens, found.times, meant, scene=scene)
    if doubt is None or question not in (None, Unsure.PAST):
        return ways, question
    now = scene.now.replace(tzinfo=scene.zone).astimezone(UTC)
    several = [way for each in meants for way in _ways(each, scene)[0][:1]]
    to_come = tuple(dict.fromkeys(way for way in several if not isinstance(way, Once) or way.at > now))
    return (to_come, doubt) if to_come else (ways, question)


def _explained(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """From where the time begins to where it ends, without single letters of the Latin script there."""
    words = [(start, end) for start, end in spans if end - start > 1 or not "a" <= text[start].casefold() <= "z"]
    return words[-1][1] - words[0][0] if words else 0


def _or_else(found: Parsed, meant: Meant) -> Meant | None:
    """The other time of "Monday or Tuesday"."""
    for first, second in pairwise(found.times):
        between = [kind for token in found.tokens[first.last + 1 : second.first] for kind in token.keys]
        if "or" in between and second.first - first.last <= FAR and meant in (first, second):
            return second if meant is first else first
    return None


def _alike(other: Meant, meant: Meant) -> Meant:
    """What was said of one of two times is meant of the other: "tomorrow at 9 or 10"."""
    if other.only_clock:
        return replace(meant, clock=other.clock)
    return replace(other, clock=other.clock or meant.clock, part=other.part if other.part is not None else meant.part)


def _ways(meant: Meant, scene: Scene) -> tuple[tuple[Schedule, ...], Unsure | None, tuple[Note, ...]]:
    if meant.rhythm is not None:
        many = repeated(meant, meant.rhythm, scene)
        return many.schedules, many.question, many.notes
    one = settled(meant, scene)
    point = meant.moment
    is_stepped = point is not None and (point.days == 0 or meant.clock is not None)
    if point is not None and point.steps is not None and is_stepped and one.question is None:
        limits = (*meant.limits, Limit(length=point.days)) if point.days else meant.limits
        steps = repeated(replace(meant, moment=None, limits=limits), point.steps, scene)
        return (*one.times[:1], *steps.schedules), Unsure.WHICH_DAY, one.notes
    if meant.day is not None and meant.day.through and one.question is None:
        week = Rhythm(Rule(Freq.WEEKLY, 1, tuple(map(Weekday, sorted(meant.day.through)))))
        return (*one.times[:1], *repeated(replace(meant, day=None), week, scene).schedules), Unsure.WHICH_DAY, one.notes
    if meant.day is not None and meant.day.monthly is not None and _may_be_monthly(meant.day.monthly, one):
        monthly = repeated(replace(meant, day=None), Rhythm(meant.day.monthly), scene)
        return (*one.times, *monthly.schedules[:1]), one.question, one.notes
    return one.times, one.question, one.notes


def _may_be_monthly(rule: Rule, one: Settled) -> bool:
    """Whether each month's day is offered: that of the last day only once this month's is over."""
    return one.question is Unsure.WHICH_DAY or (one.question is None and rule.monthdays != (-1,))


def places(folded: Folded, span: tuple[int, int]) -> tuple[int, int]:
    """Where something of the folded text stands in the text itself."""
    start, end = span
    last = folded.places[end - 1]
    return folded.places[start], last + 1


def known(text: str, words: Lexicon) -> int:
    """How many words of the text the language knows as some of time."""
    return sum(token.text[:1].isalpha() and bool(token.keys) for token in tokenize(fold(text), words))
