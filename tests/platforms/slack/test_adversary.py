"""What somebody would try who wants more at Slack than they are given, or the bot to fall: over real sockets."""

from collections.abc import AsyncIterator

import pytest

from adapters.outgoing import Button, Outgoing, Sent
from adapters.slack.adapter import Slack
from adapters.types import Message
from tests.platforms.slack.adapting import adapting
from tests.platforms.slack.faults import Answer
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import SlackStandIn

ENDS = {
    "limited": Answer(429, "ratelimited", retry_after=100),
    "away": Answer(503),
    "refused": Answer(error="not_allowed"),
}


async def words(*pieces: str) -> AsyncIterator[str]:
    """These, one after another."""
    for each in pieces:
        yield each


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("method", ["chat.stopStream", "chat.update"])
async def test_an_answer_that_was_shown_was_given_whatever_becomes_of_its_end(
    slack: SlackStandIn, alice: Person, how: str, method: str
) -> None:
    given: list[Sent] = []
    slack.faults.order(method, ENDS[how])
    if method == "chat.update":
        slack.faults.refuse("chat.startStream", "not_allowed")

    async def answer(adapter: Slack, message: Message) -> None:
        shown = Outgoing(message.address, "", message.id, buttons=(Button("Why", "why"),))
        given.append(await adapter.stream(shown, words("All of it.")))

    async with adapting(slack, answer):
        await alice.dm("tell me")
        await slack.log.until(lambda: bool(given), 20)
    (post,) = alice.direct.posts(by_bot=True)
    assert (given[0].message_id, post.text) == (post.ts, "All of it.")
