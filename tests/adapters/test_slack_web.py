"""Slack over HTTP behind a balancer: what is let in, what is refused, and what processes share."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from slack_bolt.response import BoltResponse

from adapters.errors import Unreachable
from adapters.slack import door
from adapters.slack.web import MOST_BYTES
from tests.adapters.slack_answers import Slack
from tests.adapters.slack_balanced import Replica, balanced, mention, post, signed
from tests.adapters.slack_installed import installed


@pytest.fixture
async def replicas(database_dsn: str, slack: Slack) -> AsyncIterator[list[Replica]]:
    """Two processes, installed in the workspace T1."""
    async with balanced(database_dsn, slack) as replicas:
        await replicas[0].process.store().async_save(installed())
        yield replicas


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not met():
            await asyncio.sleep(0.01)


def heard(replicas: list[Replica]) -> list[str]:
    return [event for replica in replicas for event, _ in replica.heard]


async def got(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def test_what_slack_signed_is_heard_with_the_token_of_its_workspace(replicas: list[Replica]) -> None:
    body = mention("Ev1")
    assert await post(replicas[1].address, body, signed(body)) == 200
    await until(lambda: replicas[1].heard == [("Ev1", "xoxb-hunter2-T1")])


async def test_a_workspace_where_it_is_not_installed_is_not_heard(replicas: list[Replica]) -> None:
    body = mention("Ev1", "T2")
    await post(replicas[0].address, body, signed(body))
    known = mention("Ev2")
    await post(replicas[0].address, known, signed(known))
    await until(lambda: replicas[0].heard != [])
    assert [each for each, _ in replicas[0].heard] == ["Ev2"]


async def test_a_request_is_worked_on_once_by_all_processes(replicas: list[Replica]) -> None:
    body = mention("Ev1")
    headers = signed(body)
    statuses = await asyncio.gather(*(post(replicas[turn % 2].address, body, headers) for turn in range(6)))
    assert statuses == [200] * 6, "Slack, which sends again within the second, must not count it as a failure"
    again = signed(body, at=int(time.time()) + 1)
    assert await post(replicas[0].address, body, again) == 200
    await until(lambda: len(heard(replicas)) == 2)
    assert heard(replicas) == ["Ev1"] * 2, "under a new time it is told apart by its id alone"


async def test_what_is_played_back_by_somebody_else_does_nothing(replicas: list[Replica]) -> None:
    body = mention("Ev1")
    old = int(time.time()) - 299
    assert await post(replicas[0].address, body, signed(body, at=old)) == 200
    assert await post(replicas[1].address, body, signed(body, at=old)) in (200, 401), "as old as it may be, or older"
    assert await post(replicas[1].address, mention("Ev2"), signed(body, at=old)) == 401, "other words do not fit it"
    other = mention("Ev3")
    await post(replicas[1].address, other, signed(other))
    await until(lambda: "Ev3" in heard(replicas))
    assert heard(replicas) == ["Ev1", "Ev3"]


@pytest.mark.parametrize("failing", [503, None])
async def test_what_failed_is_worked_on_when_it_comes_again_within_the_second(
    replicas: list[Replica], monkeypatch: pytest.MonkeyPatch, failing: int | None
) -> None:
    async def fails(request: object) -> BoltResponse:
        if failing is None:
            raise Unreachable
        return BoltResponse(status=failing)

    body = mention("Ev1")
    headers = signed(body)
    with monkeypatch.context() as broken:
        broken.setattr(replicas[0].app, "async_dispatch", fails)
        assert await post(replicas[0].address, body, headers) == 503
    assert await post(replicas[1].address, body, headers) == 200
    await until(lambda: heard(replicas) == ["Ev1"])


@pytest.mark.parametrize(
    "headers",
    [
        lambda body: signed(body, secret="another"),
        lambda body: signed(body + " "),
        lambda body: signed(body, at=int(time.time()) - 301),
        lambda body: signed(body, at=int(time.time()) + 301),
        lambda body: signed(body, at="soon"),
        lambda body: signed(body, at=""),
        lambda body: {**signed(body), "X-Slack-Signature": "v0=é"},
        lambda body: {**signed(body), "X-Slack-Signature": ""},
        lambda body: {},
    ],
    ids=["secret", "body", "old", "early", "no time", "empty time", "no ascii", "empty", "unsigned"],
)
async def test_what_is_not_signed_now_is_refused_and_leaves_nothing(
    replicas: list[Replica], headers: Callable[[str], dict[str, str]]
) -> None:
    body = mention("Ev1")
    assert await post(replicas[0].address, body, headers(body)) == 401
    assert await post(replicas[0].address, body, signed(body)) == 200
    await until(lambda: len(replicas[0].heard) == 1)


async def test_bodies_that_are_no_text_or_too_long_are_refused(replicas: list[Replica]) -> None:
    assert await post(replicas[0].address, b"\xff\xfe", signed(b"\xff\xfe")) == 401
    long = "x" * (MOST_BYTES + 1)
    assert await post(replicas[0].address, long, signed(long)) == 413


async def test_a_body_that_does_not_come_is_not_waited_for(
    replicas: list[Replica], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "READ_SECONDS", 0.2)
    host, _, port = replicas[0].address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n")
        line = await asyncio.wait_for(reader.readline(), 5)
        assert b" 503 " in line
    finally:
        writer.close()


async def test_a_database_that_is_away_has_slack_send_it_again(
    replicas: list[Replica], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> bool:
        raise TimeoutError

    body = mention("Ev1")
    monkeypatch.setattr(replicas[0].process.passes, "first", away)
    assert await post(replicas[0].address, body, signed(body)) == 503
    assert await post(replicas[1].address, body, signed(body, at=int(time.time()) + 1)) == 200


async def test_health_says_whether_it_can_answer(replicas: list[Replica]) -> None:
    assert await got(f"{replicas[0].address}/health") == (200, "ok")
    replicas[0].well = False
    assert await got(f"{replicas[0].address}/health") == (503, "not ready")
    assert (await got(f"{replicas[1].address}/health"))[0] == 200


async def test_nothing_else_is_served_and_headers_are_on_all(replicas: list[Replica]) -> None:
    for path, status in {"/": 404, "/slack/events": 405, "/slack/install": 200}.items():
        async with aiohttp.ClientSession() as session, session.get(f"{replicas[0].address}{path}") as answer:
            assert answer.status == status
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_slacks_question_whose_address_it_is_is_answered_as_often_as_it_is_asked(replicas: list[Replica]) -> None:
    body = '{"type": "url_verification", "token": "t", "challenge": "c-1"}'
    headers = signed(body)
    async with aiohttp.ClientSession() as session:
        for replica in (replicas[0], replicas[1], replicas[0]):
            async with session.post(f"{replica.address}/slack/events", data=body, headers=headers) as answer:
                assert answer.status == 200
                assert "c-1" in await answer.text()


async def test_words_about_that_question_are_not_the_question(replicas: list[Replica]) -> None:
    body = mention("Ev1").replace("<@UBOT> hi", "<@UBOT> what is url_verification?")
    headers = signed(body)
    assert [await post(replicas[0].address, body, headers) for _ in range(2)] == [200, 200]
    await until(lambda: heard(replicas) == ["Ev1"])
    assert await post(replicas[0].address, "url_verification", signed("url_verification")) != 401
