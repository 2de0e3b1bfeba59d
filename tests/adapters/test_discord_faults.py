"""Discord's faults in our words, and how refusals are counted."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import aiohttp
import discord
import pytest

from adapters.discord.connection import misconfigured
from adapters.discord.faults import adapter_error
from adapters.discord.guard import guard
from adapters.discord.patience import FIRST_REST, LONGEST_REST, MOST_REFUSALS, WINDOW_SECONDS, Patience
from adapters.discord.settings import Settings
from adapters.discord.wire import Wire
from adapters.errors import (
    AdapterError,
    DirectClosed,
    MessageGone,
    Misconfigured,
    RateLimited,
    Refused,
    Unreachable,
)
from tests.adapters.discord_world import GENERAL, World, message


def answered(status: int, code: int = 0) -> discord.HTTPException:
    """Discord's answer with that status and code."""
    response = cast(aiohttp.ClientResponse, SimpleNamespace(status=status, reason="no", method="GET", url="x"))
    kinds: dict[int, type[discord.HTTPException]] = {
        403: discord.Forbidden,
        404: discord.NotFound,
        500: discord.DiscordServerError,
    }
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (answered(403, 50007), DirectClosed),
        (answered(403, 50278), DirectClosed),
        (answered(403, 50013), Refused),
        (answered(404, 10008), MessageGone),
        (answered(404, 10003), Refused),
        (answered(400, 50035), Refused),
        (answered(400, 40003), RateLimited),
        (answered(429), RateLimited),
        (answered(401), Misconfigured),
        (answered(500), Unreachable),
        (answered(503), Unreachable),
        (discord.RateLimited(77.0), RateLimited),
        (aiohttp.ServerDisconnectedError(), Unreachable),
        (ConnectionRefusedError(), Unreachable),
        (TimeoutError(), Unreachable),
    ],
)
def test_each_fault_has_its_word(fault: Exception, kind: type[AdapterError]) -> None:
    assert type(adapter_error(fault)) is kind


def test_how_long_to_wait_is_told() -> None:
    error = adapter_error(discord.RateLimited(77.0))
    assert isinstance(error, RateLimited)
    assert error.retry_after == 77.0


def closed(code: int) -> discord.ConnectionClosed:
    """The gateway's close with that code."""
    return discord.ConnectionClosed(cast(aiohttp.ClientWebSocketResponse, None), shard_id=0, code=code)


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (discord.LoginFailure("no"), "discord.token"),
        (closed(4004), "discord.token"),
        (closed(4014), "Message Content Intent"),
        (discord.PrivilegedIntentsRequired(0), "discord.listen"),
        (closed(4011), "discord.shards"),
    ],
)
def test_what_somebody_has_to_change_is_said(fault: Exception, word: str) -> None:
    wrong = misconfigured(fault, Settings(listen=True))
    assert wrong is not None
    assert word in str(wrong)


@pytest.mark.parametrize("fault", [closed(1000), closed(4000), OSError(), ValueError(), answered(500)])
def test_what_passes_by_itself_is_no_wrong_setting(fault: Exception) -> None:
    assert misconfigured(fault, Settings()) is None


def test_intents_that_no_setting_asked_for_are_said_in_general() -> None:
    wrong = misconfigured(closed(4014), Settings())
    assert wrong is not None
    assert "Intents" in str(wrong)


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_who_refused_is_left_alone_for_a_growing_time() -> None:
    clock = Clock()
    patience = Patience(clock)
    rests = []
    for _ in range(12):
        patience.check("5")
        patience.failed("5", Refused(), counts=True)
        began = clock.now
        while True:
            clock.now += 1.0
            try:
                patience.check("5")
                break
            except Refused:
                continue
        rests.append(clock.now - began)
    assert rests[:3] == [FIRST_REST, FIRST_REST * 2, FIRST_REST * 4]
    assert rests[-1] == LONGEST_REST
    patience.check("6")


def test_a_request_that_goes_through_ends_it() -> None:
    patience = Patience(Clock())
    patience.failed("5", DirectClosed(), counts=True)
    with pytest.raises(DirectClosed):
        patience.check("5")
    patience.welcome("5")
    patience.check("5")


def test_a_missing_message_is_no_refusal() -> None:
    patience = Patience(Clock())
    patience.failed("5", MessageGone(), counts=False)
    patience.check("5")


def test_ten_thousand_refusals_are_never_reached() -> None:
    clock = Clock()
    patience = Patience(clock)
    asked = 0
    for channel in range(12_000):
        try:
            patience.check(str(channel))
        except RateLimited as wait:
            assert 0 < wait.retry_after <= WINDOW_SECONDS
            break
        asked += 1
        patience.failed(str(channel), Refused(), counts=True)
        clock.now += 0.01
    assert asked == MOST_REFUSALS
    clock.now += WINDOW_SECONDS
    patience.check("fresh")


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"id": "x"},
        message("hello") | {"author": None},
        message("hello") | {"guild_id": None},
        message("hello") | {"timestamp": 5, "content": 7, "attachments": 3},
        message("hello") | {"message_reference": "no"},
        message("hello") | {"id": []},
        [],
        None,
        "text",
    ],
)
@pytest.mark.parametrize("event", ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "INTERACTION_CREATE"])
async def test_a_malformed_event_is_left_out(event: str, payload: object, caplog: pytest.LogCaptureFixture) -> None:
    World().client._connection.parsers[event](payload)
    assert [record.message for record in caplog.records] in ([], ["malformed event left out"])


async def test_a_sound_event_is_parsed() -> None:
    world, told = World(), []
    world.client._connection.dispatch = lambda name, *_: told.append(name)
    world.client._connection.parsers["MESSAGE_CREATE"](message("hello", GENERAL))
    assert told == ["message"]


def test_a_parser_that_raises_raises_no_more_but_for_ready() -> None:
    def fail(payload: object) -> None:
        raise KeyError("author")

    parsers: dict[str, Callable[[object], None]] = {"MESSAGE_CREATE": fail, "READY": fail}
    guard(parsers)
    parsers["MESSAGE_CREATE"]({})
    with pytest.raises(KeyError):
        parsers["READY"]({})


@pytest.mark.parametrize("fault", [KeyError("type"), TypeError(), ValueError(), RuntimeError("Session is closed")])
async def test_an_answer_that_is_none_is_no_fault_of_another_kind(fault: Exception) -> None:
    async def ask(client: discord.Client) -> None:
        raise fault

    wire = Wire()
    wire.client = World().client
    with pytest.raises(Unreachable):
        await wire.ask("5", ask)
