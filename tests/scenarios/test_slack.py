"""At Slack as people run it: the program, its own database, Slack and a slow model, each a process or server."""

import asyncio
import time
from itertools import pairwise

from bot.amends import INTERRUPTED
from tests.bot.stand_in import DONE, Request, Send, end, says, sse, word
from tests.platforms.human import Asked
from tests.platforms.outside import Outside, outside
from tests.scenarios.conftest import Talk, killed
from tests.scenarios.reference_model import ReferenceModel

SECONDS, START_SECONDS = 30.0, 60.0
SILENCE = 4.0
WORDS = [f"word{number} " for number in range(30)]
LINES = "SELECT speaker_id IS NULL AS ours, text FROM utterances ORDER BY place_id, seq"
EXPIRED = "UPDATE inbox SET lease_until = now() - interval '1 second' WHERE done_at IS NULL"
STAND_IN = ("tests.platforms.slack", "--kept", "2000")


def settings(slack: Outside) -> dict[str, str]:
    """What the program is told of Slack."""
    tokens = {f"RAPPORT_SLACK_{name.upper()}": str(slack.seed[name]) for name in ("bot_token", "app_token")}
    return {**tokens, "RAPPORT_SLACK_API": str(slack.seed["api"])}


async def calls(slack: Outside, method: str) -> list[Asked]:
    """The bot's calls of a method, as far as they are answered; `at` is monotonic time, which all processes share."""
    return [each for each in await slack.all_of("calls") if each["method"] == method and each["answered"]]


async def called(slack: Outside, method: str, times: int) -> list[Asked]:
    """The same once there are so many; raises TimeoutError."""
    async with asyncio.timeout(START_SECONDS):
        while len(found := await calls(slack, method)) < times:
            await asyncio.sleep(0.1)
    return found


async def shows(slack: Outside, text: str) -> Asked:
    """The bot's message to Alice with these words, once it is there; raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while True:
            for post in await slack.all_of("posts", person="Alice", direct=True):
                if post["by_bot"] and str(post["text"]).strip() == text.strip():
                    return post
            await asyncio.sleep(0.05)


async def test_a_slow_model_is_read_as_it_writes_and_a_kill_in_the_middle_costs_that_answer_alone(
    talk: Talk, model: ReferenceModel
) -> None:
    first: list[float] = []

    async def slow(request: Request, send: Send) -> None:
        if not request.body.get("stream"):
            return await says("Yes.")(request, send)
        await asyncio.sleep(SILENCE)
        first.append(time.monotonic())
        pauses = [part for each in WORDS for part in (word(each), 0.1)]
        await sse(*pauses, end(), DONE)(request, send)

    model.reply = slow
    async with outside(*STAND_IN) as slack:
        talk.environment |= settings(slack)
        running = await talk.start("run")
        asked = await slack.seen("send", person="Alice", text="Tell me a story?", direct=True)
        assert (await shows(slack, "".join(WORDS)))["thread"] == asked["id"]
        await _paced(slack, first[0])
        await _killed_and_back(slack, talk, model, running=running)
    lines = [tuple(row) for row in await talk.rows(LINES)]
    assert lines[2:] == [
        (False, "My bike is blue."),
        (False, "Which colour has my bike?"),
        (True, "Blue, you said."),
    ]


async def _paced(slack: Outside, first: float) -> None:
    """Thinking is shown before the model's `first` word, that within a second, and then about one piece a second."""
    (begun,) = await called(slack, "chat.startStream", 1)
    (ended,) = await called(slack, "chat.stopStream", 1)
    signs = await calls(slack, "agents.sessions.setStatus")
    begins, ends = float(str(begun["at"])), float(str(ended["at"]))
    assert signs and float(str(signs[0]["at"])) < first - SILENCE + 2.0
    assert 0 < begins - first < 1.0
    pieces = [float(str(each["at"])) for each in await calls(slack, "chat.appendStream")]
    assert 2 <= len(pieces) <= 6 and ends >= pieces[-1]
    assert all(later - sooner > 0.7 for sooner, later in pairwise([begins, *pieces[:-1]]))


async def _killed_and_back(
    slack: Outside, talk: Talk, model: ReferenceModel, *, running: asyncio.subprocess.Process
) -> None:
    """Killed with its database in the middle of an answer, it comes back, tells so and knows what was said."""
    model.reply = sse(word("I was about "), 60.0)
    await slack.human("send", person="Alice", text="My bike is blue.", direct=True)
    await shows(slack, "I was about")
    await killed(running)
    model.reply = says("Blue, you said.")
    await talk.rows(EXPIRED)
    again = await talk.start("run")
    await called(slack, "apps.connections.open", 2)
    await shows(slack, INTERRUPTED)
    await slack.human("send", person="Alice", text="Which colour has my bike?", direct=True)
    await shows(slack, "Blue, you said.")
    assert "my bike is blue" in model.heard[-1].lower()
    again.terminate()
    await asyncio.wait_for(again.communicate(), SECONDS)
