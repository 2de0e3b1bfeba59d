"""Whose token a call to Slack is made with, over sockets to a server whose answers are scripted."""

import asyncio

import pytest

from adapters.errors import Misconfigured, Refused
from adapters.slack.grants import Grant
from adapters.slack.tokens import KEPT_SECONDS
from adapters.slack.wire import Bot, Wire
from tests.adapters.slack_answers import TOKEN, Slack, slack_answering
from tests.adapters.slack_garden import Clock

POST = "chat.postMessage"
SAID = {"channel": "C1", "text": "the secret of the garden"}
DONE = {"ok": True, "ts": "1.2"}


async def test_who_the_bot_is_is_asked_once_also_by_many_at_once() -> None:
    async with slack_answering() as slack, Wire(slack.api, token=TOKEN) as wire:
        found = await asyncio.gather(*(wire.bot("T1") for _ in range(5)))
        assert set(found) == {Bot("T1", "", "UBOT", "B1")}
        assert await wire.token("T1") == TOKEN
        assert slack.calls("auth.test") == 1


@pytest.mark.parametrize("word", ["invalid_auth", "token_revoked"])
async def test_a_token_that_is_not_taken_any_more_is_asked_about_anew(word: str) -> None:
    async with slack_answering(Slack(answers={POST: DONE})) as slack, Wire(slack.api, token=TOKEN) as wire:
        await wire.ask("T1", POST, SAID)
        slack.answers[POST] = {"ok": False, "error": word}
        with pytest.raises(Misconfigured, match=r"slack\.bot_token"):
            await wire.ask("T1", POST, SAID)
        slack.answers[POST] = DONE
        await wire.ask("T1", POST, SAID)
        assert slack.calls("auth.test") == 2


async def test_each_workspace_has_its_own_token_and_one_without_is_refused() -> None:
    asked: list[str] = []

    async def grants(team: str) -> Grant | None:
        asked.append(team)
        return Grant(f"xoxb-{team}", team=team, bot_user=f"U{team}", bot="B") if team != "T9" else None

    clock = Clock()
    async with slack_answering() as slack, Wire(slack.api, grants=grants, clock=clock) as wire:
        assert [await wire.token(each) for each in ("T1", "T2", "T1")] == ["xoxb-T1", "xoxb-T2", "xoxb-T1"]
        with pytest.raises(Refused, match="not installed"):
            await wire.token("T9")
        assert (await wire.bot("T2")).user == "UT2"
        assert asked == ["T1", "T2", "T9"]
        clock.now += KEPT_SECONDS
        await wire.token("T1")
        wire.forget("T1")
        await wire.token("T1")
        assert asked[3:] == ["T1", "T1"]
        with pytest.raises(Refused, match="invalid_auth"):
            await wire.ask("T1", "users.info", {"user": "U1"})
        await wire.token("T1")
        assert asked[5:] == ["T1"], "a token that Slack refuses is looked for anew"


async def test_the_one_token_is_for_its_own_workspace_where_there_are_others() -> None:
    async def nowhere(team: str) -> Grant | None:
        return None

    async with slack_answering() as slack, Wire(slack.api, token=TOKEN, grants=nowhere) as wire:
        assert await wire.token("T1") == TOKEN
        with pytest.raises(Refused):
            await wire.token("T2")
