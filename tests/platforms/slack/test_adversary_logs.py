"""What the log holds of a day on which much goes wrong at Slack, down to its last level: no words, names or secrets."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platforms.slack.chatting import Chat, chatting
from tests.platforms.slack.posts import Page
from tests.platforms.slack.server import SlackStandIn

WORD, NAME = "sesame", "Ludmilla"
SPENT = re.compile(r"'(?:trigger_id|response_url)': '([^']+)'")
OURS = ("adapters", "bot", "memory", "slack", "aiohttp")


async def used(chat: Chat, text: str) -> None:
    """A command with its answer."""
    use = await chat.alice.slash(chat.general, f"/rapport {text}")
    await chat.slack.log.until(lambda: bool(use.posts))


async def page(chat: Chat) -> Page:
    """Her own page."""
    chat.alice.open_home()
    await chat.slack.log.until(lambda: chat.alice.home is not None)
    assert chat.alice.home is not None
    return chat.alice.home


async def day(chat: Chat) -> None:
    """All that she does, and what fails of it."""
    slack, alice = chat.slack, chat.alice
    slack.faults.limit("users.info", 1)
    slack.faults.fail("chat.startStream")
    slack.faults.lose("chat.postMessage", 0)
    slack.faults.fail("response_url")
    slack.faults.refuse("views.open", "expired_trigger_id", times=1)
    slack.faults.refuse("users.list", "fatal_error", times=1)
    await chat.ask(f"{WORD} is my secret")
    for text in (f"remember {WORD} likes bikes", WORD, f"memory {WORD}"):
        await used(chat, text)
    home = await page(chat)
    await alice.click(home, "Search")
    search = await alice.click(home, "Search")
    await slack.log.until(lambda: search.form is not None)
    assert search.form is not None
    await alice.submit(search.form, {search.form.fields[0].action_id: WORD})
    said = await alice.dm(f"a file of {WORD}", files={f"{WORD}.txt": WORD.encode()})
    await chat.answered(said)
    await alice.edit(said, f"{WORD} edited")
    await alice.delete(said)
    slack.sockets.drop()
    await slack.connected()
    await chat.tells(f"still {WORD}")


def lines(caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    """All that any handler could write of each record."""
    for record in caplog.records:
        if record.name.startswith(OURS):
            trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
            yield f"{record.getMessage()} {record.__dict__} {trace}"


async def test_no_log_holds_words_names_or_secrets(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with chatting(slack, database_dsn, tmp_path) as chat:
        chat.alice.user.name = NAME
        chat.tell(f"Yes, {WORD}.")
        await day(chat)
    spent = {each for told in slack.log.told for each in SPENT.findall(str(told))}
    assert spent, "nothing was used"
    secrets = {WORD, NAME, slack.token, slack.credentials.app_token, slack.credentials.signing_secret, *spent}
    written = [*lines(caplog)]
    assert written
    assert [each for each in written if any(secret in each for secret in secrets)] == []
