"""Answers that fail before the first word: which fault, how often it is tried, what the person is told."""

import logging

import pytest

from bot import errors
from bot.llm import (
    Deadlines,
    Endpoint,
    Models,
)
from tests.bot.conftest import Pauses
from tests.bot.stand_in import (
    DONE,
    Script,
    StandIn,
    end,
    event,
    model_list,
    piece,
    says,
    silence,
    sse,
    status,
)
from tests.bot.streaming import HELLO, collect

# What goes wrong before the first word --------------------------------------------------------------------------------

TOO_LONG = {"error": {"type": "exceed_context_size_error", "n_prompt_tokens": 9000, "n_ctx": 4096, "message": "x"}}


FAILURES: dict[str, tuple[Script, type[errors.ModelError], int]] = {
    "nothing comes": (silence(), errors.ModelTooSlow, 1),
    "head, then nothing": (sse(5.0), errors.ModelTooSlow, 1),
    "only keep-alives": (sse(*[part for _ in range(60) for part in (b": ping\n\n", 0.05)]), errors.ModelTooSlow, 1),
    "cut before a word": (sse(b": hi\n\n", cut=True), errors.ModelUnreachable, 3),
    "ends before a word": (sse(DONE), errors.ModelCutOff, 3),
    "400": (status(400, {"error": {"message": "bad"}}), errors.ModelRejected, 1),
    "400, too long": (status(400, TOO_LONG), errors.ContextTooLong, 1),
    "401": (status(401, {"error": "no"}), errors.KeyRefused, 1),
    "402": (status(402, {}), errors.QuotaSpent, 1),
    "403": (status(403, ""), errors.KeyRefused, 1),
    "404, no such path": (status(404, {"detail": "Not Found"}), errors.NotAnEndpoint, 1),
    "404, no such model": (status(404, {"error": {"message": "model 'x' not found"}}), errors.ModelNotFound, 1),
    "408": (status(408, ""), errors.ModelTooSlow, 3),
    "422": (status(422, {"detail": [{"msg": "bad", "loc": ["x"]}]}), errors.ModelRejected, 1),
    "429": (status(429, {"error": {"message": "slow down"}}), errors.ModelBusy, 3),
    "429, no credit": (status(429, {"error": {"code": "insufficient_quota"}}), errors.QuotaSpent, 1),
    "500": (status(500, "<html>oops</html>"), errors.ModelBroken, 3),
    "502": (status(502, b"\xff\xfe"), errors.ModelBroken, 3),
    "503": (status(503, {"error": {"message": "overloaded"}}), errors.ModelBroken, 3),
    "503, loading": (status(503, {"error": {"message": "Loading model", "code": 503}}), errors.ModelLoading, 3),
    "garbage for events": (sse(b"data: )(*&^\n\n"), errors.ModelGarbled, 3),
    "half JSON": (sse(b'data: {"choices": [{"delta": {"con\n\n'), errors.ModelGarbled, 3),
    "half JSON as a document": (status(200, b'{"choices": [{"mess'), errors.ModelGarbled, 3),
    "bytes that are no text": (sse(b"data: \xff\xfe\xfa\n\n"), errors.ModelGarbled, 3),
    "a number for a chunk": (sse(event(5)), errors.ModelGarbled, 3),
    "choices of another kind": (sse(event({"choices": "x"})), errors.ModelGarbled, 3),
    "content of another kind": (sse(piece({"content": ["x"]})), errors.ModelGarbled, 3),
    "a web page": (status(200, "<html>", headers={"content-type": "text/html"}), errors.NotAnEndpoint, 1),
    "not HTTP": (status(200, ""), errors.ModelGarbled, 3),
    "error in the stream": (sse(event({"error": {"message": "boom", "code": 500}})), errors.ModelBroken, 3),
    "text for an error": (sse(event({"error": "boom"})), errors.ModelBroken, 3),
    "busy in the stream": (sse(event({"error": {"message": "x", "code": "429"}})), errors.ModelBusy, 3),
    "error without a cover": (sse(event({"object": "error", "message": "bad", "code": 400})), errors.ModelRejected, 1),
    "too long in the stream": (sse(event(TOO_LONG)), errors.ContextTooLong, 1),
    "filtered at once": (sse(end("content_filter")), errors.ModelRefused, 1),
    "refused in so many words": (sse(piece({"refusal": "I can not"}), end(), DONE), errors.ModelRefused, 1),
    "filtered by status": (status(400, {"error": {"code": "content_filter"}}), errors.ModelRefused, 1),
    "nothing said": (says(), errors.ModelSaidNothing, 2),
    "only spaces": (says(" ", "\n"), errors.ModelSaidNothing, 2),
    "only reasoning": (sse(piece({"reasoning_content": "hm"}), end(), DONE), errors.ModelSaidNothing, 2),
    "only tags": (says("<think>", "hm", "</think>"), errors.ModelSaidNothing, 2),
    "tags that never close": (says("<think>", "hm", finish="length"), errors.ModelSaidNothing, 2),
}


@pytest.mark.parametrize("kind", FAILURES)
async def test_failures_before_a_word(
    server: StandIn, models: Models, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    script, expected, requests = FAILURES[kind]
    server.chat(script).on("/v1/models", model_list("other"))
    with pytest.raises(errors.ModelError) as caught:
        await collect(models)
    assert type(caught.value) is expected
    assert len(server.asked()) == requests
    sentence = str(caught.value)
    assert sentence.endswith(".") and len(sentence) > 40 and "\n" not in sentence
    for secret in ("k-secret", "plum", "127.0.0.1"):
        assert secret not in sentence
    for record in caplog.records:
        assert "plum" not in record.getMessage() and "k-secret" not in record.getMessage()


async def test_nobody_there(pauses: Pauses) -> None:
    async with StandIn() as gone:
        url = gone.url
    async with Models([Endpoint(url, "m")], sleep=pauses) as models:
        with pytest.raises(errors.ModelUnreachable, match="Check that its server runs"):
            await collect(models)


async def test_too_long_tells_the_sizes_and_the_limit_is_kept(server: StandIn, models: Models) -> None:
    said = "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"
    server.chat(status(400, {"object": "error", "message": said, "code": 400}))
    with pytest.raises(errors.ContextTooLong, match="It holds 4096 tokens") as caught:
        await collect(models)
    assert (caught.value.asked, caught.value.limit, models.context_length) == (5000, 4096, 4096)


async def test_a_missing_model_names_those_that_exist(server: StandIn, models: Models) -> None:
    server.chat(status(404, {"error": {"message": "model not found"}})).on("/v1/models", model_list("one", "two"))
    with pytest.raises(errors.ModelNotFound, match=r"the model stand-in\. It has: one, two\."):
        await collect(models)


async def test_retry_after_is_honoured(server: StandIn, models: Models, pauses: Pauses) -> None:
    server.chat(
        status(429, "", headers={"retry-after": "7"}), status(503, "", headers={"retry-after-ms": "900"}), says("Hi")
    )
    assert (await models.complete(HELLO, max_tokens=5, deadline=Deadlines(total=60))).text == "Hi"
    assert 7.0 <= pauses[0] <= 7.2 and 0.9 <= pauses[1] <= 1.1


async def test_a_wait_beyond_the_deadline_is_not_begun(server: StandIn, models: Models, pauses: Pauses) -> None:
    server.chat(status(429, "", headers={"retry-after": "3600"}), says("Hi"))
    with pytest.raises(errors.ModelBusy) as caught:
        await collect(models)
    assert caught.value.retry_after == 3600 and pauses == []


async def test_silence_is_given_one_more_chance(server: StandIn, models: Models) -> None:
    server.chat(says("<think>hm</think>"), says("Hi"))
    assert (await collect(models))[0] == ["Hi"]
