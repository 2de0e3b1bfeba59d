"""All that the stand-in answers is what Slack's own types say: every method it has, and what is not so is found."""

import aiohttp
import pytest

from tests.platforms.slack.faults import Answer
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.probe import client_of, refusal
from tests.platforms.slack.responses import misanswered
from tests.platforms.slack.scopes import METHODS as SCOPES
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.spec import METHODS
from tests.platforms.slack.views import Trigger
from tests.platforms.slack.wire import Payload, mapping

# slack-sdk sends the app's own secret in a way that aiohttp is about to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

TITLE: Payload = {"type": "plain_text", "text": "Note"}
BUTTON: Payload = {"type": "button", "action_id": "a", "text": TITLE, "value": "1"}
BLOCKS: list[Payload] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}},
    {"type": "actions", "elements": [BUTTON]},
]
MODAL: Payload = {"type": "modal", "title": TITLE, "blocks": BLOCKS}
HOME: Payload = {"type": "home", "blocks": BLOCKS}
NOTED: Payload = {"event_type": "noted", "event_payload": {"key": "1"}}
QUIET: Payload = {"text": "hello", "unfurl_links": False, "unfurl_media": False}
SPENT = "invalid_code"  # a code that nobody gave out: the only answer of a method that is asked once an installation


class Tour:
    """Asks for everything there is, as an app with each scope."""

    def __init__(self, slack: SlackStandIn) -> None:
        self.slack = slack
        slack.home.installation.scopes |= {scope for scopes in SCOPES.values() for scope in scopes}
        self.asked: list[str] = []

    async def ask(self, method: str, **args: object) -> Payload:
        """One method, which does what it is asked for."""
        self.asked.append(method)
        return mapping((await client_of(self.slack).api_call(method, json=args)).data)

    async def people(self, alice: Person, channel: str) -> None:
        """Who is there, and where."""
        await self.ask("auth.test")
        await self.ask("team.info")
        await self.ask("bots.info", bot=self.slack.home.installation.bot_id)
        await self.ask("users.info", user=alice.id, include_locale=True)
        await self.ask("users.list")
        await self.ask("users.lookupByEmail", email="alice@example.com")
        await self.ask("users.conversations", types="public_channel,private_channel,im")
        await self.ask("conversations.list")
        await self.ask("conversations.info", channel=channel, include_num_members=True)
        await self.ask("conversations.members", channel=channel)
        for full in (True, False):
            await self.ask("conversations.open", users=alice.id, return_im=full)

    async def talk(self, alice: Person, channel: str, root: Post) -> None:
        """Messages of all kinds."""
        said = await self.ask("chat.postMessage", channel=channel, **QUIET, blocks=BLOCKS, metadata=NOTED)
        ts = str(said["ts"])
        await self.ask("chat.postMessage", channel=channel, thread_ts=root.ts, **QUIET)
        await self.ask("chat.postEphemeral", channel=channel, user=alice.id, text="hello")
        await self.ask("chat.update", channel=channel, ts=ts, text="hello again", blocks=BLOCKS)
        await self.ask("chat.getPermalink", channel=channel, message_ts=ts)
        for method in ("reactions.add", "reactions.get", "reactions.remove"):
            emoji = {} if method == "reactions.get" else {"name": "eyes"}
            await self.ask(method, channel=channel, timestamp=ts, **emoji)
        await self.ask("conversations.history", channel=channel, include_all_metadata=True)
        await self.ask("conversations.replies", channel=channel, ts=root.ts)
        await self.ask("chat.delete", channel=channel, ts=ts)

    async def stream(self, alice: Person, channel: str, root: Post) -> None:
        """An answer that grows, and what shows that it will come."""
        thread: Payload = {"channel_id": channel, "thread_ts": root.ts}
        await self.ask("agents.sessions.setStatus", **thread, status="processing", title="Hello")
        await self.ask("agents.sessions.rename", **thread, title="Hello again")
        await self.ask("assistant.threads.setStatus", **thread, status="thinks")
        await self.ask("assistant.threads.setTitle", **thread, title="Hello")
        await self.ask("assistant.threads.setSuggestedPrompts", **thread, prompts=[{"title": "a", "message": "b"}])
        known: Payload = {"recipient_user_id": alice.id, "recipient_team_id": self.slack.home.id}
        begun = await self.ask("chat.startStream", channel=channel, thread_ts=root.ts, markdown_text="a", **known)
        stream: Payload = {"channel": channel, "ts": begun["ts"]}
        await self.ask("chat.appendStream", **stream, markdown_text="**b**")
        await self.ask("chat.stopStream", **stream, markdown_text="c", blocks=BLOCKS)

    async def show(self, alice: Person, channel: str) -> None:
        """Pages, and files."""
        opened = await self.ask("views.open", trigger_id=self.trigger(alice), view=MODAL)
        number = str(mapping(opened["view"])["id"])
        await self.ask("views.push", trigger_id=self.trigger(alice, number), view=MODAL)
        await self.ask("views.update", view_id=number, view=MODAL)
        await self.ask("views.publish", user_id=alice.id, view=HOME)
        begun = await self.ask("files.getUploadURLExternal", filename="cat.txt", length=3)
        async with aiohttp.ClientSession() as session, session.post(str(begun["upload_url"]), data=b"cat"):
            pass
        file = str(begun["file_id"])
        await self.ask("files.completeUploadExternal", files=[{"id": file}], channel_id=channel)
        await self.ask("files.info", file=file)
        await self.ask("files.delete", file=file)

    async def come_and_go(self, channel: str) -> None:
        """How the app comes, and how it goes."""
        owner, client = self.slack.credentials, client_of(self.slack)
        await client.apps_connections_open(app_token=owner.app_token)
        known = {"client_id": owner.client_id, "client_secret": owner.client_secret}
        assert await refusal(client_of(self.slack, "").oauth_v2_access(code="1", **known)) == SPENT
        await self.ask("conversations.leave", channel=channel)
        await self.ask("conversations.join", channel=channel)
        await self.ask("auth.revoke", test=True)
        await client.apps_uninstall(**known)
        self.asked += ["apps.connections.open", "oauth.v2.access", "apps.uninstall"]

    def trigger(self, person: Person, view: str | None = None) -> str:
        """Somebody used something just now."""
        return self.slack.views.trigger(Trigger(person.id, self.slack.home.id, view))


async def test_every_method_answers_as_slack_does(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    tour, root = Tour(slack), await alice.post(general, "hello")
    await tour.people(alice, general.id)
    await tour.talk(alice, general.id, root)
    await tour.stream(alice, general.id, root)
    await tour.show(alice, general.id)
    await tour.come_and_go(general.id)
    assert set(tour.asked) == set(METHODS)
    assert {method for method, answer in slack.log.sent if answer["ok"]} == set(METHODS) - {"oauth.v2.access"}
    assert misanswered(slack.log.sent) == []


async def test_what_was_ordered_is_judged_as_it_is_sent_and_what_never_left_is_not(slack: SlackStandIn) -> None:
    client = client_of(slack)
    for answer in (Answer(429, retry_after=3), Answer(503), Answer(0, cut=True), Answer(error="invalid_auth")):
        slack.faults.lift()
        slack.faults.order("users.list", answer)
        with pytest.raises(Exception, match=r"ratelimited|503|disconnected|invalid_auth"):
            await client.users_list()
    assert [answer.get("error") for _, answer in slack.log.sent] == ["ratelimited", "invalid_auth"]


@pytest.mark.parametrize(
    ("method", "answer", "named"),
    [
        ("auth.test", {"ok": True, "user": 7}, "not of type 'string'"),
        ("auth.test", {"ok": True, "mood": "good"}, "'mood' was unexpected"),
        ("auth.test", {"user": "rapport"}, "ok is None"),
        ("auth.test", {"ok": False}, "ok is False"),
        ("auth.test", {"ok": True, "error": "invalid_auth"}, "ok is True"),
        ("auth.test", {"ok": False, "error": "missing_scope"}, "not named"),
        ("auth.revoke", {"ok": True, "revoked_at": 1}, "'revoked_at' was unexpected"),
        ("users.info", {"ok": True, "user": {"id": "U1", "tz_offset": "3600"}}, "user/tz_offset"),
        ("users.info", {"ok": True, "user": None}, "user: None"),
        ("chat.update", {"ok": True, "message": {"type": "message", "ts": "1.2"}}, "'ts' was unexpected"),
        ("chat.postMessage", {"ok": True, "message": {"blocks": [{"type": "section", "txet": 1}]}}, "is not valid"),
        ("views.open", {"ok": True, "view": {"id": "V1", "close": "no"}}, "view/close"),
        ("conversations.members", {"ok": True, "members": ["U1"], "has_more": True}, "'has_more' was unexpected"),
        ("admin.users.list", {"ok": True}, "no such method"),
        ("response_url", {"ok": True, "ts": "1.2"}, "unknown: ts"),
    ],
)
def test_what_slack_would_not_answer_is_found(method: str, answer: Payload, named: str) -> None:
    assert any(named in each for each in misanswered([(method, answer)])), misanswered([(method, answer)])
