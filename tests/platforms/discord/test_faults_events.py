"""Events that are mutated in every way between good ones: the process lives, and each good message is answered once."""

import asyncio
import copy
import logging
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from tests.platforms.discord.chatting import Chat, chatting
from tests.platforms.discord.log import Told
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.world import Payload

ROUNDS, EVENTS = 6, 12
WRONG: tuple[object, ...] = (
    None, True, 0, -1, 1 << 70, 0.5, "", "x", "-7", "\x00", "9" * 400, "<@1>", "2026-13-45T99:99:99", [], [None],
    [[]], {}, {"id": None}, {"id": {}}, [{"id": "x"}],
)  # fmt: skip
ENDS = ("GUILD_DELETE", "CHANNEL_DELETE", "GUILD_ROLE_DELETE", "THREAD_DELETE")
INVENTED: Payload = {"id": "1", "guild_id": "2", "channel_id": "3", "user_id": "4", "message_id": "5", "emoji": {}}
NAMES = (
    "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE", "MESSAGE_POLL_VOTE_ADD", "INTERACTION_CREATE", "GUILD_CREATE", "GUILD_UPDATE",
    "GUILD_MEMBER_REMOVE", "GUILD_BAN_ADD", "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_PINS_UPDATE",
    "THREAD_CREATE", "THREAD_UPDATE", "THREAD_LIST_SYNC", "THREAD_MEMBERS_UPDATE", "GUILD_ROLE_CREATE",
    "USER_UPDATE", "ENTITLEMENT_CREATE", "NEVER_HEARD_OF", *ENDS,
)  # fmt: skip


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        yield chat


def mutated(value: object, chance: random.Random, most: int) -> object:
    """The value with about one in `most` of what it holds left out, of another kind, or nonsense."""
    if chance.randrange(most) == 0:
        return copy.deepcopy(chance.choice(WRONG))
    if isinstance(value, dict):
        kept = [(key, each) for key, each in value.items() if chance.randrange(most)]
        return {key: mutated(each, chance, most) for key, each in kept}
    if isinstance(value, list):
        return [mutated(each, chance, most) for each in value]
    return value


def wrong_event(seen: list[Told], chance: random.Random) -> tuple[str, Payload]:
    """An event that was told once, told wrongly; or one with a content that no event has."""
    told = [each for each in seen if each.name in NAMES]
    if chance.random() < 0.4:
        name, payload = chance.choice(NAMES), INVENTED
    else:
        event = chance.choice(told)
        name, payload = event.name, event.payload
    while True:
        found = mutated(payload, chance, chance.choice((3, 10, 30)))
        if isinstance(found, dict) and found != payload and not (name in ENDS and "id" in found):
            return name, cast(Payload, found)


async def _seen(chat: Chat) -> list[Told]:
    """Events of many kinds, as they are told."""
    thread = chat.general.thread("cakes", chat.alice)
    answer = await chat.discord.reply(await chat.ask("Hello to all of you."))
    await chat.alice.react(answer, "👍")
    asked = await chat.alice.send(thread, f"{chat.discord.mention} And here, in the thread?")
    await chat.alice.edit(asked, f"{chat.discord.mention} And here?")
    await chat.alice.slash(chat.general, "privacy")
    await chat.alice.delete(await chat.alice.dm("Forget this at once."))
    await asyncio.sleep(0.3)
    return list(chat.discord.log.told)


@pytest.mark.parametrize("seed", range(3))
async def test_mutated_events_end_nothing_and_good_ones_are_answered(
    chat: Chat, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    chance = random.Random(seed)
    chat.tell("Yes.")
    seen = await _seen(chat)
    for number in range(ROUNDS):
        for _ in range(EVENTS):
            chat.discord.tell(*wrong_event(seen, chance))
        good = [await chat.ask(f"Good question {'abcdefgh'[number]}?"), await chat.alice.dm(f"Alone {number}?")]
        for post in good:
            assert await chat.answered(post) == "Yes."
    assert len(chat.discord.log.identified) == 1, "the connection was never lost"
    for place in (chat.general, chat.alice.direct):
        replies = [post.reply_to for post in place.posts(by_bot=True) if post.reply_to is not None]
        assert len(replies) == len(set(replies))
    wrong = chat.discord.log.forgiven()
    assert [each for each in wrong if "is no id" not in each] == [], "what is asked about ids that are none"


async def test_a_name_that_is_no_text_is_in_nobodys_way(chat: Chat) -> None:
    chat.tell("Yes.")
    assert await chat.answered(await chat.ask("Are you there?")) == "Yes."
    user = {"id": str(chat.discord.bot), "username": "bot", "discriminator": "0", "avatar": None}
    guild, since = str(chat.home.id), "2026-01-01T00:00:00+00:00"
    wrong = {"guild_id": guild, "user": user, "nick": 7, "roles": [], "flags": 0, "avatar": None, "joined_at": since}
    chat.discord.tell("GUILD_MEMBER_UPDATE", wrong)
    assert await chat.answered(await chat.ask("And now?")) == "Yes."
