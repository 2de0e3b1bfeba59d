"""What a place calls something belongs to the place: anybody there may change it, and it is told where it is said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from memory.changes import Add, Change, Drop, End, Known, Reinforce, Supersede
from memory.outcomes import Learned
from memory.types import Audience, Claim, Fact, FactId, Kind, Place, Relation
from tests.memory.embedding import WordEmbedder
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, CELLAR, GARDEN, SHED, World, item, open_world
from tests.memory.reconciling import BEN as BEN_ID
from tests.memory.reconciling import ELSEWHERE, ENDS, UPDATES, claim, decided, fact, ground

ORCA = item(1, "the Orca is the billing service", "The Orca is the billing service.", "the Orca", kind="vocabulary")
SEARCH = item(1, "the Orca is the search cluster now", "The Orca is the search cluster.", "Orca", kind="vocabulary")


def called(
    text: str, name: str = "the Orca", *, relation: Relation = Relation.NONE, neighbour: FactId | None = None
) -> Claim:
    """What Ben says that something is called."""
    one = replace(claim(text, speaker=BEN_ID), subject=None, subject_name=name, kind=Kind.VOCABULARY)
    return replace(one, relation=relation, neighbour=neighbour)


KNOWN = replace(fact("The Orca is the billing service."), subject=None, subject_name="the Orca", kind=Kind.VOCABULARY)
NEWS = called("The Orca is the search cluster.", "Orca", relation=UPDATES, neighbour=KNOWN.id)


def become(one: Claim, known: Known = KNOWN, *, audience: Audience = Audience.PRIVATE) -> type[Change]:
    """What kind of change it is, said as news."""
    return type(decided(one, known, where=ground("the Orca is the search cluster now", audience=audience)))


def test_another_member_may_change_what_something_is_called() -> None:
    assert become(NEWS) is Supersede
    assert become(called("The Orca is no longer the billing service.", relation=ENDS, neighbour=KNOWN.id)) is End
    assert become(called("The Orca is our office.", relation=UPDATES, neighbour=KNOWN.id)) is Supersede
    assert become(called("The Orca is our office.", relation=Relation.NONE)) is Add


def test_what_is_known_there_already_is_not_kept_for_each_that_says_it() -> None:
    assert become(called("The Orca is the billing service.")) is Drop
    assert become(replace(called("The Orca is the billing service."), speaker=KNOWN.speaker)) is Reinforce


def test_neither_other_words_nor_other_readers_nor_people_are_touched() -> None:
    assert become(replace(NEWS, subject_name="Orca Bay")) is Add
    assert become(NEWS, replace(KNOWN, place=ELSEWHERE)) is Add
    assert become(NEWS, replace(KNOWN, place=ELSEWHERE), audience=Audience.PUBLIC) is Add
    assert (
        become(NEWS, replace(KNOWN, place=ELSEWHERE, audience=Audience.PUBLIC), audience=Audience.PUBLIC) is Supersede
    )
    assert become(NEWS, replace(KNOWN, audience=Audience.DIRECT), audience=Audience.DIRECT) is Add
    assert become(replace(NEWS, kind=Kind.FACT)) is Add
    assert become(NEWS, replace(KNOWN, kind=Kind.FACT)) is Add
    ana = replace(KNOWN, subject=KNOWN.speaker)
    assert become(replace(NEWS, subject=KNOWN.speaker), ana) is Add, "nobody changes what another said of a person"


def test_what_was_said_before_is_not_the_news() -> None:
    late = replace(NEWS, said_at=KNOWN.valid_from - timedelta(days=1))
    assert become(late) is Add


async def told(world: World, text: str, place: Place) -> list[str]:
    """The facts that Ben's message in the place brings up."""
    ben = await world.viewer(BEN, place)
    found = await world.memory.recall(ben, text)
    return [each.item.text for each in found.facts if isinstance(each.item, Fact)]


@pytest.mark.parametrize("place", [GARDEN, CELLAR])
@pytest.mark.parametrize("embedded", [True, False])
async def test_the_word_is_told_where_it_is_said_and_changed_by_anybody(
    database_dsn: str, place: Place, embedded: bool
) -> None:
    async with open_world(database_dsn, WordEmbedder() if embedded else None) as world:
        if embedded:
            await world.owner("INSERT INTO embedding_models (name, dimensions, active) VALUES ('words', 256, true)")
        await world.viewer(BEN, place)
        await world.say(ANA, "for the new ones: the Orca is the billing service", place)
        assert await world.learn(ORCA) == Learned(1, added=1)
        for said in ("who is on call for the Orca tonight?", "the Orca is down again and everybody is asleep"):
            assert await told(world, said, place) == ["The Orca is the billing service."]
        assert await told(world, "my bicycle has two flat tyres", place) == []

        await world.say(BEN, "we switched, the Orca is the search cluster now", place)
        assert await world.learn(SEARCH | {"relation": "updates", "known": 1}) == Learned(1, superseded=1)
        assert "[1] The Orca is the billing service." in world.asked[-1].input
        assert await told(world, "who is on call for the Orca tonight?", place) == ["The Orca is the search cluster."]


async def test_only_a_word_that_is_said_is_shown_as_known_to_another(world: World) -> None:
    await world.say(ANA, "for the new ones: the Orca is the billing service", GARDEN)
    await world.learn(ORCA)
    await world.say(BEN, "I keep bees", GARDEN)
    await world.learn()
    assert "Known: nothing" in world.asked[-1].input


async def test_a_word_of_a_closed_place_or_of_direct_is_known_nowhere_else(world: World) -> None:
    for place in (CELLAR, ANA_DIRECT):
        await world.say(ANA, "for the new ones: the Orca is the billing service", place)
        await world.learn(ORCA)
    for place in (GARDEN, SHED):
        await world.say(BEN, "we switched, the Orca is the search cluster now", place)
        await world.learn(SEARCH | {"relation": "updates", "known": 1})
        assert "Known: nothing" in world.asked[-1].input or place is SHED
    assert await told(world, "who is on call for the Orca?", GARDEN) == ["The Orca is the search cluster."]
    assert "The Orca is the billing service." in await world.current(ANA, CELLAR)
