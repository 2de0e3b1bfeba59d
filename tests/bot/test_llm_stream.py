"""The model port over real HTTP: every way in which a server answers has one outcome and one sentence."""

import asyncio
import time
from contextlib import aclosing

import pytest

from bot import errors
from bot.llm import (
    Deadlines,
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
    piece,
    says,
    silence,
    sse,
    status,
    word,
)
from tests.bot.streaming import HELLO, QUICK, collect

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
