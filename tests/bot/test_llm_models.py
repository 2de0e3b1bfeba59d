"""Several endpoints, their probe, structured answers, embeddings and token counts, over real HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import numpy as np
import pytest

from bot import errors
from bot.discovery import listening
from bot.llm import Abilities, ChatMessage, Completed, Deadlines, Endpoint, Models, approximate_messages
from tests.bot.stand_in import Request, Send, StandIn, end, hang_up, model_list, piece, says, silence, sse, status, word

HELLO = [ChatMessage("user", "hello")]
QUICK = Deadlines(first=3.0, between=3.0, total=8.0)
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def no_pause(seconds: float) -> None:
    """A pause that passes at once."""


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def second() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def models(server: StandIn) -> AsyncIterator[Models]:
    async with Models([Endpoint(server.url, "stand-in")], sleep=no_pause) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pair(server: StandIn, second: StandIn, clock: Clock) -> AsyncIterator[Models]:
    ends = [Endpoint(server.url, "one", name="first"), Endpoint(second.url, "two", name="second")]
    async with Models(ends, sleep=no_pause, clock=clock) as made:
        yield made


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

PROPS = {"default_generation_settings": {"n_ctx": 4096}, "total_slots": 2, "build_info": "b1"}
STUDIO = {"data": [{"id": "m", "state": "loaded", "loaded_context_length": 8192, "max_context_length": 32768}]}
SHOWN = {"parameters": "stop x\nnum_ctx                        16384", "model_info": {"qwen2.context_length": 32768}}
LITE = {"data": [{"model_name": "m", "litellm_params": {}, "model_info": {"max_input_tokens": 128000}}]}

SERVERS: dict[str, tuple[dict[str, object], dict[str, object], int | None]] = {
    "llama.cpp": ({"owned_by": "llamacpp", "meta": {"n_ctx_train": 32768}}, {"/props": PROPS}, 4096),
    "vLLM": ({"owned_by": "vllm", "max_model_len": 16000}, {"/version": {"version": "0.9"}}, 16000),
    "SGLang": ({"owned_by": "sglang", "max_model_len": 9000}, {"/get_model_info": {"model_path": "x"}}, 9000),
    "Ollama": ({"owned_by": "library"}, {"/api/version": {"version": "0.9"}, "/api/show": SHOWN}, 16384),
    "LM Studio": ({"owned_by": "organization_owner"}, {"/api/v0/models": STUDIO}, 8192),
    "LiteLLM": ({"owned_by": "openai"}, {"/model/info": LITE}, 128000),
    "": ({"context_length": 7000}, {}, 7000),
}


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("owned", [True, False])
async def test_each_server_is_told_from_the_others(server: StandIn, name: str, owned: bool) -> None:
    fields, paths, context = SERVERS[name]
    shown = fields if owned else {key: value for key, value in fields.items() if key != "owned_by"}
    server.on("/v1/models", model_list("text-embed-1", "m", **shown))
    for path, answer in paths.items():
        server.on(path, status(200, answer))
    async with Models([Endpoint(server.url, key="k")]) as models:
        (found,) = await models.probe()
        assert (found.reachable, found.server, found.model, found.problem) == (True, name, "m", "")
        assert (found.context_length, models.context_length) == (context, context)
        assert found.slots == (2 if name == "llama.cpp" else None)
        assert found.models == ("text-embed-1", "m")


async def test_ollama_without_a_setting_has_its_small_default(server: StandIn) -> None:
    server.on("/v1/models", model_list("m", owned_by="library")).on("/api/version", status(200, {"version": "1"}))
    server.on("/api/ps", status(200, {"models": []}))
    server.on("/api/show", status(200, {"model_info": {"llama.context_length": 131072}}))
    async with Models([Endpoint(server.url, "m")]) as models:
        await models.probe()
        assert models.context_length == 4096
        server.on("/api/ps", status(200, {"models": [{"name": "m", "context_length": 32768}]}))
        await models.probe()
        assert models.context_length == 32768


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (status(401, ""), "refused the key"),
        (status(200, "<html>"), "OpenAI-compatible"),
        (status(200, []), "OpenAI-compatible"),
        (status(200, {"data": "x"}), "OpenAI-compatible"),
        (status(500, ""), "fault of its own"),
        (silence(), "in time"),
    ],
)
async def test_a_probe_tells_the_problem_and_raises_nothing(server: StandIn, answer: Any, words: str) -> None:
    server.on("/v1/models", answer)
    async with Models([Endpoint(server.url, "m")]) as models:
        (found,) = await models.probe(seconds=0.8)
    assert not found.reachable and words in found.problem and found.problem.endswith(".")


async def test_a_dead_endpoint_is_told_beside_a_living_one(server: StandIn, pair: Models, second: StandIn) -> None:
    second.on("/v1/models", model_list("two", max_model_len=900))
    first_found, second_found = await pair.probe()
    assert isinstance(first_found, Abilities) and not first_found.reachable and second_found.reachable
    assert pair.context_length == 900


async def test_a_model_that_is_not_there_is_told_with_those_that_are(server: StandIn) -> None:
    server.on("/v1/models", model_list("a", "b"))
    async with Models([Endpoint(server.url, "c")]) as models:
        (found,) = await models.probe()
    assert found.reachable and "the model c. It has: a, b." in found.problem


async def test_without_a_name_the_first_model_that_chats_is_asked(server: StandIn) -> None:
    server.on("/v1/models", model_list("nomic-embed-text", "qwen")).chat(says("Hi"))
    async with Models([Endpoint(server.url)]) as models:
        await say(models)
    assert server.asked()[0]["model"] == "qwen"


# Counting and embedding -----------------------------------------------------------------------------------------------

COUNTERS: dict[str, dict[str, object]] = {
    "llamacpp": {"/apply-template": {"prompt": "<user>hello"}, "/tokenize": {"tokens": [1, 2, 3, 4]}, "/props": PROPS},
    "vllm": {"/tokenize": {"count": 4, "max_model_len": 9, "tokens": [1]}},
}


@pytest.mark.parametrize("owner", COUNTERS)
async def test_the_servers_tokenizer_counts_and_is_asked_once(server: StandIn, owner: str) -> None:
    server.on("/v1/models", model_list("m", owned_by=owner))
    for path, answer in COUNTERS[owner].items():
        server.on(path, status(200, answer))
    async with Models([Endpoint(server.url, "m")]) as models:
        await models.probe()
        assert [await models.count_tokens(HELLO) for _ in range(3)] == [4, 4, 4]
    assert len(server.asked("/tokenize")) == 1


async def test_without_a_tokenizer_the_count_is_approximate(models: Models) -> None:
    assert await models.count_tokens(HELLO) == approximate_messages(HELLO)


async def test_vectors_come_in_the_order_of_the_texts(models: Models, server: StandIn) -> None:
    rows = [{"index": 1, "embedding": [0.0, 1.0]}, {"index": 0, "embedding": [1.0, 0.0]}]
    server.on("/v1/embeddings", status(200, {"data": rows}))
    found = await models.embed(["a", "b"], model="e")
    assert found.dtype == np.float32 and found.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert server.asked("/v1/embeddings")[0] == {"model": "e", "input": ["a", "b"], "encoding_format": "float"}


async def test_vectors_are_asked_for_in_batches_and_again_when_busy(models: Models, server: StandIn) -> None:
    async def vectors(request: Request, send: Send) -> None:
        data = [{"index": at, "embedding": [float(text)]} for at, text in enumerate(request.body["input"])]
        await status(200, {"data": data})(request, send)

    server.on("/v1/embeddings", status(429, "", headers={"retry-after": "1"}), vectors)
    found = await models.embed([str(number) for number in range(100)])
    assert found[:, 0].tolist() == list(range(100))
    assert [len(body["input"]) for body in server.asked("/v1/embeddings")] == [64, 64, 36]


@pytest.mark.parametrize(
    "body",
    [
        {"data": []},
        {"data": [{"embedding": [1, 2]}]},
        {"data": [{"embedding": [1]}, {"embedding": [1, 2]}]},
        {"data": [{"embedding": [1]}, {"embedding": ["x"]}]},
        {"data": [{"embedding": [1]}, 5]},
        b'{"data": [{"embedding": [NaN]}, {"embedding": [1]}]}',
        b"{half",
    ],
)
async def test_odd_vectors_are_refused(models: Models, server: StandIn, body: object) -> None:
    server.on("/v1/embeddings", status(200, body))
    with pytest.raises(errors.ModelGarbled):
        await models.embed(["a", "b"])


# Discovery ------------------------------------------------------------------------------------------------------------


async def test_discovery_finds_models_and_passes_over_other_programs(server: StandIn, second: StandIn) -> None:
    server.on("/v1/models", model_list("embed-only", "qwen", owned_by="library"))
    second.on("/v1/models", silence())
    async with StandIn() as web, StandIn() as empty, StandIn() as closed:
        web.on("/v1/models", status(200, "<html>", headers={"content-type": "text/html"}))
        empty.on("/v1/models", model_list())
        dead = closed.port
        await closed.__aexit__(None, None, None)
        started = time.monotonic()
        ports = [server.port, second.port, web.port, empty.port, dead]
        assert await listening(ports, seconds=1.0) == (Endpoint(server.url, "qwen", name="Ollama"),)
        assert time.monotonic() - started < 3.5
    assert {request.path for request in web.requests + second.requests} == {"/v1/models"}
