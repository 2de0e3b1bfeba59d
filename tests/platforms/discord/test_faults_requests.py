"""Discord limits, fails and refuses while the bot speaks: the words become complete, or it ends without spam."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters import growing
from adapters.discord import wire
from tests.platforms.discord.chatting import EDITS, POSTS, Chat, chatting
from tests.platforms.discord.faults import Answer
from tests.platforms.discord.server import DiscordStandIn

LONGER = 45.0  # seconds that discord.py does not wait


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        yield chat


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are short, so that a test need not last as long as a storm."""
    monkeypatch.setattr(growing, "LONGEST_WAIT", 0.3)
    monkeypatch.setattr(growing, "LONGEST_INTERVAL", 0.3)
    monkeypatch.setattr(wire, "RETRY_PAUSES", (0.1, 0.1))


async def _grown(chat: Chat) -> None:
    """An answer is written whose first words are shown before its last are there."""
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two, three.")
    await chat.ask("Count!")
    await chat.shows("One,")
    rest.set()


@pytest.mark.parametrize(("method", "everywhere"), [("POST", True), ("PATCH", False)])
async def test_a_rate_limit_is_waited_out(chat: Chat, method: str, everywhere: bool) -> None:
    path = POSTS if method == "POST" else EDITS
    chat.discord.faults.limit(1.2, path=path, method=method, everywhere=everywhere)
    began = time.monotonic()
    await _grown(chat)
    await chat.shows("One, two, three.")
    assert time.monotonic() - began >= 1.2
    assert await chat.said() == ["One, two, three."]
    assert [call.status for call in chat.discord.log.to(method, path)][:2] == [429, 200]


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_a_rate_limit_longer_than_patience_is_tried_again(chat: Chat, method: str) -> None:
    path = POSTS if method == "POST" else EDITS
    chat.discord.faults.limit(LONGER, path=path, method=method, times=2)
    await _grown(chat)
    await chat.shows("One, two, three.", seconds=30)
    assert await chat.said() == ["One, two, three."]
    assert [call.status for call in chat.discord.log.to(method, path)] == [429, 429, 200]


@pytest.mark.usefixtures("hasty")
async def test_a_limit_without_end_costs_few_requests_and_nobody_else(chat: Chat) -> None:
    path = f"/channels/{chat.general.id}/messages"
    chat.discord.faults.limit(LONGER, path=path, times=1000)
    chat.tell("Yes.")
    await chat.ask("Hello?")
    await chat.discord.log.until(lambda: len(chat.discord.log.to("POST", path)) == growing.TRIES, 20)
    assert await chat.answered(await chat.alice.dm("Hello?")) == "Yes."
    assert await chat.said() == []
    assert len(chat.discord.log.to("POST", path)) == growing.TRIES
    assert (await chat.lines()).count((True, "Yes.")) == 1, "what nobody saw was not said"
    chat.discord.faults.lift()
    assert await chat.answered(await chat.ask("Hello again?")) == "Yes."


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_a_storm_of_errors_while_the_answer_grows(chat: Chat, method: str) -> None:
    path = POSTS if method == "POST" else EDITS
    chat.discord.faults.fail(502, path=path, method=method)
    chat.discord.faults.fail(503, path=path, method=method, times=4)
    chat.discord.faults.order(Answer(status=500, cut=True), path=path, method=method, times=1)
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two, three.")
    await chat.ask("Count!")
    await chat.shows("One,", seconds=30)
    rest.set()
    await chat.shows("One, two, three.", seconds=30)
    assert await chat.said() == ["One, two, three."]


@pytest.mark.usefixtures("hasty")
async def test_a_storm_in_which_what_was_done_is_answered_with_errors(chat: Chat) -> None:
    chat.discord.faults.lose(503, path=POSTS, times=2)
    chat.discord.faults.lose(0, path=EDITS, method="PATCH", times=1)
    await _grown(chat)
    await chat.shows("One, two, three.", seconds=30)
    assert await chat.said() == ["One, two, three."], "posted once, whatever was told of it"


@pytest.mark.usefixtures("hasty")
async def test_a_storm_while_a_whole_message_is_sent(chat: Chat) -> None:
    chat.stage.mind.off("No language model is set up.")
    chat.discord.faults.fail(503, path=POSTS, method="POST", times=2)
    answer = await chat.answered(await chat.ask("My cat is called Miso."), seconds=30)
    assert "I have kept what you said." in answer
    assert await chat.said() == [answer.strip()]


@pytest.mark.usefixtures("hasty")
async def test_a_storm_without_end_is_no_error_spam(chat: Chat) -> None:
    path = f"/channels/{chat.general.id}/messages"
    chat.tell("Yes.")
    chat.discord.faults.fail(503, path=path, method="POST", seconds=60)
    await chat.ask("Hello?")
    await chat.discord.log.until(lambda: len(chat.discord.log.to("POST", path)) >= 3 * growing.TRIES, 20)
    assert await chat.answered(await chat.alice.dm("Hello?")) == "Yes."
    chat.discord.faults.lift()
    assert await chat.answered(await chat.ask("And now?")) == "Yes."
    assert await chat.said() == ["Yes."]


async def test_a_channel_that_refuses_is_left_alone_and_the_others_are_answered(chat: Chat) -> None:
    path, hall = f"/channels/{chat.general.id}/messages", chat.home.channel("hall")
    chat.tell("Yes.")
    chat.discord.faults.deny(path, method="POST")
    for each in range(5):
        await chat.ask(f"Hello number {each}, is anybody there?")
        assert await chat.answered(await chat.ask(f"And here, {each}?", hall)) == "Yes."
    assert len(chat.discord.log.to("POST", path)) == 1
    assert await chat.said() == []
    assert [text for ours, text in await chat.lines() if not ours].count("And here, 4?") == 1


async def test_a_channel_that_is_closed_in_the_middle_keeps_what_was_shown(chat: Chat) -> None:
    path = f"/channels/{chat.general.id}/messages"
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two.")
    await chat.ask("Count!")
    await chat.shows("One,")
    chat.discord.faults.deny(path + "*")
    rest.set()
    await chat.discord.log.until(lambda: bool(chat.discord.log.to("PATCH", EDITS)))
    chat.tell("Yes.")
    assert await chat.answered(await chat.alice.dm("Are you there?")) == "Yes."
    assert await chat.said() == ["One,"]
    assert [len(chat.discord.log.to(method, path + "*")) for method in ("POST", "PATCH")] == [1, 1]
