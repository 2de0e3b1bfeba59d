"""What is embedded for a line: its own text, and the text of it between its neighbours. Pure.

The line before a new one is embedded again as a window, because only now it has its second neighbour. Names stand in it
where several talk, since questions name them; in direct they would tell nothing and sway what is found by what somebody
is called.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from memory.grounding import asking_share, is_question
from memory.types import PlaceId, Spot

LONGEST = 2_000  # characters of a line that its vector covers; the cost of embedding grows faster than the text
LONGEST_NEIGHBOUR = 500

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as it was read; `name` None is the bot; `direct`: nobody else speaks with the bot there.

    `ending` is the end of a text that is longer than what was read of it.
    """

    text: str
    name: str | None
    said_at: datetime
    embedded: bool
    direct: bool = False
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What to embed for a line: `own` None where that vector is there; `window` is what `around` was made of.

    `asks` is the share of its text that stands in questions, 0 to 1; `follows`: the line before it ends as one.
    """

    spot: Spot
    own: str | None
    around: str
    window: tuple[Spot, ...]
    asks: float
    follows: bool


def plan(due: Collection[Spot], lines: Mapping[Spot, Spoken]) -> list[Job]:
    """The work for the lines that are due, and for the embedded lines before them; the bot's own lines have none."""
    spots = {*due, *(_beside(spot, -1) for spot in due)}
    jobs = []
    for spot in sorted(spots, key=lambda spot: (spot.place, spot.seq)):
        line = lines.get(spot)
        if line is not None and line.name is not None and (line.embedded or spot in due):
            jobs.append(_job(spot, lines, own=line.text[:LONGEST] if spot in due else None))
    return jobs


def _job(spot: Spot, lines: Mapping[Spot, Spoken], own: str | None) -> Job:
    window = tuple(near for step in (-1, 0, 1) if (near := _beside(spot, step)) in lines)
    said_at = lines[spot].said_at
    day = f"{said_at.day} {_MONTHS[said_at.month - 1]} {said_at.year}"
    around = "\n".join([day, *(_told(lines[near], near == spot) for near in window)])
    before = lines.get(_beside(spot, -1))
    return Job(spot, own, around, window, asking_share(_ends(lines[spot])), before is not None and _asks(before))


def _ends(line: Spoken) -> str:
    return f"{line.text}\n{line.ending}" if line.ending else line.text


def _asks(line: Spoken) -> bool:
    return is_question(line.ending or line.text)


def _told(line: Spoken, itself: bool) -> str:
    text = line.text[: LONGEST if itself else LONGEST_NEIGHBOUR]
    return f"{line.name}: {text}" if line.name and not line.direct else text


def _beside(spot: Spot, step: int) -> Spot:
    return Spot(PlaceId(spot.place), spot.seq + step)
