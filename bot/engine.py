"""Brings the chosen model up while people can already type, and keeps it for as long as the program runs."""

import asyncio
import importlib
import logging
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, assert_never
from urllib.parse import urlsplit

from bot.errors import ModelError
from bot.home import Home
from bot.llm.types import Abilities, Endpoint
from bot.local_model import local_model, wait_ready
from bot.mind import Mind, Voice
from bot.model_choice import Choice, Demo, Endpoints, NoModel
from bot.quiet import Quiet

if TYPE_CHECKING:
    from bot.llm import Models

log = logging.getLogger(__name__)
CONTEXT = 8192


class Engine:
    """Runs what was chosen; `say` gets a sentence when the person should know."""

    def __init__(self, choice: Choice, mind: Mind, *, quiet: Quiet, home: Home, say: Callable[[str], None]) -> None:
        self._choice = choice
        self._mind = mind
        self._quiet = quiet
        self._home = home
        self._say = say

    async def run(self) -> None:
        """Until cancelled; a model that does not come up leaves the program without one."""
        try:
            match self._choice:
                case NoModel(reason):
                    self._mind.off(reason)
                case Endpoints(endpoints, slow):
                    await self._serve(endpoints, slow=slow)
                case Demo(weights):
                    async with local_model(weights, self._home.folder, context=CONTEXT) as endpoint:
                        models, _ = await asyncio.gather(
                            open_models((endpoint,)), wait_ready(endpoint, self._home.folder)
                        )
                        await self._hold(models, slow=True)
                case _:
                    assert_never(self._choice)
        except ModelError as fault:
            log.warning("model did not come up", extra={"kind": type(fault).__name__})
            self._mind.off(str(fault))
            self._say(str(fault))

    async def _run_demo(self, weights: Path) -> None:
        folder = self._home.folder
        async with local_model(weights, folder, context=CONTEXT) as endpoint:
            models, _ = await asyncio.gather(open_models((endpoint,)), wait_ready(endpoint, folder))
            await self._hold(models, slow=True)

    async def _serve(self, endpoints: tuple[Endpoint, ...], *, slow: bool | None) -> None:
        await self._hold(await open_models(endpoints), slow=slow)

    async def _hold(self, models: "Models", *, slow: bool | None) -> None:
        async with models:
            found = await models.probe()
            for each in found:
                if not each.reachable:
                    self._say(f"The language model at {each.endpoint} does not answer yet: {each.problem}")
            self._quiet.preempt = any(each.slots == 1 for each in found) or bool(slow)
            self._mind.ready(Voice(models, slow=is_slow(found) if slow is None else slow))
            try:
                await asyncio.Event().wait()
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
