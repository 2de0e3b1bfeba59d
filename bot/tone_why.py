"""Why answers to somebody sound as they do, layer by layer: the operator's, the persona's, theirs. Pure.

What stands higher binds and what stands lower chooses within it, so the order told is the order in which it counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from bot.days import short_day
from bot.naming import as_said
from bot.tone.adapts import Range
from bot.tone.aims import FREE
from bot.tone.layers import Layer, Layered, Operator, layered
from bot.tone.leaning import LEAST_TRUSTED, leanings_of
from bot.tone.sample import Words, learned_line
from memory.preference import Refined
from memory.tone.addressee import Addressee, Source
from memory.tone.wished import LEAST, MOST, Dial, Preset, WishRow

HEAD = "How my answers to you sound here. What stands higher binds, what stands lower chooses within it."
EASED = "Where somebody is angry, grieving or in need, I answer calmly, whatever stands here."
_FROM: Mapping[Source, str] = {
    Source.OWN: "your own messages that may count here",
    Source.PLACE: "how people write in this place",
    Source.GROUP: "how people write who write alike",
}

_DECIDED: Mapping[Layer, str] = {
    Layer.OPERATOR: "the operator's setting",
    Layer.PERSONA: "as who answers is",
    Layer.WISH: "you said so",
    Layer.HABIT: "measured",
}
_BOUND: Mapping[Layer | None, str] = {Layer.OPERATOR: "the operator's", Layer.PERSONA: "the persona's"}


@dataclass(frozen=True, slots=True)
class Layers:
    """All that decides: what the operator set, who answers and how far they let tone move, and whom they answer."""

    persona: str
    addressee: Addressee
    rows: Sequence[WishRow] = ()
    operator: Operator = field(default_factory=Operator)
    adapts: Range = FREE
    learned: Mapping[Dial, Refined] = field(default_factory=dict)


def why_tone(layers: Layers, words: Words, zone: tzinfo) -> str:
    """The text of `/why tone`; days are told in `zone`."""
    parts = (
        ("1. The operator's settings", _demands(layers.operator, words)),
        (f"2. Who answers here: {as_said(layers.persona)}", _ranges(layers.adapts, words)),
        ("3. Yours, as you said", [_row(each, layers, words, zone=zone) for each in layers.rows if each.value]),
        ("4. Yours, as measured", _measured(layers.addressee, words)),
        ("Together", list(_decided(layers, words))),
    )
    lines = [line for head, told in parts for line in (f"{head}:", *(f"- {each}" for each in told or ("nothing",)))]
    return "\n".join([HEAD, *lines, EASED])


def _demands(operator: Operator, words: Words) -> list[str]:
    forms = [words.form(each, on=True) for each in Preset if each in operator.presets]
    return [*_bounds(operator.adapts, words), *forms]


def _ranges(adapts: Range, words: Words) -> list[str]:
    return _bounds(adapts, words) or ["everything may be matched"]


def _bounds(adapts: Range, words: Words) -> list[str]:
    """How far each dial may move; nothing of those that are free."""
    reach = {dial: (round(adapts.clamped(dial, LEAST)), round(adapts.clamped(dial, MOST))) for dial in Dial}
    bound = {dial: ends for dial, ends in reach.items() if ends != (LEAST, MOST)}
    return [_range(dial, *ends, words=words) for dial, ends in bound.items()]


def _range(dial: Dial, least: int, most: int, *, words: Words) -> str:
    name, ends = words.dials[dial].name, (words.place(dial, least), words.place(dial, most))
    return f"{name}: {ends[0]}, always" if ends[0] == ends[1] else f"{name}: from {ends[0]} to {ends[1]}"


def _row(row: WishRow, layers: Layers, words: Words, *, zone: tzinfo) -> str:
    day = short_day(row.at, zone)
    if row.preset is not None:
        return f"{words.form(row.preset, on=True)} ({_told(row, day)})"
    if row.dial is None:
        return ""
    refined = layers.learned.get(row.dial)
    how = learned_line(refined, words) if refined is not None and refined.at == row.at else _told(row, day)
    return f"{words.dial(row.dial, row.value)} ({how})"


def _told(row: WishRow, day: str) -> str:
    return f"you said so on {day}" if row.source is not None else f"chosen on {day}"


def _measured(addressee: Addressee, words: Words) -> list[str]:
    """What is known of how they write, where from and how surely."""
    if addressee.tone is None:
        return []
    shares = [f"{share:.0%} {_FROM[source]}" for source, share in addressee.shares if source in _FROM and share >= 0.01]
    own = addressee.messages >= 1
    counted = f"from {addressee.messages:.0f} messages of yours" if own else "not from messages of yours"
    known = [
        f"{words.dials[dial].name}: {_leaning(dial, each.value, words)} ({each.trust:.0%} sure)"
        for dial, each in leanings_of(addressee.tone).items()
        if each.trust >= LEAST_TRUSTED
    ]
    return [f"{counted}{': ' if shares else ''}{', '.join(shares)}", *known]


def _leaning(dial: Dial, value: float, words: Words) -> str:
    return words.place(dial, max(LEAST, min(MOST, round(value))))


def _decided(layers: Layers, words: Words) -> Iterator[str]:
    wishes = layers.operator.with_forms(layers.addressee.wishes)
    measured = leanings_of(layers.addressee.tone)
    found = layered(layers.operator.adapts, layers.adapts, wishes=wishes, measured=measured)
    for dial, each in found.items():
        place = max(LEAST, min(MOST, round(each.value)))
        if place or each.bound is not None:
            yield f"{words.dials[dial].name}: {words.place(dial, place)} ({_who(each)})"
    yield from (words.form(each, on=True) for each in Preset if each in wishes.presets)


def _who(each: Layered) -> str:
    """Who decided, and whose range holds it."""
    held = f", within {_BOUND[each.bound]} range" if each.bound in _BOUND else ""
    return f"{_DECIDED[each.layer]}{held}"
