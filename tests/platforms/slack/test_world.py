"""Who may see and do what at the stand-in, asked with slack-sdk: scopes, kinds of channels, and who is from where."""

from collections.abc import Awaitable, Mapping

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.platforms.slack.interactions import NotOffered
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.probe import app_of, by_socket, client_of, moment, refusal
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, mapping
from tests.platforms.slack.world import SCOPES

QUIET = {"unfurl_links": False, "unfurl_media": False}
FAMILIES = ("channels", "groups", "mpim")


def say(client: AsyncWebClient, channel: Channel) -> Awaitable[AsyncSlackResponse]:
    """The bot says something in a channel."""
    return client.chat_postMessage(channel=channel.id, text="hi", unfurl_links=False, unfurl_media=False)


@pytest.mark.parametrize(
    ("method", "scope", "args"),
    [
        ("chat.postMessage", "chat:write", {"channel": "{channel}", "text": "hi", **QUIET}),
        ("chat.startStream", "chat:write", {"channel": "{channel}", "thread_ts": "{ts}"}),
        ("users.info", "users:read", {"user": "{user}"}),
        ("team.info", "team:read", {}),
        ("reactions.add", "reactions:write", {"channel": "{channel}", "timestamp": "{ts}", "name": "eyes"}),
        ("conversations.info", "channels:read", {"channel": "{channel}"}),
        ("conversations.members", "channels:read", {"channel": "{channel}"}),
        ("conversations.history", "channels:history", {"channel": "{channel}"}),
        ("conversations.open", "im:write", {"users": "{user}"}),
        ("conversations.join", "channels:join", {"channel": "{channel}"}),
        ("files.getUploadURLExternal", "files:write", {"filename": "a.txt", "length": "1"}),
        (
            "assistant.threads.setTitle",
            "assistant:write",
            {"channel_id": "{channel}", "thread_ts": "{ts}", "title": "a"},
        ),
    ],
)
async def test_a_missing_scope_is_named(
    slack: SlackStandIn, alice: Person, general: Channel, method: str, scope: str, args: Mapping[str, object]
) -> None:
    post = await alice.post(general, "hi")
    known = {"channel": general.id, "ts": post.ts, "user": alice.id}
    sent = {key: each.format(**known) if isinstance(each, str) else each for key, each in args.items()}
    slack.home.installation.scopes.discard(scope)
    with pytest.raises(SlackApiError) as refused:
        await client_of(slack).api_call(method, json=sent)
    assert refused.value.response["error"] == "missing_scope"
    assert scope in refused.value.response["needed"].split(",")
    assert scope not in refused.value.response["provided"].split(",")


@pytest.mark.parametrize("family", FAMILIES)
async def test_each_kind_of_channel_has_scopes_of_its_own(slack: SlackStandIn, alice: Person, family: str) -> None:
    channel = slack.home.channel("hall", alice, private=family == "groups", group=family == "mpim")
    client = client_of(slack)
    shown = (await client.conversations_info(channel=channel.id))["channel"]
    assert (shown["is_private"], shown["is_mpim"]) == (family != "channels", family == "mpim")
    slack.home.installation.scopes -= {f"{family}:read", f"{family}:history"}
    assert await refusal(client.conversations_info(channel=channel.id)) == "missing_scope"
    assert await refusal(client.conversations_history(channel=channel.id)) == "missing_scope"


async def test_without_the_scope_nothing_is_told(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    slack.home.installation.scopes -= {"channels:history", "app_mentions:read"}
    async with by_socket(slack, app_of(slack)):
        await alice.post(general, f"{slack.mention} hello")
        assert slack.log.events("message") == slack.log.events("app_mention") == []


@pytest.mark.parametrize("private", [False, True])
async def test_who_comes_in_is_told_with_the_scope_of_that_kind_of_channel(
    slack: SlackStandIn, alice: Person, *, private: bool
) -> None:
    channel, bob = slack.home.channel("hall", private=private), slack.person("Bob")
    scopes, (own, other) = slack.home.installation.scopes, ("channels:read", "groups:read")[:: -1 if private else 1]
    async with by_socket(slack, app_of(slack)):
        scopes.discard(other)
        channel.join(alice)
        scopes.discard(own)
        channel.join(bob)
        await moment()
    told = slack.log.events("member_joined_channel")
    assert {mapping(each.payload["event"])["user"] for each in told} == {alice.id}


async def test_where_the_bot_is_not_it_hears_and_says_nothing(slack: SlackStandIn, alice: Person) -> None:
    client, secret = client_of(slack), slack.home.channel("secret", alice, private=True, bot=False)
    open_ = slack.home.channel("open", alice, bot=False)
    assert await refusal(client.conversations_info(channel=secret.id)) == "channel_not_found"
    assert (await client.conversations_info(channel=open_.id))["channel"]["is_member"] is False
    assert await refusal(say(client, open_)) == "not_in_channel"
    await alice.post(open_, f"{slack.mention} hello")
    assert list(slack.log.told) == []
    slack.home.installation.scopes.add("channels:join")
    await client.conversations_join(channel=open_.id)
    await say(client, open_)
    open_.remove_bot()
    assert await refusal(say(client, open_)) == "not_in_channel"


async def test_an_archived_channel_takes_no_words(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    general.archive(alice)
    client = client_of(slack)
    assert await refusal(say(client, general)) == "is_archived"
    assert (await client.conversations_info(channel=general.id))["channel"]["is_archived"] is True
    listed = await client.conversations_list(exclude_archived=True)
    assert [each["id"] for each in listed["channels"]] == []
    with pytest.raises(NotOffered):
        await alice.post(general, "hi")
    general.unarchive(alice)
    await say(client, general)


async def test_a_shared_channel_is_of_both_and_strangers_are_known_by_it(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    elsewhere = slack.workspace("Elsewhere")
    eve, client = slack.person("Eve", at=elsewhere), client_of(slack)
    assert await refusal(client.users_info(user=eve.id)) == "user_not_found"
    general.share(elsewhere)
    general.join(eve)
    shown: Payload = (await client.conversations_info(channel=general.id))["channel"]
    assert (shown["is_shared"], shown["is_ext_shared"]) == (True, True)
    assert shown["shared_team_ids"] == [slack.home.id, elsewhere.id]
    stranger = (await client.users_info(user=eve.id))["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, elsewhere.id)
    assert "is_stranger" not in (await client.users_info(user=alice.id))["user"]
    general.leave(eve)
    assert await refusal(client.users_info(user=eve.id)) == "user_not_found"


async def test_a_guest_is_known_as_one(slack: SlackStandIn) -> None:
    for kind, ultra in (("restricted", False), ("ultra", True)):
        guest = slack.person("Gast", guest=kind)
        shown = (await client_of(slack).users_info(user=guest.id))["user"]
        assert (shown["is_restricted"], shown["is_ultra_restricted"]) == (True, ultra)


async def test_a_workspace_knows_nothing_of_another(slack: SlackStandIn) -> None:
    garden = slack.workspace("Garden")
    bob = slack.person("Bob", at=garden)
    hall, token = garden.channel("hall", bob, bot=False), garden.install([*SCOPES, "team:read"]).token
    assert await refusal(client_of(slack).conversations_info(channel=hall.id)) == "channel_not_found"
    assert await refusal(client_of(slack).users_info(user=bob.id)) == "user_not_found"
    assert (await client_of(slack, token).conversations_info(channel=hall.id))["channel"]["name"] == "hall"
    assert (await client_of(slack, token).team_info())["team"]["name"] == "Garden"


async def test_lists_come_in_pages(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    people = [slack.person(f"Person {each}") for each in range(5)]
    general.join(*people)
    found, cursor = list[str](), ""
    for _ in range(4):
        page = await client_of(slack).conversations_members(channel=general.id, limit=2, cursor=cursor)
        found, cursor = [*found, *page["members"]], page["response_metadata"]["next_cursor"]
    assert cursor == "" and set(found) == {slack.bot, alice.id, *(each.id for each in people)}
    assert await refusal(client_of(slack).conversations_members(channel=general.id, cursor="x")) == "invalid_cursor"
