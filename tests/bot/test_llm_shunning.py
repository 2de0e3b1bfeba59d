"""Words that a model is kept from: which tokens are barred, at servers that tell of tokens and at others; over HTTP."""

import time
from typing import Any

import pytest

from bot.llm import ChatMessage, Completed, Deadlines, Endpoint, Models
from bot.llm.shunning import LOOK_SECONDS, REST_SECONDS, Shunning
from tests.bot.stand_in import Request, Send, StandIn, model_list, says, silence, status

HELLO = [ChatMessage("user", "hello")]
QUICK = Deadlines(first=3.0, between=3.0, total=8.0)
PROPS = {"default_generation_settings": {"n_ctx": 4096}, "total_slots": 2, "build_info": "b1"}
TOKENS = {" tu": [11], " Tu": [12], "Tu": [13], " vous": [14], " Vous": [15, 16], "Vous": [17]}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def say(models: Models, *shunned: str) -> str:
    said = ""
    async for piece in models.stream(HELLO, max_tokens=9, deadline=QUICK, shunned=shunned):
        said += "" if isinstance(piece, Completed) else piece
    return said


async def tokenized(request: Request, send: Send) -> None:
    """As llama.cpp, vLLM and SGLang are asked."""
    text = request.body.get("content", request.body.get("prompt"))
    await status(200, {"tokens": TOKENS.get(text, [1, 2])})(request, send)


async def probed(server: StandIn, owner: str) -> Models:
    server.on("/v1/models", model_list("m", owned_by=owner)).on("/props", status(200, PROPS)).chat(says("Oui"))
    models = Models([Endpoint(server.url, "m")])
    await models.probe()
    return models


@pytest.mark.parametrize("owner", ["llamacpp", "vllm", "sglang"])
async def test_words_of_one_token_are_barred_and_looked_up_once(server: StandIn, owner: str) -> None:
    server.on("/tokenize", tokenized)
    async with await probed(server, owner) as models:
        assert [await say(models, "tu", "vous") for _ in range(2)] == ["Oui", "Oui"]
        assert await say(models) == "Oui"
    barred = {each: -100 for each in ("11", "12", "13", "14", "17")}
    assert [body.get("logit_bias") for body in server.asked()] == [barred, barred, None]
    assert len(server.asked("/tokenize")) == len(TOKENS)


async def test_a_server_that_does_not_tell_of_tokens_is_asked_as_ever(server: StandIn) -> None:
    async with await probed(server, "library") as models:
        assert await say(models, "tu") == "Oui"
    assert "logit_bias" not in server.asked()[0] and not server.asked("/tokenize")


@pytest.mark.parametrize("answer", [status(500, "no"), status(200, {"tokens": ["tu"]}), status(200, [])])
async def test_a_tokenizer_that_fails_costs_no_answer(server: StandIn, answer: Any) -> None:
    server.on("/tokenize", answer)
    async with await probed(server, "llamacpp") as models:
        assert await say(models, "tu") == "Oui"
    assert "logit_bias" not in server.asked()[0]


async def test_a_tokenizer_that_fails_is_left_alone_for_a_while(server: StandIn) -> None:
    server.on("/tokenize", *[status(503, "busy")] * 3, *[status(200, {"tokens": [each]}) for each in range(1, 7)])
    async with await probed(server, "llamacpp") as models:
        clock = Clock()
        shunning, (connection,) = Shunning(clock), models._failover.connections
        assert await shunning.barred(connection, ["tu"]) == ()
        asked = len(server.asked("/tokenize"))
        assert await shunning.barred(connection, ["tu"]) == () and len(server.asked("/tokenize")) == asked
        clock.now += REST_SECONDS
        assert len(await shunning.barred(connection, ["tu"])) == 3


async def test_a_tokenizer_that_hangs_holds_an_answer_up_for_a_second(server: StandIn) -> None:
    server.on("/tokenize", silence())
    async with await probed(server, "llamacpp") as models:
        started = time.monotonic()
        assert [await say(models, "tu", "te") for _ in range(2)] == ["Oui", "Oui"]
        assert time.monotonic() - started < LOOK_SECONDS + 1.5
    assert all("logit_bias" not in body for body in server.asked())


async def test_a_server_that_failed_is_asked_anew_since_it_may_have_another_model(server: StandIn) -> None:
    server.on("/tokenize", tokenized)
    async with await probed(server, "llamacpp") as models:
        await say(models, "tu")
        server.chat(status(503, {"error": {"message": "restarting"}}), says("Oui"))
        await say(models, "tu")
    assert len(server.asked("/tokenize")) == 6


async def test_a_server_that_knows_no_bias_is_not_asked_for_one_again(server: StandIn) -> None:
    server.on("/tokenize", tokenized)
    async with await probed(server, "vllm") as models:

        async def picky(request: Request, send: Send) -> None:
            bad = "logit_bias" in request.body
            said = status(400, {"error": {"message": "logit_bias is not supported"}}) if bad else says("Oui")
            await said(request, send)

        server.chat(picky)
        assert [await say(models, "tu") for _ in range(2)] == ["Oui", "Oui"]
    assert ["logit_bias" in body for body in server.asked()] == [True, False, False]


async def test_a_slow_tokenizer_is_asked_for_the_rest_another_time(server: StandIn) -> None:
    server.on("/tokenize", tokenized, tokenized, silence(), silence(), silence(), silence(), tokenized)
    async with await probed(server, "llamacpp") as models:
        for _ in range(2):
            await say(models, "tu", "vous")
    first, second = (set(body["logit_bias"]) for body in server.asked())
    assert len(first) in (1, 2) and second == {"11", "12", "13", "14", "17"}
