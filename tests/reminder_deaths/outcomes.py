"""What came of runs, and of all of them together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run. `deaths` and `halts` are where its processes waited then; `survived` how many came to their end.

    `sites` are the places at which those waited, `excused` says of each double that could not be excluded why.
    """

    number: int
    kind: str
    lost: int
    doubled: int
    excused: Sequence[str]
    wrong: Sequence[str]
    deaths: Sequence[str]
    halts: Sequence[str]
    survived: int
    complaints: Sequence[str]
    sites: dict[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """All runs. `excused` counts the doubles that a platform cannot exclude, by why; `doubled` the others.

    `unvisited` are the lines of ours at which somebody waited and nobody died.
    """

    runs: int
    lives: int
    deaths: int
    halts: int
    lost: int
    doubled: int
    excused: dict[str, int]
    wrong: dict[str, int]
    complaints: dict[str, int]
    visited: dict[str, int]
    unvisited: tuple[str, ...]
    guilty: tuple[str, ...]


def summary(outcomes: Sequence[Outcome]) -> Summary:
    """Of all of them."""
    ended = Counter(site for each in outcomes for site in (*each.deaths, *each.halts) if site)
    seen = {site for each in outcomes for site in each.sites if site}
    deaths, halts = sum(len(each.deaths) for each in outcomes), sum(len(each.halts) for each in outcomes)
    return Summary(
        len(outcomes),
        deaths + sum(each.survived for each in outcomes),
        deaths,
        halts,
        sum(each.lost for each in outcomes),
        sum(each.doubled for each in outcomes),
        dict(Counter(why for each in outcomes for why in each.excused)),
        dict(Counter(wrong for each in outcomes for wrong in each.wrong)),
        dict(Counter(complaint for each in outcomes for complaint in each.complaints)),
        dict(ended.most_common()),
        tuple(sorted(seen - ended.keys())),
        tuple(f"{each.number} {each.kind}" for each in outcomes if each.lost or each.wrong or each.doubled),
    )
