"""An answer that never ends: Slack shows its beginning, and all that was heard of it is in a file, if it can be."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.growing import LONGEST_ANSWER
from adapters.outgoing import Button, Outgoing, Sent
from adapters.portions import IN_FILE, NO_FILE, WHOLE_NAME
from adapters.slack.adapter import Slack
from adapters.slack.markup import LONGEST_TEXT
from adapters.slack.pieces import MOST_PARTS
from adapters.text import split
from adapters.types import Message
from tests.platforms.slack.adapting import adapting
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn


@pytest.mark.parametrize("native", [True, False])
async def test_an_answer_without_end_is_its_beginning_and_a_file(
    slack: SlackStandIn, alice: Person, general: Channel, native: bool
) -> None:
    given: list[str] = []

    async def words() -> AsyncIterator[str]:
        while True:
            given.append(f"Line {len(given)} of it.\n")
            yield given[-1]
            await asyncio.sleep(0)

    async def tell(adapter: Slack, message: Message) -> None:
        outgoing = Outgoing(message.address, "", message.id, buttons=(Button("Why", "why"),))
        await adapter.stream(outgoing, words())

    async with adapting(slack, tell):
        if not native:
            slack.faults.refuse("chat.startStream", "not_allowed")
        asked = await alice.post(general, f"{slack.mention} Tell me all")
        await slack.log.until(lambda: any(post.files for post in general.posts(by_bot=True, after=asked.ts)), 30)
    posts = general.posts(by_bot=True, after=asked.ts)
    text = "".join(given)
    assert LONGEST_ANSWER <= len(text) < LONGEST_ANSWER + 1000
    assert [post.text.strip() for post in posts[:MOST_PARTS]] == [
        each.strip() for each in split(text, LONGEST_TEXT)[:MOST_PARTS]
    ]
    ((name, number),) = posts[-1].files
    assert (name, slack.world.files[number].content) == (WHOLE_NAME, text.encode())
    assert posts[-1].text.strip() == IN_FILE


async def test_an_answer_without_its_file_was_said_all_the_same(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    lines, sent = [f"Line {number} of it.\n" for number in range(10_000)], list[Sent]()

    async def words() -> AsyncIterator[str]:
        for line in lines:
            yield line

    async def tell(adapter: Slack, message: Message) -> None:
        sent.append(await adapter.stream(Outgoing(message.address, "", message.id), words()))

    slack.faults.refuse("files.getUploadURLExternal", "not_allowed")
    async with adapting(slack, tell):
        asked = await alice.post(general, f"{slack.mention} Tell me all")
        await slack.log.until(lambda: bool(sent), 30)
    posts = general.posts(by_bot=True, after=asked.ts)
    shown = [each.strip() for each in split("".join(lines), LONGEST_TEXT)[:MOST_PARTS]]
    assert [post.text.strip() for post in posts] == [*shown, NO_FILE]
    assert [sent[0].message_id, *sent[0].more] == [post.ts for post in posts]
