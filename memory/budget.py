"""How much of what was found fits an answer: chosen by value, told in the order in which it happened. Pure.

Tokens are estimated from the script alone, because the model that will read them is not known here; the estimate is
high rather than low for Latin script and about right for the others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from memory.recalled import Passage
from memory.signals import Hit
from memory.types import Fact, Line, Spot

OVERHEAD = 8  # tokens of date, speaker and punctuation around one item
_WIDE = 0x0E00  # from here on most scripts take about a token a character


def approximate_tokens(text: str) -> int:
    """About how many tokens a model reads for `text`: a quarter of its narrow characters and all wide ones."""
    wide = 0 if text.isascii() else sum(ord(letter) >= _WIDE for letter in text)
    return wide + -(-(len(text) - wide) // 4)


def fitting_facts(facts: Iterable[Fact], budget: int) -> tuple[list[Fact], int]:
    """The first facts that fit, and the tokens they take."""
    chosen: list[Fact] = []
    spent = 0
    for fact in facts:
        cost = approximate_tokens(fact.text) + OVERHEAD
        if spent + cost <= budget:
            chosen.append(fact)
            spent += cost
    return chosen, spent


def fitting_lines(
    hits: Sequence[Hit], lines: Mapping[Spot, Line], budget: int, *, skip: Collection[Spot]
) -> tuple[dict[Spot, Line], int]:
    """The hits that fit, best first, each with its neighbours where they fit too, and the tokens they take."""
    chosen: dict[Spot, Line] = {}
    spent = 0
    for hit in hits:
        around = [Spot(hit.spot.place, hit.spot.seq + step) for step in (0, -1, 1)]
        for spots in (around, around[:1]):
            fresh = [lines[spot] for spot in spots if spot in lines and spot not in chosen and spot not in skip]
            cost = sum(approximate_tokens(line.text) + OVERHEAD for line in fresh)
            if spent + cost <= budget:
                chosen |= {line.spot: line for line in fresh}
                spent += cost
                break
    return chosen, spent


def passages(chosen: Mapping[Spot, Line], hits: Sequence[Hit], places: Mapping[Spot, str]) -> list[tuple[Passage, Hit]]:
    """The chosen lines as unbroken stretches in time order, each with its best hit."""
    stretches: list[list[Line]] = []
    for line in sorted(chosen.values(), key=lambda line: (line.spot.place, line.spot.seq)):
        if stretches and _follows(stretches[-1][-1].spot, line.spot):
            stretches[-1].append(line)
        else:
            stretches.append([line])
    found = [(_passage(stretch, best, places), best) for stretch in stretches if (best := _best(stretch, hits))]
    return sorted(found, key=lambda pair: pair[0].lines[0].said_at)


def _follows(before: Spot, after: Spot) -> bool:
    return before.place == after.place and before.seq + 1 == after.seq


def _best(stretch: Sequence[Line], hits: Sequence[Hit]) -> Hit | None:
    spots = {line.spot for line in stretch}
    return next((hit for hit in hits if hit.spot in spots), None)


def _passage(stretch: Sequence[Line], best: Hit, places: Mapping[Spot, str]) -> Passage:
    return Passage(best.spot, places[best.spot], tuple(stretch))
