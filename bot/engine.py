"""Brings the chosen model up while people can already type, and keeps it for as long as the program runs.

The demo model's server is a process that may be killed, most likely for its memory; it is started again with a growing
pause. Somebody else's endpoint is only asked: its own keeper brings it back, and the next call finds it.
"""

import asyncio
import importlib
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, assert_never
from urllib.parse import urlsplit

from bot.errors import ModelError
from bot.home import Home
from bot.llm.types import Abilities, ChatMessage, Endpoint
from bot.local_model import LocalModelFailed, local_model, wait_gone, wait_ready
from bot.mind import Mind, Voice
from bot.model_choice import Choice, Demo, Endpoints, NoModel
from bot.quiet import Quiet
from memory.errors import ExtractorPreempted

if TYPE_CHECKING:
    from bot.llm import Models

log = logging.getLogger(__name__)
CONTEXT = 8192
WARM_SECONDS = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
GONE = "The built-in language model ended unexpectedly."


@dataclass(frozen=True, slots=True)
class Host:
    """What the engine serves: `say` gets a sentence when the person should know, `opening` begins every prompt.

    `drafts`: how many answers of a quick model are asked for side by side.
    """

    say: Callable[[str], None]
    opening: tuple[ChatMessage, ...]
    drafts: int = 1


class Engine:
    """Runs what was chosen."""

    def __init__(self, choice: Choice, mind: Mind, *, quiet: Quiet, home: Home, host: Host) -> None:
        self._choice = choice
        self._mind = mind
        self._quiet = quiet
        self._home = home
        self._say = host.say
        self._opening, self._drafts = host.opening, host.drafts

    async def run(self) -> None:
        """Until cancelled; a model that does not come up leaves the program without one."""
        try:
            match self._choice:
                case NoModel(reason):
                    self._mind.off(reason)
                case Endpoints(endpoints, slow):
                    await self._hold(await open_models(endpoints), asyncio.Event().wait, slow=slow)
                case Demo(weights):
                    await self._tend(weights)
                case _:
                    assert_never(self._choice)
        except ModelError as fault:
            log.warning("model did not come up", extra={"kind": type(fault).__name__})
            self._mind.off(str(fault))
            self._say(str(fault))

    async def _tend(self, weights: Path) -> None:
        """Serve the demo model, and again whenever its server dies; raises `ModelError` when it never came up."""
        pause, came_up = FIRST_PAUSE, False
        while True:
            began = time.monotonic()
            try:
                await self._serve(weights)
                came_up, told = True, GONE
            except LocalModelFailed as fault:
                if not came_up:
                    raise
                told = str(fault)
            pause = FIRST_PAUSE if time.monotonic() - began > LONGEST_PAUSE else pause
            log.warning("demo model died, restarting", extra={"pause_s": pause})
            self._mind.off(f"{told} I am bringing it back.")
            self._say(f"{told} I am bringing it back; memory and commands work meanwhile.")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            self._mind.load()

    async def _serve(self, weights: Path) -> None:
        """Let the demo model answer until its server has died."""
        folder = self._home.folder
        async with local_model(weights, folder, context=CONTEXT) as endpoint:
            models, _ = await asyncio.gather(open_models((endpoint,)), wait_ready(endpoint, folder))
            await self._hold(models, partial(wait_gone, endpoint, folder), slow=True)

    async def _warm(self, voice: Voice) -> None:
        """Let a slow model read the opening of every prompt while nobody waits; what it says to it is dropped."""
        if not voice.slow or not self._quiet.is_quiet:
            return
        messages = (*self._opening, ChatMessage("user", "Hello"))
        words = voice.model.stream(messages, max_tokens=1, temperature=0.0, deadline=WARM_SECONDS)
        with suppress(ModelError, ExtractorPreempted):
            async with self._quiet.background(), aclosing(words):
                async for _ in words:
                    pass

    async def _hold(self, models: "Models", ended: Callable[[], Awaitable[object]], *, slow: bool | None) -> None:
        """Let these models answer until `ended` returns."""
        async with models:
            found = await models.probe()
            for each in found:
                if not each.reachable:
                    self._say(f"The language model at {each.endpoint} does not answer yet: {each.problem}")
            self._quiet.preempt = any(each.slots == 1 for each in found) or bool(slow)
            sees = all(each.vision for each in found)  # any of them may be the one that answers
            spared = is_slow(found) if slow is None else slow
            voice = Voice(models, slow=spared, sees=sees, drafts=1 if spared else self._drafts)
            self._mind.ready(voice)
            try:
                await models.count_tokens(self._opening)  # so that the first prompts are counted as the server does
                await self._warm(voice)
                await ended()
            finally:
                self._mind.off("The language model is being shut down.")


async def open_models(endpoints: tuple[Endpoint, ...]) -> "Models":
    """The model port, its library imported in a thread: that takes a second, in which people can type."""
    await asyncio.to_thread(importlib.import_module, "bot.llm.models")
    from bot.llm import Models

    return Models(endpoints)


def is_slow(found: tuple[Abilities, ...]) -> bool:
    """Whether to spare the model: one request at a time on this very machine speaks for a processor."""
    return any(each.slots == 1 and _is_here(each.endpoint) for each in found)


def _is_here(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname if "://" in endpoint else endpoint.partition(":")[0]
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
