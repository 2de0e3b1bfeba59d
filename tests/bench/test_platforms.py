"""The arithmetic of the measurements at chat platforms: waits, growth, shares, parts and the model's facts."""

import asyncio
import os
import sys
from pathlib import Path
from types import ModuleType

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

import bot.dispatch
from adapters.slack.web import served
from tests.bench import discord_world, slack_floor, slack_world
from tests.bench.platform_figures import Sample, Wait, growth, shares, wait, waits
from tests.bench.platform_measured import sound
from tests.bench.platform_model import facts_in
from tests.bench.platform_people import Order, People, Seat, name_of
from tests.bench.platform_processes import resident, started, used, used_by_family, used_by_loop
from tests.bench.platform_sampled import part_of, placed, within
from tests.platforms.slack.probe import by_socket, moment
from tests.platforms.slack.processes import environment
from tests.platforms.slack.server import SlackStandIn

MIB = 2**20


def test_waits_leave_out_what_never_came() -> None:
    assert waits([1.0, 2.0, 3.0], [1.5, None, 3.25]) == [500.0, 250.0]


def test_wait_is_of_the_slowest_twentieth() -> None:
    assert wait([float(each) for each in range(101)]) == Wait(50.0, 95.0, 100.0)


def test_growth_counts_from_when_the_caches_are_full() -> None:
    filling = [Sample(at * 1000, at * 100 * MIB) for at in range(1, 5)]
    level = [Sample(at * 1000, 500 * MIB) for at in range(5, 20)]
    assert growth([*filling, *level], after=4_000).share == pytest.approx(0)
    rising = [Sample(at * 1000, 500 * MIB + at * 1000 * 64) for at in range(5, 20)]
    found = growth([*filling, *rising], after=4_000)
    assert found.bytes_a_message == pytest.approx(64)
    assert found.share > 0
    with pytest.raises(ValueError, match="too few"):
        growth(filling, after=2_000)


def test_shares_are_of_what_works() -> None:
    assert shares({"a": 1, "b": 3, "waiting": 96}, leave="waiting") == [("b", 0.75), ("a", 0.25)]
    assert shares({"waiting": 4}, leave="waiting") == []


def test_time_is_put_down_to_the_innermost_part() -> None:
    seen = within(sys._getframe())
    assert part_of(str(Path(bot.dispatch.__file__))) == "bot"
    assert part_of("/x/site-packages/discord/http.py") == "library of the platform"
    assert part_of("/x/json/encoder.py") is None
    assert placed(sys._getframe()) in ("other", "event loop")
    assert any(each.endswith("test_platforms.py:test_time_is_put_down_to_the_innermost_part") for each in seen)


def test_model_learns_every_third_line_in_its_own_words() -> None:
    found = facts_in("Date: x\n1 Ana: I like figs.\n2 Bo (May): No.\n3 Ana: Yes.\n4 Bo: I have a cat.")
    assert [(each["line"], each["about"], each["quote"]) for each in found] == [
        (1, "Ana", "I like figs."),
        (4, "Bo", "I have a cat."),
    ]


def test_time_and_memory_are_those_of_a_process() -> None:
    family = used_by_family(os.getpid())  # before the other, so that no hundredth falls between them
    before = used(os.getpid())
    while used(os.getpid()) < before + 0.05:
        sum(range(10_000))
    assert (
        round(used_by_family(os.getpid()) - family, 2) >= 0.05
    )  # counted in hundredths, which floats only come near to
    assert used_by_loop(os.getpid()) <= used(os.getpid())
    assert resident(os.getpid()) > 10 * MIB


def test_people_have_names_of_letters_that_differ() -> None:
    names = {name_of(number) for number in range(2_000)}
    assert len(names) == 2_000
    assert all(name.isalpha() for name in names)


@pytest.mark.parametrize("world", [discord_world, slack_world], ids=["discord", "slack"])
async def test_people_wait_for_answers_and_say_when_they_came(world: ModuleType) -> None:
    people = world.Bench(4).people
    assert [seat.direct for seat in people.seats] == [True, False, True, False]
    assert len({seat.handle for seat in people.seats}) == 4
    heard = await people.carry_out(Order(["Anybody there?"], talkers=2, seconds=0.0))
    assert (heard.posted, heard.unanswered) == ([], 0)


async def test_a_sign_and_an_answer_are_those_of_the_question() -> None:
    async def say(text: str) -> str:
        loop.call_later(0.01, people.signed, text, 1.0)
        loop.call_later(0.02, people.answered, "another", 2.0)
        loop.call_later(0.03, people.answered, text, 3.0)
        return text

    loop, people = asyncio.get_running_loop(), People([Seat(say, "U1", direct=True)])
    heard = await people.carry_out(Order(["one", "two"]))
    assert (heard.typed, heard.posted, heard.unanswered) == ([1.0, 1.0], [3.0, 3.0], 0)


async def test_a_request_at_slack_arrives_whole_though_it_is_watched() -> None:
    bench = slack_world.Bench(1)
    async with bench.slack, aiohttp.ClientSession() as session:
        channel = bench.slack.person("Lea").direct.id
        headers, words = {"Authorization": f"Bearer {bench.slack.token}"}, {"channel": channel, "text": "Good morning."}
        async with session.post(f"{bench.slack.api}chat.postMessage", json=words, headers=headers) as answer:
            said = await answer.json()
    assert said["ok"], said


async def test_what_is_told_over_http_is_signed_and_goes_over_connections_that_are_kept() -> None:
    came: list[tuple[object, bool]] = []

    async def take(request: web.Request) -> web.Response:
        body, headers = await request.text(), request.headers
        signed = SignatureVerifier(bench.slack.credentials.signing_secret).is_valid(
            body, headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"]
        )
        came.append((request.transport, signed))
        return web.Response()

    bench = slack_world.Bench(1, slack_world.free_port())
    routes = web.Application()
    routes.router.add_post("/slack/events", take)
    port = int(str(bench.place).rpartition(":")[2])
    async with served(routes, "127.0.0.1", port), bench:
        await bench.ready()
        person = bench.slack.person("Lea")
        for _ in range(3):
            await person.dm("Good morning.")
            await bench.slack.delivery.settled()
    assert len(came) == 4 and len(set(came)) == 1 and came[0][1]


@pytest.mark.parametrize(("refused", "calls"), [(6, 100), (20, 1000)])
def test_what_the_platform_refuses_is_not_measured(refused: int, calls: int) -> None:
    assert sound({"refused": 5, "calls": 100})
    with pytest.raises(SystemExit, match=f"{refused} of {calls} requests were refused"):
        sound({"refused": refused, "calls": calls})


async def test_a_child_is_asked_and_ended() -> None:
    async with started("tests.bench.platform_model") as child:
        assert (await child.hear(30))["url"].startswith("http://127.0.0.1:")
    assert child.process.returncode is not None


async def test_the_least_app_answers_each_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with SlackStandIn() as slack:
        for name, told in environment(slack).items():
            monkeypatch.setenv(name, told)
        lea, hall = slack.person("Lea"), slack.home.channel("hall")
        hall.join(lea)
        async with by_socket(slack, slack_floor.app()):
            asked = [await lea.dm("Good morning."), await lea.post(hall, f"{slack.mention} Good morning.")]
            await lea.post(hall, "Good morning to all others.")
            found = [(await slack.reply(each)).thread_ts for each in asked]
            await moment()
    assert found == [each.ts for each in asked]
    assert len(slack.log.to("chat.postMessage")) == 2
