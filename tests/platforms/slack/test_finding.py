"""What has a key is sent once at Slack: it is looked for before it is sent again, by a mark that people do not see."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.errors import RateLimited, Unreachable
from adapters.outgoing import Button, Outgoing
from adapters.port import Reconciles
from adapters.types import direct_with
from tests.platforms.slack.adapting import adapting, address_of
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn

POST = "chat.postMessage"


def handle_of(person: Person) -> str:
    """The account as the bot knows it."""
    return f"{person.user.team}:{person.id}"


def reminder(person: Person, key: str = "41") -> Outgoing:
    """A reminder in direct."""
    text, place = "Reminder: water the *plants* <!here>", direct_with("slack", handle_of(person))
    return Outgoing(place, text, buttons=(Button("Done", "reminder", "done 7"),), plain=True, key=key)


def since() -> datetime:
    """A moment ago."""
    return datetime.now(UTC) - timedelta(seconds=1)


async def test_what_was_sent_is_found_by_its_key(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack) as bot:
        began = since()
        assert isinstance(bot.adapter, Reconciles)
        assert await bot.adapter.find(reminder(alice), began) is None
        sent = await bot.adapter.send(reminder(alice))
        assert await bot.adapter.find(replace(reminder(alice), text="worded otherwise"), began) == sent
        assert await bot.adapter.find(reminder(alice, "42"), began) is None
        assert await bot.adapter.find(reminder(alice), datetime.now(UTC) + timedelta(seconds=30)) is None
    (post,) = alice.direct.posts()
    assert post.metadata == {"event_type": "rapport_sent", "event_payload": {"key": "41"}}


@pytest.mark.parametrize("status", [0, 502])
async def test_what_only_the_answer_was_lost_of_is_not_sent_again_here(
    slack: SlackStandIn, alice: Person, status: int
) -> None:
    async with adapting(slack) as bot:
        began = since()
        slack.faults.lose(POST, status)
        with pytest.raises(Unreachable):
            await bot.adapter.send(reminder(alice))
        assert len(slack.log.to(POST)) == 1
        found = await bot.adapter.find(reminder(alice), began)
    (post,) = alice.direct.posts()
    assert found is not None and found.message_id == post.ts


async def test_a_limit_is_told_at_once(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack) as bot:
        slack.faults.limit(POST, 7)
        with pytest.raises(RateLimited) as told:
            await bot.adapter.send(reminder(alice))
    assert told.value.retry_after == 7.0


async def test_it_is_found_in_its_thread(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    async with adapting(slack) as bot:
        asked, began = await alice.post(general, "remind me here"), since()
        thread = replace(reminder(alice), address=address_of(general, thread=asked.ts), mentions=handle_of(alice))
        sent = await bot.adapter.send(thread)
        assert await bot.adapter.find(thread, began) == sent
        assert await bot.adapter.find(replace(thread, address=address_of(general)), began) is None


async def test_it_is_found_behind_much_other_talk(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    async with adapting(slack) as bot:
        began = since()
        sent = await bot.adapter.send(replace(reminder(alice), address=address_of(general), mentions=handle_of(alice)))
        for number in range(120):
            await alice.post(general, f"talk {number}")
        wanted = replace(reminder(alice), address=address_of(general), mentions=handle_of(alice))
        assert await bot.adapter.find(wanted, began) == sent
    assert len(slack.log.to("conversations.history")) == 2


async def test_in_a_place_it_calls_the_person_alone(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    outgoing = replace(reminder(alice), text="water", address=address_of(general), mentions=handle_of(alice))
    async with adapting(slack) as bot:
        await bot.adapter.send(outgoing)
    (post,) = [each for each in general.posts() if each.by_bot]
    assert post.pings == {alice.id} and "water" in post.text
    assert post.fallback.startswith(f"<@{alice.id}>"), "notifications are made of it"


async def test_what_comes_by_itself_stands_in_no_thread_of_talk(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack) as bot:
        said = await alice.dm("hello")
        async with bot.adapter.typing(direct_with("slack", handle_of(alice))):
            await bot.adapter.send(reminder(alice))
    (post,) = [each for each in alice.direct.posts() if each.by_bot]
    assert post.thread_ts is None and said.thread_ts is None
