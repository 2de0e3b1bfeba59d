"""What a server complains about is learned, and structured answers are got from servers that know none."""

import asyncio
import time
from contextlib import aclosing
from typing import Any

import pytest

from bot import errors
from bot.llm import ChatMessage, Completed, Deadlines, Endpoint, Models
from tests.bot.stand_in import Request, Send, StandIn, end, model_list, piece, says, sse, status, word

HELLO = [ChatMessage("user", "hello")]
QUICK = Deadlines(first=3.0, between=3.0, total=8.0)
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}


async def say(models: Models) -> Completed:
    return await models.complete(HELLO, max_tokens=9, deadline=QUICK)


# Several endpoints ----------------------------------------------------------------------------------------------------


def picky(field: str, said: str) -> Any:
    """A server that rejects requests with a field."""

    async def script(request: Request, send: Send) -> None:
        bad = field in request.body
        await (status(400, {"error": {"message": said}}) if bad else says('{"n": 1}'))(request, send)

    return script


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        ("stream_options", "stream_options: extra inputs are not permitted"),
        ("temperature", "Unsupported value: 'temperature' does not support 0.7"),
    ],
)
async def test_complaints_teach_and_are_remembered(models: Models, server: StandIn, field: str, said: str) -> None:
    server.chat(picky(field, said))
    await say(models)
    await say(models)
    assert [field in body for body in server.asked()] == [True, False, False]


async def test_a_second_probe_does_not_forget_what_was_learned(models: Models, server: StandIn) -> None:
    server.on("/v1/models", model_list("stand-in", owned_by="vllm"))
    server.chat(picky("stream_options", "stream_options: extra inputs are not permitted"))
    for _ in range(2):
        await models.probe()
        await say(models)
    assert ["stream_options" in body for body in server.asked()] == [True, False, False]


async def test_a_server_without_json_support_is_asked_in_words_from_then_on(models: Models, server: StandIn) -> None:
    server.chat(picky("response_format", "unknown field"))
    for _ in range(2):
        assert await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=QUICK) == {"n": 1}
    formats = [body.get("response_format", {}).get("type") for body in server.asked()]
    assert formats == ["json_schema", "json_object", None, None]
    assert '"integer"' in server.asked()[-1]["messages"][-1]["content"]


async def test_a_server_that_ignores_the_schema_is_found_out(models: Models, server: StandIn) -> None:
    server.chat(says("As you like:"), says("Sure!"), says('```json\n{"n": 3}\n```'))
    assert await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=QUICK) == {"n": 3}
    formats = [body.get("response_format", {}).get("type") for body in server.asked()]
    assert formats == ["json_schema", "json_object", None]


async def test_a_server_that_always_complains_is_left_alone(models: Models, server: StandIn) -> None:
    server.chat(status(400, {"error": {"message": "max_tokens, max_completion_tokens, temperature"}}))
    with pytest.raises(errors.ModelRejected):
        await say(models)
    assert len(server.asked()) < 10


async def test_a_thought_that_only_ends_is_expected_the_next_time(models: Models, server: StandIn) -> None:
    server.chat(says("hm", "</think>", "Yes"))
    heard = [[one async for one in models.stream(HELLO, max_tokens=9, deadline=QUICK)] for _ in range(2)]
    assert [one for one in heard[0] if isinstance(one, str)] == ["hm", "Yes"]
    assert [one for one in heard[1] if isinstance(one, str)] == ["Yes"]
    assert all(isinstance(last := one[-1], Completed) and last.text == "Yes" for one in heard)


async def test_reasoning_apart_does_not_hold_words_back(server: StandIn) -> None:
    server.chat(sse(piece({"reasoning_content": "hm"}), word("Yes"), 5.0))
    async with (
        Models([Endpoint(server.url, "deepseek-r1")]) as thinker,
        aclosing(thinker.stream(HELLO, max_tokens=9, deadline=Deadlines(5, 5, 5))) as pieces,
    ):
        assert await asyncio.wait_for(anext(pieces), 3) == "Yes"


# Structured answers ---------------------------------------------------------------------------------------------------


def small(value: object) -> None:
    """Accepts only n below 5."""
    assert isinstance(value, dict)
    if value["n"] >= 5:
        raise ValueError("n must be below 5")


async def test_the_schema_goes_to_the_server(models: Models, server: StandIn) -> None:
    server.chat(says('{"n"', ": 2}"))
    assert await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=QUICK) == {"n": 2}
    sent = server.asked()[0]["response_format"]["json_schema"]
    assert (sent["schema"], sent["strict"], server.asked()[0]["temperature"]) == (SCHEMA, True, 0.0)


async def test_a_fault_is_told_once_and_mended(models: Models, server: StandIn) -> None:
    server.chat(says('{"n": 9}'), says('{"n": 4}'))
    assert await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=QUICK, validate=small) == {"n": 4}
    roles = [(message["role"], message["content"]) for message in server.asked()[1]["messages"]]
    assert roles[0] == ("user", "hello") and roles[1] == ("assistant", '{"n": 9}')
    assert "n must be below 5" in roles[2][1]


async def test_a_fault_that_stays_is_an_error(models: Models, server: StandIn) -> None:
    server.chat(says('{"n": 9}'))
    with pytest.raises(errors.ModelGarbled, match="did not give the JSON"):
        await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=QUICK, validate=small)
    assert len(server.asked()) == 2


async def test_a_cut_list_keeps_its_whole_items(models: Models, server: StandIn) -> None:
    server.chat(says('{"claims": [{"a": 1}, {"a": 2}, {"a"', finish="length"))
    assert await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=QUICK) == {"claims": [{"a": 1}, {"a": 2}]}


async def test_the_deadline_holds_for_all_tries_together(models: Models, server: StandIn) -> None:
    server.chat(sse(0.25, word("no JSON"), end()))
    began = time.monotonic()
    with pytest.raises(errors.ModelTooSlow):
        await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=Deadlines(first=2, between=2, total=0.4))
    assert time.monotonic() - began < 3.0


async def test_reasoning_before_the_object_is_passed_over(models: Models, server: StandIn) -> None:
    server.chat(says('<think>{"n": 7}?</think>', '{"n": 1}'))
    assert await models.structured(HELLO, SCHEMA, max_tokens=9, deadline=QUICK) == {"n": 1}


# Probe ----------------------------------------------------------------------------------------------------------------
