"""The same calls over HTTP, as a server makes them or refuses them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outgoing import Hearing
from bot.llm import Endpoint, Models
from bot.mind import Voice
from bot.reminders.calls import TOOLS
from tests.bot.asking_world import ANA, held
from tests.bot.conftest import no_pause
from tests.bot.platform import Guildlike, alone
from tests.bot.stage import Stage, staged
from tests.bot.stand_in import DONE, Request, Send, StandIn, end, piece, says, sse, status


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        yield stage


async def test_a_call_over_http_makes_one_and_its_result_goes_back(stage: Stage, server: StandIn) -> None:
    asked = json.dumps({"what": "call Ann", "when": "in 2 hours"})
    made = {"tool_calls": [{"index": 0, "id": "c7", "function": {"name": "remind", "arguments": asked}}]}
    server.chat(sse(piece(made), end("tool_calls"), DONE), says("All right."))
    async with Models([Endpoint(server.url, "stand-in")]) as models:
        stage.mind.ready(Voice(models))
        await stage.give(alone("could use a kick in 2 hours: call Ann", ANA))
    first, second = server.asked()
    assert [each["function"]["name"] for each in first["tools"]] == [each.name for each in TOOLS]
    assert [each["role"] for each in second["messages"][-2:]] == ["assistant", "tool"]
    assert second["messages"][: len(first["messages"])] == first["messages"]
    assert stage.sheet.sent[-2] == "All right." and [each.text for each in await held(stage)] == ["call Ann"]


@pytest.mark.parametrize("code", [400, 500])
async def test_a_server_that_refuses_tools_over_http_is_asked_without(stage: Stage, server: StandIn, code: int) -> None:
    async def answer(request: Request, send: Send) -> None:
        refusal = {"error": {"message": "tools param requires --jinja flag", "code": code}}
        await (status(code, refusal) if "tools" in request.body else says("Hello."))(request, send)

    server.on("/v1/chat/completions", answer)
    async with Models([Endpoint(server.url, "stand-in")], sleep=no_pause) as models:
        stage.mind.ready(Voice(models))
        for _ in range(2):
            assert await stage.give(alone("Hi", ANA)) == "Hello."
    offered = ["tools" in body for body in server.asked()]
    assert offered == [True] * (len(offered) - 2) + [False, False] and len(offered) <= 5
