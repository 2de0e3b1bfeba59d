"""What is asked of Discord and how often, over sockets."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.errors import RateLimited, Refused, TooLarge
from adapters.outgoing import Outgoing
from adapters.types import Attachment, direct_with
from tests.adapters.discord_gateway import gateway
from tests.adapters.discord_running import PLACE, POSTS, Ear, connected, said
from tests.adapters.discord_world import ALICE, DIRECT, GENERAL, message


async def test_who_refuses_is_not_asked_again_at_once() -> None:
    async with gateway() as server, connected(server, Ear()) as adapter:
        server.statuses[POSTS] = [(403, {"code": 50013, "message": "Missing Permissions"})]
        for _ in range(50):
            with pytest.raises(Refused):
                await adapter.send(Outgoing(PLACE, "hello"))
        assert len(await server.posted(POSTS)) == 1


async def test_a_passing_fault_is_tried_again_with_the_same_nonce() -> None:
    async with gateway() as server, connected(server, Ear()) as adapter:
        server.statuses[POSTS] = [(503, {})]
        assert (await adapter.send(Outgoing(PLACE, "hello"))).message_id
        first, second = await server.posted(POSTS, 2)
        assert first["nonce"] == second["nonce"]
        assert second["enforce_nonce"] is True


async def test_a_long_rate_limit_is_told_and_a_short_one_waited_out() -> None:
    async with gateway() as server, connected(server, Ear()) as adapter:
        server.statuses[POSTS] = [
            (429, {"retry_after": 0.2, "global": False}),
            (429, {"retry_after": 99.0, "global": False}),
        ]
        with pytest.raises(RateLimited) as told:
            await adapter.send(Outgoing(PLACE, "hello"))
        assert told.value.retry_after == 99.0
        assert (await adapter.send(Outgoing(PLACE, "hello"))).message_id


async def test_a_private_word_never_goes_into_a_channel() -> None:
    ear = Ear()
    async with gateway() as server, connected(server, ear) as adapter:
        await said(server, "hello")
        await ear.hears(1)
        sent = await adapter.send(Outgoing(PLACE, "secret", "5000", private=True))
        assert sent.address == direct_with("discord", str(ALICE))
        assert [each.path for each in server.requests if each.body.get("content") == "secret"] != [POSTS]
        with pytest.raises(Refused):
            await adapter.send(Outgoing(PLACE, "secret", "4321", private=True))
        assert [each for each in server.requests if each.path == POSTS] == []


async def test_an_answer_in_direct_goes_where_the_question_came_from() -> None:
    ear = Ear()
    async with gateway() as server, connected(server, ear) as adapter:
        await server.tell("MESSAGE_CREATE", message("hello", DIRECT, by=ALICE))
        await ear.hears(1)
        await adapter.send(Outgoing(direct_with("discord", str(ALICE)), "hello", "5000", mentions=str(ALICE)))
        (body,) = await server.posted(f"/channels/{DIRECT}/messages")
        assert body["allowed_mentions"] == {"parse": [], "users": [ALICE], "replied_user": True}
        assert [each.path for each in server.requests if "@me/channels" in each.path] == []


async def test_an_answer_grows_after_what_stands_before_it() -> None:
    async def words() -> AsyncIterator[str]:
        for word in ("one ", "two ", "three"):
            yield word

    async with gateway() as server, connected(server, Ear()) as adapter:
        sent = await adapter.stream(Outgoing(PLACE, "Well, ", "5000"), words())
        texts = [each.body["content"] for each in server.requests if "content" in each.body]
        assert texts[-1] == "Well, one two three"
        assert sent.message_id == "7001"


async def test_typing_holds_up_nothing_and_stops() -> None:
    path = f"/channels/{GENERAL}/typing"
    async with gateway() as server, connected(server, Ear()) as adapter:
        server.statuses[path] = [(500, {})]
        async with asyncio.timeout(0.2), adapter.typing(PLACE):
            pass
        async with adapter.typing(PLACE):
            await server.posted(path, 1)
    async with adapter.typing(PLACE):
        pass  # nobody is logged in


async def test_files_are_read_from_discord_alone_and_within_the_limit() -> None:
    async with gateway() as server, connected(server, Ear()) as adapter:
        here = f"{server.address}/cdn/attachments/1/2/a.txt"
        assert await adapter.fetch(Attachment("a.txt", "text/plain", 4, here), 100) == b"file"
        with pytest.raises(TooLarge):
            await adapter.fetch(Attachment("a.txt", "text/plain", 101, here), 100)
        server.file = bytes(200)
        with pytest.raises(TooLarge):
            await adapter.fetch(Attachment("a.txt", "text/plain", 4, here), 100)
        for elsewhere in (
            "https://example.org/a.txt",
            "http://cdn.discordapp.com/a.txt",
            "https://cdn.discordapp.com:8443/a.txt",
            "https://cdn.discordapp.com.example.org/a.txt",
            "",
            "http://[",
            "file:///etc/passwd",
        ):
            with pytest.raises(Refused):
                await adapter.fetch(Attachment("a.txt", "text/plain", 4, elsewhere), 100)
