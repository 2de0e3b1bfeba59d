"""Why answers to somebody sound as they do, layer by layer: the operator's, the persona's, theirs. Pure.

What stands higher binds and what stands lower chooses within it, so the order told is the order in which it counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.days import day_of, short_day
from bot.naming import as_said
from bot.tone.adapts import Range
from bot.tone.aims import FREE
from bot.tone.layers import Layer, Layered, Operator, layered
from bot.tone.leaning import LEAST_TRUSTED, leanings_of
from bot.tone.sample import Why, Words, learned_line, words_for
from memory.preference import Refined
from memory.tone.addressee import Addressee, Source
from memory.tone.wished import LEAST, MOST, Dial, Preset, WishRow


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
    why = words.why
    parts = (
        (why.operator, _demands(layers.operator, words)),
        (why.persona.format(name=as_said(layers.persona)), _bounds(layers.adapts, words) or [why.free]),
        (why.said, [_row(each, layers, words, zone=zone) for each in layers.rows if each.value]),
        (why.measured, _measured(layers.addressee, words)),
        (why.together, list(_decided(layers, words))),
    )
    lines = [line for head, told in parts for line in (f"{head}:", *(f"- {each}" for each in told or (why.nothing,)))]
    return "\n".join([why.head, *lines, why.eased])


def _demands(operator: Operator, words: Words) -> list[str]:
    forms = [words.form(each, on=True) for each in Preset if each in operator.presets]
    return [*_bounds(operator.adapts, words), *forms]


def _bounds(adapts: Range, words: Words) -> list[str]:
    """How far each dial may move; nothing of those that are free."""
    reach = {dial: (round(adapts.clamped(dial, LEAST)), round(adapts.clamped(dial, MOST))) for dial in Dial}
    bound = {dial: ends for dial, ends in reach.items() if ends != (LEAST, MOST)}
    return [_range(dial, *ends, words=words) for dial, ends in bound.items()]


def _range(dial: Dial, least: int, most: int, *, words: Words) -> str:
    name, ends = words.dials[dial].name, (words.place(dial, least), words.place(dial, most))
    if ends[0] == ends[1]:
        return f"{name}: {words.why.always.format(place=ends[0])}"
    return f"{name}: {words.why.span.format(least=ends[0], most=ends[1])}"


def _row(row: WishRow, layers: Layers, words: Words, *, zone: tzinfo) -> str:
    told = (words.why.chosen if row.source is None else words.why.told).format(day=_day(row.at, words, zone))
    if row.preset is not None:
        return f"{words.form(row.preset, on=True)} ({told})"
    if row.dial is None:
        return ""
    refined = layers.learned.get(row.dial)
    how = learned_line(refined, words) if refined is not None and refined.at == row.at else told
    return f"{words.dial(row.dial, row.value)} ({how})"


def _day(at: datetime, words: Words, zone: tzinfo) -> str:
    """As the language writes it, or as a number that is read alike everywhere."""
    return short_day(at, zone) if words is words_for(None) else day_of(at, zone).isoformat()


def _measured(addressee: Addressee, words: Words) -> list[str]:
    """What is known of how they write, where from and how surely."""
    if addressee.tone is None:
        return []
    why = words.why
    names = {Source.OWN: why.own, Source.PLACE: why.place, Source.GROUP: why.group}
    shares = [f"{share:.0%} {names[source]}" for source, share in addressee.shares if source in names and share >= 0.01]
    counted = why.messages.format(count=f"{addressee.messages:.0f}") if addressee.messages >= 1 else why.no_messages
    known = [
        f"{words.dials[dial].name}: {_leaning(dial, each.value, words)} ({why.sure.format(share=f'{each.trust:.0%}')})"
        for dial, each in leanings_of(addressee.tone).items()
        if each.trust >= LEAST_TRUSTED
    ]
    return [f"{counted}{'; ' if shares else ''}{', '.join(shares)}", *known]


def _leaning(dial: Dial, value: float, words: Words) -> str:
    return words.place(dial, max(LEAST, min(MOST, round(value))))


def _decided(layers: Layers, words: Words) -> Iterator[str]:
    wishes = layers.operator.with_forms(layers.addressee.wishes)
    measured = leanings_of(layers.addressee.tone)
    found = layered(layers.operator.adapts, layers.adapts, wishes=wishes, measured=measured)
    for dial, each in found.items():
        if round(each.value) or each.bound is not None:
            yield f"{words.dials[dial].name}: {_leaning(dial, each.value, words)} ({_who(each, words.why)})"
    yield from (words.form(each, on=True) for each in Preset if each in wishes.presets)


def _who(each: Layered, why: Why) -> str:
    """Who decided, and whose range holds it, or does not."""
    decided = {
        Layer.OPERATOR: why.by_operator,
        Layer.PERSONA: why.by_persona,
        Layer.WISH: why.by_wish,
        Layer.HABIT: why.by_habit,
    }
    held = {Layer.OPERATOR: why.in_operator, Layer.PERSONA: why.in_persona}
    ranges = [held[each.bound]] if each.bound in held else [why.past_persona] if each.past else []
    return ", ".join([decided[each.layer], *ranges])
