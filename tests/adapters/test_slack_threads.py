"""The threads in which the bot takes part."""

import pytest
from aiohttp import web

from adapters.slack.spots import Spot
from adapters.slack.threads import Threads
from adapters.slack.wire import Wire
from tests.adapters.slack_answers import Slack

HALL = Spot("T1", "C1")
LINK = "https://garden.slack.com/archives/C1/p1700000000000200"


async def test_it_takes_part_where_it_was_spoken_to_or_spoke(wire: Wire) -> None:
    threads = Threads(wire, size=2)
    threads.join("T1", "C1", "1.5")
    threads.sent(Spot("T1", "C1", "2.5"), "2.6")
    threads.sent(HALL, "3.5")
    assert [threads.joined("T1", "C1", each) for each in ("1.5", "2.5", "3.5", None)] == [True, True, False, False]
    assert not threads.joined("T2", "C1", "1.5")
    assert await threads.found(HALL, "2.6") == "2.5"
    threads.join("T1", "C1", "4.5")
    assert not threads.joined("T1", "C1", "1.5"), "the least recent is let go"


@pytest.mark.parametrize(
    ("link", "thread"),
    [
        (f"{LINK}?thread_ts=1699999999.000100&cid=C1", "1699999999.000100"),
        (f"{LINK}?thread_ts=1700000000.000200&cid=C1", None),
        (LINK, None),
        ("", None),
    ],
)
async def test_of_what_was_not_met_the_link_is_asked_for_once(
    slack: Slack, wire: Wire, link: str, thread: str | None
) -> None:
    slack.answers["chat.getPermalink"] = {"ok": True, "permalink": link}
    threads = Threads(wire)
    assert [await threads.found(HALL, "1700000000.000200") for _ in range(2)] == [thread] * 2
    assert slack.calls("chat.getPermalink") == 1


async def test_what_cannot_be_learnt_is_asked_for_again(slack: Slack, wire: Wire) -> None:
    async def broken(request: web.Request) -> web.Response:
        return web.Response(status=503)

    threads = Threads(wire)
    await wire.bot("T1")
    slack.instead = broken
    assert await threads.found(HALL, "1.6") is None
    slack.instead, slack.answers["chat.getPermalink"] = None, {"ok": True, "permalink": f"{LINK}?thread_ts=1.5"}
    assert await threads.found(HALL, "1.6") == "1.5"
