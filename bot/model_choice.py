"""Which language model this start uses: a configured one, one that listens on this machine, or the demo model.

Asked at most once, and only on a terminal; the answer is kept in the data folder. Downloading is never begun without
having said what, how much, from where and under which licence.
"""

import asyncio
import importlib
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.config import ModelSettings, Settings
from bot.demo_weights import DemoModel, describe, fetch_weights, weights_path
from bot.errors import ModelError
from bot.folders import weights_folder
from bot.home import Home, write_choices
from bot.llm.types import Endpoint
from bot.mind import NO_MODEL
from bot.settings_form import DemoModel as Wanted
from bot.why import model_name

Ask = Callable[[str], Awaitable[str | None]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Models that somebody else runs; `slow` None means judged by what the probe finds."""

    endpoints: tuple[Endpoint, ...]
    slow: bool | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo model, its weights on disk."""

    weights: Path


@dataclass(frozen=True, slots=True)
class NoModel:
    """None, and why, in a sentence for the person."""

    reason: str = NO_MODEL


Choice = Endpoints | Demo | NoModel


@dataclass(frozen=True, slots=True)
class Terminal:
    """How to speak with the person before the conversation: `ask` is None where nobody can answer."""

    say: Say
    ask: Ask | None
    progress: Callable[[int, int], None]


async def choose(settings: Settings, home: Home, *, terminal: Terminal) -> Choice:
    """The model of this start; downloads the demo model's weights where they were chosen and are missing."""
    if settings.models:
        slow = next((each.slow for each in settings.models if each.slow is not None), None)
        return Endpoints(tuple(map(to_endpoint, settings.models)), slow)
    wanted = settings.demo_model or kept_choice(home) or await _search(home, terminal)
    if isinstance(wanted, Endpoints):
        return wanted
    return await _demo(DemoModel(wanted), terminal)


def to_endpoint(settings: ModelSettings) -> Endpoint:
    """The model port's word for a configured model."""
    name = model_name(settings.name or "")
    return Endpoint(settings.url, settings.name, settings.key, name=name, vision=settings.vision)


def kept_choice(home: Home) -> Endpoints | Wanted | None:
    """The answer of an earlier start; None where there is none that can be read."""
    try:
        kept = tomllib.loads(home.choices.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    if isinstance(kept.get("model_url"), str):
        return Endpoints((Endpoint(kept["model_url"], kept.get("model")),))
    demo = kept.get("demo_model")
    return demo if demo in ("standard", "small", "none") else None


async def _search(home: Home, terminal: Terminal) -> Endpoints | Wanted:
    """Look on this machine, then offer the demo model."""
    # In a thread: behind it stands the openai library, a second's work during which the screen should stay alive.
    await asyncio.to_thread(importlib.import_module, "bot.discovery")
    from bot.discovery import listening

    found = await listening()
    return await _offer_found(found[0], home, terminal=terminal) if found else await _offer_demo(home, terminal)


async def _offer_found(found: Endpoint, home: Home, *, terminal: Terminal) -> Endpoints | Wanted:
    terminal.say(
        f"A language model listens on this machine: {model_name(found.model or '')} at {found.url} ({found.name})."
    )
    if terminal.ask is not None:
        answer = await terminal.ask("Use it? [Y/n] ")
        if answer is None or answer.strip().lower().startswith("n"):
            return await _offer_demo(home, terminal)
        write_choices(home, model_url=found.url, model=found.model or "")
    return Endpoints((found,))


async def _offer_demo(home: Home, terminal: Terminal) -> Wanted:
    standard, small = DemoModel.STANDARD, DemoModel.SMALL
    terminal.say("No language model is set up. A small demo model can run on this machine:")
    terminal.say(f"  {describe(standard)}")
    if terminal.ask is None:
        terminal.say(
            'It is used now. RAPPORT_MODEL_URL connects another one; demo_model = "none" in the settings goes without.'
        )
        return "small" if _there(small) and not _there(standard) else "standard"
    terminal.say("  `small` takes a weaker one of 491 MB; `n` goes on without: memory and commands still work.")
    said = await terminal.ask("Use the demo model? [Y/n/small] ")
    answer = "n" if said is None else said.strip().lower()
    wanted: Wanted = "small" if answer.startswith("s") else "none" if answer.startswith("n") else "standard"
    write_choices(home, demo_model=wanted)
    return wanted


def _there(model: DemoModel) -> bool:
    return weights_path(model, weights_folder()) is not None


async def _demo(wanted: DemoModel, terminal: Terminal) -> Choice:
    if wanted is DemoModel.NONE:
        return NoModel()
    folder = weights_folder()
    weights = weights_path(wanted, folder)
    if weights is not None:
        return Demo(weights)
    terminal.say(f"Fetching the demo model once, into {folder}: {describe(wanted)}")
    try:
        weights = await fetch_weights(wanted, folder, progress=terminal.progress)
    except ModelError as fault:
        terminal.say(f"{fault} Going on without a language model.")
        return NoModel(f"The demo model could not be fetched: {fault}")
    return Demo(weights) if weights else NoModel()
