"""The bot's own words: no evidence of anything, but found where the talk, or what stands in them, is asked for."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.packaged import LocalEmbedder
from memory.grounding import asking_share
from memory.memory import Memory, open_memory
from memory.recall import Recaller
from memory.store.database import open_database
from memory.types import Account, Utterance, Viewer
from tests.memory.recall_world import HOME, START

TALK = [
    ("I would like to grow tomatoes on the balcony. How do I begin?", "Take deep pots and let them stand in full sun."),
    ("My tomatoes have yellow leaves now, what is wrong?", "Magnesium is missing; dissolve Epsom salt in the water."),
    ("I won the chess match on Sunday.", "Congratulations!"),
    ("The balcony tomatoes got ripe, I picked two kilos.", "Lovely. Freeze what you cannot eat."),
    ("My sister moved to Graz in March.", "I hope that she likes it there."),
    ("I paid the dentist's bill.", "Good that it is done."),
]


@pytest.fixture
async def told(database_dsn: str) -> AsyncIterator[tuple[Memory, Viewer, Recaller]]:
    async with LocalEmbedder() as embedder, open_memory(database_dsn, embedder) as memory:
        ana = await memory.person(Account("test", "Ana", "Ana"), HOME)
        for number, (said, replied) in enumerate(TALK):
            at = START + timedelta(minutes=number)
            await memory.note(Utterance(f"q{number}", ana, HOME, said, at))
            await memory.note(Utterance(f"a{number}", None, HOME, replied, at))
        while await memory.embed_next():
            pass
        async with open_database(database_dsn) as database:
            recaller = Recaller(database, embedder)
            await recaller.prepare()
            yield memory, Viewer(ana, HOME), recaller


async def test_a_talk_is_summed_up_from_both_sides(told: tuple[Memory, Viewer, Recaller]) -> None:
    _, viewer, recaller = told
    found = await recaller.find(viewer, "Can you give me a summary of how my tomatoes have come along?")
    assert found.ranked.sums_up
    seqs = [hit.spot.seq for hit in found.told()]
    assert {1, 2, 3, 4, 7, 8} <= set(seqs[:8])
    assert all(seqs[seqs.index(ours) - 1] == ours - 1 for ours in (2, 4, 8))


async def test_what_we_recommended_is_found_by_its_words(told: tuple[Memory, Viewer, Recaller]) -> None:
    _, viewer, recaller = told
    found = await recaller.find(viewer, "Was it Epsom salt that has to be dissolved in the water?")
    assert not found.ranked.sums_up
    assert 4 in [hit.spot.seq for hit in found.told()]


async def test_our_words_stay_out_of_other_answers_and_never_make_sure(told: tuple[Memory, Viewer, Recaller]) -> None:
    _, viewer, recaller = told
    found = await recaller.find(viewer, "Where did my sister move to?")
    assert all(hit.spot.seq % 2 for hit in found.told())
    ours = await recaller.find(viewer, "Is magnesium missing?")
    assert all(hit.spot.seq % 2 for hit in ours.best())  # what the sureness rests on


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", 0.0),
        ("I moved to Graz.", 0.0),
        ("Where do I begin?", 1.0),
        ("I grow tomatoes on the balcony, in deep pots and in full sun. And you?", 0.14),
        ("¿Dónde vivo? ¿Y tú?", 1.0),
        ("どこに住んでいますか。", 1.0),
    ],
)
def test_a_line_asks_by_a_share(text: str, share: float) -> None:
    assert asking_share(text) == pytest.approx(share, abs=0.03)
