"""What recall reads of the database: where words stand, as one stretch of bytes, and the text of what may be told."""

from collections.abc import AsyncIterator

import pytest

from memory.recall import MOST_AROUND, _read
from memory.signals import Hit
from memory.store import candidates
from memory.store.database import open_database
from memory.terms import Wanted
from memory.types import PlaceId, Spot, Viewer
from tests.memory.recall_world import GARDEN, HOME, World


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


def hit(seq: int, before: float = 0.0) -> Hit:
    return Hit(Spot(PlaceId(1), seq), 1.0, 0.5, 0.5, before)


def test_of_the_best_what_stands_around_is_read_too_and_of_the_rest_what_they_may_answer() -> None:
    best = [hit(10 * at) for at in range(1, MOST_AROUND + 1)]
    read = _read([*best, hit(1_000), hit(2_000, before=0.3)])
    around = [10 * at + step for at in range(1, MOST_AROUND + 1) for step in (-1, 0, 1)]
    assert [spot.seq for spot in read] == [*around, 1_000, 1_999, 2_000]


def test_a_line_is_read_once() -> None:
    assert [spot.seq for spot in _read([hit(5), hit(6)])] == [4, 5, 6, 7]
