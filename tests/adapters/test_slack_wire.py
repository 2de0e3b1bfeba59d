"""Calls to Slack's Web API, over sockets, to a server whose answers are scripted."""

import asyncio
import logging

import pytest
from aiohttp import web

from adapters.errors import Misconfigured, RateLimited, Refused, Unreachable
from adapters.slack import wire as calls
from adapters.slack.wire import Wire
from tests.adapters.slack_answers import APP_TOKEN, TOKEN, Slack, slack_answering
from tests.adapters.slack_garden import Clock

POST = "chat.postMessage"
SAID = {"channel": "C1", "text": "the secret of the garden"}
DONE = {"ok": True, "ts": "1.2"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "RETRY_PAUSES", (0.0, 0.0))


async def test_only_what_the_manifest_accounts_for_may_be_asked() -> None:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        with pytest.raises(ValueError, match=r"admin\.users\.list"):
            await wire.ask("T1", "admin.users.list", {})
        assert slack.asked == []


async def test_arguments_go_as_the_method_takes_them_and_none_is_left_out() -> None:
    async with slack_answering(Slack(answers={"users.info": DONE})) as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.ask("T1", "users.info", {"user": "U1", "include_locale": True, "team_id": None})
        assert ("users.info", {"user": "U1", "include_locale": "true"}) in slack.asked


async def test_a_method_that_is_limited_is_left_alone_in_that_channel_until_then() -> None:
    clock = Clock()
    async with slack_answering(Slack()) as slack, Wire(slack.api, token=TOKEN, clock=clock) as wire:
        await wire.bot("T1")
        slack.status, slack.headers = 429, {"Retry-After": "40"}
        with pytest.raises(RateLimited) as limited:
            await wire.insist("T1", POST, SAID)
        assert limited.value.retry_after == 40
        slack.status, slack.headers, slack.answers = 200, {}, {POST: DONE, "users.info": DONE}
        clock.now += 15
        with pytest.raises(RateLimited) as limited:
            await wire.ask("T1", POST, SAID)
        assert limited.value.retry_after == 25 and slack.calls(POST) == 1
        await wire.ask("T1", POST, {**SAID, "channel": "C2"})
        await wire.ask("T1", "users.info", {"user": "U1"})
        clock.now += 25
        await wire.ask("T1", POST, SAID)


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("0.5", 0.5), ("soon", 30), ("", 30), ("-1", 30), ("nan", 30), ("inf", 30)]
)
async def test_a_pause_is_as_long_as_slack_says_where_it_says_it_well(said: str, seconds: float) -> None:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN, clock=Clock()) as wire:
        await wire.bot("T1")
        slack.status, slack.headers = 429, {"Retry-After": said}
        with pytest.raises(RateLimited) as limited:
            await wire.ask("T1", POST, SAID)
        assert limited.value.retry_after == seconds


async def test_at_the_end_nothing_more_is_asked() -> None:
    async with slack_answering() as slack:
        async with Wire(slack.api, token=TOKEN) as wire:
            await wire.bot("T1")
        with pytest.raises(Unreachable):
            await wire.ask("T1", POST, SAID)
        async with wire:
            slack.answers[POST] = DONE
            await wire.ask("T1", POST, SAID)


async def test_a_short_pause_is_waited_for_and_then_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.bot("T1")
        slack.status, slack.headers = 429, {"Retry-After": "1"}
        waits = asyncio.ensure_future(wire.insist("T1", POST, SAID))
        while not slack.calls(POST):
            await asyncio.sleep(0.01)
        slack.status, slack.headers, slack.answers = 200, {}, {POST: DONE}
        assert (await asyncio.wait_for(waits, 5))["ts"] == "1.2"
        assert slack.calls(POST) == 2


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("status", [500, 503])
async def test_what_fails_at_slack_is_tried_three_times_where_that_may_be(status: int) -> None:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.bot("T1")
        slack.status = status
        slack.answers = {POST: {}}
        with pytest.raises(Unreachable):
            await wire.ask("T1", POST, SAID)
        assert slack.calls(POST) == 1
        with pytest.raises(Unreachable):
            await wire.insist("T1", POST, SAID)
        assert slack.calls(POST) == 4


@pytest.mark.usefixtures("quick")
async def test_nobody_there_is_unreachable() -> None:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.bot("T1")
        api = slack.api
    async with Wire(api, token=TOKEN) as wire:
        with pytest.raises(Unreachable):
            await wire.bot("T1")


@pytest.mark.parametrize("garbled", ["", "[]", "hello", '{"ok": 1', '{"error": 5}', "null"])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "text/html"])
async def test_an_answer_that_is_none_of_slacks_is_no_answer(garbled: str, kind: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=garbled, content_type=kind)

    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.bot("T1")
        slack.instead = answer
        with pytest.raises(Unreachable):
            await wire.ask("T1", POST, SAID)


async def test_an_answer_that_does_not_come_is_waited_for_so_long_and_no_longer() -> None:
    async def never(request: web.Request) -> web.Response:
        await asyncio.sleep(3)
        return web.Response()

    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.bot("T1")
        slack.instead = never
        async with asyncio.timeout(2):
            with pytest.raises(Unreachable):
                await wire.ask("T1", POST, SAID, seconds=0.1)


async def test_a_fault_and_the_log_hold_neither_the_token_nor_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.bot("T1")
        slack.answers[POST] = {"ok": False, "error": "not_in_channel", "needed": TOKEN}
        with pytest.raises(Refused) as refused:
            await wire.ask("T1", POST, SAID)
        trail = [str(refused.value), str(refused.value.__cause__), caplog.text]
        assert not any(each in line for line in trail for each in (TOKEN, "hunter2", "garden"))
        assert refused.value.__suppress_context__


async def test_a_ticket_for_a_socket_is_asked_for_with_the_apps_own_token() -> None:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        assert await wire.socket(APP_TOKEN) == "wss://127.0.0.1/link"
        with pytest.raises(Misconfigured):
            await wire.socket("xapp-wrong")
