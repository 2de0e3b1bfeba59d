"""The stand-in as a process of its own seen and moved over HTTP, and `rapport run` beside it as people start it."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.program import Ended, run, surroundings
from tests.platforms.human import Asked
from tests.platforms.outside import Outside, outside
from tests.platforms.programs import ENDED, SECONDS, ended

COMMAND = (sys.executable, "-m", "bot", "run", "--slack")
STAND_IN = ("tests.platforms.slack", "--kept", "2000")


def environment(slack: Outside, dsn: str, home: Path) -> dict[str, str]:
    """What the program is told."""
    # Warnings of libraries that nobody sees in a child of ours are judged where they run in the tests' own process.
    known = {name: value for name, value in surroundings(dsn, home).items() if name != "PYTHONWARNINGS"}
    return known | {
        "RAPPORT_SLACK_API": str(slack.seed["api"]),
        "RAPPORT_SLACK_BOT_TOKEN": str(slack.seed["bot_token"]),
        "RAPPORT_SLACK_APP_TOKEN": str(slack.seed["app_token"]),
        "RAPPORT_MODEL_URL": "http://127.0.0.1:9/v1",
    }


@asynccontextmanager
async def program(more: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, killed by the end of the block where it still runs."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, env=more)
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def answer_to(slack: Outside, said: Asked, **place: object) -> str:
    """What the bot answers under a message, once it is whole; raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while True:
            for post in await slack.all_of("posts", person="Alice", **place):
                if post["by_bot"] and post["thread"] == said["id"] and post["stream"] != "in_progress":
                    return str(post["text"])
            await asyncio.sleep(0.05)


async def test_it_answers_remembers_and_forgets(database_dsn: str, tmp_path: Path) -> None:
    async with outside(*STAND_IN) as slack, program(environment(slack, database_dsn, tmp_path)) as child:
        told = await slack.seen("send", person="Alice", direct=True, text="My cat is called Miso.")
        assert "I have kept what you said." in await answer_to(slack, told, direct=True)
        asked = await slack.seen("send", person="Alice", direct=True, text="What is my cat called?")
        answer = await answer_to(slack, asked, direct=True)
        assert "My cat is called Miso." in answer and "127.0.0.1" not in answer
        await slack.human("delete", person="Alice", post=told["id"])
        await asyncio.sleep(1.0)
        later = await slack.seen("send", person="Alice", direct=True, text="What is my cat called now?")
        assert "Miso" not in await answer_to(slack, later, direct=True)
        await slack.human("send", person="Alice", text="Nobody is asked.")
        said = await slack.seen("send", person="Alice", text=f"<@{slack.seed['bot']}> hello")
        await answer_to(slack, said)
        spoken = [each["thread"] for each in await slack.all_of("posts", person="Bob") if each["by_bot"]]
        assert spoken == [said["id"]]
        used = await slack.seen("slash", person="Alice", text="/rapport help")
        assert used["answered"]
        child.terminate()
        assert await ended(child) == ENDED


async def refused(more: Mapping[str, str]) -> Ended:
    """How the program ends that is set up wrongly."""
    return await run(COMMAND, more)


async def test_wrong_tokens_are_one_sentence(database_dsn: str, tmp_path: Path) -> None:
    async with outside(*STAND_IN) as slack:
        right = environment(slack, database_dsn, tmp_path)
        app = await refused({**right, "RAPPORT_SLACK_APP_TOKEN": "xapp-1-A0-1-wrong"})
        bot = await refused({**right, "RAPPORT_SLACK_BOT_TOKEN": "xoxb-wrong"})
    for end, setting in ((app, "slack.app_token"), (bot, "slack.bot_token")):
        assert end.code == 1 and setting in end.err.splitlines()[-1]
        assert "wrong" not in end.err + end.out + (tmp_path / "rapport.log").read_text()


async def test_without_tokens_it_says_what_to_set(database_dsn: str, tmp_path: Path) -> None:
    end = await run(COMMAND, surroundings(database_dsn, tmp_path))
    assert (end.code, end.err.count("\n")) == (1, 1)
    assert "RAPPORT_SLACK_BOT_TOKEN" in end.err and "RAPPORT_SLACK_APP_TOKEN" in end.err


async def test_a_process_with_its_human_side() -> None:
    async with outside(*STAND_IN) as slack:
        client = AsyncWebClient(str(slack.seed["bot_token"]), base_url=str(slack.seed["api"]))
        said = await slack.seen("send", person="Alice", text="hi")
        channel = str(slack.seed["channel"])
        kept = cast(list[Asked], (await client.conversations_history(channel=channel))["messages"])
        assert [(each["ts"], each["text"]) for each in kept] == [(said["id"], "hi")]
        await slack.human("edit", 409, person="Bob", post=said["id"], text="not mine")
        await slack.human("nothing", 404)
        await slack.human("refuse", method="auth.test", error="internal_error")
        try:
            await client.auth_test()
        except SlackApiError as fault:
            assert fault.response["error"] == "internal_error"
        calls = await slack.all_of("calls")
        assert [(each["method"], each["error"]) for each in calls] == [
            ("conversations.history", None),
            ("auth.test", "internal_error"),
        ]
        assert {each["token"] for each in calls} == {""}
