"""The connection against a server that does not behave, over sockets."""

import asyncio

import pytest

from adapters.discord import connection, starts, wire
from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.errors import Misconfigured, Unreachable
from adapters.outgoing import Outgoing
from adapters.types import Event, Message
from tests.adapters.discord_gateway import SECONDS, gateway
from tests.adapters.discord_running import PLACE, POSTS, Ear, connected, running, said
from tests.adapters.discord_world import message

MALFORMED: list[object] = [{}, None, [], "text", {"id": "x"}, message("hello") | {"author": None}]


class Answering:
    """A handler that answers a message once it may."""

    def __init__(self, adapter: Discord) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self._adapter = adapter

    async def __call__(self, event: Event) -> None:
        if isinstance(event, Message):
            self.begun.set()
            await asyncio.wait_for(self.go.wait(), SECONDS)
            await self._adapter.send(Outgoing(event.address, "done", event.id))


async def test_it_asks_for_nothing_that_is_privileged() -> None:
    async with gateway() as server, connected(server, Ear()):
        intents = int(str(server.identifies[0]["intents"]))
    assert intents & (1 << 0) and intents & (1 << 9) and intents & (1 << 12)  # servers, messages there and in direct
    assert not intents & (1 << 1 | 1 << 8 | 1 << 15)  # members, presences, message content


async def test_it_asks_for_what_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "TURN_SECONDS", 0.1)
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
    async with gateway() as server:
        adapter = Discord("token", Settings(api=server.api))
        answering = Answering(adapter)
        async with running(server, adapter, answering):
            await said(server, "hello")
            await asyncio.wait_for(answering.begun.wait(), SECONDS)
            await server.tell_raw("this is no JSON")
            await server.ready()
            answering.go.set()
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


async def test_pauses_are_longer_the_more_sessions_a_new_client_costs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.02)
    async with gateway() as server:
        server.statuses["/users/@me"] = [(403, {"code": 0})] * 2
        async with connected(server, Ear(), Settings(api=server.api, shards=3)):
            ended = [record for record in caplog.records if record.message.startswith("connection ended")]
    assert [vars(record)["pause_s"] for record in ended] == [pytest.approx(0.06), pytest.approx(0.12)]


async def test_at_the_end_an_answer_in_progress_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "RETRY_PAUSES", ())
    async with gateway() as server:
        adapter = Discord("token", Settings(api=server.api))
        answering = Answering(adapter)
        task = asyncio.ensure_future(adapter.run(answering))
        await server.ready()
        await said(server, "hello")
        await asyncio.wait_for(answering.begun.wait(), SECONDS)
        task.cancel()
        await said(server, "too late")
        await asyncio.sleep(0.05)
        answering.go.set()
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
