"""What is asked of Discord about the bot itself, and the links that follow from it."""

from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from adapters.discord.application import Application, look_up
from adapters.discord.invite import PERMISSIONS, application_id, personal_link, server_link
from adapters.errors import AdapterError, Misconfigured, Unreachable
from tests.adapters.discord_answers import NUMBER, TOKEN, discord_answering


@pytest.mark.parametrize(
    ("flags", "listen", "members"),
    [
        ({}, False, False),
        ({"gateway_message_content": True}, True, False),
        ({"gateway_message_content_limited": True}, True, False),
        ({"gateway_guild_members": True}, False, True),
        ({"gateway_guild_members_limited": True, "gateway_message_content_limited": True}, True, True),
        ({"gateway_presence": True, "embedded": True}, False, False),
    ],
)
async def test_what_was_granted_is_read_from_the_flags(flags: dict[str, bool], listen: bool, members: bool) -> None:
    value = discord.ApplicationFlags(**flags).value
    async with discord_answering({"id": NUMBER, "name": "App", "flags": value}) as api:
        assert await look_up(TOKEN, api) == Application(NUMBER, "Biscuit", listen=listen, members=members)


@pytest.mark.parametrize(("ways", "personal"), [({"0": {}, "1": {}}, True), ({"0": {}}, False)])
async def test_whether_people_may_install_it(ways: object, personal: bool) -> None:
    async with discord_answering({"id": NUMBER, "integration_types_config": ways}) as api:
        assert (await look_up(TOKEN, api)).personal is personal


async def test_a_token_that_is_not_known() -> None:
    async with discord_answering({"id": NUMBER}) as api:
        with pytest.raises(Misconfigured) as caught:
            await look_up("a.b.c", api)
    assert "a.b.c" not in str(caught.value)


@pytest.mark.parametrize("token", ["a\nb", "a\x00b", "tökén"])
async def test_a_token_that_cannot_be_one(token: str) -> None:
    async with discord_answering({"id": NUMBER}) as api:
        with pytest.raises(AdapterError):
            await look_up(token, api)


@pytest.mark.parametrize(("answer", "status"), [([], 200), ({"id": 5}, 200), ({"id": "x"}, 200), ({}, 302), ({}, 404)])
async def test_what_is_not_discord_is_said_to_be_that(answer: object, status: int) -> None:
    async with discord_answering(answer, status=status) as api:
        with pytest.raises(AdapterError, match="is not Discord"):
            await look_up(TOKEN, api)


async def test_a_discord_that_is_down_cannot_be_reached() -> None:
    async with discord_answering({}, status=503) as api:
        with pytest.raises(Unreachable):
            await look_up(TOKEN, api)
    with pytest.raises(Unreachable):
        await look_up(TOKEN, api)


@pytest.mark.parametrize(
    ("token", "number"),
    [
        (TOKEN, NUMBER),
        ("MTIz.b.c", "123"),
        ("MTIz", None),
        ("", None),
        ("hello.b.c", None),
        ("aGVsbG8.b.c", None),
        ("\u00fc.b.c", None),
        ("MTI*z.b.c", None),
    ],
)
def test_the_number_in_a_token(token: str, number: str | None) -> None:
    assert application_id(token) == number


def test_the_link_asks_for_these_permissions_and_no_others() -> None:
    asked = parse_qs(urlsplit(server_link(NUMBER)).query)
    permissions = discord.Permissions(int(asked["permissions"][0]))
    assert {name for name, given in permissions if given} == {
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
        "attach_files",
        "read_message_history",
        "connect",
    }
    assert len(PERMISSIONS) == 6
    assert asked["client_id"] == [NUMBER]
    assert asked["scope"] == ["bot applications.commands"]
    assert asked["integration_type"] == ["0"]


def test_the_link_for_oneself_asks_for_no_permission() -> None:
    asked = parse_qs(urlsplit(personal_link(NUMBER)).query)
    assert asked == {"client_id": [NUMBER], "scope": ["applications.commands"], "integration_type": ["1"]}
