"""All that the stand-in tells is what Slack's own types say: through every hand, and what is not so is found."""

import re
from collections import Counter

import pytest

from tests.platforms.slack.accounts import changed, joined
from tests.platforms.slack.judge import untrue
from tests.platforms.slack.log import Delivered
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.probe import app_of, by_socket, client_of
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.spec import EVENTS
from tests.platforms.slack.telling import envelope_errors, event_errors
from tests.platforms.slack.wire import Payload, mapping

ORG = ("team_access_granted", "team_access_revoked")
AT: Payload = {"channel": "C1", "channel_type": "channel", "event_ts": "1.2"}
SAID: Payload = {"type": "message", "user": "U1", "text": "hi", "ts": "1.2", **AT}
WITHIN: Payload = {"type": "message", "user": "U1", "text": "hi", "ts": "1.2"}
CHANGE: Payload = {"type": "message", "hidden": True, "ts": "1.3", **AT}
CHANGED: Payload = {**CHANGE, "subtype": "message_changed", "message": WITHIN, "previous_message": WITHIN}


async def used(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    """Everything that people and the bot can do and that is told."""
    bob, client = slack.person("Bob"), client_of(slack)
    for channel in (general, slack.home.channel("closed", alice, private=True)):
        channel.join(bob)
        root = await alice.post(channel, f"{slack.mention} look & see https://example.com", files={"a.txt": b"a"})
        await bob.post(channel, "in the thread", thread=root)
        await alice.edit(root, "look again")
        await alice.react(root, "eyes")
        await alice.unreact(root, "eyes")
        await client.chat_postMessage(channel=channel.id, text="yes", unfurl_links=False, unfurl_media=False)
        bob.stop(root)
        await alice.delete(await alice.post(channel, "gone"))
        await alice.delete(root)
        channel.leave(bob)
        channel.rename("renamed")
        channel.archive(alice)
        channel.unarchive(alice)
        channel.remove_bot()
        channel.invite_bot()
    elsewhere = slack.workspace("Elsewhere")
    general.share(elsewhere)
    general.unshare(elsewhere)
    general.convert_to_private()
    slack.home.channel("short", alice).delete(alice)
    slack.home.channel("secret", alice, private=True).delete(alice)
    alice.open_home()
    alice.open_home("messages")
    await alice.dm("hello")
    changed(slack, bob)
    joined(slack, bob)
    slack.happenings.notice(general.stored, alice.id, "channel_join", "has joined")
    slack.home.uninstall()


async def test_every_event_that_is_told_is_as_slacks_own_types_say(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    app = app_of(slack)

    @app.event(re.compile(""))
    async def hear() -> None:
        return

    async with by_socket(slack, app):
        await used(slack, alice, general)
        await slack.delivery.settled()
    assert untrue(slack.log.told) == []
    told = Counter(each.name for each in slack.log.told)
    assert set(told) == set(EVENTS) - set(ORG), set(EVENTS) ^ set(told)
    assert told["message"] > 15
    slack.log.told.clear()


@pytest.mark.parametrize("event", [SAID, CHANGED, {**SAID, "thread_ts": "1.1", "more": 1}])
def test_what_slack_would_tell_passes(event: Payload) -> None:
    assert event_errors(event) == []


@pytest.mark.parametrize(
    ("event", "named"),
    [
        ({**SAID, "ts": 1.2}, "ts: 1.2 is not of type"),
        ({key: each for key, each in SAID.items() if key != "channel_type"}, "'channel_type' is a required"),
        ({**SAID, "channel_type": "direct"}, "channel_type"),
        ({**SAID, "subtype": "shouted"}, "no subtype"),
        ({**CHANGED, "message": {**WITHIN, "text": None}}, "message: text"),
        ({**CHANGED, "hidden": False}, "hidden"),
        ({"type": "reaction_added", "user": "U1", "reaction": "eyes"}, "'item' is a required"),
        ({"type": "hello"}, "no event that is kept"),
    ],
)
def test_what_slack_would_not_tell_is_found(event: Payload, named: str) -> None:
    assert any(named in each for each in event_errors(event)), event_errors(event)


def test_an_envelope_says_whose_it_is_and_is_looked_at_once() -> None:
    envelope: Payload = {
        **{"token": "t", "api_app_id": "A1", "type": "event_callback", "event_id": "Ev1", "event_time": 1},
        **{"authorizations": [], "team_id": "T1", "event": SAID},
    }
    assert list(envelope_errors(envelope)) == []
    assert list(envelope_errors({**envelope, "team_id": None})) == ["the envelope is of nobody"]
    assert list(envelope_errors({**envelope, "team_id": None, "enterprise_id": "E1"})) == []
    spoilt = {key: each for key, each in envelope.items() if key != "authorizations"}
    twice = [Delivered("events_api", "message", spoilt, attempt) for attempt in (0, 1)]
    assert untrue(twice) == ["message was told: the envelope has no authorizations"]
    assert untrue([Delivered("slash_commands", "/rapport", mapping({}))]) == []
