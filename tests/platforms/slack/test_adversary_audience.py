"""What somebody would try at Slack to hear what is not for them, or to be taken for another: over sockets."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outgoing import Button, Outgoing
from adapters.slack.adapter import Slack
from adapters.slack.sending import KEPT_BACK
from adapters.types import Command, Event, Message
from tests.platforms.slack.adapting import attended, settings_at
from tests.platforms.slack.chatting import Chat, chatting
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn


@pytest.fixture
async def chat(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The whole bot, which says yes to everything."""
    async with chatting(slack, database_dsn, tmp_path) as chat:
        chat.tell("Yes.")
        yield chat


@pytest.mark.parametrize("guest", ["", "restricted"])
async def test_who_comes_to_read_between_question_and_answer_reads_no_answer_for_others(chat: Chat, guest: str) -> None:
    elsewhere = chat.slack.workspace("Elsewhere")
    comer = chat.slack.person("Zoe", at=chat.slack.home if guest else elsewhere, guest=guest)
    other, go = chat.slack.home.channel("other", chat.alice), asyncio.Event()
    await chat.ask("The code of the safe is 4711.", other)
    model = chat.tell(go, "It is 4711.")
    asked = await chat.alice.post(chat.general, f"{chat.slack.mention} What is the code of the safe?")
    await chat.slack.log.until(lambda: "4711" in str(model.prompts))
    before = len(chat.slack.log.calls)
    if not guest:
        chat.general.share(elsewhere)
    chat.general.join(comer)
    await chat.slack.delivery.settled()
    go.set()
    assert await chat.answered(asked) == KEPT_BACK
    assert "4711" not in str([each.args for each in [*chat.slack.log.calls][before:]])


async def test_who_is_from_elsewhere_uses_controls_as_who_they_are_and_where_they_stand(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    elsewhere, heard = slack.workspace("Elsewhere"), list[Event]()
    zoe, adapter = slack.person("Zoe", at=elsewhere), Slack(settings_at(slack))
    general.share(elsewhere)
    general.join(zoe)

    async def handler(event: Event) -> None:
        heard.append(event)
        if isinstance(event, Message):
            await adapter.send(Outgoing(event.address, "Hello.", event.id, buttons=(Button("Why", "why"),)))

    async with attended(slack, adapter, handler):
        reply = await slack.reply(await zoe.post(general, f"{slack.mention} hello"))
        await zoe.click(reply, "Why")
        await slack.log.until(lambda: any(isinstance(each, Command) for each in heard))
    told = {(each.author, each.address.key, each.audience) for each in heard if isinstance(each, Message | Command)}
    assert len(told) == 1


async def test_what_an_app_wrote_under_a_name_that_it_made_up_is_no_persons_words(chat: Chat) -> None:
    post = await chat.alice.post(chat.general, "I like bikes.")
    stored = chat.slack.world.messages[chat.general.id][post.ts]
    stored.user, stored.subtype = "", "bot_message"
    use = await chat.alice.shortcut(post, "keep")
    await chat.slack.log.until(lambda: bool(use.posts))
    assert "another bot" in use.text
    assert await chat.lines() == []
