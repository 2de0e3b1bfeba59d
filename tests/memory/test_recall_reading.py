"""What recall reads of the database: where words stand, as one stretch of bytes, and the text of what may be told."""

from collections.abc import AsyncIterator, Sequence

import pytest

from memory.recall import SPARE
from memory.signals import PlacedLine
from memory.store import candidates
from memory.store.database import Database, open_database
from memory.terms import Wanted
from memory.types import PersonId, PlaceId, Spot, Viewer
from tests.memory.recall_world import GARDEN, HOME, World

WORDS = ("black", "old", "dark", "new", "here", "gone", "loud", "mine")


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


async def test_where_words_stand_is_told_word_by_word(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    oboe, both = await world.say(ana, HOME, "oboe, oboe and more", "a harp beside an oboe")
    (harp,) = await world.say(await world.enter("Ben", GARDEN), GARDEN, "my harp")
    said = await candidates.said(world.database, Viewer(ana, HOME), Wanted(("obo", "zither", "harp"), (0, 1, 2)))
    found = said.postings
    rows = {
        (term, place, seq): (tf, length)
        for term, place, seq, tf, length in zip(
            *(column.tolist() for column in (found.term, found.place, found.seq, found.tf, found.length)), strict=True
        )
    }
    assert rows == {(0, *oboe): (2, 4), (0, *both): (1, 5), (2, *both): (1, 5)}  # the garden is none of Ana's places
    assert harp not in {Spot(PlaceId(place), seq) for _, place, seq in rows}
    assert (said.words, said.documents, list(found.common)) == (3, 2, [])


async def test_a_word_in_too_many_lines_is_left_out_with_all_its_forms(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_COMMON", 2)
    ana = await world.enter("Ana", HOME)
    *_, last = await world.say(ana, HOME, "rain", "rain again", "rain and wind", "raining on an oboe")
    wanted = Wanted(("rain", "wind", "obo", "zither"), (0, 0, 1, 2))  # as if wind were another form of rain
    found = (await candidates.said(world.database, Viewer(ana, HOME), wanted)).postings
    assert (found.term.tolist(), found.seq.tolist(), list(found.common)) == ([1], [last.seq], [0])


async def test_nothing_is_told_where_no_word_was_said_and_where_nobody_may_look(world: World) -> None:
    ana, ben = await world.enter("Ana", HOME), await world.enter("Ben", GARDEN)
    await world.say(ana, HOME, "my oboe")
    nowhere = await candidates.said(world.database, Viewer(ana, HOME), Wanted(("harp",), (0,)))
    no_word = await candidates.said(world.database, Viewer(ana, HOME), Wanted())
    not_his = await candidates.said(world.database, Viewer(ben, HOME), Wanted(("obo",), (0,)))
    assert [each.postings.term.size for each in (nowhere, no_word, not_his)] == [0, 0, 0]
    assert [each.documents for each in (nowhere, no_word, not_his)] == [1, 1, 0]


async def shows(world: World, ana: PersonId) -> dict[int, tuple[float, bool, int]]:
    async with world.database.transaction(f"person:{ana}") as connection:
        rows = await connection.fetch("SELECT seq, asks, follows_question, speaker_id FROM utterance_vectors")
    return {row["seq"]: (row["asks"], row["follows_question"], row["speaker_id"]) for row in rows}


async def test_what_a_text_shows_is_kept_beside_its_vectors_and_follows_its_changes(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(
        ana, HOME, "Where is my oboe?", "It is in the cellar.", f"I have it. {'La. ' * 900}{'la ' * 300}and the bow?"
    )
    await world.embed()
    shares = {seq: asks for seq, (asks, *_) in (await shows(world, ana)).items()}
    assert (shares[1], shares[2]) == (1, 0)
    assert 0.4 < shares[3] < 0.6, "a beginning that tells and an end that asks, however much stands between"
    assert {seq: (follows, who) for seq, (_, follows, who) in (await shows(world, ana)).items()} == {
        1: (False, ana), 2: (True, ana), 3: (False, ana),
    }  # fmt: skip


async def test_texts_are_read_of_what_is_told_and_not_of_all_that_might_be(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    async def counted(database: Database, viewer: Viewer, spots: Sequence[Spot], radius: int = 0) -> list[PlacedLine]:
        read.append(len(spots))
        return await lines(database, viewer, spots, radius)

    lines = candidates.lines
    monkeypatch.setattr(candidates, "lines", counted)
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *(f"Oboe lesson {number} was fine" for number in range(60)))
    viewer = Viewer(ana, HOME)
    await world.recaller.spots(viewer, "How was my oboe lesson?", 5)
    await world.embed()
    told = await world.recaller.spots(viewer, "How was my oboe lesson?", 5)
    assert len(told) == 5
    before, after = read
    assert before == 60 and after <= 5 + SPARE


async def test_lines_embedded_by_an_older_version_are_ranked_as_others(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    texts = [f"Is the oboe {word} now?" if at % 2 else f"My oboe is {word}" for at, word in enumerate(WORDS)]
    await world.say(ana, HOME, *texts)
    await world.embed()
    viewer = Viewer(ana, HOME)
    now = await world.recaller.spots(viewer, "Is my oboe black?", 8)
    async with world.database.transaction(f"person:{ana}") as connection:
        await connection.execute(
            "UPDATE utterance_vectors SET asks = NULL, speaker_id = NULL, follows_question = DEFAULT"
        )
    assert await world.recaller.spots(viewer, "Is my oboe black?", 8) == now
