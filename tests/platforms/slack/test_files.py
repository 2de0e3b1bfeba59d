"""Files between people and the bot at the stand-in: read with its token, sent in three steps, shown where asked."""

from collections.abc import AsyncIterator, Mapping

import pytest

from adapters.errors import Refused, Unreachable
from adapters.outgoing import File
from adapters.slack.attachments import attachments_of
from adapters.slack.files import fetch, upload
from adapters.slack.spots import Spot
from adapters.slack.wire import Wire
from adapters.types import Attachment
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import mapping

PICTURE, WORDS = b"\x89PNG\r\n\x1a\n....", b"Biscuit is a cat."


@pytest.fixture
async def wire(slack: SlackStandIn) -> AsyncIterator[Wire]:
    """Calls with the bot's token at home."""
    async with Wire(slack.api, token=slack.token) as wire:
        yield wire


async def sent(slack: SlackStandIn, alice: Person, files: Mapping[str, bytes]) -> tuple[Attachment, ...]:
    """What the bot is told of files that Alice sends to it."""
    await alice.dm("look", files=files)
    await slack.log.until(lambda: bool(slack.log.events("message")))
    event = mapping(slack.log.events("message")[-1].payload["event"])
    return attachments_of(event["files"], slack.home.id)


async def test_what_people_send_is_read(slack: SlackStandIn, alice: Person, wire: Wire) -> None:
    picture, words = await sent(slack, alice, {"cat.png": PICTURE, "cat.txt": WORDS})
    assert (picture.name, picture.media_type, picture.size) == ("cat.png", "image/png", len(PICTURE))
    assert await fetch(wire, picture, 1000) == PICTURE
    assert await fetch(wire, words, 1000) == WORDS


async def test_without_the_scope_there_is_a_page_and_no_file(slack: SlackStandIn, alice: Person, wire: Wire) -> None:
    (words,) = await sent(slack, alice, {"cat.txt": WORDS})
    slack.home.installation.scopes.discard("files:read")
    with pytest.raises(Refused, match="sign in"):
        await fetch(wire, words, 1000)


async def test_a_file_is_shown_in_the_thread_where_it_was_asked_for(
    slack: SlackStandIn, alice: Person, wire: Wire
) -> None:
    general = slack.home.channel("general", alice)
    asked = await alice.post(general, "send it")
    spot = Spot(slack.home.id, general.id, asked.ts)
    at = await upload(wire, spot, [File("a.json", b"{}"), File("b.txt", WORDS)], "here it is")
    (post,) = await slack.said(general, after=asked.ts)
    assert (post.ts, post.thread_ts, post.text) == (at, asked.ts, "here it is")
    shown = {name: slack.world.files[number].content for name, number in post.files}
    assert shown == {"a.json": b"{}", "b.txt": WORDS}


async def test_a_file_is_shown_to_one_person_alone(slack: SlackStandIn, alice: Person, wire: Wire) -> None:
    at = await upload(wire, Spot(slack.home.id, alice.direct.id), [File("a.json", b"{}")])
    (post,) = await slack.said(alice.direct)
    assert (post.ts, post.thread_ts) == (at, None)


async def test_where_the_bot_is_not_nothing_is_shown(slack: SlackStandIn, alice: Person, wire: Wire) -> None:
    closed = slack.home.channel("closed", alice, bot=False)
    with pytest.raises(Refused, match="completeUploadExternal"):
        await upload(wire, Spot(slack.home.id, closed.id), [File("a.json", b"{}")])
    assert closed.posts() == []
    slack.log.calls.clear()


async def test_a_missing_scope_is_named(slack: SlackStandIn, alice: Person, wire: Wire) -> None:
    slack.home.installation.scopes.discard("files:write")
    with pytest.raises(Refused, match="files:write"):
        await upload(wire, Spot(slack.home.id, alice.direct.id), [File("a.json", b"{}")])


async def test_what_is_broken_for_a_moment_is_tried_again_and_nothing_is_shown_twice(
    slack: SlackStandIn, alice: Person, wire: Wire
) -> None:
    slack.faults.fail("files.getUploadURLExternal")
    slack.faults.limit("files.completeUploadExternal", 1)
    spot = Spot(slack.home.id, alice.direct.id)
    await upload(wire, spot, [File("a.json", b"{}")])
    assert len(alice.direct.posts(by_bot=True)) == 1
    slack.faults.lose("files.completeUploadExternal")
    with pytest.raises(Unreachable):
        await upload(wire, spot, [File("a.json", b"{}")])
    assert len(alice.direct.posts(by_bot=True)) == 2
