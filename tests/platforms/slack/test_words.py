"""Whose words reach the bot at Slack, and in which form: other bots, files, what is passed on, what is malformed."""

import pytest

from adapters.types import Message, Quoted
from tests.platforms.slack.adapting import Bot, nothing_more
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload


async def test_other_bots_slack_itself_and_its_own_words_are_not_heard(
    slack: SlackStandIn, listening: Bot, alice: Person, general: Channel
) -> None:
    robot = slack.other_bot("Robot")
    general.join(robot)
    await robot.post(general, f"{slack.mention} hello")
    slack.happenings.notice(general.stored, alice.id, "channel_join", "has joined")
    await nothing_more(slack)
    assert listening.of(Message) == []


@pytest.mark.parametrize("subtype", ["me_message", "file_share"])
async def test_what_people_say_in_another_way_is_heard(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel, subtype: str
) -> None:
    slack.happenings.notice(general.stored, alice.id, subtype, f"{slack.mention} waves")
    (heard,) = await bot.hears(Message)
    assert heard.text == "waves"


async def test_what_is_passed_on_is_not_the_words_of_who_passes_it_on(
    slack: SlackStandIn, bot: Bot, alice: Person
) -> None:
    said = await post_with(
        slack,
        alice,
        "what of this?",
        attachments=[
            {"is_share": True, "author_name": "Ben", "text": f"Whales &lt;3 <@{alice.id}>", "from_url": "https://x"}
        ],
    )
    heard = next(each for each in await bot.hears(Message) if each.id == said.ts)
    assert heard.text == "what of this?"
    assert heard.quoted == Quoted("Ben", "Whales <3 @Alice")


async def test_files_come_with_what_is_said_about_them(slack: SlackStandIn, bot: Bot, alice: Person) -> None:
    said = await alice.dm("look", files={"list.txt": b"eggs"})
    heard = next(each for each in await bot.hears(Message) if each.id == said.ts)
    assert [(each.name, each.media_type, each.size) for each in heard.attachments] == [("list.txt", "text/plain", 4)]
    assert await bot.adapter.fetch(heard.attachments[0], 100) == b"eggs"


async def test_the_name_of_a_closed_channel_is_not_told_elsewhere(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    secret, hall = slack.home.channel("merger", alice, private=True), slack.home.channel("hall", alice)
    await alice.post(general, f"{slack.mention} what of {secret.mention} and {hall.mention}?")
    await alice.post(secret, f"{slack.mention} what of {secret.mention}?")
    texts = {each.text for each in await bot.hears(Message, 2)}
    assert texts == {"what of #some channel and #hall?", "what of #merger?"}


async def test_where_slack_tells_nothing_of_people_they_are_heard_all_the_same(
    slack: SlackStandIn, bot: Bot, alice: Person
) -> None:
    slack.faults.refuse("users.info", "internal_error")
    said = await alice.dm("hello")
    assert (await slack.reply(said)).text == "You said: hello"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message"},
        {"type": "message", "subtype": "message_changed", "channel": "C1"},
        {"type": "message", "subtype": "message_deleted", "channel": "C1", "previous_message": []},
        {"type": "message", "channel": {"id": 5}, "user": "U1", "ts": "never", "text": None, "blocks": "none"},
        {"type": "message", "channel": "C1", "user": "U1", "ts": "1e400", "channel_type": "im", "text": "hello"},
        {"type": "reaction_added", "item": "x", "user": "U1"},
        {"type": "app_home_opened", "tab": 5},
        {"type": "agent_session_stopped"},
        {"type": "user_change", "user": "U1"},
        {"type": "nobody_knows_this"},
    ],
)
async def test_a_malformed_event_costs_nothing_but_itself(
    slack: SlackStandIn, bot: Bot, alice: Person, event: Payload
) -> None:
    slack.timing.retries = ()
    slack.delivery.tell("message", {"type": "event_callback", "team_id": slack.home.id, "event": event})
    slack.delivery.tell("message", {"type": "event_callback", "event_id": 5, "event": event})
    await nothing_more(slack)
    slack.log.told.clear()
    assert (await slack.reply(await alice.dm("hello"))).text == "You said: hello"


async def post_with(slack: SlackStandIn, who: Person, text: str, *, attachments: list[Payload]) -> Post:
    """Write in direct to the bot, with something beside it."""
    written = who._written(who.direct.id, text, None)
    written.attachments = attachments
    slack.happenings.posted(written)
    return who.direct.posts(by_bot=False)[-1]
