"""What a probe finds out, the servers' tokenizers, embeddings and discovery, over real HTTP."""

import time
from typing import Any

import numpy as np
import pytest

from bot import errors
from bot.discovery import listening
from bot.llm import Abilities, ChatMessage, Completed, Deadlines, Endpoint, Models, approximate_messages
from tests.bot.stand_in import Request, Send, StandIn, model_list, says, silence, status

HELLO = [ChatMessage("user", "hello")]
QUICK = Deadlines(first=3.0, between=3.0, total=8.0)
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}


async def say(models: Models) -> Completed:
    return await models.complete(HELLO, max_tokens=9, deadline=QUICK)


# Several endpoints ----------------------------------------------------------------------------------------------------


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
