"""The connection against a server that does not behave, over sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.discord import connection, wire
from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.errors import Misconfigured, RateLimited, Refused, TooLarge, Unreachable
from adapters.outgoing import Outgoing
from adapters.port import Handler
from adapters.types import Address, Attachment, Event, Message, direct_with
from tests.adapters.discord_gateway import SECONDS, Gateway, gateway
from tests.adapters.discord_world import ALICE, DIRECT, GENERAL, GUILD, ME, message, user

PLACE = Address("discord", str(GUILD), str(GENERAL))
POSTS = f"/channels/{GENERAL}/messages"
RAPPORT = user(ME, "Rapport", bot=True)
MALFORMED: list[object] = [{}, None, [], "text", {"id": "x"}, message("hello") | {"author": None}]


class Ear:
    """A handler that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    async def __call__(self, event: Event) -> None:
        if isinstance(event, Message):
            self.heard.append(event)

    async def hears(self, count: int) -> list[str]:
        """What was said, when so much was."""
        async with asyncio.timeout(SECONDS):
            while len(self.heard) < count:
                await asyncio.sleep(0.01)
        return [each.text for each in self.heard]


@asynccontextmanager
async def connected(server: Gateway, handler: Handler, settings: Settings | None = None) -> AsyncIterator[Discord]:
    """An adapter, running and connected."""
    adapter = Discord("token", settings or Settings(api=server.api))
    async with running(server, adapter, handler):
        yield adapter


@asynccontextmanager
async def running(server: Gateway, adapter: Discord, handler: Handler) -> AsyncIterator[None]:
    """The adapter, running and connected for the time of the block."""
    task = asyncio.ensure_future(adapter.run(handler))
    try:
        await server.ready()
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(SECONDS * 2):
                await task


async def said(server: Gateway, text: str) -> None:
    """Alice says something to the bot."""
    await server.tell("MESSAGE_CREATE", message(f"<@{ME}> {text}", GENERAL, by=ALICE, mentions=[RAPPORT]))


async def test_it_asks_for_nothing_that_is_privileged() -> None:
    async with gateway() as server, connected(server, Ear()):
        intents = int(str(server.identifies[0]["intents"]))
    assert intents & (1 << 0) and intents & (1 << 9) and intents & (1 << 12)  # servers, messages there and in direct
    assert not intents & (1 << 1 | 1 << 8 | 1 << 15)  # members, presences, message content


async def test_it_asks_for_what_was_set() -> None:
    async with gateway() as server:
        settings = Settings(api=server.api, listen=True, members=True, shards=4, shard_ids=(2,))
        async with connected(server, Ear(), settings):
            identify = server.identifies[0]
    assert int(str(identify["intents"])) & (1 << 1 | 1 << 15) == (1 << 1 | 1 << 15)
    assert identify["shard"] == [2, 4]


async def test_malformed_events_end_nothing(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear()
    async with gateway() as server, connected(server, ear):
        for event in ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "GUILD_CREATE", "INTERACTION_CREATE"):
            for payload in MALFORMED:
                await server.tell(event, payload)
        await said(server, "still there?")
        assert await ear.hears(1) == ["still there?"]
        assert len(server.identifies) == 1
    assert "malformed event left out" in {record.message for record in caplog.records}


async def test_a_frame_that_is_no_json_costs_a_new_connection_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.05)
    ear = Ear()
    async with gateway() as server, connected(server, ear) as adapter:
        await server.tell_raw("this is no JSON")
        await server.ready()
        await said(server, "again")
        assert await ear.hears(1) == ["again"]
        assert (await adapter.send(Outgoing(PLACE, "hello"))).message_id


async def test_an_answer_in_progress_outlives_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.05)
    begun, go = asyncio.Event(), asyncio.Event()
    async with gateway() as server:
        adapter = Discord("token", Settings(api=server.api))

        async def handler(event: Event) -> None:
            if isinstance(event, Message):
                begun.set()
                await asyncio.wait_for(go.wait(), SECONDS)
                await adapter.send(Outgoing(event.address, "done", event.id))

        async with running(server, adapter, handler):
            await said(server, "hello")
            await asyncio.wait_for(begun.wait(), SECONDS)
            await server.tell_raw("this is no JSON")
            await server.ready()
            go.set()
            assert [body["content"] for body in await server.posted(POSTS)] == ["done"]


async def test_a_bug_in_the_handler_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear()

    async def handler(event: Event) -> None:
        if isinstance(event, Message) and event.text == "break":
            raise ZeroDivisionError
        await ear(event)

    async with gateway() as server, connected(server, handler):
        await said(server, "break")
        await said(server, "go on")
        assert await ear.hears(1) == ["go on"]
    assert "event failed" in {record.message for record in caplog.records}


@pytest.mark.parametrize(
    ("code", "word"), [(4004, "discord.token"), (4014, "discord.listen"), (4011, "discord.shards")]
)
async def test_what_somebody_has_to_change_ends_it_with_a_sentence(code: int, word: str) -> None:
    async with gateway() as server:
        server.close_with = code
        adapter = Discord("token", Settings(api=server.api, listen=True))
        async with asyncio.timeout(SECONDS):
            with pytest.raises(Misconfigured, match=word):
                await adapter.run(Ear())


async def test_a_wrong_token_ends_it_at_the_login() -> None:
    async with gateway() as server:
        server.statuses["/users/@me"] = [(401, {"code": 0, "message": "401: Unauthorized"})]
        async with asyncio.timeout(SECONDS):
            with pytest.raises(Misconfigured, match=r"discord\.token"):
                await Discord("token", Settings(api=server.api)).run(Ear())
        assert server.identifies == []


async def test_shards_of_a_process_need_their_number() -> None:
    with pytest.raises(Misconfigured, match=r"discord\.shards"):
        Discord("token", Settings(shard_ids=(1,)))


async def test_discord_away_at_the_start_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.05)
    ear = Ear()
    async with gateway() as server:
        server.statuses["/users/@me"] = [(503, {}), (403, {"code": 0})]
        async with connected(server, ear):
            await said(server, "hello")
            assert await ear.hears(1) == ["hello"]


async def test_at_the_end_an_answer_in_progress_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "RETRY_PAUSES", ())
    begun, go = asyncio.Event(), asyncio.Event()
    async with gateway() as server:
        adapter = Discord("token", Settings(api=server.api))

        async def handler(event: Event) -> None:
            if isinstance(event, Message):
                begun.set()
                await asyncio.wait_for(go.wait(), SECONDS)
                await adapter.send(Outgoing(event.address, "done", event.id))

        task = asyncio.ensure_future(adapter.run(handler))
        await server.ready()
        await said(server, "hello")
        await asyncio.wait_for(begun.wait(), SECONDS)
        task.cancel()
        await said(server, "too late")
        await asyncio.sleep(0.05)
        go.set()
        async with asyncio.timeout(SECONDS):
            with pytest.raises(asyncio.CancelledError):
                await task
        assert [body["content"] for body in await server.posted(POSTS)] == ["done"]
        with pytest.raises(Unreachable):
            await adapter.send(Outgoing(PLACE, "hello"))


async def test_before_it_runs_nothing_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "RETRY_PAUSES", ())
    with pytest.raises(Unreachable):
        await Discord("token", Settings()).send(Outgoing(PLACE, "hello"))


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
