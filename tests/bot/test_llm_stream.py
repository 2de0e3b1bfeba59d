"""The model port over real HTTP: every way in which a server answers has one outcome and one sentence."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from bot import errors
from bot.llm import (
    ChatMessage,
    Completed,
    Deadlines,
    Endpoint,
    ModelMessage,
    Models,
    Tool,
    ToolCall,
    ToolRequest,
    ToolResult,
)
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
    word,
)

HELLO = [ChatMessage("user", "hello, my secret is plum")]
QUICK = Deadlines(first=1.0, between=0.6, total=10.0)


class Pauses(list[float]):
    """Remembers what was slept, and does not sleep."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def models(server: StandIn, pauses: Pauses) -> AsyncIterator[Models]:
    async with Models([Endpoint(server.url, "stand-in", key="k-secret")], sleep=pauses) as made:
        yield made


async def collect(models: Models) -> tuple[list[str], Completed]:
    pieces = [one async for one in models.stream(HELLO, max_tokens=50, deadline=QUICK)]
    *words, last = pieces
    assert isinstance(last, Completed)
    return [one for one in words if isinstance(one, str)], last


# What goes well ------------------------------------------------------------------------------------------------------


async def test_words_come_as_they_are_said_then_one_end(server: StandIn, models: Models) -> None:
    server.chat(says("Hel", "lo", usage={"prompt_tokens": 9, "completion_tokens": 2}))
    words, last = await collect(models)
    assert words == ["Hel", "lo"]
    assert (last.text, last.finish, last.model) == ("Hello", "stop", "stand-in")
    assert (last.prompt_tokens, last.cached_tokens, last.completion_tokens) == (9, None, 2)
    assert last.first_word_ms is not None and 0 < last.first_word_ms <= last.total_ms
    sent = server.requests[0]
    assert sent.headers["authorization"] == "Bearer k-secret"
    assert sent.body["messages"] == [{"role": "user", "content": HELLO[0].text}]
    assert (sent.body["max_tokens"], sent.body["stream_options"]) == (50, {"include_usage": True})


async def test_words_arrive_before_the_answer_ends(server: StandIn, models: Models) -> None:
    server.chat(sse(word("first"), 5.0, word("late")))
    async with aclosing(models.stream(HELLO, max_tokens=5, deadline=10.0)) as pieces:
        assert await asyncio.wait_for(anext(pieces), 1.0) == "first"


ODD_BUT_WHOLE: dict[str, Script] = {
    "comments and keep-alives": sse(b": ping\n\n", word("Hé"), b":\n\n: x\n\n", word("llo"), end(), DONE),
    "carriage returns": sse(word("Hé").replace(b"\n", b"\r\n"), word("llo").replace(b"\n", b"\r\n"), end(), DONE),
    "split characters": sse(word("Hé")[:-30], word("Hé")[-30:], *[bytes([b]) for b in word("llo")], end(), DONE),
    "every byte alone": sse(*[bytes([b]) for b in word("Hé") + word("llo") + end() + DONE]),
    "all in one piece": sse(word("Hé") + word("llo") + end() + DONE),
    "no [DONE]": sse(word("Hé"), word("llo"), end()),
    "empty choices": sse(event({"choices": []}), word("Hé"), event({"choices": []}), word("llo"), end(), DONE),
    "role first, null content": sse(piece({"role": "assistant", "content": None}), word("Héllo"), end(), DONE),
    "silence after [DONE]": sse(word("Héllo"), end(), DONE, 9.0),
    "reasoning in its own field": sse(
        piece({"reasoning_content": "hm"}), piece({"reasoning": "hm"}), word("Héllo"), end()
    ),
    "reasoning in tags": sse(word("<thi"), word("nk>hm</thin"), word("k>\n\nHé"), word("llo"), end(), DONE),
    "not a stream": status(200, {"choices": [{"message": {"content": "Héllo"}, "finish_reason": "stop"}]}),
    "slow but steady": sse(0.25, word("H"), 0.25, word("é"), 0.25, word("llo"), 0.25, end(), DONE),
    "a long thought": sse(
        *[part for _ in range(4) for part in (0.3, piece({"reasoning": "hm"}))], word("Héllo"), end()
    ),
}


@pytest.mark.parametrize("kind", ODD_BUT_WHOLE)
async def test_odd_streams_give_the_whole_answer(server: StandIn, models: Models, kind: str) -> None:
    server.chat(ODD_BUT_WHOLE[kind])
    words, last = await collect(models)
    assert "".join(words) == last.text == "Héllo"
    assert len(server.asked()) == 1


async def test_usage_may_come_last_and_alone(server: StandIn, models: Models) -> None:
    usage = {"prompt_tokens": 100, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 80}}
    server.chat(says("Hi", usage=usage))
    _, last = await collect(models)
    assert (last.prompt_tokens, last.cached_tokens, last.completion_tokens) == (100, 80, 2)


async def test_cached_tokens_are_read_from_timings_too(server: StandIn, models: Models) -> None:
    timings = {"cache_n": 236, "prompt_n": 1, "predicted_n": 35}
    server.chat(sse(word("Hi"), end(), event({"choices": [], "timings": timings}), DONE))
    _, last = await collect(models)
    assert (last.prompt_tokens, last.cached_tokens, last.completion_tokens) == (237, 236, 35)


async def test_a_length_finish_is_told(server: StandIn, models: Models) -> None:
    server.chat(says("and then", finish="length"))
    assert (await collect(models))[1].finish == "length"


async def test_tool_calls_are_put_together(server: StandIn, models: Models) -> None:
    first = {"tool_calls": [{"index": 0, "id": "c1", "function": {"name": "remind", "arguments": '{"at":'}}]}
    second = {"tool_calls": [{"index": 0, "function": {"arguments": ' "noon"}'}}]}
    server.chat(sse(piece(first), piece(second), end("tool_calls"), DONE))
    tool = Tool("remind", "Sets a reminder.", {"type": "object"})
    call = ToolCall("c1", "remind", '{"at": "noon"}')
    history: list[ModelMessage] = [*HELLO, ToolRequest("", (call,)), ToolResult("c1", "done")]
    last = await models.complete(history, max_tokens=9, tools=[tool], deadline=QUICK)
    assert (last.finish, last.tool_calls, last.text) == ("tools", (call,), "")
    sent = server.asked()[0]
    assert sent["tools"][0]["function"]["name"] == "remind"
    assert [message["role"] for message in sent["messages"]] == ["user", "assistant", "tool"]


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


# What goes wrong after the first word ---------------------------------------------------------------------------------

CUTS: dict[str, tuple[Script, type[Exception]]] = {
    "the line drops": (sse(word("So"), word(" far"), cut=True), errors.ModelUnreachable),
    "it stalls": (sse(word("So"), word(" far"), 9.0), errors.ModelTooSlow),
    "it ends without an end": (sse(word("So"), word(" far")), errors.ModelCutOff),
    "garbage": (sse(word("So"), word(" far"), b"data: {{\n\n"), errors.ModelGarbled),
    "an error object": (sse(word("So"), word(" far"), event({"error": {"message": "x"}})), errors.ModelBroken),
}


@pytest.mark.parametrize("kind", CUTS)
async def test_a_cut_answer_keeps_its_words_and_is_not_repeated(server: StandIn, models: Models, kind: str) -> None:
    script, cause = CUTS[kind]
    server.chat(script, says("again"))
    words: list[object] = []
    began = time.monotonic()
    with pytest.raises(errors.ModelCutOff, match="broke off") as caught:
        async for one in models.stream(HELLO, max_tokens=5, deadline=QUICK):
            words.append(one)
    assert caught.value.partial == "".join(map(str, words)) == "So far"
    assert type(caught.value.__cause__) is cause
    assert time.monotonic() - began < 3.0, "a stall is told after QUICK.between"
    assert "So far" not in str(caught.value)
    assert len(server.asked()) == 1


@pytest.mark.parametrize("kind", ["the line drops", "garbage", "an error object"])
async def test_a_whole_answer_is_asked_for_again_when_cut(server: StandIn, models: Models, kind: str) -> None:
    server.chat(CUTS[kind][0], says("again"))
    assert (await models.complete(HELLO, max_tokens=5, deadline=QUICK)).text == "again"


async def test_the_total_deadline_ends_even_a_steady_stream(server: StandIn, models: Models) -> None:
    server.chat(sse(*[part for _ in range(60) for part in (word("x"), 0.05)]))
    patience = Deadlines(first=0.9, between=0.9, total=0.9)
    with pytest.raises(errors.ModelCutOff) as caught:
        async for _ in models.stream(HELLO, max_tokens=5, deadline=patience):
            pass
    assert type(caught.value.__cause__) is errors.ModelTooSlow
    assert 0 < len(caught.value.partial) < 30


# Leaving early --------------------------------------------------------------------------------------------------------


async def test_a_cancelled_reader_closes_the_connection(server: StandIn, models: Models) -> None:
    server.chat(sse(word("one"), 30.0))
    heard = asyncio.Event()

    async def listen() -> None:
        async for _ in models.stream(HELLO, max_tokens=5, deadline=30.0):
            heard.set()

    task = asyncio.create_task(listen())
    await asyncio.wait_for(heard.wait(), 2)
    task.cancel()
    await asyncio.wait_for(server.gone.wait(), 2)
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_closed_stream_closes_the_connection(server: StandIn, models: Models) -> None:
    server.chat(sse(word("one"), 30.0))
    async with aclosing(models.stream(HELLO, max_tokens=5, deadline=30.0)) as pieces:
        assert await anext(pieces) == "one"
    await asyncio.wait_for(server.gone.wait(), 2)


async def test_cancelling_before_the_first_byte_closes_the_connection(server: StandIn, models: Models) -> None:
    server.chat(silence(30.0))
    task = asyncio.create_task(models.complete(HELLO, max_tokens=5, deadline=30.0))
    while not server.asked():
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait_for(server.gone.wait(), 2)
    with pytest.raises(asyncio.CancelledError):
        await task
