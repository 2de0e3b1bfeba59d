"""Korean is met by pairs of syllables, as what it puts behind a word stands there without a space; also what is old."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from memory.store.database import open_database
from memory.store.migrate import shipped
from memory.terms import postings
from memory.types import Viewer
from memory.wording import alike, content
from tests.memory.learning_world import ANA, World, open_world
from tests.memory.recall_world import CHATTER, HOME
from tests.memory.recall_world import World as Recalling

SAID = "저는 서울에서 아이폰으로 사진을 찍고 서울에 살아요, ok iPhone15에서도요 집"
BEFORE = Counter(
    ["저는", "서울에서", "아이폰으로", "사진을", "찍고", "서울에", "살아요", "ok", "iphone15에서도요", "집"]
)
PAIRS = shipped()["0052_index_korean_by_pairs.sql"]
KEPT = "SELECT term, tf FROM terms WHERE document = $1"
FORGET = "DELETE FROM terms WHERE document = $1 RETURNING tenant, place_id, audience"
WHOLE = "INSERT INTO terms VALUES ($1, 'u', $2, $3, $4, $5, $6, 12)"


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


async def kept(world: World, seq: int) -> dict[str, int]:
    return {row["term"]: row["tf"] for row in await world.owner(KEPT, seq)}


async def test_what_was_indexed_by_whole_words_becomes_what_is_indexed_now(world: World) -> None:
    spot = await world.say(ANA, SAID)
    assert await kept(world, spot.seq) == postings(SAID)
    (row, *_) = await world.owner(FORGET, spot.seq)
    for term, times in BEFORE.items():
        await world.owner(WHOLE, row["tenant"], term, row["place_id"], spot.seq, row["audience"], times)
    await world.owner(PAIRS)
    assert await kept(world, spot.seq) == postings(SAID)
    await world.owner(PAIRS)
    assert await kept(world, spot.seq) == postings(SAID)


@pytest.mark.parametrize("question", ["서울 좋아해?", "사진 있어?", "iphone15 어때?"])
async def test_a_word_is_found_without_what_stands_behind_it(database_dsn: str, question: str) -> None:
    async with open_database(database_dsn) as database:
        there = Recalling(database)
        ana = await there.enter("Ana", HOME)
        await there.say(ana, HOME, *CHATTER[:20])
        (spot,) = await there.say(ana, HOME, SAID)
        await there.say(ana, HOME, *CHATTER[20:])
        assert (await there.recaller.spots(Viewer(ana, HOME), question, 5))[0] == spot


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("서울에", "서울로", True),
        ("고양이를", "고양이가", True),
        ("결혼", "결혼식", True),
        ("학교", "학생", False),
        ("집에", "집이", False),
    ],
)
def test_words_are_alike_by_their_syllables(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_a_word_of_two_syllables_has_meaning() -> None:
    assert content("결혼 전에 집") == {"결혼", "전에"}
