"""REST as Discord answers it, asked without any library."""

from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from tests.platforms.discord.faults import Answer, Faults
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordStandIn

NOBODY = {"parse": ["everyone"]}
Session = aiohttp.ClientSession


@pytest.fixture
async def session(discord: DiscordStandIn) -> AsyncIterator[Session]:
    """The bot's, without a library."""
    async with Session(headers={"Authorization": f"Bot {discord.token}"}) as made:
        yield made


async def _get(session: Session, url: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, object]]:
    async with session.get(url, headers=headers) as answer:
        assert answer.headers["Content-Type"] == "application/json"
        return answer.status, await answer.json()


async def test_who_may_ask(discord: DiscordStandIn, session: Session) -> None:
    assert (await _get(session, f"{discord.api}/users/@me"))[1]["id"] == str(discord.bot)
    status, body = await _get(session, f"{discord.api}/users/@me", {"Authorization": "Bot wrong"})
    assert (status, body["code"]) == (401, 0)


@pytest.mark.parametrize(("content", "members"), [(True, True), (False, True), (True, False)])
async def test_what_is_granted(discord: DiscordStandIn, session: Session, content: bool, members: bool) -> None:
    discord.granted.content, discord.granted.members = content, members
    for path in ("/applications/@me", "/oauth2/applications/@me"):
        flags = int(str((await _get(session, discord.api + path))[1]["flags"]))
        assert (bool(flags & 1 << 19), bool(flags & 1 << 15)) == (content, members)
    _, gateway = await _get(session, f"{discord.api}/gateway/bot")
    assert (gateway["url"], gateway["shards"]) == (discord.gateway_url, 1)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"no json", 400, 50109),
        (b'{"content": ""}', 400, 50006),
        (b'{"content": "%s"}' % (b"x" * 2001), 400, 50035),
        (b'{"content": 5}', 400, 50035),
    ],
)
async def test_a_message_that_is_refused(
    discord: DiscordStandIn, session: Session, general: Channel, *, body: bytes, status: int, code: int
) -> None:
    url = f"{discord.api}/channels/{general.id}/messages"
    async with session.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (status, code)
    assert general.posts() == []
    discord.log.forgiven()  # what was tried here is wrong on purpose


async def test_what_it_does_not_know_is_said_loudly(discord: DiscordStandIn, session: Session) -> None:
    assert (await _get(session, f"{discord.api}/voice/regions"))[0] == 501
    assert len(discord.log.gaps) == 1
    discord.log.forgiven()


async def test_files_go_out_and_come_back(discord: DiscordStandIn, session: Session, general: Channel) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"attachments": [{"id": 0, "description": "mine"}], "allowed_mentions": {}}')
    form.add_field("files[0]", b"inside", filename="a.txt")
    async with session.post(f"{discord.api}/channels/{general.id}/messages", data=form) as answer:
        (attachment,) = (await answer.json())["attachments"]
    assert (attachment["filename"], attachment["description"], attachment["size"]) == ("a.txt", "mine", 6)
    async with session.get(attachment["url"]) as answer:
        assert await answer.read() == b"inside"
    async with session.get(attachment["url"] + "x") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(("everywhere", "header"), [(True, "X-RateLimit-Global"), (False, "X-RateLimit-Bucket")])
async def test_a_rate_limit(discord: DiscordStandIn, session: Session, everywhere: bool, header: str) -> None:
    discord.faults.limit(2.5, everywhere=everywhere)
    async with session.get(f"{discord.api}/users/@me") as answer:
        body = await answer.json()
        assert (answer.status, body["retry_after"], body["global"]) == (429, 2.5, everywhere)
        assert answer.headers["Retry-After"] == "3"
        assert header in answer.headers
        assert "Via" in answer.headers


def test_slowness_comes_with_the_first_answer_that_is_one() -> None:
    faults = Faults()
    faults.slow(1.0)
    faults.fail(500, path="/a*", times=1)
    faults.fail(502, path="/a*", times=1)
    statuses = [[each.status for each in faults.met("GET", "/abc")] for _ in range(3)]
    assert statuses == [[200, 500], [200, 502], [200]]
    assert [each.wait for each in faults.met("GET", "/b")] == [1.0]
    faults.lift()
    faults.order(Answer(503), seconds=0.0)
    assert faults.met("GET", "/a") == []
