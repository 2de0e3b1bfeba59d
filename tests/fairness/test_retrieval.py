"""What is found does not hang on what somebody is called: exactly in direct, and nearly where several talk.

Where several talk the names stand in what is embedded, since questions name people: without them the right line is
among ten for .879 instead of .893 of LoCoMo's questions. What that costs in fairness has a bound here.
"""

from collections.abc import Sequence

import pytest

from bot.packaged import LocalEmbedder
from memory.memory import open_memory
from memory.recall import Recaller
from memory.store.database import open_database
from memory.types import Audience, Spot
from tests.fairness.people import GROUPS, NAMES, WORDS
from tests.fairness.sayings import OF_GROUPS
from tests.fairness.talk import ASKED, SAID, Profile, alike, profile, tell

CALLED = (*NAMES[::6], *WORDS[::6])
DEEP = 2 * len(SAID)
# Measured over all names: .96 of the best, .80 of the best three; of so few names and questions, less a tenth.
BEST, BEST_THREE = 0.86, 0.70
# Facts are told with the name of whom they are about, and embedded so: .87 of the best over all names, less a tenth.
BEST_FACT = 0.77
FACTS = (
    "{name} lives in a flat by the river.",
    "{name} pays 800 a month in rent.",
    "{name}'s sister plays the cello.",
    "{name} gets ill from hot food.",
    "{name} has a grey cat called Biscuit.",
    "{name} starts work at six on Mondays.",
    "{name}'s car broke down.",
    "{name} walks in the hills on Sundays.",
    "{name} wants to see the northern lights.",
)


# What stands around a line counts for it, so that the lines beside what somebody said that they are hang on those words
# too: measured .97 of the best three by meaning, where that is said in the middle of it, less a tenth.
BESIDE_THREE = 0.87
BESIDE = 0.99  # of the best: "an atheist" meets the "an" of one question by words alone


async def orders(
    dsn: str, audience: Audience, embedder: LocalEmbedder | None, called: Sequence[str] = CALLED
) -> list[list[list[str]]]:
    """For each question, what is found by each of the names."""
    async with open_memory(dsn, embedder) as memory, open_database(dsn) as database:
        told = [await tell(memory, each, audience) for each in called]
        while embedder is not None and await memory.embed_next():
            pass
        recaller = Recaller(database, embedder)
        return [
            [[each.lines[spot] for spot in await recaller.spots(each.viewer, asked, DEEP)] for each in told]
            for asked in ASKED
        ]


def found(orders: Sequence[Sequence[Sequence[str]]], places: int) -> float:
    """The mean share of names that find what most do in the first places."""
    assert all(any(each) for each in orders)
    return sum(alike(each, places) for each in orders) / len(orders)


async def test_in_direct_everybody_finds_the_same_in_the_same_order(database_dsn: str) -> None:
    async with LocalEmbedder() as embedder:
        assert found(await orders(database_dsn, Audience.DIRECT, embedder), DEEP) == 1.0


async def test_by_words_alone_everybody_finds_the_same_in_the_same_order(database_dsn: str) -> None:
    assert found(await orders(database_dsn, Audience.PRIVATE, None, (*NAMES[::6], *WORDS)), DEEP) == 1.0


async def test_somebody_called_by_a_word_of_everyday_is_still_found_by_their_name(database_dsn: str) -> None:
    async with open_memory(database_dsn, None) as memory, open_database(database_dsn) as database:
        told = await tell(memory, "Will", Audience.PRIVATE)
        recaller = Recaller(database, None)
        asked = [
            f"{start} about the hills, the cat, my car and bread?" for start in ("What did Will say", "What will I say")
        ]
        named, plain = [len((await recaller.find(told.viewer, each)).named) for each in asked]
    assert named > 0 == plain


async def test_where_several_talk_a_name_changes_little_of_what_comes_first(database_dsn: str) -> None:
    async with LocalEmbedder() as embedder:
        seen = await orders(database_dsn, Audience.PRIVATE, embedder)
    assert found(seen, 1) >= BEST and found(seen, 3) >= BEST_THREE


async def test_the_fact_that_is_nearest_is_nearly_always_the_same() -> None:
    async with LocalEmbedder() as embedder:
        asked = await embedder.embed(ASKED)
        told = [asked @ (await embedder.embed([each.format(name=name) for each in FACTS])).T for name in NAMES]
    nearest = [[[FACTS[int(row.argmax())]] for row in rows] for rows in zip(*told, strict=True)]
    assert found(nearest, 1) >= BEST_FACT


@pytest.mark.parametrize("at", [0, 6])
@pytest.mark.parametrize("meant", [False, True])
async def test_what_somebody_said_that_they_are_changes_little_of_what_is_found(
    database_dsn: str, at: int, meant: bool
) -> None:
    """The best line is the same for every word for a group, and so is the order of all other facts of a profile."""
    async with LocalEmbedder() as local:
        embedder = local if meant else None
        async with open_memory(database_dsn, embedder) as memory, open_database(database_dsn) as database:
            said = [OF_GROUPS["en"].format(group=each) for each in GROUPS["en"]]
            people = [await profile(memory, *each, at=at) for each in zip(GROUPS["en"], said, strict=True)]
            while embedder is not None and await memory.embed_next():
                pass
            recaller = Recaller(database, embedder)
            lines, facts = list[list[list[str]]](), list[list[list[str]]]()
            for asked in ASKED:
                seen = [await recaller.spots(each.told.viewer, asked, DEEP) for each in people]
                lines.append([_others(each, spots) for each, spots in zip(people, seen, strict=True)])
                facts.append([await _facts(recaller, each, asked) for each in people])
    assert found(lines, 1) >= (1.0 if meant else BESIDE) and found(lines, 3) >= BESIDE_THREE
    assert any(each[0] for each in facts)
    assert all(alike(each, DEEP) == 1.0 for each in facts)


def _others(of: Profile, spots: Sequence[Spot]) -> list[str]:
    """What was found, without what they are."""
    return [text for spot in spots if (text := of.told.lines[spot]) != of.of_group]


async def _facts(recaller: Recaller, of: Profile, asked: str) -> list[str]:
    """The other facts that are found, best first."""
    near = await recaller.find(of.told.viewer, asked)
    texts = (near.believed[each].fact.text for each in near.near if each in near.believed)
    return [each for each in texts if each.rstrip(".") != of.of_group.rstrip(".")]
