"""What has a key is sent once at Discord: by its nonce, and later, by looking whether it stands there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.errors import Unreachable
from adapters.outgoing import Button, Choice, Outgoing, Pick
from adapters.port import Reconciles
from adapters.portions import WHOLE_NAME
from adapters.types import direct_with
from tests.platforms.discord.adapting import adapting, address_of
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordStandIn

pytestmark = pytest.mark.usefixtures("unprivileged")
POSTS = "/channels/*/messages"
DONE = Button("Done", "reminder", "done 7")
SNOOZE = Pick("Later", "reminder", "snooze 7", (Choice("1h", "in 1 hour"),))


def reminder(person: Person, key: str = "41") -> Outgoing:
    """A reminder in direct."""
    text = "Reminder: water the *plants* @everyone"
    place = direct_with("discord", str(person.id))
    return Outgoing(place, text, buttons=(DONE,), pick=SNOOZE, plain=True, key=key)


def since() -> datetime:
    """A moment ago."""
    return datetime.now(UTC) - timedelta(seconds=1)


async def test_the_same_key_gives_the_same_message(discord: DiscordStandIn, alice: Person) -> None:
    async with adapting(discord) as bot:
        first, second = [await bot.adapter.send(reminder(alice)) for _ in range(2)]
        other = await bot.adapter.send(reminder(alice, "42"))
    assert first == second and other.message_id != first.message_id
    assert len(alice.direct.posts(by_bot=True)) == 2
    bodies = [call.body for call in discord.log.to("POST", POSTS)]
    assert [(each["nonce"], each["enforce_nonce"]) for each in bodies if isinstance(each, dict)] == [
        ("41", True),
        ("41", True),
        ("42", True),
    ]


async def test_what_was_sent_is_found_by_its_controls(discord: DiscordStandIn, alice: Person) -> None:
    async with adapting(discord) as bot:
        began = since()
        assert isinstance(bot.adapter, Reconciles)
        assert await bot.adapter.find(reminder(alice), began) is None
        sent = await bot.adapter.send(reminder(alice))
        assert await bot.adapter.find(replace(reminder(alice), text="worded otherwise"), began) == sent
        assert await bot.adapter.find(replace(reminder(alice), buttons=(), pick=None), began) == sent, "by its words"
        other = replace(reminder(alice), buttons=(Button("Done", "reminder", "done 8"),), pick=None)
        assert await bot.adapter.find(other, began) is None
        later = datetime.now(UTC) + timedelta(seconds=30)
        assert await bot.adapter.find(reminder(alice), later) is None, "an earlier round of the same reminder"


async def test_a_list_with_the_same_buttons_is_not_taken_for_the_reminder(
    discord: DiscordStandIn, alice: Person
) -> None:
    edit = Button("Edit", "reminder", "edit 3")
    wanted = replace(reminder(alice), buttons=(DONE, edit))
    async with adapting(discord) as bot:
        began = since()
        await bot.adapter.send(Outgoing(wanted.address, "Your reminders", buttons=(edit,), pick=SNOOZE))
        assert await bot.adapter.find(wanted, began) is None
        sent = await bot.adapter.send(wanted)
        assert await bot.adapter.find(replace(wanted, buttons=(DONE,)), began) == sent


async def test_what_somebody_else_wrote_is_not_taken_for_ours(discord: DiscordStandIn, alice: Person) -> None:
    async with adapting(discord) as bot:
        await alice.dm("Reminder: water")
        wanted = Outgoing(direct_with("discord", str(alice.id)), "Reminder: water", key="41")
        assert await bot.adapter.find(wanted, since()) is None


async def test_what_only_the_answer_was_lost_of_is_found_and_not_sent_again(
    discord: DiscordStandIn, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.wire.RETRY_PAUSES", ())
    async with adapting(discord) as bot:
        began = since()
        discord.faults.lose(0, path=POSTS, times=5)  # discord.py itself tries five times
        with pytest.raises(Unreachable):
            await bot.adapter.send(reminder(alice))
        discord.faults.lift()
        found = await bot.adapter.find(reminder(alice), began)
        (post,) = alice.direct.posts(by_bot=True)
    assert found is not None and found.message_id == str(post.id)


async def test_it_is_found_behind_much_other_talk(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with adapting(discord) as bot:
        began = since()
        for number in range(101):
            await alice.send(general, f"talk {number}")
        outgoing = replace(reminder(alice), address=address_of(general), mentions=str(alice.id))
        sent = await bot.adapter.send(outgoing)
        found = await bot.adapter.find(outgoing, began)
    assert found == sent


async def test_in_a_place_it_calls_the_person_alone(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with adapting(discord) as bot:
        await bot.adapter.send(replace(reminder(alice), address=address_of(general), mentions=str(alice.id)))
    (post,) = general.posts(by_bot=True)
    assert post.pings == {alice.id} and post.text.startswith(f"<@{alice.id}> Reminder: water")


async def test_a_long_one_is_one_message_with_the_whole_as_a_file(discord: DiscordStandIn, alice: Person) -> None:
    async with adapting(discord) as bot:
        began, outgoing = since(), replace(reminder(alice), text="water the plants " * 200)
        first, second = [await bot.adapter.send(outgoing) for _ in range(2)]
        found = await bot.adapter.find(outgoing, began)
    assert first == second == found and first.more == ()
    (post,) = alice.direct.posts(by_bot=True)
    assert [name for name, _ in post.files] == [WHOLE_NAME] and post.buttons
