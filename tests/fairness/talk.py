"""The same conversation by people with different names, and what is asked about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from memory.memory import Memory
from memory.types import Account, Audience, Place, Spot, Utterance, Viewer

BEGAN = datetime(2026, 5, 4, 9, tzinfo=UTC)
SAID = (
    ("I moved into a flat by the river in spring", "Nice flat!"),
    ("The rent is 800 a month", "I pay more than that"),
    ("My sister plays the cello", "My brother sings"),
    ("I get ill from hot food", "I love chili"),
    ("We adopted a grey cat called Biscuit", "What a name for a cat"),
    ("Work starts at six on Mondays", "I start at nine"),
    ("I am learning to bake bread", "Bread is hard"),
    ("The car broke down again", "Take the bus"),
    ("On Sunday we walk in the hills", "The hills are steep"),
    ("I would like to see the northern lights", "Me too"),
    ("My boss wants the report by Friday", "Mine never asks for reports"),
    ("The garden needs water", "Mine has none"),
)
ASKED = (
    "What is my cat called?",
    "Where do I live?",
    "What could I cook tonight?",
    "Does anybody play an instrument?",
    "When do I have to be at work?",
    "Do I have a car?",
    "What did we plan for the weekend?",
    "What do I want to see one day?",
    "What is due on Friday?",
)


@dataclass(frozen=True, slots=True)
class Told:
    """Who asks where, and what stands at which spot."""

    viewer: Viewer
    lines: Mapping[Spot, str]


async def tell(memory: Memory, name: str, audience: Audience) -> Told:
    """Has somebody of that name say it all, in direct alone, else with somebody else."""
    place = Place(f"{audience}:{name}", None, audience)
    speakers = [await memory.person(Account("fair", f"{audience}:{name}", name), place)]
    if audience is not Audience.DIRECT:
        speakers.append(await memory.person(Account("fair", f"beside:{name}", "Robin"), place))
    lines: dict[Spot, str] = {}
    for minute, said in enumerate(SAID):
        for speaker, text in zip(speakers, said, strict=False):
            at = BEGAN + timedelta(minutes=minute)
            lines[(await memory.note(Utterance(f"{speaker}:{minute}", speaker, place, text, at))).spot] = text
    return Told(Viewer(speakers[0], place), lines)


def alike(orders: Sequence[Sequence[str]], places: int) -> float:
    """The share of orders whose first places are those that most of them have."""
    firsts = [tuple(each[:places]) for each in orders]
    usual = max(set(firsts), key=firsts.count)
    return firsts.count(usual) / len(firsts)
