"""Bolt's app: what Slack sends is told apart and acknowledged, whatever comes of it."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack import bolt
from adapters.slack.bolt import Ears, Errors, Payload, app_of, sole
from adapters.slack.grants import Grant
from adapters.slack.installing import authorized_by
from adapters.slack.wire import Wire
from tests.adapters.slack_answers import TOKEN, slack_answering

AROUND = {"team": {"id": "T1"}, "user": {"id": "U1"}}
EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "user": "U1", "text": "the secret"}}
COMMAND = {"command": "/rapport", "text": "memory", "team_id": "T1", "user_id": "U1"}
SHORTCUT = {**AROUND, "type": "message_action", "callback_id": "remember"}
PRESSED = {**AROUND, "type": "block_actions", "actions": [{"action_id": "why", "block_id": "r0:"}]}
VIEW = {"type": "modal", "callback_id": "form", "app_installed_team_id": "T1"}
SENT = {**AROUND, "type": "view_submission", "view": VIEW}
CLOSED = {**AROUND, "type": "view_closed", "view": VIEW}


@dataclass(slots=True)
class Heard:
    """What was taken, as what; `late` seconds later, with `fault`, or with something `wrong` with a form."""

    app: AsyncApp
    taken: list[tuple[str, Payload]] = field(default_factory=list)
    late: float = 0.0
    fault: Exception | None = None
    wrong: Mapping[str, str] | None = None

    async def dispatch(self, payload: Payload) -> BoltResponse:
        """Slack sends that."""
        return await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload)))

    async def take(self, kind: str, payload: Payload) -> Mapping[str, str] | None:
        """It was taken."""
        await asyncio.sleep(self.late)
        self.taken.append((kind, payload))
        if self.fault is not None:
            raise self.fault
        return self.wrong


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:

        def ear(kind: str) -> Callable[[Payload], Awaitable[Errors | None]]:
            return lambda payload: taking.take(kind, payload)

        ears = Ears(*(ear(each) for each in ("event", "command", "shortcut", "action", "form")))
        taking = Heard(app_of(ears, authorized_by(None, sole(wire))))
        yield taking


@pytest.mark.parametrize(
    ("payload", "kind"),
    [(EVENT, "event"), (COMMAND, "command"), (SHORTCUT, "shortcut"), (PRESSED, "action"), (SENT, "form")],
)
async def test_each_is_acknowledged_and_goes_to_whom_it_concerns(heard: Heard, payload: Payload, kind: str) -> None:
    answer = await heard.dispatch(payload)
    assert (answer.status, answer.body) == (200, "")
    await taken(heard)
    assert heard.taken == [(kind, payload)]


async def test_a_closed_form_is_acknowledged_and_concerns_nobody(heard: Heard) -> None:
    assert (await heard.dispatch(CLOSED)).status == 200
    assert heard.taken == []


@pytest.mark.parametrize("payload", [EVENT, COMMAND, SHORTCUT, PRESSED])
async def test_none_waits_for_what_comes_of_it(heard: Heard, payload: Payload) -> None:
    heard.late = 0.5
    began = time.monotonic()
    assert (await heard.dispatch(payload)).status == 200
    assert time.monotonic() - began < 0.3
    await taken(heard)


async def test_a_form_is_acknowledged_with_what_is_wrong_with_it(heard: Heard) -> None:
    heard.wrong = {"field": "There is nothing in it yet."}
    answer = await heard.dispatch(SENT)
    assert json.loads(answer.body) == {"response_action": "errors", "errors": heard.wrong}


async def test_a_form_that_takes_long_is_acknowledged_in_time(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bolt, "FILLED_SECONDS", 0.1)
    heard.late, heard.wrong = 0.5, {"field": "late"}
    began = time.monotonic()
    assert (await heard.dispatch(SENT)).body == ""
    assert time.monotonic() - began < 0.4
    await taken(heard)


@pytest.mark.parametrize("payload", [EVENT, COMMAND, SENT])
async def test_what_goes_wrong_is_acknowledged_and_in_the_log_without_what_was_said(
    heard: Heard, payload: Payload, caplog: pytest.LogCaptureFixture
) -> None:
    heard.fault = ValueError("no")
    assert (await heard.dispatch(payload)).status == 200
    await taken(heard)
    await asyncio.sleep(0.05)
    assert "what Slack sent was not taken" in caplog.text and "secret" not in caplog.text


async def test_what_nobody_listens_to_is_no_news(heard: Heard, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert (await heard.dispatch({**AROUND, "type": "block_suggestion", "value": "the secret"})).status == 404
    assert heard.taken == [] and "secret" not in caplog.text


async def test_where_the_bot_is_not_installed_nothing_is_taken() -> None:
    async def grants(team: str) -> Grant | None:
        return Grant("xoxb-2", team=team, bot_user="U2") if team == "T2" else None

    async with slack_answering() as slack, Wire(slack.api, token=TOKEN, grants=grants) as wire:
        known = sole(wire)
        before = await known("T1")
        assert before is not None and before.bot_token == TOKEN and slack.asked == [], "Slack waits for it"
        await wire.check()
        found = [await known(each) for each in ("T1", "T2", "T3")]
        wire.forget("T3")
        assert await known("T3") is None
    assert [each and (each.bot_token, each.bot_user_id) for each in found] == [(TOKEN, "UBOT"), None, None]


async def taken(heard: Heard) -> None:
    """Wait until it was taken; raises TimeoutError."""
    async with asyncio.timeout(5):
        while not heard.taken:
            await asyncio.sleep(0.01)
