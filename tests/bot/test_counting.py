"""Tokens are counted as the server counts them: learned from its answers, asked for only near the context's end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.llm import ChatMessage, Endpoint, Models, Tool, approximate, approximate_messages
from bot.llm.gauge import Gauge
from bot.llm.tokens import tokens_of
from bot.mind import Voice
from tests.bot.stage import Stage, staged
from tests.bot.stand_in import Request, Send, StandIn, model_list, says, status

LATIN = "The herons stood in the shallow water and waited for something to move. " * 20
RUSSIAN = "Цапли стояли на мелководье и ждали, пока что-нибудь шевельнётся. " * 20
JAPANESE = "鷺は浅瀬に立って何かが動くのを待っていた。" * 20


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path) as stage:
        yield stage


def conversation(*texts: str) -> list[ChatMessage]:
    return [ChatMessage("user", text) for text in texts]


def taught(gauge: Gauge, text: str, factor: float, times: int = 1) -> None:
    for _ in range(times):
        gauge.learn(conversation(text), 5 + round(factor * approximate(text)))


# What is learned ------------------------------------------------------------------------------------------------------


def test_untaught_it_is_the_approximation() -> None:
    assert [Gauge().count(text) for text in ("", LATIN, JAPANESE)] == [0, approximate(LATIN), approximate(JAPANESE)]
    assert Gauge().count_messages(conversation("a", "b")) == approximate_messages(conversation("a", "b"))


def test_one_prompt_teaches_most_and_more_the_rest() -> None:
    gauge = Gauge()
    taught(gauge, LATIN, 1.5)
    assert gauge.count(LATIN) == pytest.approx(1.5 * approximate(LATIN), rel=0.05)
    taught(gauge, LATIN, 1.5, 10)
    assert gauge.count(LATIN) == pytest.approx(1.5 * approximate(LATIN), rel=0.01)


def test_each_kind_of_script_has_its_own_factor() -> None:
    gauge = Gauge()
    for _ in range(10):
        taught(gauge, LATIN, 0.8)
        taught(gauge, RUSSIAN, 1.3)
        taught(gauge, JAPANESE, 1.6)
    for text, factor in ((LATIN, 0.8), (RUSSIAN, 1.3), (JAPANESE, 1.6)):
        assert gauge.count(text) == pytest.approx(factor * approximate(text), rel=0.1)
    mixed = approximate(LATIN) * 0.8 + approximate(JAPANESE) * 1.6
    assert gauge.count(LATIN + JAPANESE) == pytest.approx(mixed, rel=0.1)


def test_what_cannot_be_a_count_of_the_whole_teaches_nothing() -> None:
    gauge = Gauge()
    gauge.learn(conversation(LATIN), 12)  # only what was not in the server's cache
    gauge.learn(conversation(LATIN), 10**6)
    gauge.learn(conversation("hi"), 30)  # a template
    gauge.learn([], 30)
    assert gauge.count(LATIN) == approximate(LATIN)


def test_a_changed_model_is_learned_anew() -> None:
    gauge = Gauge()
    taught(gauge, LATIN, 2.0, 50)
    taught(gauge, LATIN, 1.0, 60)
    assert gauge.count(LATIN) == pytest.approx(approximate(LATIN), rel=0.06)


# Over HTTP ------------------------------------------------------------------------------------------------------------


def usage(tokens: int) -> dict[str, int]:
    return {"prompt_tokens": tokens, "completion_tokens": 1, "total_tokens": tokens + 1}


async def test_every_answer_teaches_and_nothing_is_asked(models: Models, server: StandIn) -> None:
    asked = conversation(LATIN)
    server.chat(says("Hi", usage=usage(2 * approximate(LATIN))))
    before = models.count(LATIN)
    async for _ in models.stream(asked, max_tokens=9):
        pass
    assert models.count(LATIN) > 1.8 * before
    assert {request.path for request in server.requests} == {"/v1/chat/completions"}


async def test_an_answer_with_tools_teaches_where_it_is_mostly_words(models: Models, server: StandIn) -> None:
    tool = Tool("remind", "Makes a reminder.", {"type": "object", "properties": {}})
    server.chat(says("Hi", usage=usage(2 * approximate(LATIN) + tokens_of([tool]))))
    before = models.count(LATIN)
    async for _ in models.stream(conversation("Hi"), max_tokens=9, tools=[tool] * 200):
        pass
    assert models.count(LATIN) == before
    async for _ in models.stream(conversation(LATIN), max_tokens=9, tools=[tool]):
        pass
    assert models.count(LATIN) > 1.8 * before


async def test_an_answer_to_a_schema_teaches_nothing(models: Models, server: StandIn) -> None:
    server.chat(says('{"n": 1}', usage=usage(2 * approximate(LATIN))))
    await models.structured(conversation(LATIN), {"type": "object"}, max_tokens=9)
    assert models.count(LATIN) == approximate(LATIN)


def counting(server: StandIn, size: float, context: int) -> None:
    """Makes a server that counts a token as so many approximate ones, and whose answers do not tell."""

    async def counted(request: Request, send: Send) -> None:
        said = [ChatMessage("user", each["content"]) for each in request.body["messages"]]
        await status(200, {"count": round(size * approximate_messages(said))})(request, send)

    server.on("/v1/models", model_list("m", owned_by="vllm", max_model_len=context)).on("/tokenize", counted)
    server.chat(says("Ok."))


async def test_a_prompt_near_the_end_is_counted_by_the_server_before_it_is_sent(stage: Stage, server: StandIn) -> None:
    counting(server, 1.6, 2000)
    async with Models([Endpoint(server.url, "m")]) as models:
        await models.probe()
        stage.mind.ready(Voice(models))
        await stage.say("Hello")
        assert not server.asked("/tokenize")
        for turn in range(8):
            await stage.say(f"{turn} {LATIN[:1200]}")
    assert server.asked("/tokenize")
    for body in server.asked():
        sent = [ChatMessage("user", each["content"]) for each in body["messages"]]
        assert 1.6 * approximate_messages(sent) + body["max_tokens"] <= 2000
    assert len(server.asked("/tokenize")) < len(server.asked())
    assert not any(record.failed for record in stage.records)


async def test_who_speaks_is_introduced_in_the_shorter_prompt_too(stage: Stage) -> None:
    await stage.order("remember", "Always answer me in German")
    model = stage.speak_with(lambda messages: ["Ok."], context=2000)
    model.size = 2.0
    await stage.say(LATIN * 4)
    assert "How Ana wants to be answered" in model.prompts[-1][-1].text
    assert 2 * approximate_messages(model.prompts[-1]) <= 1500
    assert not stage.records[-1].failed
