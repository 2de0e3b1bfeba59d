"""files.*: three steps from bytes to a message, asked with slack-sdk, and who may read what is there."""

import aiohttp
import pytest

from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.probe import client_of, refusal
from tests.platforms.slack.server import SlackStandIn

WORDS = b"Biscuit is a cat."


async def address_of(slack: SlackStandIn, number: str) -> str:
    """Where a file is read."""
    return str((await client_of(slack).files_info(file=number))["file"]["url_private"])


async def read(address: str, token: str = "") -> tuple[int, str, bytes]:
    """What comes from an address: status, type and bytes."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_the_three_steps_show_a_file_in_a_thread(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    asked = await alice.post(general, "send it")
    shown = await client_of(slack).files_upload_v2(
        channel=general.id, thread_ts=asked.ts, filename="cat.txt", content=WORDS, title="Cat", initial_comment="here"
    )
    (post,) = await slack.said(general, after=asked.ts)
    assert (post.text, post.thread_ts, post.files) == ("here", asked.ts, (("cat.txt", shown["files"][0]["id"]),))
    told = await client_of(slack).files_info(file=post.files[0][1])
    assert (told["file"]["title"], told["file"]["size"]) == ("Cat", len(WORDS))
    assert told["file"]["shares"]["public"][general.id][0]["ts"] == post.ts
    assert await read(told["file"]["url_private"], slack.token) == (200, "text/plain", WORDS)


async def test_what_was_not_sent_is_not_shown(slack: SlackStandIn, alice: Person) -> None:
    client = client_of(slack)
    begun = await client.files_getUploadURLExternal(filename="cat.txt", length=len(WORDS))
    ready = client.files_completeUploadExternal(files=[{"id": begun["file_id"]}], channel_id=alice.direct.id)
    assert await refusal(ready) == "file_not_found"
    async with aiohttp.ClientSession() as session:
        async with session.post(begun["upload_url"], data=WORDS) as answer:
            assert answer.status == 200
        await client.files_completeUploadExternal(files=[{"id": begun["file_id"]}], channel_id=alice.direct.id)
        async with session.post(begun["upload_url"], data=b"again") as answer:
            assert answer.status == 404
    assert [len(post.files) for post in alice.direct.posts(by_bot=True)] == [1]


@pytest.mark.parametrize(("name", "length"), [("", 5), ("a.txt", 0)])
async def test_a_file_has_a_name_and_a_length(slack: SlackStandIn, name: str, length: int) -> None:
    begun = client_of(slack).files_getUploadURLExternal(filename=name, length=length)
    assert await refusal(begun) == "invalid_arguments"


async def test_a_file_goes_where_the_bot_is(slack: SlackStandIn, alice: Person) -> None:
    closed, client = slack.home.channel("closed", alice, bot=False), client_of(slack)
    begun = await client.files_getUploadURLExternal(filename="cat.txt", length=len(WORDS))
    async with aiohttp.ClientSession() as session, session.post(begun["upload_url"], data=WORDS):
        pass
    shown = client.files_completeUploadExternal(files=[{"id": begun["file_id"]}], channel_id=closed.id)
    assert await refusal(shown) == "not_in_channel"


async def test_without_the_right_a_page_to_sign_in_is_read(slack: SlackStandIn, alice: Person) -> None:
    (number,) = [each for _, each in (await alice.dm("look", files={"cat.txt": WORDS})).files]
    address = await address_of(slack, number)
    for token in ("", "xoxb-made-up"):
        status, kind, body = await read(address, token)
        assert (status, kind) == (200, "text/html") and WORDS not in body
    slack.home.installation.scopes.discard("files:read")
    assert (await read(address, slack.token))[1] == "text/html"
    assert await refusal(client_of(slack).files_info(file=number)) == "missing_scope"


async def test_a_deleted_file_is_gone(slack: SlackStandIn, alice: Person) -> None:
    (number,) = [each for _, each in (await alice.dm("look", files={"cat.txt": WORDS})).files]
    address = await address_of(slack, number)
    await client_of(slack).files_delete(file=number)
    assert (await read(address, slack.token))[0] == 404
    assert await refusal(client_of(slack).files_info(file=number)) == "file_not_found"
