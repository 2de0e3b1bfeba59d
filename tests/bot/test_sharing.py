"""`/share` over a real database: by number, by kind, listed, taken back; what others then hear."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from adapters.console import Seat, home_of
from adapters.console.parse import author_of
from memory.types import Kind
from tests.bot.stage import Stage, staged

BEN = home_of(author_of("Ben"))


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path) as stage:
        yield stage


async def told(stage: Stage, dsn: str, text: str, kind: str = "preference") -> None:
    """Has it remembered as a fact of that kind, without a model."""
    await stage.order("remember", text)
    connection = await asyncpg.connect(dsn)
    await connection.execute("UPDATE facts SET kind = $1 WHERE text = $2", kind, text)
    await connection.close()


async def prompted(stage: Stage, seat: Seat, text: str = "What does Ana like, tea or coffee?") -> str:
    """All that the model is shown when somebody asks there."""
    model = stage.speak_with(lambda messages: ["Ok."])
    before, stage.seat = stage.seat, seat
    await stage.say(text)
    stage.seat = before
    return "".join(message.text for message in model.prompts[-1])


async def test_a_kind_is_shared_where_it_is_said_with_what_is_told_later(stage: Stage, database_dsn: str) -> None:
    home, garden = stage.seat, stage.seat.moved("#garden")
    await told(stage, database_dsn, "I like tea from Assam")
    await told(stage, database_dsn, "My bike is blue", "fact")
    assert "Assam" not in await prompted(stage, BEN.moved("#garden"))
    stage.seat = garden
    answer = await stage.order("share", "preferences here")
    assert "preferences" in answer and "#garden" in answer and "(1 now)" in answer
    assert "Assam" not in answer
    stage.seat = home
    await told(stage, database_dsn, "I like coffee from Sumatra")
    for where, heard in (("#garden", True), ("#kitchen", False), ("&board", False)):
        prompt = await prompted(stage, BEN.moved(where))
        assert ("Assam" in prompt, "Sumatra" in prompt) == (heard, heard), where
        assert "blue" not in prompt
    assert "Assam" not in await prompted(stage, BEN)


async def test_a_kind_taken_back_is_out_of_the_next_prompt(stage: Stage, database_dsn: str) -> None:
    garden = BEN.moved("#garden")
    await told(stage, database_dsn, "I like tea from Assam")
    home, stage.seat = stage.seat, stage.seat.moved("#garden")
    await stage.order("share", "preferences here")
    assert "Assam" in await prompted(stage, garden)
    stage.seat = home
    assert "shared nowhere" in await stage.order("share", "preferences off")
    assert "Assam" not in await prompted(stage, garden)
    assert "You do not share" in await stage.order("share", "preferences off")


async def test_a_number_taken_back_is_out_of_the_next_prompt(stage: Stage, database_dsn: str) -> None:
    garden = BEN.moved("#garden")
    await told(stage, database_dsn, "I like tea from Assam")
    await stage.order("memory")
    home, stage.seat = stage.seat, stage.seat.moved("#garden")
    await stage.order("share", "1 here")
    assert "Assam" in await prompted(stage, garden)
    stage.seat = home
    await stage.order("memory")
    assert "shared nowhere" in await stage.order("share", "1 off")
    assert "Assam" not in await prompted(stage, garden)
    await stage.order("memory")
    assert "Number 1 is not shared" in await stage.order("share", "1 off")


async def test_what_stays_shared_otherwise_is_told(stage: Stage, database_dsn: str) -> None:
    await told(stage, database_dsn, "I like tea from Assam")
    await stage.order("memory")
    stage.seat = stage.seat.moved("#garden")
    await stage.order("share", "1 here")
    await stage.order("share", "preferences here")
    assert "/share preferences off" in await stage.order("share", "1 off")
    await stage.order("memory")
    assert "Number 1 is not shared by itself" in await stage.order("share", "1 off")
    await stage.order("memory")
    await stage.order("share", "1 here")
    assert "/share lists" in await stage.order("share", "preferences off")


async def test_what_is_shared_is_listed_with_numbers_that_count(stage: Stage, database_dsn: str) -> None:
    home = stage.seat
    assert await stage.order("share") == "You share nothing that you told me alone."
    await told(stage, database_dsn, "I like tea from Assam")
    await told(stage, database_dsn, "My bike is blue", "fact")
    await stage.order("memory")
    stage.seat = home.moved("&board")
    await stage.order("share", "1 here")
    await stage.order("share", "Preference here")
    stage.seat = home.moved("#garden")
    assert await stage.order("share") == "You share nothing in #garden that you told me alone."
    stage.seat = home
    listed = await stage.order("share")
    assert "- all your preferences (1 now): &board" in listed
    assert "1. My bike is blue (" in listed and "; shared with &board" in listed
    assert "shared nowhere" in await stage.order("share", "1 off")
    assert "bike" not in await stage.order("share")


async def test_the_list_tells_a_place_only_what_reaches_it(stage: Stage, database_dsn: str) -> None:
    home = stage.seat
    await told(stage, database_dsn, "My bike is blue", "fact")
    await stage.order("memory")
    for where in ("&board", "#garden"):
        stage.seat = home.moved(where)
        await stage.order("share", "1 here")
    stage.seat = home.moved("&board")
    await stage.order("share", "events here")
    stage.seat = home.moved("#garden")
    listed = await stage.order("share")
    assert "blue" in listed and "#garden" in listed
    assert "&board" not in listed and "events" not in listed


async def test_the_list_of_a_place_shows_no_words_that_were_shared_by_kind(stage: Stage, database_dsn: str) -> None:
    await told(stage, database_dsn, "I like tea from Assam")
    connection = await asyncpg.connect(database_dsn)
    await connection.execute("UPDATE facts SET text = 'Ana likes tea.'")
    await connection.close()
    stage.seat = stage.seat.moved("#garden")
    await stage.order("share", "preferences here")
    listed = await stage.order("memory")
    assert "Ana likes tea." in listed
    assert "Assam" not in listed


async def test_nothing_delicate_goes_with_its_kind(stage: Stage, database_dsn: str) -> None:
    await stage.order("remember", "I take pills for my depression")
    home, stage.seat = stage.seat, stage.seat.moved("#garden")
    assert "(0 now)" in await stage.order("share", "facts here")
    assert "pills" not in await stage.order("memory")
    assert "pills" not in await prompted(stage, BEN.moved("#garden"), "What does Ana take for it?")
    assert "pills" not in await prompted(stage, BEN, "What does Ana take for it?")
    stage.seat = home
    assert "(0 now)" in await stage.order("share")


async def test_every_kind_has_its_word(stage: Stage) -> None:
    stage.seat = stage.seat.moved("#garden")
    hint = await stage.order("share", "nonsense here")
    assert "Say the number and `here`" in hint
    for kind in set(Kind) - {Kind.VOCABULARY}:
        assert "may now be used in #garden" in await stage.order("share", f"{kind.value} here")
        assert kind.value in hint
        assert "shared nowhere" in await stage.order("share", f"{kind.value.upper()} off")


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("1", "Say the number and `here`"),
        ("preferences", "Say the number and `here`"),
        ("preferences everywhere", "Say the number and `here`"),
        ("preferences here please", "Say the number and `here`"),
        ("9999999999999999999999 here", "Say the number and `here`"),
        ("1 here", "Go to the place"),
        ("preferences here", "Go to the place"),
        ("1 off", "There is no list yet"),
    ],
)
async def test_a_share_given_wrongly_gets_a_hint(stage: Stage, argument: str, told: str) -> None:
    assert told in await stage.order("share", argument)


async def test_a_rule_of_ben_shares_nothing_of_ana(stage: Stage, database_dsn: str) -> None:
    await told(stage, database_dsn, "I like tea from Assam")
    ana, stage.seat = stage.seat, BEN.moved("#garden")
    assert "(0 now)" in await stage.order("share", "preferences here")
    assert "Assam" not in await prompted(stage, BEN.moved("#garden"))
    stage.seat = ana
    assert await stage.order("share") == "You share nothing that you told me alone."
