"""The answer when no model answers: what was said, word for word, and what is off. Pure.

Nothing is put into other words, so nothing can be got wrong; what it costs is that a question is not understood.
"""

from datetime import tzinfo

from bot.days import short_day
from memory.recalled import Passage, Recall
from memory.types import Fact

MOST = 4
KEPT = "I have kept what you said."
TOLD = "Here is what I was told:"
UNKNOWN = "I do not know: nothing that I was told seems to answer that."


def verbatim(recall: Recall, problem: str, zone: tzinfo, *, asked: bool = False) -> str:
    """Quotes with dates in that zone, then the sentence about what is off; to what was `asked`, whether that fits."""
    found = [*(_fact(each.item, zone) for each in recall.facts if isinstance(each.item, Fact))]
    found += [_passage(each.item, zone) for each in recall.passages if isinstance(each.item, Passage)]
    quotes = [quote for quote in dict.fromkeys(found) if quote][:MOST]
    unknown = asked and not recall.fits
    if not quotes:
        return f"{UNKNOWN if unknown else KEPT} ({problem})"
    return "\n".join([f"{UNKNOWN} The nearest to it:" if unknown else TOLD, *quotes, f"({problem})"])


def _fact(fact: Fact, zone: tzinfo) -> str:
    if not fact.sources:
        return f"- {fact.text} ({short_day(fact.valid_from, zone)})"
    last = max(fact.sources, key=lambda source: source.said_at)
    return f'- {fact.speaker_name}: "{_short(last.quote)}" ({short_day(last.said_at, zone)})'


def _passage(passage: Passage, zone: tzinfo) -> str:
    """The matched line; nothing where that line was our own."""
    line = next((each for each in passage.lines if each.spot == passage.spot), None)
    if line is None or line.speaker is None:
        return ""
    return f'- {line.speaker}: "{_short(line.text)}" ({short_day(line.said_at, zone)})'


def _short(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= 300 else whole[:299] + "…"
