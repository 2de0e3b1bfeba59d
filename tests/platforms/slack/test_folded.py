"""Links in what the bot says never unfold, however it grows: of a stream, Slack takes no word that they shall not.

Slack looks for links to unfold once, when a message is posted or streamed: what an edit brings does not unfold.
"""

import pytest

from tests.bot.stage import Stage
from tests.platforms.slack.adapting import adapting
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.scene import Scene
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.test_streaming import Pieces, telling, whole
from tests.platforms.slack.wire import text_of

LINK = "https://example.com/a"
STREAMS = "chat.*Stream"
GROWN: dict[str, Pieces] = {
    "at the end": ("Look ", 1.2, "here: ", 1.2, LINK),
    "in the middle": ("Look ", 1.2, f"at {LINK} and ", 1.2, "go on."),
    "in pieces": ("Look ", 1.2, "ht", 1.2, "tps:/", 1.2, "/example.com/a"),
    "in Markdown": ("Look ", 1.2, f"[here]({LINK})."),
    "without a scheme": ("Look ", 1.2, "at www.", 1.2, "example.com"),
}


@pytest.mark.parametrize("way", GROWN)
async def test_a_link_ends_a_stream_before_it_is_in_it(
    slack: SlackStandIn, alice: Person, general: Channel, way: str
) -> None:
    said = "".join(each for each in GROWN[way] if isinstance(each, str))
    async with adapting(slack, telling(*GROWN[way])):
        asked = await alice.post(general, f"{slack.mention} tell me")
        reply = await whole(slack, general, said[-6:], asked)
        await slack.log.quiet()
    assert reply.text == said and reply.stream == "completed"
    (start,) = slack.log.to("chat.startStream")
    assert start.args["markdown_text"] == "Look "
    streamed = "".join(text_of(each.args.get("markdown_text")) for each in slack.log.to(STREAMS))
    assert "://" not in streamed and "www." not in streamed
    assert said.startswith(streamed)
    assert [post.text for post in general.posts(by_bot=True, thread=asked)] == [said]


async def test_what_begins_with_a_link_is_no_stream(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, telling(LINK, 1.2, " is it.")):
        reply = await whole(slack, alice.direct, "is it.", await alice.dm("tell me"))
    assert slack.log.to(STREAMS) == []
    (posted,) = slack.log.to("chat.postMessage")
    assert (posted.args["unfurl_links"], posted.args["unfurl_media"]) == (False, False)
    assert reply.text == f"{LINK} is it."


async def test_what_is_answered_at_the_address_of_a_command_does_not_unfold(scene: Scene, stage: Stage) -> None:
    use = await scene.alice.slash(scene.general, f"/rapport remember My page is {LINK}")
    await scene.told(use, "Kept: ")
    (answer,) = scene.slack.log.to("response_url")
    assert (answer.args["unfurl_links"], answer.args["unfurl_media"]) == (False, False)
