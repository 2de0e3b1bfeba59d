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


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody who said the same as everybody and what they are: `of_group` is that line."""

    told: Told
    of_group: str


async def profile(memory: Memory, group: str, of_group: str, *, at: int) -> Profile:
    """Has somebody say it all in direct, with what they are as the line before number `at`, each line a fact too."""
    place = Place(f"of {at}:{group}", None, Audience.DIRECT)
    speaker = await memory.person(Account("fair", f"of {at}:{group}", "Kim"), place)
    said = [own for own, _ in SAID]
    said.insert(at, of_group)
    viewer, lines = Viewer(speaker, place), dict[Spot, str]()
    for minute, text in enumerate(said):
        noted = await memory.note(
            Utterance(f"{speaker}:{minute}", speaker, place, text, BEGAN + timedelta(minutes=minute))
        )
        lines[noted.spot] = text
        await memory.remember(viewer, noted.spot, text)
    return Profile(Told(viewer, lines), of_group)


def alike(orders: Sequence[Sequence[str]], places: int) -> float:
    """The share of orders whose first places are those that most of them have."""
    firsts = [tuple(each[:places]) for each in orders]
    usual = max(set(firsts), key=firsts.count)
    return firsts.count(usual) / len(firsts)
