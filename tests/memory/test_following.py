"""Edits, deletions, leavers and endings as a platform tells them, proven by looking into every column of all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from memory.following import Following
from memory.outcomes import Receipt
from memory.recalled import Turn
from memory.types import Account, Audience, FactId, Place, Spot, Utterance
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    START,
    CountingEmbedder,
    World,
    item,
    open_world,
)
from tests.memory.test_erasure import everywhere

YTTERBY = item(1, "I live in Ytterby", "Ana lives in Ytterby.")
REX = item(1, "My dog is called Rex", "Ana's dog is called Rex.")
EDITED = START + timedelta(hours=1)
NOTHING = Receipt(0, 0, 0)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


async def edit(
    world: World, name: str, text: str, *, place: Place = ANA_DIRECT, at: datetime = EDITED
) -> Receipt | None:
    person = (await world.viewer(ANA, place)).person
    return await following(world).edited(Utterance(name, person, place, text, START), at)


def following(world: World) -> Following:
    return world.memory.following


async def answer(world: World, asked: Spot, text: str, *facts: FactId, place: Place = ANA_DIRECT) -> None:
    told = await world.say(None, text, place)
    await world.memory.log_turn(Turn(await world.viewer(ANA, place), asked, told, facts, (), "model"))


async def embedded(world: World) -> None:
    while await world.memory.embed_next():
        pass


# Edits -----------------------------------------------------------------------------------------------------------


async def test_an_edit_takes_the_words_their_facts_and_their_answers(world: World) -> None:
    await world.say(ANA, "hello", name="before")
    spot = await world.say(ANA, "I live in Ytterby. My dog is called Rex", name="m")
    await world.say(ANA, "bye", name="after")
    await world.learn(item(2, "I live in Ytterby", "Ana lives in Ytterby."), item(2, "My dog is called Rex", "Rex."))
    home = next(fact for fact in await world.facts() if "Ytterby" in fact.text)
    await answer(world, await world.say(ANA, "where do I live?"), "You live in Ytterby.", home.id)
    await answer(world, spot, "Nice dog.")
    await answer(world, spot, "What is it like in Ytterby?")
    await embedded(world)

    assert await edit(world, "m", "I live in Uppsala. My dog is called Rex") == Receipt(facts=1, messages=0, replies=2)

    assert await everywhere(world, "ytterb") == []
    assert await world.current() == ["Ana: My dog is called Rex"]
    assert await everywhere(world, "nice dog") == ["utterances.text"]
    vectors = await world.owner("SELECT seq FROM utterance_vectors ORDER BY seq")
    assert spot.seq not in [row[0] for row in vectors]
    due = await world.owner("SELECT seq FROM utterances WHERE embedded_at IS NULL AND speaker_id IS NOT NULL")
    assert {row[0] for row in due} >= {1, 2, 3}, "its neighbours' windows held the old words"
    await world.learn(*[item(n, "I live in Uppsala", "Ana lives in Uppsala.") for n in (1, 2, 3)])
    assert sorted(await world.current()) == ["Ana lives in Uppsala.", "Ana: My dog is called Rex"]
    (counts,) = await world.owner("""
        SELECT documents = (SELECT count(*) FROM utterances WHERE erased_at IS NULL) AS lines,
               term_count = (SELECT sum(tf) FROM terms WHERE source = 'u') AS terms, pending, learn_after
        FROM places""")
    assert tuple(counts) == (True, True, 0, None)


async def test_a_fact_with_another_source_stays(world: World) -> None:
    for name in ("one", "two"):
        await world.say(ANA, "I live in Ytterby", name=name)
        await world.learn(YTTERBY)
    assert await edit(world, "one", "never mind") == NOTHING
    (home,) = await world.facts()
    assert [source.quote for source in home.sources] == ["I live in Ytterby"]


async def test_an_edit_is_kept_like_a_new_message(world: World) -> None:
    await world.say(ANA, "hello", GARDEN, name="m")
    await edit(world, "m", "I have cancer, and my key is sk-abcdefghijklmnopqrstuvwxyz123456", place=GARDEN)
    assert await everywhere(world, "abcdefghij") == []
    (line,) = await world.owner("SELECT sensitive, text LIKE 'I have cancer%' AS kept FROM utterances")
    assert tuple(line) == (True, True)


async def test_what_changes_nothing_changes_nothing(world: World) -> None:
    await world.say(ANA, "I live in Ytterby", name="m")
    await world.say(BEN, "I live in Ytterby", GARDEN, name="ben's")
    await world.learn(YTTERBY)
    assert await edit(world, "unknown", "I like Xylophones") is None
    assert await edit(world, "ben's", "I like Xylophones", place=GARDEN) is None, "somebody else's"
    assert await edit(world, "m", "I like Xylophones", place=replace(GARDEN, key="nowhere")) is None
    assert await everywhere(world, "xylophone") == []
    assert await edit(world, "m", "I live in Uppsala") is not None
    assert await edit(world, "m", "I live in Uppsala") is None
    assert await edit(world, "m", "I like Xylophones", at=EDITED - timedelta(seconds=1)) is None
    await following(world).deleted(ANA_DIRECT.key, ["m"])
    assert await edit(world, "m", "I like Xylophones", at=EDITED + timedelta(days=1)) is None
    assert await everywhere(world, "xylophone") == []


async def test_words_typed_behind_closed_doors_stay_there(world: World) -> None:
    opened = replace(CELLAR, audience=Audience.PUBLIC)
    await world.say(ANA, "hello", opened, name="m")
    await edit(world, "m", "I live in Ytterby", place=CELLAR)
    await world.learn(YTTERBY)
    assert await world.current(ANA, GARDEN) == []
    assert await world.current(ANA, CELLAR) == ["Ana lives in Ytterby."]
    (line,) = await world.owner("SELECT DISTINCT audience::text FROM terms WHERE source = 'u'")
    assert line[0] == "private"


async def test_new_words_of_somebody_who_wants_nothing_learned_stay_off_the_record(world: World) -> None:
    spot = await world.say(ANA, "My dog is called Rex", name="m")
    await world.learn(REX)
    await embedded(world)
    await world.owner("UPDATE people SET learning = false")
    assert await edit(world, "m", "I live in Ytterby") == Receipt(1, 0, 0)
    await embedded(world)
    assert await world.learn(YTTERBY) is None
    assert await everywhere(world, "ytterb") == ["utterances.text"]
    assert await world.owner("SELECT FROM utterance_vectors WHERE seq = $1", spot.seq) == []
    (counts,) = await world.owner("""
        SELECT p.term_count, p.pending, (SELECT count(*) FROM terms) AS terms FROM places p""")
    assert tuple(counts) == (0, 0, 0)


# Deletions -------------------------------------------------------------------------------------------------------


async def test_a_bulk_deletion_takes_everybodys_lines_and_what_came_of_them(world: World) -> None:
    names = [f"n{number}" for number in range(100)]
    for number, name in enumerate(names):
        await world.say((ANA, BEN)[number % 2], f"I live in Ytterby {number}", GARDEN, name=name)
    await world.learn(YTTERBY)
    await answer(world, Spot((await world.say(ANA, "where?", GARDEN)).place, 1), "In Ytterby.", place=GARDEN)
    receipt = await following(world).deleted(GARDEN.key, [*names, "unknown", names[0]])
    assert receipt == Receipt(facts=1, messages=100, replies=1)
    assert await everywhere(world, "ytterb") == []
    assert await following(world).deleted(GARDEN.key, names) == NOTHING
    assert await following(world).deleted("nowhere", names) == NOTHING


async def test_what_was_deleted_before_it_came_is_not_kept(world: World) -> None:
    await world.say(ANA, "hello", GARDEN)
    await following(world).deleted(GARDEN.key, ["late"])
    person = (await world.viewer(ANA, GARDEN)).person
    for _ in range(2):
        noted = await world.memory.note(Utterance("late", person, GARDEN, "I live in Ytterby", START))
        assert not noted.fresh
    assert await everywhere(world, "ytterb") == []
    assert await edit(world, "late", "I live in Ytterby", place=GARDEN) is None
    await world.owner("UPDATE retractions SET recorded_at = now() - interval '8 days'")
    assert await world.memory.tidy() == 1
    assert await world.memory.tidy() == 0


# Leavers ---------------------------------------------------------------------------------------------------------


async def knows(world: World, who: Account, place: Place) -> bool:
    found = (await world.memory.find(await world.viewer(who, place), "who lives in Ytterby?")).packed(600)
    return "Ytterby" in str(found)


async def test_who_left_loses_what_only_that_allowed_under_that_account(world: World) -> None:
    await world.say(ANA, "I live in Ytterby", CELLAR)
    await world.say(ANA, "I live in Ytterby", GARDEN)
    await world.viewer(BEN, CELLAR)
    assert await knows(world, BEN, BEN_DIRECT)
    await following(world).left_place(BEN, CELLAR.key)
    await following(world).left_place(replace(BEN, handle="nobody"), CELLAR.key)
    await following(world).left_space(replace(BEN, handle="nobody"), "club")
    assert await knows(world, BEN, BEN_DIRECT), "what is public in the space"
    await following(world).left_space(BEN, "club")
    assert not await knows(world, BEN, BEN_DIRECT)
    assert await knows(world, ANA, ANA_DIRECT)
    assert await knows(world, BEN, GARDEN), "back again"
    assert await knows(world, BEN, BEN_DIRECT)
    await following(world).left_place(BEN, BEN_DIRECT.key)
    assert await knows(world, BEN, BEN_DIRECT), "a direct conversation is not left"


# Standing --------------------------------------------------------------------------------------------------------


async def test_standing_names_what_counts_in_direct_and_when_it_was_confirmed(world: World) -> None:
    ben = (await world.viewer(BEN, BEN_DIRECT)).person
    assert await following(world).standing(ben, "console") == ()
    thread = Place("club:cellar:1", "club", Audience.PRIVATE, "barrel", CELLAR.key)
    for place in (GARDEN, CELLAR, thread):
        await world.viewer(BEN, place)
    await world.owner("UPDATE place_members SET confirmed_at = now() - interval '2 hours'")
    await world.owner("UPDATE space_members SET confirmed_at = now() - interval '3 hours'")
    space, closed = sorted(await following(world).standing(ben, "console"), key=lambda each: each.place or "")
    assert (space.handle, space.space, space.place) == ("ben", "club", None)
    assert (closed.handle, closed.space, closed.place) == ("ben", None, CELLAR.key)
    assert closed.confirmed_at - space.confirmed_at > timedelta(minutes=50)
    await following(world).confirmed(ben, "console", [closed])
    again = sorted(await following(world).standing(ben, "console"), key=lambda each: each.place or "")
    assert again[0] == space
    assert again[1].confirmed_at > closed.confirmed_at
    assert await following(world).standing(ben, "elsewhere") == ()
    await following(world).left_place(BEN, CELLAR.key)
    assert [each.space for each in await following(world).standing(ben, "console")] == ["club"]
    await following(world).confirmed(ben, "console", [closed])
    assert len(await following(world).standing(ben, "console")) == 1, "what ended meanwhile stays ended"


async def test_standing_is_asked_of_the_database_once(world: World) -> None:
    ben = (await world.viewer(BEN, CELLAR)).person
    known = await following(world).standing(ben, "console")
    await world.owner("DELETE FROM place_members")
    assert await following(world).standing(ben, "console") is known
    await world.viewer(BEN, GARDEN)
    assert await following(world).standing(ben, "console") != known


async def test_a_message_confirms(world: World) -> None:
    ben = (await world.viewer(BEN, CELLAR)).person
    await world.owner("UPDATE place_members SET confirmed_at = now() - interval '2 hours'")
    await world.owner("UPDATE space_members SET confirmed_at = now() - interval '2 hours'")
    before = await following(world).standing(ben, "console")
    await world.viewer(BEN, replace(CELLAR, title="the cellar"))
    after = await following(world).standing(ben, "console")
    assert all(new.confirmed_at > old.confirmed_at for old, new in zip(before, after, strict=True))
