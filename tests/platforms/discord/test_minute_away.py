"""The database is away for a minute, as it is for an update: all that people do meanwhile happens, late and once.

The minute is played in seconds, with everybody's patience shortened by as much.
"""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot import inbox, patience, ratings, serving
from bot.dispatch import AWAY
from bot.patience import LONG_PATIENCE_SECONDS, PATIENCE_SECONDS
from tests.bot.severed import severed
from tests.platforms.discord.chatting import Chat, chatting
from tests.platforms.discord.posts import Use
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.test_deleted_account import count
from tests.platforms.discord.test_reminder_controls import DUE, ZONE
from tests.platforms.ratings import rated

MINUTE, FASTER = 60.0, 15.0
SECONDS, STILL_SECONDS = 30.0, 1.5
ANSWERED = ["Four?", "One?", "Three?", "Two?"]


def test_a_minute_is_waited_for_with_time_to_spare() -> None:
    assert LONG_PATIENCE_SECONDS >= 1.5 * MINUTE


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (serving, ratings):
        monkeypatch.setattr(module, "LONG_PATIENCE_SECONDS", LONG_PATIENCE_SECONDS / FASTER)
    monkeypatch.setattr(inbox, "PATIENCE_SECONDS", PATIENCE_SECONDS / FASTER)
    monkeypatch.setattr(patience, "LEAST_SECONDS", patience.LEAST_SECONDS / FASTER)
    assert patience.patiently.__kwdefaults__ is not None
    monkeypatch.setitem(patience.patiently.__kwdefaults__, "seconds", PATIENCE_SECONDS / FASTER)


@pytest.mark.usefixtures("hurried")
async def test_a_minute_without_the_database_costs_people_a_minute_and_nothing_else(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with (
        severed(database_dsn) as (relay, through),
        chatting(discord, database_dsn, tmp_path, through=through) as at,
    ):
        await at.alice.slash(at.general, "timezone", name=ZONE)
        await at.alice.slash(at.alice.direct, "remind", what="water the plants tomorrow at 9:00")
        rest = asyncio.Event()
        at.tell("Well, ", rest, "begun.")
        begun = await at.ask("Begin.")
        thumbed = await at.shows("Well,")
        relay.cut()
        rest.set()
        at.stage.speak_with(lambda messages: [f"To {messages[-1].text.splitlines()[-1]}"])
        asked = [begun, await at.ask("One?"), await at.alice.dm("Two?")]
        await count(database_dsn, DUE)
        await asyncio.sleep(MINUTE / FASTER / 2)
        asked += [await at.ask("Three?"), await at.ask("Fo?")]
        await at.alice.edit(asked[-1], f"{discord.mention} Four?")
        taken_back = await at.ask("Five?")
        await at.alice.delete(taken_back)
        await at.alice.react(thumbed, "👍")
        used = await at.alice.slash(at.general, "memory")
        await asyncio.sleep(MINUTE / FASTER / 2)
        assert [text for text in said_now(at) if "water" not in text] == ["Well, begun."], (
            "nobody is told to come again"
        )
        relay.mend()
        await all_is_well(at, used, len(asked))
        await rated(database_dsn, [(str(at.alice.id), 1, None)])
        replies = Counter(post.reply_to for room in (at.general, at.alice.direct) for post in room.posts(by_bot=True))
        assert {each.id: replies[each.id] for each in asked} == {each.id: 1 for each in asked}
        assert replies[taken_back.id] == 0
        assert sorted(text for ours, text in await at.lines() if not ours) == ["Begin.", *ANSWERED]
        assert len(discord.log.identified) == 1, "the connection to Discord does not mind"


def said_now(at: Chat) -> list[str]:
    """What stands in both places from before and from during the outage, but for commands' answers."""
    return [post.text for room in (at.general, at.alice.direct) for post in room.posts(by_bot=True) if not post.private]


async def all_is_well(at: Chat, used: Use, answers: int) -> None:
    """Wait until all is answered, and a while longer for what would be too much."""

    def done() -> bool:
        said = [post.text for room in (at.general, at.alice.direct) for post in room.posts(by_bot=True)]
        return sum(text.startswith(("To ", "Well, begun")) for text in said) >= answers and bool(used.text)

    await at.discord.log.until(done, SECONDS)
    await at.discord.log.until(lambda: sum("water" in text for text in said_now(at)) >= 2, SECONDS)
    await asyncio.sleep(STILL_SECONDS)
    said = said_now(at)
    assert used.text != AWAY and AWAY not in said
    assert sum("water" in text for text in said) == 2, "that it is noted, and the reminder"
    assert sorted(text.rpartition(" ")[2] for text in said if text.startswith("To ")) == ANSWERED
