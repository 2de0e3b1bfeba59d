"""Several endpoints: order, rest and return, over real HTTP."""

import asyncio

import pytest

from bot import errors
from bot.llm import ChatMessage, Completed, Deadlines, Endpoint, Models
from tests.bot.conftest import Clock, no_pause
from tests.bot.stand_in import StandIn, hang_up, says, silence, sse, status, word

HELLO = [ChatMessage("user", "hello")]
QUICK = Deadlines(first=3.0, between=3.0, total=8.0)
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}


async def say(models: Models) -> Completed:
    return await models.complete(HELLO, max_tokens=9, deadline=QUICK)


# Several endpoints ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [401, 402, 404, 408, 429, 500, 503])
async def test_the_next_endpoint_answers_at_once(pair: Models, server: StandIn, second: StandIn, code: int) -> None:
    server.chat(status(code, {"error": {"message": "model"}}))
    second.chat(says("Hi"))
    answer = await say(pair)
    assert (answer.text, answer.endpoint) == ("Hi", "second")
    assert len(server.asked()) == len(second.asked()) == 1


async def test_words_already_said_are_not_said_by_another(pair: Models, server: StandIn, second: StandIn) -> None:
    server.chat(sse(word("So far"), cut=True))
    second.chat(says("Hi"))
    with pytest.raises(errors.ModelCutOff):
        [one async for one in pair.stream(HELLO, max_tokens=9, deadline=QUICK)]
    assert second.asked() == []


async def test_a_failing_endpoint_rests_and_is_tried_again(
    pair: Models, server: StandIn, second: StandIn, clock: Clock
) -> None:
    server.chat(status(500, ""))
    second.chat(says("Hi"))
    for _ in range(7):
        assert (await say(pair)).endpoint == "second"
    assert len(server.asked()) == 5, "open after five failures in a row"
    clock.now += 16
    server.chat(says("Back"))
    assert (await say(pair)).text == "Back"
    assert (await say(pair)).endpoint == "first"


async def test_when_all_rest_the_call_fails_at_once(models: Models, server: StandIn) -> None:
    server.chat(status(500, ""))
    for _ in range(2):
        with pytest.raises(errors.ModelBroken):
            await say(models)
    with pytest.raises(errors.ModelResting, match="left alone"):
        await say(models)
    assert len(server.asked()) == 5


async def test_a_cancelled_trial_does_not_block_the_endpoint(
    models: Models, server: StandIn, second: StandIn, clock: Clock
) -> None:
    async with Models([Endpoint(server.url, "m")], sleep=no_pause, clock=clock) as one:
        server.chat(status(500, ""))
        for _ in range(2):
            with pytest.raises(errors.ModelError):
                await say(one)
        clock.now += 16
        server.chat(silence(30))
        task = asyncio.create_task(say(one))
        while len(server.asked()) < 6:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        server.chat(says("Back"))
        assert (await say(one)).text == "Back"


async def test_the_longest_wait_that_was_asked_for_is_kept(server: StandIn, second: StandIn) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    server.chat(status(429, "", headers={"retry-after": "6"}), says("Hi"))
    second.chat(status(503, "", headers={"retry-after": "2"}))
    async with Models([Endpoint(server.url, "m"), Endpoint(second.url, "m")], sleep=pause) as both:
        assert (await both.complete(HELLO, max_tokens=5, deadline=Deadlines(total=60))).text == "Hi"
    assert len(pauses) == 1 and 6.0 <= pauses[0] <= 6.2


async def test_a_connection_is_used_again(models: Models, server: StandIn) -> None:
    server.keep_alive = True
    server.chat(says("Hi"))
    for _ in range(5):
        assert (await say(models)).text == "Hi"
    assert (len(server.asked()), server.connections) == (5, 1)


async def test_a_kept_connection_that_was_closed_is_no_failure(
    models: Models, server: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    server.keep_alive = True
    server.chat(says("one"), hang_up(), says("two"), hang_up())
    assert [(await say(models)).text for _ in range(2)] == ["one", "two"]
    assert [record for record in caplog.records if record.name.startswith("bot")] == []
    with pytest.raises(errors.ModelUnreachable):
        await say(models)


async def test_a_redirect_is_not_followed(models: Models, server: StandIn, second: StandIn) -> None:
    second.chat(says("stolen"))
    server.chat(status(307, "", headers={"location": f"{second.url}/chat/completions"}))
    with pytest.raises(errors.NotAnEndpoint):
        await say(models)
    assert second.requests == []


def test_settings_are_checked_at_once() -> None:
    with pytest.raises(errors.ConfigError, match="at least one"):
        Models([])
    with pytest.raises(errors.EndpointHoldsPassword):
        Models([Endpoint("http://me:pw@host/v1", "m")])
    assert "k-secret" not in repr(Endpoint("http://host", "m", "k-secret"))


# Servers that want to be asked in another way -------------------------------------------------------------------------
