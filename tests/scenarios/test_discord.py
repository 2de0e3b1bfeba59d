"""At Discord as people run it: the program, its own database, Discord and a slow model, each a process or server."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from bot.amends import INTERRUPTED
from tests.bot.stand_in import DONE, Request, Send, end, says, sse, word
from tests.platforms.outside import Outside, outside
from tests.scenarios.conftest import Talk, killed
from tests.scenarios.reference_model import ReferenceModel

SECONDS, START_SECONDS = 30.0, 60.0
SILENCE = 8.6  # a sign of typing lasts for less
WORDS = [f"word{number} " for number in range(30)]
LINES = "SELECT speaker_id IS NULL AS ours, text FROM utterances ORDER BY place_id, seq"
EXPIRED = "UPDATE inbox SET lease_until = now() - interval '1 second' WHERE done_at IS NULL"


@dataclass(frozen=True, slots=True)
class Discord:
    """The stand-in, seen from the outside; `at` in calls is monotonic time, which all processes share."""

    outside: Outside

    async def human(self, operation: str, **asked: object) -> Any:
        """One thing that people do or see."""
        return await self.outside.human(operation, **asked)

    async def calls(self, method: str, part: str) -> list[dict[str, Any]]:
        """The bot's requests of a method to addresses that hold `part`."""
        return [each for each in await self.human("calls") if each["method"] == method and part in each["path"]]

    async def started(self, times: int = 1) -> None:
        """Wait until the bot has connected so often."""
        async with asyncio.timeout(START_SECONDS):
            while len([each for each in await self.calls("GET", "/commands") if each["answered"]]) < times:
                await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)

    async def shows(self, text: str) -> dict[str, Any]:
        """The bot's message to Alice with these words, once it is there."""
        async with asyncio.timeout(SECONDS):
            while True:
                for post in await self.human("posts", person="Alice", direct=True):
                    if post["by_bot"] and post["text"].strip() == text.strip():
                        return cast(dict[str, Any], post)
                await asyncio.sleep(0.05)


@asynccontextmanager
async def discord(talk: Talk) -> AsyncIterator[Discord]:
    """Discord, with the settings of the program made for it."""
    async with outside("tests.platforms.discord", "--kept", "2000", "--no-content", "--no-members") as found:
        talk.environment |= {
            "RAPPORT_DISCORD_API": str(found.seed["api"]),
            "RAPPORT_DISCORD_TOKEN": str(found.seed["token"]),
        }
        yield Discord(found)


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
    async with discord(talk) as place:
        running = await talk.start("run")
        await place.started()
        await place.human("send", person="Alice", text="Tell me a story?", direct=True)
        await place.shows("".join(WORDS))
        _paced(
            first[0],
            [each["at"] for each in await place.calls("POST", "/typing")],
            posts=[each["at"] for each in await place.calls("POST", "/messages")],
            edits=[each["at"] for each in await place.calls("PATCH", "/messages/")],
        )
        await _killed_and_back(place, talk, model, running=running)
    lines = [tuple(row) for row in await talk.rows(LINES)]
    assert lines[2:] == [
        (False, "My bike is blue."),
        (False, "Which colour has my bike?"),
        (True, "Blue, you said."),
    ]


def _paced(first: float, typing: list[float], *, posts: list[float], edits: list[float]) -> None:
    """Typing goes on until the model's `first` word, which is shown within a second; then about one edit a second."""
    assert len(typing) >= 2 and typing[0] < first - SILENCE + 2.0
    assert len(posts) == 1 and 0 < posts[0] - first < 1.0
    assert 2 <= len(edits) <= 5
    assert all(later - sooner > 0.8 for sooner, later in pairwise([posts[0], *edits[:-1]]))


async def _killed_and_back(
    place: Discord, talk: Talk, model: ReferenceModel, *, running: asyncio.subprocess.Process
) -> None:
    """Killed with its database in the middle of an answer, it comes back, tells so and knows what was said."""
    model.reply = sse(word("I was about "), 60.0)
    asked = await place.human("send", person="Alice", text="My bike is blue.", direct=True)
    await place.shows("I was about")
    await killed(running)
    model.reply = says("Blue, you said.")
    await talk.rows(EXPIRED)
    again = await talk.start("run")
    await place.started(2)
    assert (await place.shows(INTERRUPTED))["reply_to"] == asked["id"]
    await place.human("send", person="Alice", text="Which colour has my bike?", direct=True)
    await place.shows("Blue, you said.")
    assert "my bike is blue" in model.heard[-1].lower()
    again.terminate()
    await asyncio.wait_for(again.communicate(), SECONDS)
